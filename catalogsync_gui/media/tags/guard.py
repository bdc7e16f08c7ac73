# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits on what a hostile file can make the tag library do.

A tag of some kilobytes can be a zip bomb, a Russian doll of chapters, or a hundred thousand
frames that are each cut off a copy of the rest. The size of a file's tags is checked before the
library sees them. What only shows while it reads is counted inside the library, where there is no
way to diverge from how it reads: its `zlib` and its reader of frames are wrapped once, and the
wrappers count only within `limited()`, each thread for itself.

This bounds the known ways. A limit on the memory and time of the whole is the caller's.
"""

import os
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from mutagen.id3 import _frames as id3_frames
from mutagen.id3 import _tags as id3_tags

from catalogsync_gui.core.errors import TagError
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.sniff_mpeg import TAG_HEADER, tag_length

MAX_TAG_BYTES: Final = 32 << 20
"""Largest tag that is read: room for a cover no FLAC block could hold."""

MAX_UNPACKED_BYTES: Final = 16 << 20
"""What the compressed frames of one file may unpack to, together."""

_MAX_DEPTH: Final = 3  # a tag, its chapters, and one more
# The library cuts each frame off a copy of the rest: frames times bytes is its work, and this
# much takes a second or two.
_MAX_WORK: Final = 8 << 30
_MAX_BLOCKS: Final = 1000
_MAX_PAGES: Final = 20_000

_OGG_FORMATS: Final = frozenset(
    {AudioFormat.OGG_VORBIS, AudioFormat.OGG_OPUS, AudioFormat.OGG_FLAC, AudioFormat.OGG_SPEEX}
)


class _Budget(threading.local):
    """What one thread may still do; without limits outside of `limited()`."""

    active = False
    unpacked = 0
    depth = 0


_budget: Final = _Budget()


@contextmanager
def limited() -> Iterator[None]:
    """Hold the library to the limits in this thread, within the block.

    Raises:
        TagError: from the library, when a limit is reached.
    """
    _budget.active, _budget.unpacked, _budget.depth = True, MAX_UNPACKED_BYTES, 0
    try:
        yield
    finally:
        _budget.active = False


def check_size(path: Path, found: AudioFormat) -> None:
    """Refuse a file whose tags are larger than `MAX_TAG_BYTES`, or than the file.

    Raises:
        TagError: they are.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if found is AudioFormat.FLAC:
            length = _flac_blocks(file)
        elif found in _OGG_FORMATS:
            length = _ogg_headers(file)
        elif found is AudioFormat.MP4:
            length = _mp4_contents(file, size)
        elif found in {AudioFormat.WAV, AudioFormat.AIFF, AudioFormat.AIFC}:
            length = _iff_tag(file, size, "little" if found is AudioFormat.WAV else "big")
        else:
            length = tag_length(file.read(TAG_HEADER))
    if length > size:
        raise TagError("Its tags claim to be longer than the file, so they were left alone.")
    if length > MAX_TAG_BYTES:
        raise TagError(
            f"Its tags take more than {MAX_TAG_BYTES >> 20} MB, so they were left alone."
        )


def _flac_blocks(file: BinaryIO) -> int:
    """Add up the metadata blocks (RFC 9639, section 8.1) and a tag before them."""
    start = tag_length(file.read(TAG_HEADER))
    position = start + 4
    for _ in range(_MAX_BLOCKS):
        file.seek(position)
        header = file.read(4)
        if len(header) < 4:
            break
        position += 4 + int.from_bytes(header[1:])
        if header[0] & 0x80:
            return position
    return MAX_TAG_BYTES + 1 if position > MAX_TAG_BYTES else position


