# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person asks to subscribe to, brought into the form that is stored. Reads no network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from catalogsync_gui.core.addresses import host_of, split, without_userinfo
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.sources import registry

_ELSEWHERE = {
    "podcast": "podcasts",
    "archive": "archive.org collections",
    "subsonic": "Subsonic servers",
    "jellyfin": "Jellyfin servers",
}
_OPTIONS = ("allow_private", "ca_file")
_YES = {"yes": "yes", "true": "yes", "on": "yes", "1": "yes"}
_NO = {"no": "no", "false": "no", "off": "no", "0": "no"}
_SECRET_WORDS = ("password", "passwd", "token", "secret", "api_key", "apikey")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+)://")
_LONGEST_NAME = 120


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


def subscription(
    location: str,
    *,
    kind: str | None,
    name: str | None,
    user: str | None,
    secret: tuple[str, str] | None,
    options: Mapping[str, str],
) -> Subscription:
    """Checks a request and brings it into its stored form.

    :param location: an http(s) or file address, or an absolute path.
    :raises UsageError: what is wrong with it, and what to do about it.
    """
    location = location.strip()
    if not location or any(ord(character) < 32 for character in location):
        raise UsageError("an address or the path of a playlist file is needed")
    kept = _options(options)
    parts = split(location)
    if parts is not None:
        if parts.username:
            user = user or unquote(parts.username)
        if parts.password and secret is None:
            secret = ("password", unquote(parts.password))
        location = without_userinfo(location).partition("#")[0]
        title = _title_of_address(location)
    else:
        location = _local(location)
        title = Path(location).stem
        if secret is not None or user:
            raise UsageError("a playlist file on this machine takes no user and no password")
    if user:
        kept["user"] = user
    elif secret is not None and secret[0] == "password":
        raise UsageError("a password needs a user; name one with --user")
    return Subscription(
        kind=_kind(kind, location),
        name=(name or "").strip()[:_LONGEST_NAME] or title[:_LONGEST_NAME],
        location=location,
        options=kept,
        secret=secret,
    )


def _options(options: Mapping[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in options.items():
        if key in _SECRET_WORDS:
            raise UsageError(
                f"{key} is a secret and no option; give it by --password-stdin or --token-stdin"
            )
        if key not in _OPTIONS:
            raise UsageError(f"there is no option {key!r}; there are: {', '.join(_OPTIONS)}")
        if key == "allow_private":
            answer = (_YES | _NO).get(value.strip().lower())
            if answer is None:
                raise UsageError("allow_private takes yes or no")
            kept[key] = answer
        else:
            if not Path(value).is_absolute() or not Path(value).is_file():
                raise UsageError(f"ca_file takes the absolute path of a file; {value!r} is none")
            kept[key] = value
    return kept


def _kind(kind: str | None, location: str) -> str:
    kind = kind or _guess(location)
    known = registry.kinds()
    if kind in known:
        return kind
    if kind in _ELSEWHERE:
        raise UsageError(
            f"this version does not read {_ELSEWHERE[kind]}; it reads: {', '.join(known)}"
        )
    raise UsageError(f"there is no kind of source {kind!r}; there are: {', '.join(known)}")


def _guess(location: str) -> str:
    parts = split(location)
    host = (parts.hostname or "").lower() if parts else ""
    if host == "archive.org" or host.endswith(".archive.org"):
        return "archive"
    if parts is not None and PurePosixPath(parts.path).suffix.lower() in {".rss", ".atom"}:
        return "podcast"
    # Whether an address really is one of a playlist, its content tells at the first refresh.
    return "playlist"


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


def _title_of_address(location: str) -> str:
    parts = split(location)
    name = unquote(PurePosixPath(parts.path).stem) if parts else ""
    host = host_of(location)
    return f"{name} ({host})" if name else host
