# SPDX-License-Identifier: GPL-3.0-or-later
"""Look into containers that hold sound or pictures alike: is there a sound track, and a video.

MP4, Matroska and ASF look the same from outside whether they hold a song or a film. Only their
table of contents is read, a few kilobytes, and never the media itself.

Sources: ISO/IEC 14496-12 (boxes), RFC 8794 and RFC 9559 (EBML, Matroska), the Advanced Systems
Format specification, section 10 (GUIDs).
"""

from dataclasses import dataclass
from typing import BinaryIO, Final

_MAX_BOXES: Final = 4000  # more than any honest table of contents, and soon read

_MP4_FOLDERS: Final = frozenset({b"moov", b"trak", b"mdia"})

_EBML_SEGMENT: Final = 0x18538067
_EBML_TRACKS: Final = 0x1654AE6B
_EBML_TRACK: Final = 0xAE
_EBML_TRACK_TYPE: Final = 0x83
_EBML_CLUSTER: Final = 0x1F43B675
_EBML_FOLDERS: Final = frozenset({_EBML_SEGMENT, _EBML_TRACKS, _EBML_TRACK})

_ASF_SOUND: Final = bytes.fromhex("409E69F84D5BCF11A8FD00805F5C442B")
_ASF_VIDEO: Final = bytes.fromhex("C0EF19BC4D5BCF11A8FD00805F5C442B")
_ASF_HEADER_LIMIT: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Tracks:
    """What a container holds, as far as its table of contents says."""

    sound: bool = False
    video: bool = False


def mp4_tracks(file: BinaryIO, size: int) -> Tracks:
    """Read the handlers of an MP4's tracks; `size` is the file's length in bytes.

    Raises:
        OSError: the file cannot be read.
    """
    handlers: set[bytes] = set()
    ends = [(0, size)]
    for _ in range(_MAX_BOXES):
        if not ends:
            break
        position, end = ends.pop()
        if end - position < 8:
            continue
        file.seek(position)
        header = file.read(24)
        length, kind, body = int.from_bytes(header[:4]), header[4:8], 8
        if length == 1:
            length, body = int.from_bytes(header[8:16]), 16
        elif length == 0:
            length = end - position
        if length < body or position + length > end:
            continue  # torn or lying: nothing after it can be found
        ends.append((position + length, end))
        if kind in _MP4_FOLDERS:
            ends.append((position + body, position + length))
        elif kind == b"hdlr":
            # version and flags (4), pre_defined (4), handler_type (4)
            handlers.add(header[body + 8 : body + 12])
    return Tracks(sound=b"soun" in handlers, video=b"vide" in handlers)


def matroska_tracks(file: BinaryIO, size: int) -> Tracks:
    """Read the track types of a Matroska or WebM file of `size` bytes.

    Raises:
        OSError: the file cannot be read.
    """
    types: set[int] = set()
    ends = [(0, size)]
    for _ in range(_MAX_BOXES):
        if not ends:
            break
        position, end = ends.pop()
        if position >= end:
            continue
        file.seek(position)
        header = file.read(13)
        element, after_id = _ebml_number(header, 0, keep_marker=True)
        length, body = _ebml_number(header, after_id, keep_marker=False)
        if body == 0 or element == _EBML_CLUSTER:
            break  # media begins here, or this is no EBML any more
        # All ones: the length is unknown, as live recorders leave it.
        unknown = length == (1 << 7 * (body - after_id)) - 1
        close = end if unknown else min(end, position + body + length)
        ends.append((close, end))
        if element in _EBML_FOLDERS:
            ends.append((position + body, close))
        elif element == _EBML_TRACK_TYPE and length == 1:
            types.add(header[body])
    return Tracks(sound=2 in types, video=1 in types)


def asf_tracks(file: BinaryIO) -> Tracks:
    """Look for the stream types in the header object of an ASF file (WMA, WMV).

    Raises:
        OSError: the file cannot be read.
    """
    file.seek(16)
    length = int.from_bytes(file.read(8), "little")
    header = file.read(min(length, _ASF_HEADER_LIMIT))
    return Tracks(sound=_ASF_SOUND in header, video=_ASF_VIDEO in header)


def _ebml_number(data: bytes, position: int, *, keep_marker: bool) -> tuple[int, int]:
    """Read a number of variable length; the second value is where it ends, 0 for none there."""
    if position >= len(data) or data[position] == 0:
        return 0, 0
    width = 9 - data[position].bit_length()
    end = position + width
    if end > len(data):
        return 0, 0
    value = int.from_bytes(data[position:end])
    return value if keep_marker else value & ((1 << 7 * width) - 1), end