def _ogg_headers(file: BinaryIO) -> int:
    """Follow pages until the sound begins: only headers have the position 0 (RFC 3533)."""
    position = 0
    for _ in range(_MAX_PAGES):
        file.seek(position)
        header = file.read(27)
        if len(header) < 27 or header[:4] != b"OggS":
            return position
        granule = int.from_bytes(header[6:14], "little", signed=True)
        if granule > 0:
            return position
        table = file.read(header[26])
        position += 27 + len(table) + sum(table)
    return MAX_TAG_BYTES + 1


def _mp4_contents(file: BinaryIO, size: int) -> int:
    """Measure the boxes that are not media (ISO/IEC 14496-12, section 4.2)."""
    position, length = 0, 0
    for _ in range(_MAX_BLOCKS):
        file.seek(position)
        header = file.read(16)
        if len(header) < 8:
            break
        box = int.from_bytes(header[:4])
        if box == 1:
            box = int.from_bytes(header[8:16])
        elif box == 0:
            box = size - position
        if box < 8:
            break
        if header[4:8] == b"moov":
            length += box
        position += box
    return length


def _iff_tag(file: BinaryIO, size: int, order: Any) -> int:
    """Find the chunk that holds the ID3 tag of WAV or AIFF.

    A chunk that does not end within the file is refused at once: the tag would be written after
    it, and where the sound claims to go on.
    """
    position = 12
    for _ in range(_MAX_BLOCKS):
        if position + 8 > size:
            break
        file.seek(position)
        header = file.read(8)
        length = int.from_bytes(header[4:8], order)
        if position + 8 + length > size:
            raise TagError("It is cut off or was never finished, so its tags were left alone.")
        if header[:4].upper() == b"ID3 ":
            return length
        position += 8 + length + length % 2
    return 0


class _CountingZlib:
    """Stands in for the module `zlib` where ID3 frames are unpacked."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        if not _budget.active:
            return zlib.decompress(data)
        unpacker = zlib.decompressobj()
        unpacked = unpacker.decompress(data, _budget.unpacked + 1)
        _budget.unpacked -= len(unpacked)
        if _budget.unpacked < 0:
            raise TagError("Its tags unpack to far more than they take, so they were left alone.")
        if not unpacker.eof:
            raise zlib.error("incomplete or truncated stream")
        return unpacked


_read_frames: Any = id3_tags.read_frames


def _counted_read_frames(id3: Any, data: bytes, frames: Any) -> Any:
    """Stand in for the library's reader of frames, which chapters call for their own as well."""
    if not _budget.active:
        return _read_frames(id3, data, frames)
    work = _frame_count(id3.version, data) * len(data)
    if _budget.depth >= _MAX_DEPTH or work > _MAX_WORK:
        raise TagError("Its tags hold more frames than any player reads; they were left alone.")
    _budget.depth += 1
    try:
        return _read_frames(id3, data, frames)
    finally:
        _budget.depth -= 1


def _frame_count(version: tuple[int, ...], data: bytes) -> int:
    """Count frames the way the library walks them; in ID3v2.4 lengths come in two ways."""
    if version < (2, 3):
        return _walk(data, 3, _plain)
    plain = _walk(data, 4, _plain)
    if version < (2, 4):
        return plain
    spread = _walk(data, 4, _spread)
    return max(plain, spread)


def _plain(length: bytes) -> int:
    return int.from_bytes(length)


def _spread(length: bytes) -> int:
    """Read a length of seven bits a byte (https://id3.org/id3v2.4.0-structure, section 6.2)."""
    a, b, c, d = (part & 0x7F for part in length)
    return a << 21 | b << 14 | c << 7 | d


def _walk(data: bytes, width: int, length_of: Callable[[bytes], int]) -> int:
    header = 6 if width == 3 else 10
    position, count = 0, 0
    while position + header <= len(data) and data[position : position + width].strip(b"\x00"):
        position += header + length_of(data[position + width : position + 2 * width])
        count += 1
    return count


vars(id3_frames)["zlib"] = _CountingZlib
vars(id3_tags)["read_frames"] = _counted_read_frames
