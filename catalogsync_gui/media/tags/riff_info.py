# SPDX-License-Identifier: GPL-3.0-or-later
"""The INFO list of WAV, which is read and never written.

https://www.recordingblogs.com/wiki/list-chunk-of-a-wave-file
"""

from typing import BinaryIO, Final

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media.tags import values

_TRACK: Final = ("ITRK", "IPRT")
_MAX_CHUNKS: Final = 1000
_MAX_LIST: Final = 1 << 20


def read(file: BinaryIO, size: int) -> TrackInfo:
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
            return _info(_info_list(file.read(length - 4) if length > 4 else b""))
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


def _info(found: dict[str, list[object]]) -> TrackInfo:
    def held(name: str) -> tuple[str, ...]:
        return values.texts(found.get(name.lower(), ()))

    track, total = values.pair(values.text(text for name in _TRACK for text in held(name)))
    return TrackInfo(
        title=values.text(held("INAM")),
        artists=held("IART"),
        album=values.text(held("IPRD")),
        track=track,
        track_total=total,
        date=values.date(values.text(held("ICRD"))),
        genres=held("IGNR"),
    )
