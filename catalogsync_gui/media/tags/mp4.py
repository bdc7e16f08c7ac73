# SPDX-License-Identifier: GPL-3.0-or-later
"""The iTunes metadata list of MPEG-4 audio (M4A, M4B).

Atom names follow Picard's mapping (see `fields`); `----` atoms are free-form and hold UTF-8.
Chapters are not written: those of MP4 are a track of their own, next to the sound.
"""

from collections.abc import Iterable
from typing import Any, Final

from mutagen.mp4 import AtomDataType, MP4Cover, MP4FreeForm

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media.picture import cover_type
from catalogsync_gui.media.tags import fields, values
from catalogsync_gui.media.tags.fields import Field

_LYRICS: Final = "\xa9lyr"
_FREE: Final = "----:"
_PODCAST_KIND: Final = 21  # of iTunes' media kinds


class _Atoms:
    """A metadata list as `fields` wants it."""

    def __init__(self, tags: Any) -> None:
        self._tags = tags

    def held(self, field: Field) -> Iterable[object]:
        if field.mp4.startswith(_FREE):
            return _free(self._tags, field.mp4)
        return list(self._tags.get(field.mp4, ()))

    def put(self, field: Field, texts: tuple[str, ...]) -> None:
        if field.mp4.startswith(_FREE):
            for key in _free_keys(self._tags, field.mp4):
                del self._tags[key]
            self._tags[field.mp4] = [
                MP4FreeForm(text.encode(), dataformat=AtomDataType.UTF8) for text in texts
            ]
        else:
            self._tags[field.mp4] = list(texts)


def read(tags: Any) -> TrackInfo:
    """Read the metadata list as mutagen gives it; None is a file without one."""
    if tags is None:
        return TrackInfo()
    track, track_total = _pair(tags, "trkn")
    disc, disc_total = _pair(tags, "disk")
    return TrackInfo(
        track=values.known(track),
        track_total=values.known(track_total),
        disc=values.known(disc),
        disc_total=values.known(disc_total),
        compilation=bool(tags.get("cpil", False)),
        **fields.read_texts(_Atoms(tags)),
    )


def write(tags: Any, new: TrackInfo, extras: TagExtras, *, force: bool) -> bool:
    """Add what is in `new` and in `extras`, and tell whether that changed anything.

    Atoms that hold something are left alone, except that a number gets its total; with `force`
    they are replaced.
    """
    changed = fields.write_texts(_Atoms(tags), new, force=force)
    for name, number, total in (
        ("trkn", new.track, new.track_total),
        ("disk", new.disc, new.disc_total),
    ):
        # The atom holds 16 bits each.
        if number is None or number > 0xFFFF:
            continue
        if force or _pair(tags, name) in {(0, 0), (number, 0)}:
            tags[name] = [(number, total if total and total <= 0xFFFF else 0)]
            changed = True
    if new.compilation and not tags.get("cpil"):
        tags["cpil"] = True
        changed = True
    if fields.is_podcast(new) and not tags.get("pcst"):
        tags["pcst"] = True
        if "stik" not in tags:
            tags["stik"] = [_PODCAST_KIND]
        changed = True
    lyrics = extras.lyrics
    if lyrics and tags.get(_LYRICS) != [lyrics] and (force or not tags.get(_LYRICS)):
        tags[_LYRICS] = [lyrics]
        changed = True
    return _write_cover(tags, extras.cover, force=force) or changed


def _write_cover(tags: Any, cover: bytes | None, *, force: bool) -> bool:
    """The first picture is the front cover; the atom does not tell what the others are."""
    mime = cover_type(cover)
    there = list(tags.get("covr", ()))
    if not mime or (there and not force) or (there and bytes(there[0]) == cover):
        return False
    kind = MP4Cover.FORMAT_PNG if mime == "image/png" else MP4Cover.FORMAT_JPEG
    tags["covr"] = [MP4Cover(cover, imageformat=kind), *there[1:]]
    return True


def _pair(tags: Any, name: str) -> tuple[int, int]:
    for number, total in tags.get(name, ()):
        return int(number), int(total)
    return 0, 0


def _free_keys(tags: Any, name: str) -> list[str]:
    """The keys of a free-form atom; its name counts in any case."""
    wanted = name.lower()
    return [key for key in tags if key.lower() == wanted]


def _free(tags: Any, name: str) -> list[str]:
    return [
        bytes(value).decode("utf-8", "replace")
        for key in _free_keys(tags, name)
        for value in tags[key]
    ]
