# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of source a person means, where the request does not say. May ask the network.

Not for a desk: others would wait behind it for as long as a server takes.
"""

from dataclasses import replace
from pathlib import Path

from catalogsync_gui.core.addresses import origin_of, shown, split, without_userinfo
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.subscribing import COMMON_OPTIONS, AddRequest, taken_apart
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.authorization import authorization
from catalogsync_gui.sources.base import YES, SourceKind
from catalogsync_gui.sources.detecting import Detected, FeedList, detect


def candidates(location: str) -> tuple[SourceKind, ...]:
    """The kinds that a location may be of by its form, the likeliest first; one where that is sure.

    Reads neither disk nor network, and takes whatever somebody has typed so far.
    """
    location, named = registry.own_scheme(location.strip())
    if named is not None:
        return (named,)
    if split(location) is None and "://" not in location:
        location = str(Path(location).absolute()) if location else ""
    return tuple(kind for kind, _ in registry.recognise(without_userinfo(location)) if location)


def recognised(request: AddRequest, settings: Settings, cancel: StopToken) -> AddRequest | FeedList:
    """The request with its kind named, and its location where that leads to another.

    Asks nobody where the kind is named, or told by the form of the location.

    :raises UsageError: the location is none that could be read.
    :raises SourceError: the kind cannot be found out; the message says what to do.
    :raises Interrupted: ``cancel`` was set.
    """
    request = taken_apart(request)
    if request.kind is not None:
        return request
    found = detect(
        request.location,
        cancel,
        proxy=settings.proxy,
        ca_file=_option(request, "ca_file"),
        allow_private=_option(request, "allow_private") in YES,
        login=_login(request),
    )
    if isinstance(found, FeedList):
        return found
    return replace(request, kind=found.kind.name, location=_location(request, found))


def _location(request: AddRequest, found: Detected) -> str:
    """Where it is; as typed unless that leads elsewhere, for options may follow from its form."""
    if found.kind.recognise(request.location) == found.what:
        return request.location
    location = found.what.location
    if origin_of(location) != origin_of(request.location) and (request.user or request.secret):
        raise UsageError(
            f"the page {shown(request.location)} names a feed on another server, "
            f"{shown(location)}. A user and a password are given to no other server than the one "
            "they were typed for; add that address itself"
        )
    return location


def _option(request: AddRequest, name: str) -> str:
    text = request.options.get(name, "")
    try:
        return COMMON_OPTIONS[name].check(text) if text else ""
    except ValueError as error:
        raise UsageError(f"{name} takes {error}; {text!r} is none") from None


def _login(request: AddRequest) -> dict[str, str]:
    """What a plain web server would be sent."""
    if request.secret is None:
        return {}
    name, text = request.secret
    source = Source(0, "", "", request.location, {"user": request.user or ""})
    return authorization(source, SourceContext(secret={name: text}.get))
