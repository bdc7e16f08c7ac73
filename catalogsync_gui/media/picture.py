# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures that are fit to be embedded: a JPEG or PNG of at most 1200 pixels and 1 MB.

What is fit is told by its header alone. Everything else is hostile until it is decoded, which is
done only in the tag process, under its limits, and only after the header promised a bearable
size. Qt's QImage does it: it is there already, knows every format that covers come in, and loads
in a tenth of a second, once, in a process that has nothing else to do.
"""

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from catalogsync_gui.core.errors import TagError

if TYPE_CHECKING:
    from PySide6.QtGui import QImage  # noqa: TID251 - see above

LONGEST_SIDE: Final = 1200
"""Pixels of a cover that is embedded: more than any player shows."""

LARGEST: Final = 1_000_000
"""Bytes of a cover that is embedded: every track of an album carries it."""

_MAX_COVER: Final = 8 << 20  # FLAC's own limit is 16 MiB - 1
_MOST_PIXELS: Final = 50_000_000
_MOST_MEGABYTES: Final = 220  # of 4 bytes a pixel, and some
_KINDS: Final = (
    (re.compile(rb"\xff\xd8\xff"), b"jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), b"png"),
    (re.compile(rb"GIF8[79]a"), b"gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), b"webp"),
)
_QUALITIES: Final = (90, 80, 65, 45)
_NO_FRAMES: Final = frozenset({0xC4, 0xC8, 0xCC})  # JPEG markers in the range of frame headers


MOST_SIDE: Final = 512
"""Pixels of a side of a picture that is shown: more than the window has room for."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A picture that was decoded: lines of ``width`` pixels, three bytes (R, G, B) each."""

    width: int
    height: int
    pixels: bytes

    def __post_init__(self) -> None:
        right = 0 < self.width <= MOST_SIDE and 0 < self.height <= MOST_SIDE
        if not right or len(self.pixels) != self.width * self.height * 3:
            raise ValueError("that is no picture")


def cover_type(cover: bytes | None) -> str | None:
    """Return the MIME type of a picture every format takes, or None when it is none to embed."""
    if cover is None or len(cover) > _MAX_COVER:
        return None
    if cover.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/png" if cover.startswith(b"\x89PNG\r\n\x1a\n") else None


def cover_size(cover: bytes) -> tuple[int, int] | None:
    """Return width and height as the header of a JPEG or PNG tells them, or None.

    https://www.w3.org/TR/png-3/#11IHDR and ITU-T T.81, section B.2.2.
    """
    if cover.startswith(b"\x89PNG\r\n\x1a\n") and len(cover) >= 24:
        return int.from_bytes(cover[16:20]), int.from_bytes(cover[20:24])
    if not cover.startswith(b"\xff\xd8"):
        return None
    position = 2
    while position + 9 <= len(cover) and cover[position] == 0xFF:
        kind = cover[position + 1]
        if kind == 0xFF:
            position += 1
        elif 0xC0 <= kind <= 0xCF and kind not in _NO_FRAMES:
            height, width = struct.unpack_from(">HH", cover, position + 5)
            return (width, height) if width and height else None
        else:
            position += 2 + int.from_bytes(cover[position + 2 : position + 4])
    return None


def fits(cover: bytes) -> bool:
    """Whether a picture is fit to be embedded as it is."""
    if len(cover) > LARGEST or cover_type(cover) is None:
        return False
    size = cover_size(cover)
    return size is not None and min(size) > 0 and max(size) <= LONGEST_SIDE


def fitted(data: bytes) -> bytes:
    """Return a picture of any usual format as one that fits. For the tag process alone.

    Raises:
        TagError: it is no picture, a damaged one, or one of too many pixels.
    """
    return data if fits(data) else _written(_on_white(_decoded(data, LONGEST_SIDE)))


def thumbnail(data: bytes, side: int) -> Thumbnail:
    """Return a picture of any usual format, of at most `side` pixels. For the tag process alone.

    Raises:
        TagError: it is no picture, a damaged one, or one of too many pixels.
    """
    from PySide6.QtGui import QImage  # noqa: PLC0415, TID251 - see above

    image = _on_white(_decoded(data, max(1, min(side, MOST_SIDE))))
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    width, line = image.width(), image.bytesPerLine()
    held = bytes(image.constBits())
    # Qt fills up each line to a multiple of four bytes.
    rows = (held[row * line : row * line + width * 3] for row in range(image.height()))
    return Thumbnail(width, image.height(), b"".join(rows))


def _decoded(data: bytes, side: int) -> "QImage":
    kind = next((name for magic, name in _KINDS if magic.match(data)), None)
    if kind is None:
        raise TagError("The cover is no JPEG, PNG, GIF or WebP.")
    from PySide6.QtCore import QBuffer, QSize, Qt  # noqa: PLC0415, TID251 - see above
    from PySide6.QtGui import QImageReader  # noqa: PLC0415, TID251

    source = QBuffer()
    source.setData(data)
    source.open(QBuffer.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    reader = QImageReader(source, kind)
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise TagError("The cover is a damaged picture.")
    if size.width() * size.height() > _MOST_PIXELS:
        raise TagError("The cover has more pixels than any screen; it was left out.")
    if max(size.width(), size.height()) > side:
        bounds = QSize(side, side)
        scaled = size.scaled(bounds, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise TagError("The cover is a damaged picture.")
    return image


def _on_white(image: "QImage") -> "QImage":
    """Without what is transparent: JPEG has no such thing."""
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415, TID251

    if not image.hasAlphaChannel():
        return image
    opaque = QImage(image.size(), QImage.Format.Format_RGB32)
    opaque.fill(0xFFFFFFFF)
    painter = QPainter(opaque)
    painter.drawImage(0, 0, image)
    painter.end()
    return opaque


def _written(image: Any) -> bytes:
    from PySide6.QtCore import QBuffer  # noqa: PLC0415, TID251

    for quality in _QUALITIES:
        target = QBuffer()
        target.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(target, "JPEG", quality)
        made = bytes(target.data().data())
        if fits(made):
            return made
    raise TagError("The cover cannot be made small enough; it was left out.")
