# SPDX-License-Identifier: GPL-3.0-or-later
"""The iTunes metadata list of MPEG-4 audio (M4A, M4B).

Atom names follow Picard's mapping (see `id3`); `----` atoms are free-form and hold UTF-8.
"""

from typing import Any, Final

from mutagen.mp4 import AtomDataType, MP4Cover, MP4FreeForm

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media.tags import values

_ARTISTS: Final = "----:com.apple.iTunes:ARTISTS"
_RECORDING: Final = "----:com.apple.iTunes:MusicBrainz Track Id"
_ISRC: Final = "----:com.apple.iTunes:ISRC"


def read(tags: Any) -> TrackInfo:
    """Read the metadata list as mutagen gives it; None is a file without one."""
    if tags is None:
        return TrackInfo()
    track, track_total = _pair(tags, "trkn")
    disc, disc_total = _pair(tags, "disk")
    return TrackInfo(
        title=values.text(tags.get("\xa9nam", ())),
        artists=values.texts(_free(tags, _ARTISTS)) or values.texts(tags.get("\xa9ART", ())),
        album=values.text(tags.get("\xa9alb", ())),
        album_artist=values.text(tags.get("aART", ())),
        track=values.known(track),
        track_total=values.known(track_total),
        disc=values.known(disc),
        disc_total=values.known(disc_total),
        date=values.date(values.text(tags.get("\xa9day", ()))),
        genres=values.texts(tags.get("\xa9gen", ())),
        recording_id=values.text(_free(tags, _RECORDING)),
        isrc=values.text(_free(tags, _ISRC)),
    )


def write(tags: Any, new: TrackInfo, cover: bytes | None) -> bool:
    """Add what is in `new`, and the cover when there is no picture yet; tell whether it changed.

    Atoms that hold something are left alone, except that a number gets its total.
    """
    changed = False
    for name, wanted in (
        ("\xa9nam", (new.title,)),
        ("\xa9ART", new.artists),
        ("\xa9alb", (new.album,)),
        ("aART", (new.album_artist,)),
        ("\xa9day", (new.date,)),
        ("\xa9gen", new.genres),
    ):
        if any(wanted) and not values.text(tags.get(name, ())):
            tags[name] = list(wanted)
            changed = True
    for name, value in ((_RECORDING, new.recording_id), (_ISRC, new.isrc)):
        if value and not values.text(_free(tags, name)):
            tags[name] = [MP4FreeForm(value.encode(), dataformat=AtomDataType.UTF8)]
            changed = True
    for name, number, total in (
        ("trkn", new.track, new.track_total),
        ("disk", new.disc, new.disc_total),
    ):
        # The atom holds 16 bits each.
        if number is not None and number <= 0xFFFF and _pair(tags, name) in {(0, 0), (number, 0)}:
            tags[name] = [(number, total if total and total <= 0xFFFF else 0)]
            changed = True
    mime = values.cover_type(cover)
    if mime and not tags.get("covr"):
        kind = MP4Cover.FORMAT_PNG if mime == "image/png" else MP4Cover.FORMAT_JPEG
        tags["covr"] = [MP4Cover(cover, imageformat=kind)]
        changed = True
    return changed


def _pair(tags: Any, name: str) -> tuple[int, int]:
    for number, total in tags.get(name, ()):
        return int(number), int(total)
    return 0, 0


def _free(tags: Any, name: str) -> list[str]:
    """Read a free-form atom; its name counts in any case."""
    wanted = name.lower()
    return [
        bytes(value).decode("utf-8", "replace")
        for key in tags
        if key.lower() == wanted
        for value in tags[key]
    ]
