# SPDX-License-Identifier: GPL-3.0-or-later
"""What the application and its tag process say to each other. Pure, but for the pipes.

A frame is four bytes of length, big-endian, and so much JSON. Neither side trusts the other: a
crafted file may have taken the tag process over, so what it says is bounded and checked.
"""

import base64
import dataclasses
import json
import math
import sys
from typing import Any, BinaryIO, Final

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import Chapter, TagExtras

TORN: Final = "tags_torn"
"""The `kind` of a `TagError` after which the file's bytes can no longer be trusted."""

MAX_REQUEST: Final = 16 << 20
"""Bytes of a request: a cover of 8 MiB in Base64, and room for the rest."""

MAX_ANSWER: Final = 2 << 20
"""Bytes of an answer: facts of one track, or a picture fit to be embedded, in Base64."""

MAX_PICTURE: Final = 10 << 20
"""Bytes of a picture that is made fit to be embedded."""

_FACTS: Final = {field.name: field.default for field in dataclasses.fields(TrackInfo)}

HIDDEN_ARGUMENT: Final = "--tag-process"
"""Makes the program a tag process, before anything else of it is loaded."""


def command() -> list[str]:
    """Start of a tag process: the frozen program again, or this Python with this package."""
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_ARGUMENT]
    return [sys.executable, "-m", "catalogsync_gui", HIDDEN_ARGUMENT]


def write_frame(file: BinaryIO, message: dict[str, Any]) -> None:
    """Send one message.

    Raises:
        OSError, ValueError: the other side is gone.
    """
    data = json.dumps(message, allow_nan=False).encode("ascii")
    file.write(len(data).to_bytes(4) + data)
    file.flush()


def read_frame(file: BinaryIO, limit: int) -> dict[str, Any] | None:
    """Receive one message of at most `limit` bytes; None at the end of the stream.

    Raises:
        ValueError: that is no message.
        OSError: the pipe broke.
    """
    head = file.read(4)
    if len(head) < 4:
        return None
    length = int.from_bytes(head)
    if length > limit:
        raise ValueError("the message is too long")
    data = file.read(length)
    if len(data) < length:
        return None
    try:
        message = json.loads(data)
    except RecursionError as error:
        raise ValueError("the message is too deep") from error
    if not isinstance(message, dict):
        raise ValueError("the message is no object")
    return message


def packed(info: TrackInfo) -> dict[str, Any]:
    """Facts of a track as JSON knows them."""
    return {name: getattr(info, name) for name in _FACTS}


def unpacked(values: object) -> TrackInfo:
    """Facts of a track out of a message, each of its own type and fit to be stored.

    Raises:
        ValueError: they are something else.
    """
    if not isinstance(values, dict) or values.keys() != _FACTS.keys():
        raise ValueError("the message lacks facts, or has some that are not known")
    return TrackInfo(**{name: _value(name, _FACTS[name], value) for name, value in values.items()})


def packed_extras(extras: TagExtras) -> dict[str, Any]:
    """What else goes into tags, as JSON knows it."""
    return {
        "cover": None if extras.cover is None else base64.b64encode(extras.cover).decode("ascii"),
        "lyrics": extras.lyrics,
        "chapters": [[chapter.start, chapter.title] for chapter in extras.chapters],
    }


def unpacked_extras(values: dict[str, Any]) -> TagExtras:
    """The reverse of `packed_extras`, for the tag process: it may trust what it is asked."""
    cover = values["cover"]
    return TagExtras(
        None if cover is None else base64.b64decode(cover),
        values["lyrics"],
        tuple(Chapter(start, title) for start, title in values["chapters"]),
    )


def _value(name: str, default: object, value: object) -> Any:
    if isinstance(default, str):
        return _text(value)
    if isinstance(default, tuple):
        if isinstance(value, list | tuple):
            return tuple(_text(one) for one in value)
    elif isinstance(default, bool):
        if isinstance(value, bool):
            return value
    elif value is None:
        return None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if name == "duration" and math.isfinite(value):
            return float(value)
        if isinstance(value, int) and -(1 << 63) <= value < 1 << 63:
            return value
    raise ValueError(f"the fact {name} is of a wrong type")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is of a wrong type")
    value.encode()  # half a surrogate pair is a UnicodeEncodeError, and that a ValueError
    return value
