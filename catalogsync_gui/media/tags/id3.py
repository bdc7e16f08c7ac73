# SPDX-License-Identifier: GPL-3.0-or-later
"""ID3 tags of MP3, WAV and AIFF, read from any version and written as ID3v2.4 or 2.3.

Frame names follow https://id3.org/id3v2.4.0-frames and, where that has none, Picard's mapping
(see `fields`). ID3v2.3 is for players that know nothing later: it has no lists of values, so
they are joined with "; ".
"""

import struct
from collections.abc import Iterable
from typing import Any, Final

from mutagen.id3 import (
    APIC,
    CHAP,
    CTOC,
    PCST,
    SYLT,
    TDRL,
    TIT2,
    TXXX,
    UFID,
    USLT,
    CTOCFlags,
    Encoding,
    Frames,
    PictureType,
)

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import Chapter, TagExtras
from catalogsync_gui.media.picture import cover_type
from catalogsync_gui.media.tags import fields, lyrics, values
from catalogsync_gui.media.tags.fields import Field

JOINT_23: Final = "; "
"""Between the values of one frame in ID3v2.3."""

_OWNER: Final = f"UFID:{values.MUSICBRAINZ_OWNER}"
_LICENSE: Final = "TXXX:LICENSE"
_NO_LANGUAGE: Final = "und"  # ISO 639-2: undetermined
_NO_OFFSET: Final = 0xFFFFFFFF  # a chapter told by its times alone (id3v2-chapters-1.0, 3.1)
_SYLT_MILLISECONDS: Final = 2
_SYLT_LYRICS: Final = 1
_LAST_TIME: Final = 0xFFFFFFFE

_FORMAT_FLAGS_23: Final = 0x00E0  # compressed, encrypted, grouped
_FORMAT_FLAGS_24: Final = 0x004F  # grouped, compressed, encrypted, unsynchronised, with a length
_LATER_FRAMES: Final = ("RVA2", "TMOO", "TSOA", "TSOP", "TSOT", "TSST", "TDRL")
"""Frames of ID3v2.4 that programs write into v2.3 as well: better there than lost."""


class _Tag:
    """An ID3 tag as `fields` wants it."""

    def __init__(self, tags: Any) -> None:
        self._tags = tags
        self._old = tags.version[:2] == (2, 3)

    def held(self, field: Field) -> Iterable[object]:
        name = field.id3
        if name.startswith("TXXX:"):
            found = _own_texts(self._tags, name)
        elif name == _OWNER:
            return [frame.data.decode("ascii", "replace") for frame in self._tags.getall(name)]
        elif name.startswith("W"):
            found = [frame.url for frame in self._tags.getall(name)]
            return found or (_own_texts(self._tags, _LICENSE) if name == "WCOP" else [])
        elif name == "TCON":
            found = [genre for frame in self._tags.getall(name) for genre in frame.genres]
        else:
            return _texts(self._tags, name)
        if self._old and fields.is_many(field):
            # What several programs join; a name with that in it does not occur.
            return [part for text in found for part in str(text).split(JOINT_23)]
        return found

    def put(self, field: Field, texts: tuple[str, ...]) -> None:
        name = field.id3
        if name.startswith("TXXX:"):
            _set_own(self._tags, name, texts)
        elif name == _OWNER:
            self._tags.setall(name, [UFID(values.MUSICBRAINZ_OWNER, texts[0].encode())])
        elif name == "WCOP" and not texts[0].startswith(("http://", "https://")):
            self._tags.delall(name)
            _set_own(self._tags, _LICENSE, texts)
        elif name.startswith("W"):
            # Latin-1 by definition; addresses are ASCII but for careless catalogues.
            url = texts[0].encode("latin-1", "replace").decode("latin-1")
            self._tags.setall(name, [Frames[name](url=url)])
        else:
            _set(self._tags, name, texts)


def read(tags: Any) -> TrackInfo:
    """Read an ID3 tag as mutagen gives it; None is a file without one."""
    if tags is None:
        return TrackInfo()
    track, track_total = values.pair(values.text(_texts(tags, "TRCK")))
    disc, disc_total = values.pair(values.text(_texts(tags, "TPOS")))
    return TrackInfo(
        track=track,
        track_total=track_total,
        disc=disc,
        disc_total=disc_total,
        compilation=values.text(_texts(tags, "TCMP")) == "1",
        **fields.read_texts(_Tag(tags)),
    )


def write(tags: Any, new: TrackInfo, extras: TagExtras, *, force: bool) -> bool:
    """Add what is in `new` and in `extras`, and tell whether that changed anything.

    Frames that hold something are left alone, except that a number gets its total; with `force`
    they are replaced.
    """
    changed = fields.write_texts(_Tag(tags), new, force=force)
    for name, number, total in (
        ("TRCK", new.track, new.track_total),
        ("TPOS", new.disc, new.disc_total),
    ):
        changed |= fields.write_number(
            number,
            total,
            values.text(_texts(tags, name)),
            lambda text, name=name: _set(tags, name, (text,)),  # type: ignore[misc]
            force=force,
        )
    if new.compilation and (force or not tags.getall("TCMP")):
        _set(tags, "TCMP", ("1",))
        changed = True
    if fields.is_podcast(new) and not tags.getall("PCST"):
        tags.add(PCST(value=1))
        if not tags.getall("TDRL") and tags.getall("TDRC"):
            tags.add(TDRL(encoding=Encoding.UTF8, text=[values.text(_texts(tags, "TDRC"))]))
        changed = True
    changed |= _write_cover(tags, extras.cover, force=force)
    changed |= _write_lyrics(tags, extras.lyrics, force=force)
    changed |= _write_chapters(tags, extras.chapters, force=force)
    return changed


