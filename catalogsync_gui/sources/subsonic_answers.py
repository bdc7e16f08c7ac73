# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Subsonic server's answers say: the envelope around them, and the errors in it. Pure.

Every answer is a ``subsonic-response``; errors come in it, mostly with HTTP status 200
(https://opensubsonic.netlify.app/docs/responses/error/). Servers that cannot be asked for JSON
where they send bytes (``download``, ``getCoverArt``) answer an error in XML.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from catalogsync_gui.core.errors import (
    MediaGone,
    SourceError,
    SourceGone,
    SourceRefused,
    TransferBroken,
    TransferRefused,
)
from catalogsync_gui.playlists.text import clean_text, without_surrogates

GENERIC = 0
MISSING_PARAMETER = 10
WRONG_PASSWORD = 40
TOKEN_UNSUPPORTED = 41
LOGIN_UNSUPPORTED = 42
CONFLICTING_LOGIN = 43
WRONG_API_KEY = 44
NOT_ALLOWED = 50
TRIAL_OVER = 60
NOT_FOUND = 70

OTHER_LOGIN = frozenset({MISSING_PARAMETER, WRONG_PASSWORD, TOKEN_UNSUPPORTED, LOGIN_UNSUPPORTED})
"""Answers to a login that another way of logging in may not get. Servers that store passwords
hashed know no token: some say so, some miss the parameter ``p``, some find the password wrong."""

ABOUT_THE_TRACK = frozenset({GENERIC, NOT_ALLOWED, TRIAL_OVER, NOT_FOUND})
"""Answers to a request for bytes that are not about the login or the protocol."""

_LONGEST_MESSAGE = 200
_LONGEST_ID = 1000
_QUERY = re.compile(r"\?\S+")


@dataclass(frozen=True, slots=True)
class Fault:
    """An error a server answered with.

    :ivar code: of the protocol; GENERIC where it gave none.
    :ivar message: the server's own words, cleaned; may be empty.
    """

    code: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An answer of a Subsonic server.

    :ivar payload: what it holds; empty for an answer in XML.
    :ivar server: which server this is, in a word that changes when it is updated.
    """

    payload: Mapping[str, Any] = field(default_factory=dict)
    fault: Fault | None = None
    server: str = ""


def envelope_of(data: bytes) -> Envelope | None:
    """The answer in a document; None when it is none (audio, a picture, a web page)."""
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        return _from_json(data)
    return _from_xml(data) if start == b"<" else None


def _from_json(data: bytes) -> Envelope | None:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    payload = document.get("subsonic-response") if isinstance(document, dict) else None
    if not isinstance(payload, dict):
        return None
    fault = None
    if payload.get("status") != "ok":
        fault = _fault(payload.get("error"))
    named = (text_of(payload.get(key)) for key in ("type", "serverVersion", "version"))
    return Envelope(payload, fault, " ".join(filter(None, named)))


def _from_xml(data: bytes) -> Envelope | None:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    if root.tag.rpartition("}")[2] != "subsonic-response":
        return None
    if root.get("status") == "ok":
        return Envelope()
    errors = (child for child in root if child.tag.rpartition("}")[2] == "error")
    error = next(errors, None)
    return Envelope(fault=_fault(None if error is None else dict(error.attrib)))


def _fault(error: object) -> Fault:
    error = error if isinstance(error, dict) else {}
    code = text_of(error.get("code"), 9)
    number = int(code) if code.isascii() and code.isdigit() else GENERIC
    return Fault(number, text_of(error.get("message"), _LONGEST_MESSAGE))


def text_of(value: object, limit: int = 300) -> str:
    """A text in an answer on one clean line; servers also send numbers where texts are due."""
    if isinstance(value, str):
        return clean_text(value, limit) or ""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63:
        return str(value)
    return ""


def id_of(value: object) -> str:
    """An id: an opaque text that goes back to the server as it is. Empty when it cannot."""
    if isinstance(value, int):
        return text_of(value)
    if not isinstance(value, str) or len(value) > _LONGEST_ID or not value.strip():
        return ""
    return value if without_surrogates(value) == value and "\0" not in value else ""


def objects_of(value: object, *path: str) -> list[Mapping[str, Any]]:
    """The objects of the list at a path of keys.

    Keys of empty lists are missing; converters from XML send a list of one as the object itself.
    """
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def object_of(value: object, key: str) -> Mapping[str, Any]:
    """The object under a key; empty when there is none."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, dict) else {}


def without(text: str, secrets: Iterable[str]) -> str:
    """A server's words without what it may have echoed of our login: the query, and secrets."""
    text = _QUERY.sub("?…", text)
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    return text


def source_error(fault: Fault, where: str) -> SourceError:
    """What a fault means for a catalogue.

    :param where: the address that was asked, as it may be shown.
    """
    said = f": {fault.message}" if fault.message else ""
    match fault.code:
        case 40:
            return SourceRefused(
                f"the server refuses the user name or the password at {where}; check both"
            )
        case 41 | 42 | 43 | 10:
            return SourceRefused(
                f"the server accepts none of the ways to log in at {where}{said}. If it wants "
                "an API key, give one in place of the password; if it takes none, give user "
                "and password"
            )
        case 44:
            return SourceRefused(
                f"the server refuses the API key at {where}; make a new one there and give it"
            )
        case 50:
            return SourceRefused(
                f"the account may not use {where}{said}. Ask whoever runs the server for the right",
                kind="not_allowed",
            )
        case 60:
            return SourceRefused(f"the trial period of the server at {where} is over")
        case 20 | 30:
            return SourceError(
                f"the server and this program speak versions of the Subsonic protocol that do "
                f"not go together at {where}{said}. Update the older of the two",
                kind="version",
            )
        case 70:
            return SourceGone(f"the server does not have what was asked for at {where}{said}")
    return SourceError(
        f"the server reports an error at {where}{said or ' and does not say which'}",
        kind="server_error",
    )


def media_error(fault: Fault, where: str) -> TransferBroken | TransferRefused | MediaGone:
    """What a fault that is no matter of the login means for one track."""
    said = f": {fault.message}" if fault.message else ""
    if fault.code == NOT_FOUND:
        return MediaGone(f"the server does not have this track any more{said}")
    if fault.code in (NOT_ALLOWED, TRIAL_OVER):
        return TransferRefused(
            f"the account may neither download nor stream from {where}{said}. Ask whoever runs "
            "the server for the right",
            kind="not_allowed",
        )
    return TransferBroken(
        f"the server cannot send this track{said or ' and does not say why'}",
        kind="server_error",
        host_fault=False,
    )
