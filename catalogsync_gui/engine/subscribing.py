# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person asks to subscribe to, brought into the form that is stored. Reads no network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from catalogsync_gui.core.addresses import host_of, password_exposed, split, without_userinfo
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.models import LONGEST_SOURCE_NAME
from catalogsync_gui.core.naming import NamingTemplate
from catalogsync_gui.core.namings import OPTION
from catalogsync_gui.core.queueing import OF_SOURCES
from catalogsync_gui.core.states import TagPolicy
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.base import (
    Option,
    Recognised,
    SourceKind,
    one_of,
    whole_number,
    yes_or_no,
)

_SECRET_WORDS = ("password", "passwd", "token", "secret", "api_key", "apikey")
_SECRETS = {"session": "access token"}
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+)://")


def _ca_file(text: str) -> str:
    if not Path(text).is_absolute() or not Path(text).is_file():
        raise ValueError("the absolute path of a file")
    return text


def _naming(text: str) -> str:
    # What is wrong with a template it says itself, better than "takes a template" would.
    return NamingTemplate.parse(text.strip()).text


COMMON_OPTIONS: Mapping[str, Option] = {
    "allow_private": Option("whether its addresses may lead to private hosts", yes_or_no),
    "ca_file": Option("a PEM file with the certificate authority of its server", _ca_file),
    OPTION: Option("a name template of its own, instead of that of the settings", _naming),
    "tags": Option(
        "what becomes of the files' own tags: fill (add what they lack), overwrite (put what the"
        " catalogue says in their place) or leave",
        one_of(*TagPolicy),
    ),
    "priority": Option(
        "when its tracks come: high (before others), normal or low; a track may have its own",
        one_of(*OF_SOURCES),
    ),
    "removed": Option(
        "what becomes of tracks that the catalogue does not list any more: keep or trash",
        one_of("keep", "trash"),
    ),
    "trash_days": Option("days until files in the trash are deleted", whole_number(1, 3650)),
}
"""The options of every source."""


@dataclass(frozen=True, slots=True)
class AddRequest:
    """What a person asks to subscribe to.

    :ivar location: an http(s) or file address, one with a scheme that a kind of source knows
        (``feed://``), or an absolute path.
    :ivar kind: None where it is to be recognised.
    :ivar name: None for the catalogue's own.
    :ivar secret: its name (``password``, ``token`` or ``session``) and the secret itself.
    """

    location: str
    kind: str | None = None
    name: str | None = None
    user: str | None = None
    secret: tuple[str, str] | None = field(default=None, repr=False)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A source as it will be stored; the secret goes elsewhere.

    :ivar secret: its name (``password`` or ``token``) and the secret itself.
    """

    kind: str
    name: str
    location: str
    options: Mapping[str, str] = field(default_factory=dict)
    secret: tuple[str, str] | None = field(default=None, repr=False)


def subscription(request: AddRequest) -> Subscription:
    """Checks a request and brings it into its stored form.

    :raises UsageError: what is wrong with it, and what to do about it.
    """
    request = taken_apart(request)
    location, user, secret = request.location, request.user, request.secret
    source_kind, found = _kind(request.kind, location)
    kept = dict(found.options) | checked_options(source_kind, request.options)
    if user:
        kept["user"] = user
    if secret is not None:
        check_secret(source_kind, secret[0], user or "")
    return Subscription(
        kind=source_kind.name,
        name=(request.name or "").strip()[:LONGEST_SOURCE_NAME]
        or found.title[:LONGEST_SOURCE_NAME],
        location=found.location,
        options=kept,
        secret=secret,
    )


def check_secret(kind: SourceKind, name: str, user: str) -> None:
    """Makes sure that a source takes a secret.

    :param name: the secret's.
    :raises UsageError: it does not, or not without a user.
    """
    if name == "password" and not user:
        raise UsageError("a password needs a user; name one with --user")
    if name not in kind.secrets:
        takes = " or ".join(kind.secrets) or "neither password nor token"
        raise UsageError(f"a source of the kind {kind.name} takes {takes}")


def warnings_for(wanted: Subscription | AddRequest) -> tuple[str, ...]:
    """What a person should know before subscribing, in words; mostly nothing.

    Of a request it tells what there is to be told so far; reads neither disk nor network.
    """
    location, _ = registry.own_scheme(wanted.location.strip())
    parts = split(location)
    secret = wanted.secret[0] if wanted.secret else "password" if parts and parts.password else ""
    if not secret or not password_exposed(location):
        return ()
    what = _SECRETS.get(secret, secret)
    return (
        f"the {what} goes to {host_of(location)} over plain http, where others "
        "on the way can read it; use an address with https if the server has one",
    )


def taken_apart(request: AddRequest) -> AddRequest:
    """The request with its location as an http(s) address without userinfo, or an absolute path.

    A user and a password within the address count as if given apart.

    :raises UsageError: the location is none that could be read.
    """
    location, user, secret = request.location.strip(), request.user, request.secret
    if not location or any(ord(character) < 32 for character in location):
        raise UsageError("an address or the path of a playlist file is needed")
    location, named = registry.own_scheme(location)
    kind = request.kind or (None if named is None else named.name)
    parts = split(location)
    if parts is not None:
        if parts.username:
            user = user or unquote(parts.username)
        if parts.password and secret is None:
            secret = ("password", unquote(parts.password))
        location = without_userinfo(location)
    else:
        location = _local(location)
        if secret is not None or user:
            raise UsageError("a playlist file on this machine takes no user and no password")
    return replace(request, location=location, kind=kind, user=user, secret=secret)


def checked_options(kind: SourceKind, options: Mapping[str, str]) -> dict[str, str]:
    """The options of a source in their stored form.

    :raises UsageError: there is no such option, or it cannot take the value.
    """
    known = {**COMMON_OPTIONS, **kind.options}
    kept: dict[str, str] = {}
    for key, value in options.items():
        if key in _SECRET_WORDS:
            raise UsageError(
                f"{key} is a secret and no option; give it by --password-stdin or --token-stdin"
            )
        if key not in known:
            raise UsageError(
                f"a source of the kind {kind.name} has no option {key!r}; "
                f"there are: {', '.join(known)}"
            )
        try:
            kept[key] = known[key].check(value)
        except ValueError as error:
            raise UsageError(f"{key} takes {error}; {value!r} is none") from None
    return kept


def _kind(name: str | None, location: str) -> tuple[SourceKind, Recognised]:
    if name is None:
        found = registry.recognise(location)
        if not found:
            raise UsageError(f"nothing is known to be read from {location}")
        # Of several that it may be, a playlist: its content tells at the first refresh.
        return found[-1]
    kind = registry.kinds().get(name)
    if kind is None:
        raise UsageError(
            f"there is no kind of source {name!r}; there are: {', '.join(registry.kinds())}"
        )
    what = kind.recognise(location)
    if what is None:
        raise UsageError(f"{location} is no address of a source of the kind {name}")
    return kind, what


def _local(location: str) -> str:
    scheme = _SCHEME.match(location)
    if scheme and scheme.group(1).lower() == "file":
        address = urlsplit(location)
        if address.netloc not in {"", "localhost"}:
            raise UsageError("a file address names a path on this machine: file:///path/to/list")
        location = url2pathname(address.path)
    elif scheme:
        raise UsageError(
            f"addresses that begin with {scheme.group(1)}:// are not read; http and https are"
        )
    path = Path(location)
    if not path.is_absolute():
        raise UsageError(f"the path {location} is not absolute")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a playlist file in it")
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    return str(path)
