# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags of ASF (Windows Media Audio).

Attributes follow https://learn.microsoft.com/windows/win32/wmformat/attribute-list and, where
that has none, Picard's mapping (see `fields`). Chapters have no place in them.
"""

import struct
from collections.abc import Iterable
from typing import Any, Final

from mutagen.asf._attrs import ASFByteArrayAttribute
from mutagen.id3 import PictureType

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media.picture import cover_type
from catalogsync_gui.media.tags import fields, values
from catalogsync_gui.media.tags.fields import Field

_TRACK: Final = ("WM/TrackNumber", "WM/Track")
_DISC: Final = ("WM/PartOfSet",)
_PICTURE: Final = "WM/Picture"
_LYRICS: Final = "WM/Lyrics"
_COMPILATION: Final = "WM/IsCompilation"
_TRUE: Final = frozenset({"1", "true"})


class _Attributes:
    """ASF attributes as `fields` wants them."""

    def __init__(self, tags: Any) -> None:
        self._tags = tags

    def held(self, field: Field) -> Iterable[object]:
        return _held(self._tags, field.asf)

    def put(self, field: Field, texts: tuple[str, ...]) -> None:
        _put(self._tags, field.asf, texts)


def read(tags: Any) -> TrackInfo:
    """Read ASF attributes as mutagen gives them; None is a file without any."""
    if tags is None:
        return TrackInfo()
    track, track_total = values.pair(values.text(_held(tags, _TRACK)))
    disc, disc_total = values.pair(values.text(_held(tags, _DISC)))
    return TrackInfo(
        track=track,
        track_total=track_total,
        disc=disc,
        disc_total=disc_total,
        compilation=values.text(_held(tags, (_COMPILATION,))).lower() in _TRUE,
        **fields.read_texts(_Attributes(tags)),
    )


def write(tags: Any, new: TrackInfo, extras: TagExtras, *, force: bool) -> bool:
    """Add what is in `new` and in `extras`, and tell whether that changed anything.

    Attributes that hold something are left alone, except that a number gets its total; with
    `force` they are replaced.
    """
    changed = fields.write_texts(_Attributes(tags), new, force=force)
    for names, number, total in (
        (_TRACK, new.track, new.track_total),
        (_DISC, new.disc, new.disc_total),
    ):
        changed |= fields.write_number(
            number,
            total,
            values.text(_held(tags, names)),
            lambda text, names=names: _put(tags, names, (text,)),  # type: ignore[misc]
            force=force,
        )
    for name, wanted in (
        (_COMPILATION, "1" if new.compilation else ""),
        ("PODCAST", "1" if fields.is_podcast(new) else ""),
        (_LYRICS, extras.lyrics),
    ):
        there = [str(value) for value in _held(tags, (name,))]
        if wanted and there != [wanted] and (force or not values.text(there)):
            _put(tags, (name,), (wanted,))
            changed = True
    return _write_cover(tags, extras.cover, force=force) or changed


def _held(tags: Any, names: tuple[str, ...]) -> list[object]:
    """The values under some names, which count in any case."""
    wanted = {name.lower() for name in names}
    return [value.value for key, value in tags if key.lower() in wanted]


def _put(tags: Any, names: tuple[str, ...], texts: tuple[str, ...]) -> None:
    wanted = {name.lower() for name in names}
    tags[:] = [(key, value) for key, value in tags if key.lower() not in wanted]
    tags[names[0]] = list(texts)


def _write_cover(tags: Any, cover: bytes | None, *, force: bool) -> bool:
    """As https://learn.microsoft.com/windows/win32/wmformat/wm-picture has it."""
    mime = cover_type(cover)
    if cover is None or mime is None:
        return False
    pictures = [value for key, value in tags if key == _PICTURE]
    if pictures and not force:
        return False
    head = struct.pack("<BI", PictureType.COVER_FRONT, len(cover))
    data = head + mime.encode("utf-16-le") + b"\0\0" + b"\0\0" + cover
    if any(bytes(picture.value) == data for picture in pictures):
        return False
    others = [picture for picture in pictures if bytes(picture.value)[:1] != head[:1]]
    tags[_PICTURE] = [ASFByteArrayAttribute(data), *others]
    return True
