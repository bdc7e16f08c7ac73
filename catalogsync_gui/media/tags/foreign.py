# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags that are read and never written: APEv2, ASF, and the INFO list of WAV.

Names follow Picard's mapping (see `id3`); for RIFF INFO
https://www.recordingblogs.com/wiki/list-chunk-of-a-wave-file.
"""

from typing import Any, BinaryIO, Final

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media.tags import values

_Names = dict[str, tuple[str, ...]]

_NAMES: Final[_Names] = {
    "title": ("Title",),
    "artists": ("Artists", "WM/ARTISTS", "Artist", "Author"),
    "album": ("Album", "WM/AlbumTitle"),
    "album_artist": ("Album Artist", "AlbumArtist", "WM/AlbumArtist"),
    "track": ("Track", "WM/TrackNumber", "WM/Track"),
    "disc": ("Disc", "WM/PartOfSet"),
    "date": ("Year", "WM/Year"),
    "genres": ("Genre", "WM/Genre"),
    "recording_id": ("MUSICBRAINZ_TRACKID", "MusicBrainz/Track Id"),
    "isrc": ("ISRC", "WM/ISRC"),
}

_INFO_NAMES: Final[_Names] = {
    "title": ("INAM",),
    "artists": ("IART",),
    "album": ("IPRD",),
    "track": ("ITRK", "IPRT"),
    "date": ("ICRD",),
    "genres": ("IGNR",),
}
_MAX_CHUNKS: Final = 1000
_MAX_LIST: Final = 1 << 20


def read(tags: Any) -> TrackInfo:
    """Read APEv2 or ASF tags as mutagen gives them; None is a file without any."""
    if tags is None:
        return TrackInfo()
    wanted = {name.lower() for names in _NAMES.values() for name in names}
    found: dict[str, list[object]] = {}
    for key in tags.keys():  # noqa: SIM118 - iterating over ASF tags gives pairs
        if key.lower() in wanted:
            held = tags[key]
            found[key.lower()] = list(held) if hasattr(held, "__iter__") else [held]
    return _info(_NAMES, found)


def read_riff_info(file: BinaryIO, size: int) -> TrackInfo:
    """Read the INFO list of a WAV file of `size` bytes.

    Raises:
        OSError: the file cannot be read.
    """
    position = 12
    for _ in range(_MAX_CHUNKS):
        if position + 8 > size:
            break
        file.seek(position)
        header = file.read(12)
        length = int.from_bytes(header[4:8], "little")
        if header[:4] == b"LIST" and header[8:12] == b"INFO" and length <= _MAX_LIST:
            return _info(_INFO_NAMES, _info_list(file.read(length - 4) if length > 4 else b""))
        position += 8 + length + length % 2
    return TrackInfo()


def _info_list(data: bytes) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    position = 0
    while position + 8 <= len(data):
        name = data[position : position + 4].decode("latin-1").lower()
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        held = data[position + 8 : position + 8 + length].split(b"\x00")[0]
        try:
            found.setdefault(name, []).append(held.decode("utf-8"))
        except UnicodeDecodeError:
            found.setdefault(name, []).append(held.decode("cp1252", "replace"))
        position += 8 + length + length % 2
    return found


def _info(names: _Names, found: dict[str, list[object]]) -> TrackInfo:
    def held(field: str) -> tuple[str, ...]:
        for name in names.get(field, ()):
            if cleaned := values.texts(found.get(name.lower(), ())):
                return cleaned
        return ()

    track, track_total = values.pair(values.text(held("track")))
    disc, disc_total = values.pair(values.text(held("disc")))
    return TrackInfo(
        title=values.text(held("title")),
        artists=held("artists"),
        album=values.text(held("album")),
        album_artist=values.text(held("album_artist")),
        track=track,
        track_total=track_total,
        disc=disc,
        disc_total=disc_total,
        date=values.date(values.text(held("date"))),
        genres=held("genres"),
        recording_id=values.text(held("recording_id")),
        isrc=values.text(held("isrc")),
    )
