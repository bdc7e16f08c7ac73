# SPDX-License-Identifier: GPL-3.0-or-later
"""ID3 tags of MP3, WAV and AIFF, read from any version and written as ID3v2.4 in UTF-8.

Frame names follow https://id3.org/id3v2.4.0-frames and, where that has none, Picard's mapping
(https://picard-docs.musicbrainz.org/en/appendices/tag_mapping.html).
"""

import struct
from typing import Any, Final

from mutagen.id3 import APIC, UFID, Encoding, Frames, PictureType

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media.tags import values

_ARTISTS: Final = "TXXX:ARTISTS"
_UFID: Final = f"UFID:{values.MUSICBRAINZ_OWNER}"

_FORMAT_FLAGS_23: Final = 0x00E0  # compressed, encrypted, grouped


def read(tags: Any) -> TrackInfo:
    """Read an ID3 tag as mutagen gives it; None is a file without one."""
    if tags is None:
        return TrackInfo()
    track, track_total = values.pair(values.text(_texts(tags, "TRCK")))
    disc, disc_total = values.pair(values.text(_texts(tags, "TPOS")))
    genres = [genre for frame in tags.getall("TCON") for genre in frame.genres]
    return TrackInfo(
        title=values.text(_texts(tags, "TIT2")),
        artists=values.texts(_own_texts(tags, _ARTISTS)) or values.texts(_texts(tags, "TPE1")),
        album=values.text(_texts(tags, "TALB")),
        album_artist=values.text(_texts(tags, "TPE2")),
        track=track,
        track_total=track_total,
        disc=disc,
        disc_total=disc_total,
        date=values.date(values.text(_texts(tags, "TDRC"))),
        genres=values.texts(genres),
        recording_id=_recording(tags),
        isrc=values.text(_texts(tags, "TSRC")),
    )


def write(tags: Any, new: TrackInfo, cover: bytes | None) -> bool:
    """Add what is in `new`, and the cover when there is no picture yet; tell whether it changed.

    Frames that hold something are left alone, except that a number gets its total.
    """
    changed = False
    for name, wanted in (
        ("TIT2", (new.title,)),
        ("TPE1", new.artists),
        ("TALB", (new.album,)),
        ("TPE2", (new.album_artist,)),
        ("TDRC", (new.date,)),
        ("TCON", new.genres),
        ("TSRC", (new.isrc,)),
    ):
        if any(wanted) and not values.text(_texts(tags, name)):
            _set(tags, name, wanted)
            changed = True
    for name, number, total in (
        ("TRCK", new.track, new.track_total),
        ("TPOS", new.disc, new.disc_total),
    ):
        there = values.text(_texts(tags, name))
        if number is not None and (not there or values.pair(there) == (number, None)):
            _set(tags, name, (values.pair_text(number, total),))
            changed = True
    if new.recording_id and not _recording(tags):
        tags.setall(_UFID, [UFID(values.MUSICBRAINZ_OWNER, new.recording_id.encode())])
        changed = True
    mime = values.cover_type(cover)
    if mime and not tags.getall("APIC"):
        tags.add(
            APIC(encoding=Encoding.LATIN1, mime=mime, type=PictureType.COVER_FRONT, desc="",
                 data=cover)
        )  # fmt: skip
        changed = True
    return changed


def keep_unknown(tags: Any) -> None:
    """Carry frames mutagen does not know from ID3v2.3 over to v2.4; by itself it drops them.

    The header differs in how it writes the length and in its flags
    (https://id3.org/id3v2.4.0-structure, section 4). Compressed or encrypted ones stay behind.
    """
    if tags is None or tags.version[:2] != (2, 3):
        return
    kept = []
    for frame in tags.unknown_frames:
        name, size, flags = struct.unpack(">4sLH", frame[:10])
        if size == len(frame) - 10 and not flags & _FORMAT_FLAGS_23:
            parts = [size >> shift & 0x7F for shift in (21, 14, 7, 0)]
            kept.append(name + bytes(parts) + struct.pack(">H", flags >> 1) + frame[10:])
    tags.unknown_frames = kept
    tags._unknown_v2_version = 4  # only then does mutagen write them


def _texts(tags: Any, name: str) -> list[object]:
    return [value for frame in tags.getall(name) for value in frame.text]


def _own_texts(tags: Any, key: str) -> list[object]:
    """Read a TXXX frame; taggers do not agree on the case of its description."""
    return [
        value
        for frame in tags.getall("TXXX")
        if f"TXXX:{frame.desc}".upper() == key
        for value in frame.text
    ]


def _recording(tags: Any) -> str:
    return values.text(frame.data.decode("ascii", "replace") for frame in tags.getall(_UFID))


def _set(tags: Any, name: str, wanted: tuple[str, ...]) -> None:
    tags.setall(name, [Frames[name](encoding=Encoding.UTF8, text=list(wanted))])
