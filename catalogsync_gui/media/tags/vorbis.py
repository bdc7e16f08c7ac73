# SPDX-License-Identifier: GPL-3.0-or-later
"""Vorbis comments of FLAC, Ogg Vorbis and Opus.

Field names follow https://www.xiph.org/vorbis/doc/v-comment.html and, where that has none,
Picard's mapping (see `fields`); the picture block is that of RFC 9639, section 8.8, in Ogg as
base64; chapters are those of https://wiki.xiph.org/Chapter_Extension.
"""

import base64
from collections.abc import Iterable
from typing import Any, Final

from mutagen.flac import FLAC, Picture
from mutagen.id3 import PictureType

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import Chapter, TagExtras
from catalogsync_gui.media.picture import cover_size, cover_type
from catalogsync_gui.media.tags import fields, values
from catalogsync_gui.media.tags.fields import Field

_PICTURE: Final = "METADATA_BLOCK_PICTURE"
_OLD_PICTURE: Final = "COVERART"  # of players before the picture block
_LYRICS: Final = ("LYRICS", "UNSYNCEDLYRICS")

# The first name is the one we write; the others are read as well.
_TRACK: Final = ("TRACKNUMBER", "TRACK")
_TRACK_TOTAL: Final = ("TRACKTOTAL", "TOTALTRACKS")
_DISC: Final = ("DISCNUMBER", "DISC")
_DISC_TOTAL: Final = ("DISCTOTAL", "TOTALDISCS")
_MOST_CHAPTERS: Final = 999  # three digits


class _Comments:
    """Vorbis comments as `fields` wants them."""

    def __init__(self, tags: Any) -> None:
        self._tags = tags

    def held(self, field: Field) -> Iterable[object]:
        return [value for name in field.vorbis for value in self._tags.get(name, ())]

    def put(self, field: Field, texts: tuple[str, ...]) -> None:
        _put(self._tags, field.vorbis, texts)


def read(tags: Any) -> TrackInfo:
    """Read Vorbis comments as mutagen gives them; None is a file without any."""
    if tags is None:
        return TrackInfo()
    track, track_total = values.pair(_text(tags, *_TRACK))
    disc, disc_total = values.pair(_text(tags, *_DISC))
    return TrackInfo(
        track=track,
        track_total=track_total or values.pair(_text(tags, *_TRACK_TOTAL))[0],
        disc=disc,
        disc_total=disc_total or values.pair(_text(tags, *_DISC_TOTAL))[0],
        compilation=_text(tags, "COMPILATION") == "1",
        **fields.read_texts(_Comments(tags)),
    )


def write(audio: Any, new: TrackInfo, extras: TagExtras, *, force: bool) -> bool:
    """Add what is in `new` and in `extras`, and tell whether that changed anything.

    Fields that hold something are left alone; with `force` they are replaced.
    """
    tags = audio.tags
    changed = fields.write_texts(_Comments(tags), new, force=force)
    for names, text in (
        (_TRACK, _number(new.track)),
        (_TRACK_TOTAL[:1], _number(new.track_total)),
        (_TRACK_TOTAL[1:], _number(new.track_total)),
        (_DISC, _number(new.disc)),
        (_DISC_TOTAL[:1], _number(new.disc_total)),
        (_DISC_TOTAL[1:], _number(new.disc_total)),
        (("COMPILATION",), "1" if new.compilation else ""),
        (("PODCAST",), "1" if fields.is_podcast(new) else ""),
    ):
        if text and (force or not _text(tags, *names)):
            _put(tags, names, (text,))
            changed = True
    if extras.lyrics and (force or not _text(tags, *_LYRICS)):
        changed |= _put(tags, _LYRICS, (extras.lyrics,))
    changed |= _write_chapters(tags, extras.chapters, force=force)
    return _write_cover(audio, extras.cover, force=force) or changed


def _put(tags: Any, names: tuple[str, ...], texts: tuple[str, ...]) -> bool:
    """Put values under the first name and nothing under the others; tell if that is new."""
    if tags.get(names[0], []) == list(texts) and not any(name in tags for name in names[1:]):
        return False
    for name in names[1:]:
        _drop(tags, name)
    tags[names[0]] = list(texts)
    return True


def _drop(tags: Any, name: str) -> None:
    if name in tags:
        del tags[name]


def _text(tags: Any, *names: str) -> str:
    return values.text(value for name in names for value in tags.get(name, ()))


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _write_chapters(tags: Any, chapters: tuple[Chapter, ...], *, force: bool) -> bool:
    there = [name for name in tags.keys() if name.upper().startswith("CHAPTER")]  # noqa: SIM118
    if not chapters or (there and not force):
        return False
    wanted: dict[str, list[str]] = {}
    for number, chapter in enumerate(chapters[:_MOST_CHAPTERS]):
        seconds, milliseconds = divmod(round(chapter.start * 1000), 1000)
        minutes, seconds = divmod(seconds, 60)
        time = f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{milliseconds:03d}"
        wanted[f"CHAPTER{number:03d}"] = [time]
        wanted[f"CHAPTER{number:03d}NAME"] = [chapter.title]
    if wanted == {name.upper(): tags[name] for name in there}:
        return False
    for name in there:
        _drop(tags, name)
    for name, texts in wanted.items():
        tags[name] = texts
    return True


def _write_cover(audio: Any, cover: bytes | None, *, force: bool) -> bool:
    mime = cover_type(cover)
    if cover is None or mime is None:
        return False
    pictures = _pictures(audio)
    there = bool(pictures) or _PICTURE in audio.tags or _OLD_PICTURE in audio.tags
    front = PictureType.COVER_FRONT
    if there and not force:
        return False
    if any(picture.type == front and picture.data == cover for picture in pictures):
        return False
    fresh = Picture()
    fresh.type, fresh.mime, fresh.data = front, mime, cover
    fresh.width, fresh.height = cover_size(cover) or (0, 0)
    fresh.depth = 24 if fresh.width else 0
    pictures = [fresh, *(picture for picture in pictures if picture.type != front)]
    if isinstance(audio, FLAC):
        audio.clear_pictures()
        for picture in pictures:
            audio.add_picture(picture)
    else:
        audio.tags[_PICTURE] = [
            base64.b64encode(picture.write()).decode("ascii") for picture in pictures
        ]
        _drop(audio.tags, _OLD_PICTURE)
    return True


def _pictures(audio: Any) -> list[Any]:
    if isinstance(audio, FLAC):
        return list(audio.pictures)
    found = []
    for text in audio.tags.get(_PICTURE, ()):
        try:
            found.append(Picture(base64.b64decode(text)))
        except Exception:  # noqa: S112 - what others wrote, and nobody can show
            continue
    return found