def _write_cover(tags: Any, cover: bytes | None, *, force: bool) -> bool:
    mime = cover_type(cover)
    pictures = tags.getall("APIC")
    if not mime or (pictures and not force):
        return False
    front = PictureType.COVER_FRONT
    others = [picture for picture in pictures if picture.type != front]
    if any(picture.type == front and picture.data == cover for picture in pictures):
        return False
    fresh = APIC(encoding=Encoding.LATIN1, mime=mime, type=front, desc="", data=cover)
    tags.delall("APIC")
    for picture in (fresh, *others):
        tags.add(picture)
    return True


def _write_lyrics(tags: Any, text: str, *, force: bool) -> bool:
    """Plain words in USLT, for every player; their times in SYLT, for those that follow them."""
    if not text or (tags.getall("USLT") and not force):
        return False
    words = lyrics.plain(text)
    if words in [str(frame.text) for frame in tags.getall("USLT")]:
        return False
    tags.setall("USLT", [USLT(encoding=Encoding.UTF8, lang=_NO_LANGUAGE, desc="", text=words)])
    lines = [(line, min(time, _LAST_TIME)) for time, line in lyrics.timed(text)]
    if lines and (force or not tags.getall("SYLT")):
        tags.setall(
            "SYLT",
            [
                SYLT(
                    encoding=Encoding.UTF8,
                    lang=_NO_LANGUAGE,
                    format=_SYLT_MILLISECONDS,
                    type=_SYLT_LYRICS,
                    desc="",
                    text=lines,
                )
            ],
        )
    return True


def _write_chapters(tags: Any, chapters: tuple[Chapter, ...], *, force: bool) -> bool:
    """As https://id3.org/id3v2-chapters-1.0 has it; a chapter ends where the next begins."""
    if not chapters or ((tags.getall("CHAP") or tags.getall("CTOC")) and not force):
        return False
    starts = [min(round(chapter.start * 1000), _LAST_TIME) for chapter in chapters]
    names = [f"chp{number}" for number in range(len(chapters))]
    marks = [
        CHAP(
            element_id=name,
            start_time=start,
            end_time=end,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=Encoding.UTF8, text=[chapter.title])],
        )
        for name, start, end, chapter in zip(
            names, starts, [*starts[1:], _LAST_TIME], chapters, strict=True
        )
    ]
    there = sorted(tags.getall("CHAP"), key=lambda mark: mark.start_time)
    if [_told(mark) for mark in there] == [_told(mark) for mark in marks]:
        return False
    contents = CTOC(
        element_id="toc",
        flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
        child_element_ids=names,
        sub_frames=[],
    )
    tags.setall("CHAP", marks)
    tags.setall("CTOC", [contents])
    return True


def _told(mark: Any) -> tuple[int, str]:
    return mark.start_time, values.text(_texts(mark.sub_frames, "TIT2"))


def make_v23(tags: Any) -> None:
    """Turn the tag into one of ID3v2.3, just before it is saved as such."""
    kept = [frame for name in _LATER_FRAMES for frame in tags.getall(name)]
    tags.update_to_v23()
    for frame in kept:
        tags.add(frame)


def keep_unknown(tags: Any, version: int) -> None:
    """Carry frames mutagen does not know over to another version of ID3v2 (3 or 4).

    By itself it drops them. The header differs in how it writes the length and in its flags
    (https://id3.org/id3v2.4.0-structure, section 4). Compressed or encrypted ones stay behind.
    """
    if tags.version[:2] not in ((2, 3), (2, 4)) or tags.version[1] == version:
        return
    old = tags.version[1] == 3
    kept = []
    for frame in tags.unknown_frames:
        name, raw, flags = struct.unpack(">4s4sH", frame[:10])
        size = _plain(raw) if old else _spread(raw)
        strange = flags & (_FORMAT_FLAGS_23 if old else _FORMAT_FLAGS_24)
        if size == len(frame) - 10 and not strange:
            length = _as_spread(size) if old else size.to_bytes(4)
            flags = flags >> 1 if old else flags << 1 & 0xFFFF
            kept.append(name + length + struct.pack(">H", flags) + frame[10:])
    tags.unknown_frames = kept
    tags._unknown_v2_version = version  # only then does mutagen write them


def _plain(raw: bytes) -> int:
    return int.from_bytes(raw)


def _spread(raw: bytes) -> int:
    a, b, c, d = raw
    return a << 21 | b << 14 | c << 7 | d


def _as_spread(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _texts(tags: Any, name: str) -> list[object]:
    return [value for frame in tags.getall(name) for value in frame.text]


def _own_frames(tags: Any, key: str) -> list[Any]:
    """TXXX frames of a name; taggers do not agree on the case of their descriptions."""
    return [f for f in tags.getall("TXXX") if f"TXXX:{f.desc}".upper() == key.upper()]


def _own_texts(tags: Any, key: str) -> list[object]:
    return [value for frame in _own_frames(tags, key) for value in frame.text]


def _set_own(tags: Any, key: str, texts: tuple[str, ...]) -> None:
    for frame in _own_frames(tags, key):
        del tags[frame.HashKey]
    name = key.removeprefix("TXXX:")
    tags.add(TXXX(encoding=Encoding.UTF8, desc=name, text=list(texts)))


def _set(tags: Any, name: str, wanted: tuple[str, ...]) -> None:
    tags.setall(name, [Frames[name](encoding=Encoding.UTF8, text=list(wanted))])
