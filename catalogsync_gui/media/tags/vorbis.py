# SPDX-License-Identifier: GPL-3.0-or-later
"""Vorbis comments of FLAC, Ogg Vorbis and Opus.

Field names follow https://www.xiph.org/vorbis/doc/v-comment.html and, where that has none,
Picard's mapping; the picture block is that of RFC 9639, section 8.8, in Ogg as base64.
"""

import base64
from typing import Any, Final

from mutagen.flac import FLAC, Picture
from mutagen.id3 import PictureType

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media.tags import values

_PICTURE: Final = "METADATA_BLOCK_PICTURE"
_OLD_PICTURE: Final = "COVERART"  # of players before the picture block
_RECORDING: Final = "MUSICBRAINZ_TRACKID"

# The first name is the one we write; the others are read as well.
_ALBUM_ARTIST: Final = ("ALBUMARTIST", "ALBUM ARTIST", "ALBUM_ARTIST")
_DATE: Final = ("DATE", "YEAR")
_TRACK: Final = ("TRACKNUMBER", "TRACK")
_TRACK_TOTAL: Final = ("TRACKTOTAL", "TOTALTRACKS")
_DISC: Final = ("DISCNUMBER", "DISC")
_DISC_TOTAL: Final = ("DISCTOTAL", "TOTALDISCS")


def read(tags: Any) -> TrackInfo:
    """Read Vorbis comments as mutagen gives them; None is a file without any."""
    if tags is None:
        return TrackInfo()
    track, track_total = values.pair(_text(tags, *_TRACK))
    disc, disc_total = values.pair(_text(tags, *_DISC))
    return TrackInfo(
        title=_text(tags, "TITLE"),
        artists=values.texts(tags.get("ARTISTS", ())) or values.texts(tags.get("ARTIST", ())),
        album=_text(tags, "ALBUM"),
        album_artist=_text(tags, *_ALBUM_ARTIST),
        track=track,
        track_total=track_total or values.pair(_text(tags, *_TRACK_TOTAL))[0],
        disc=disc,
        disc_total=disc_total or values.pair(_text(tags, *_DISC_TOTAL))[0],
        date=values.date(_text(tags, *_DATE)),
        genres=values.texts(tags.get("GENRE", ())),
        recording_id=_text(tags, _RECORDING),
        isrc=_text(tags, "ISRC"),
    )


def write(audio: Any, new: TrackInfo, cover: bytes | None) -> bool:
    """Add what is in `new`, and the cover when there is no picture yet; tell whether it changed.

    Fields that hold something are left alone.
    """
    tags = audio.tags
    changed = False
    for names, wanted in (
        (("TITLE",), (new.title,)),
        (("ARTIST",), new.artists),
        (("ALBUM",), (new.album,)),
        (_ALBUM_ARTIST, (new.album_artist,)),
        (_TRACK, (_number(new.track),)),
        (_TRACK_TOTAL[:1], (_number(new.track_total),)),
        (_TRACK_TOTAL[1:], (_number(new.track_total),)),
        (_DISC, (_number(new.disc),)),
        (_DISC_TOTAL[:1], (_number(new.disc_total),)),
        (_DISC_TOTAL[1:], (_number(new.disc_total),)),
        (_DATE, (new.date,)),
        (("GENRE",), new.genres),
        ((_RECORDING,), (new.recording_id,)),
        (("ISRC",), (new.isrc,)),
    ):
        if any(wanted) and not _text(tags, *names):
            tags[names[0]] = list(wanted)
            changed = True
    mime = values.cover_type(cover)
    if cover is not None and mime and not _has_picture(audio):
        _add_picture(audio, cover, mime)
        changed = True
    return changed


def _text(tags: Any, *names: str) -> str:
    return values.text(value for name in names for value in tags.get(name, ()))


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _has_picture(audio: Any) -> bool:
    if isinstance(audio, FLAC) and audio.pictures:
        return True
    return _PICTURE in audio.tags or _OLD_PICTURE in audio.tags


def _add_picture(audio: Any, cover: bytes, mime: str) -> None:
    picture = Picture()
    picture.type = PictureType.COVER_FRONT
    picture.mime = mime
    picture.data = cover
    if isinstance(audio, FLAC):
        audio.add_picture(picture)
    else:
        audio.tags[_PICTURE] = [base64.b64encode(picture.write()).decode("ascii")]
