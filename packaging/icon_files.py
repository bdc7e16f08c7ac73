# SPDX-License-Identifier: GPL-3.0-or-later
"""The application's icon as one file, in the forms of Windows and macOS. Both hold PNG pictures."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice

import icon_set

_ICO_SIZES: Final = (16, 24, 32, 48, 64, 256)
_ICNS_SIZES: Final = {
    b"icp4": 16,
    b"icp5": 32,
    b"icp6": 64,
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic10": 1024,
}


def ico() -> bytes:
    """For Windows ("The evolution of the ICO file format", Microsoft)."""
    pictures = [_png(pixels) for pixels in _ICO_SIZES]
    entries, offset = [], 6 + 16 * len(pictures)
    for pixels, data in zip(_ICO_SIZES, pictures, strict=True):
        side = pixels % 256
        entries.append(struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), offset))
        offset += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + b"".join((*entries, *pictures))


def icns() -> bytes:
    """For macOS: pieces of a name, a length that counts both, and a picture (Icon Services)."""
    pieces = []
    for name, pixels in _ICNS_SIZES.items():
        data = _png(pixels)
        pieces.append(name + struct.pack(">I", 8 + len(data)) + data)
    body = b"".join(pieces)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def write(folder: Path, platform: str) -> str | None:
    """Writes what programs of a platform take as their icon; its path, None where they take none.

    :param platform: as ``sys.platform``.
    """
    made = {"win32": ("catalog-sync.ico", ico), "darwin": ("catalog-sync.icns", icns)}.get(platform)
    if made is None:
        return None
    name, make = made
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(make())
    return str(folder / name)


def _png(pixels: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # PySide6 takes a text here, and its annotations bytes.
    if not icon_set.draw(pixels).save(buffer, "PNG"):  # type: ignore[call-overload]
        raise SystemExit(f"dev.py: the icon of {pixels} pixels could not be made")
    return bytes(data.data())
