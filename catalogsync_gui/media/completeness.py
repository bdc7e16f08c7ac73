# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a file's own container says that its end is missing.

For bodies that neither a length nor a hash vouches for: half an MP3 or WAV still opens and plays.
What a format does not tell counts as whole. Blocks on the disk; for worker threads.
"""

import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.sniff_mpeg import TAG_HEADER, tag_length

_UNKNOWN = (0, 0xFFFFFFFF, 0x7FFFFFFF)
"""Sizes that a program writes which streams and does not know them."""

_OGG_TAIL = 65_307
"""The longest page of Ogg: 27 + 255 + 255 * 255 bytes (RFC 3533, section 6)."""

_MAX_BOXES = 100_000
"""Boxes of an MP4 that are looked at: a day in fragments of two seconds, and read in a second."""


def end_is_missing(path: Path, kind: AudioFormat) -> bool:
    """Whether the container promises more than there is.

    :raises OSError: the file cannot be read.
    """
    look = _LOOKS.get(kind)
    if look is None:
        return False
    with path.open("rb") as file:
        return look(file, os.fstat(file.fileno()).st_size)


def _riff(file: BinaryIO, size: int) -> bool:
    # RIFF: a four-byte name, then the bytes that follow, little-endian.
    promised = struct.unpack("<4xI", _exactly(file, 8))[0]
    return promised not in _UNKNOWN and promised + 8 > size + 1


def _iff(file: BinaryIO, size: int) -> bool:
    promised = struct.unpack(">4xI", _exactly(file, 8))[0]
    return promised not in _UNKNOWN and promised + 8 > size + 1


def _mp4(file: BinaryIO, size: int) -> bool:
    """Walks the top-level boxes (ISO/IEC 14496-12, section 4.2)."""
    at = 0
    found: set[bytes] = set()
    for _ in range(_MAX_BOXES):
        if at + 8 > size:
            return at > size or not {b"moov", b"mdat"} <= found
        file.seek(at)
        length, name = struct.unpack(">I4s", _exactly(file, 8))
        if length == 1:
            length = struct.unpack(">Q", _exactly(file, 8))[0]
        elif length == 0:
            length = size - at
        if length < 8:
            return False
        found.add(name)
        at += length
    return False


def _ogg(file: BinaryIO, size: int) -> bool:
    """The last page of a stream carries the flag 4 (RFC 3533, section 6)."""
    file.seek(max(0, size - _OGG_TAIL))
    tail = file.read(_OGG_TAIL)
    at = tail.rfind(b"OggS")
    if at < 0 or at + 27 > len(tail):
        return True
    segments = tail[at + 26]
    body = sum(tail[at + 27 : at + 27 + segments])
    whole = at + 27 + segments + body <= len(tail)
    return not (whole and tail[at + 5] & 4)


def _mp3(file: BinaryIO, size: int) -> bool:
    """The header Xing or LAME put into the first frame tells the bytes of the stream."""
    start = tag_length(_exactly(file, TAG_HEADER))
    file.seek(start)
    head = file.read(256)
    for name in (b"Xing", b"Info"):
        at = head.find(name)
        if at < 0 or at + 16 > len(head):
            continue
        flags = struct.unpack_from(">I", head, at + 4)[0]
        where = at + 8 + (4 if flags & 1 else 0)
        if flags & 2 and where + 4 <= len(head):
            promised = struct.unpack_from(">I", head, where)[0]
            return promised not in _UNKNOWN and start + promised > size
    return False


def _exactly(file: BinaryIO, count: int) -> bytes:
    return file.read(count).ljust(count, b"\0")


_LOOKS: dict[AudioFormat, Callable[[BinaryIO, int], bool]] = {
    AudioFormat.WAV: _riff,
    AudioFormat.AIFF: _iff,
    AudioFormat.AIFC: _iff,
    AudioFormat.MP4: _mp4,
    AudioFormat.OGG_VORBIS: _ogg,
    AudioFormat.OGG_OPUS: _ogg,
    AudioFormat.OGG_FLAC: _ogg,
    AudioFormat.MP3: _mp3,
}
