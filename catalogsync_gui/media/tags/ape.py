# SPDX-License-Identifier: GPL-3.0-or-later
"""APEv2 tags of Musepack, WavPack and Monkey's Audio.

Keys follow https://wiki.hydrogenaud.io/index.php?title=APE_key and, where that has none, Picard's
mapping (see `fields`). Chapters have no place in them.
"""

from collections.abc import Iterable
from typing import Any, Final

from mutagen.apev2 import BINARY, APEValue

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media.picture import cover_type
from catalogsync_gui.media.tags import fields, values
from catalogsync_gui.media.tags.fields import Field

_COVER: Final = "Cover Art (Front)"
_LYRICS: Final = "Lyrics"


class _Items:
    """An APEv2 tag as `fields` wants it. Its keys count in any case."""

    def __init__(self, tags: Any) -> None:
        self._tags = tags

    def held(self, field: Field) -> Iterable[object]:
        return [value for name in field.ape for value in _texts(self._tags, name)]

    def put(self, field: Field, texts: tuple[str, ...]) -> None:
        for name in field.ape:
            if name in self._tags:
                del self._tags[name]
        self._tags[field.ape[0]] = list(texts)


def read(tags: Any) -> TrackInfo:
    """Read an APEv2 tag as mutagen gives it; None is a file without one."""
    if tags is None:
        return TrackInfo()
    track, track_total = values.pair(values.text(_texts(tags, "Track")))
    disc, disc_total = values.pair(values.text(_texts(tags, "Disc")))
    return TrackInfo(
        track=track,
        track_total=track_total,
        disc=disc,
        disc_total=disc_total,
        compilation=values.text(_texts(tags, "Compilation")) == "1",
        **fields.read_texts(_Items(tags)),
    )


def write(tags: Any, new: TrackInfo, extras: TagExtras, *, force: bool) -> bool:
    """Add what is in `new` and in `extras`, and tell whether that changed anything.

    Items that hold something are left alone, except that a number gets its total; with `force`
    they are replaced.
    """
    changed = fields.write_texts(_Items(tags), new, force=force)
    for name, number, total in (
        ("Track", new.track, new.track_total),
        ("Disc", new.disc, new.disc_total),
    ):
        changed |= fields.write_number(
            number,
            total,
            values.text(_texts(tags, name)),
            lambda text, name=name: tags.__setitem__(name, text),  # type: ignore[misc]
            force=force,
        )
    for name, wanted in (
        ("Compilation", "1" if new.compilation else ""),
        ("PODCAST", "1" if fields.is_podcast(new) else ""),
        (_LYRICS, extras.lyrics),
    ):
        there = list(_texts(tags, name))
        if wanted and there != [wanted] and (force or not values.text(there)):
            tags[name] = wanted
            changed = True
    return _write_cover(tags, extras.cover, force=force) or changed


def _texts(tags: Any, name: str) -> Iterable[str]:
    if name not in tags or tags[name].kind == BINARY:
        return ()
    return list(tags[name])


def _write_cover(tags: Any, cover: bytes | None, *, force: bool) -> bool:
    """A picture is a name, a zero and the data."""
    mime = cover_type(cover)
    if cover is None or mime is None:
        return False
    if not force and any(str(key).lower().startswith("cover art") for key in tags):
        return False
    name = b"cover.png" if mime == "image/png" else b"cover.jpg"
    data = name + b"\0" + cover
    if _COVER in tags and bytes(tags[_COVER].value) == data:
        return False
    tags[_COVER] = APEValue(data, BINARY)
    return True
