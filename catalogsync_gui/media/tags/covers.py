# SPDX-License-Identifier: GPL-3.0-or-later
"""The front cover that a file carries, whatever kind of tags holds it.

The counterpart of the `_write_cover` of the other modules; what it returns is hostile still.
"""

import base64
import struct
from collections.abc import Iterable
from typing import Any

from mutagen.apev2 import BINARY
from mutagen.flac import FLAC, Picture
from mutagen.id3 import PictureType

_FRONT = int(PictureType.COVER_FRONT)
_MOST = 30  # pictures that are looked at

_Found = Iterable[tuple[int, bytes]]


def of_id3(tags: Any) -> bytes | None:
    """The picture of an ID3 tag; None where there is none, or no tag."""
    frames = tags.getall("APIC")[:_MOST] if tags is not None else []
    return _front((int(frame.type), bytes(frame.data)) for frame in frames)


def of_vorbis(audio: Any) -> bytes | None:
    """The picture of a FLAC or Ogg file."""
    if isinstance(audio, FLAC):
        return _front((int(picture.type), picture.data) for picture in audio.pictures[:_MOST])
    return None if audio.tags is None else _front(_of_comments(audio.tags))


def of_mp4(tags: Any) -> bytes | None:
    """The first picture of a metadata list: the atom does not tell what the others are."""
    covers = tags.get("covr", ()) if tags is not None else ()
    return _front((_FRONT, bytes(cover)) for cover in covers[:1])


def of_ape(tags: Any) -> bytes | None:
    """The picture of an APEv2 tag: a name, a zero and the data."""
    found = []
    for key in list(tags.keys() if tags is not None else ())[:1000]:
        name = str(key).lower()
        if name.startswith("cover art") and tags[key].kind == BINARY:
            _, _, data = bytes(tags[key].value).partition(b"\0")
            found.append((_FRONT if "front" in name else 0, data))
    return _front(found)


def of_asf(tags: Any) -> bytes | None:
    """The picture of a Windows Media file (see `asf`)."""
    found = []
    for key, value in tags if tags is not None else ():
        data = bytes(value.value) if key == "WM/Picture" else b""
        if len(data) < 5:
            continue
        kind, length = struct.unpack_from("<BI", data)
        if len(data) >= length:
            found.append((kind, data[-length:] if length else b""))
    return _front(found)


def _of_comments(tags: Any) -> _Found:
    for text in list(tags.get("METADATA_BLOCK_PICTURE", ()))[:_MOST]:
        try:
            picture = Picture(base64.b64decode(text))
        except Exception:  # noqa: S112 - what others wrote, and nobody can show
            continue
        yield int(picture.type), picture.data
    for text in list(tags.get("COVERART", ()))[:1]:
        yield _FRONT, base64.b64decode(text)


def _front(found: _Found) -> bytes | None:
    """The front cover, else the first picture there is."""
    there = [(kind, data) for kind, data in found if data]
    there.sort(key=lambda picture: picture[0] != _FRONT)
    return there[0][1] if there else None
