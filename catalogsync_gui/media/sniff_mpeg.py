# SPDX-License-Identifier: GPL-3.0-or-later
"""Find MPEG audio (MP3, MP2) and ADTS (raw AAC) by their frames, and the tags before them.

Neither format has a file header: a chain of frames, each as long as its own header says, is the
only proof. Pure functions on bytes, safe in any thread.

Sources: ISO/IEC 11172-3 and 13818-3 (frame header), ISO/IEC 13818-7 (ADTS),
https://id3.org/id3v2.4.0-structure, https://wiki.hydrogenaud.io/index.php?title=APE_Tags_Header
"""

from typing import Final

TAG_HEADER: Final = 32
"""Bytes `tag_length` wants to see."""

# kbit/s by (MPEG version 1 or not, layer); index 0 is free format, 15 is forbidden.
_BITRATES: Final = {
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
# Hz by the version bits: 0 is MPEG 2.5, 2 is MPEG 2, 3 is MPEG 1.
_RATES: Final = {
    0: (11025, 12000, 8000),
    2: (22050, 24000, 16000),
    3: (44100, 48000, 32000),
}

# A chain at the very start needs two frames. After stray bytes a third one, where there is data
# for it, for in much noise two headers fit each other by chance (some 5 in a million for 4 KiB).
_FRAMES_AT_START: Final = 2
_FRAMES_AFTER_JUNK: Final = 3


def tag_length(head: bytes) -> int:
    """Return the length in bytes of the ID3v2 or APE tag `head` begins with, or 0 for none."""
    if head[:3] == b"ID3" and len(head) >= 10 and max(head[6:10]) < 0x80 and head[3] < 0xFF:
        body = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        return 10 + body + (10 if head[5] & 0x10 else 0)
    if head[:8] == b"APETAGEX" and len(head) >= TAG_HEADER:
        return TAG_HEADER + int.from_bytes(head[12:16], "little")
    return 0


def mpeg_layer(data: bytes, *, whole: bool) -> int:
    """Return the layer (1, 2 or 3) of MPEG audio found in `data`, or 0 when there is none.

    `whole` tells that `data` ends where the file ends: then a single complete frame is enough.
    """
    position = data.find(b"\xff")
    while 0 <= position < len(data) - 4:
        layer = _chain(data, position, whole=whole)
        if layer:
            return layer
        position = data.find(b"\xff", position + 1)
    return 0


def is_adts(data: bytes, *, whole: bool) -> bool:
    """Tell whether `data` begins with a chain of ADTS frames."""
    position, frames = 0, 0
    while len(data) - position >= 7:
        header = data[position : position + 7]
        if header[0] != 0xFF or header[1] & 0xF6 != 0xF0 or (header[2] >> 2) & 15 > 12:
            return False
        length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        if length < 8:
            return False
        position, frames = position + length, frames + 1
        if frames == 3:
            return True
    return frames >= 2 or (whole and frames == 1 and position == len(data))


def _chain(data: bytes, start: int, *, whole: bool) -> int:
    """Return the layer when frames follow one another from `start`, else 0."""
    first = _frame(data, start)
    if first is None:
        return 0
    length, layer, likeness = first
    wanted = _FRAMES_AT_START if start == 0 else _FRAMES_AFTER_JUNK
    position, frames = start + length, 1
    while frames < wanted:
        if (whole and position == len(data)) or (frames >= 2 and position > len(data) - 4):
            return layer
        following = _frame(data, position)
        if following is None or following[2] != likeness:
            return 0
        position, frames = position + following[0], frames + 1
    return layer


def _frame(data: bytes, position: int) -> tuple[int, int, tuple[int, int, int]] | None:
    """Read a header: length in bytes, layer, and what all frames of a stream have in common."""
    if len(data) - position < 4 or data[position] != 0xFF or data[position + 1] & 0xE0 != 0xE0:
        return None
    version = (data[position + 1] >> 3) & 3
    layer = 4 - ((data[position + 1] >> 1) & 3)
    bitrate = data[position + 2] >> 4
    rate = (data[position + 2] >> 2) & 3
    if version == 1 or layer == 4 or bitrate in {0, 15} or rate == 3:
        return None
    bits = _BITRATES[version == 3, layer][bitrate - 1] * 1000
    hertz = _RATES[version][rate]
    padding = (data[position + 2] >> 1) & 1
    if layer == 1:
        length = (12 * bits // hertz + padding) * 4
    else:
        samples = 576 if layer == 3 and version != 3 else 1152
        length = samples // 8 * bits // hertz + padding
    return length, layer, (version, layer, rate)
