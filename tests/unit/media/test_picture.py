# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers are made fit to be embedded, by the tag process; what is no picture is refused there."""

import struct
import zlib
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import TagError
from catalogsync_gui.media.picture import cover_size, cover_type, fits
from catalogsync_gui.media.tag_process import TagProcess
from tests.unit.media.audio_files import JPEG, PNG


@pytest.fixture
def process() -> Iterator[TagProcess]:
    made = TagProcess()
    yield made
    made.close()


def drawn(width: int, height: int, kind: str, colour: str = "#336699") -> bytes:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    target = QBuffer()
    target.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(target, kind)  # type: ignore[call-overload]
    return bytes(target.data().data())


@pytest.mark.parametrize("cover", [JPEG, PNG])
def test_what_fits_stays_as_it_is(process: TagProcess, cover: bytes) -> None:
    assert fits(cover)
    assert process.picture(cover, StopToken()) is cover


def test_sizes_are_told_by_headers() -> None:
    assert cover_size(PNG) == (1, 1)
    assert cover_size(drawn(300, 200, "JPEG")) == (300, 200)
    assert cover_size(b"\xff\xd8\xff") is None
    assert cover_size(b"\xff\xd8\xff\xe0\x00\x00" * 9) is None
    assert not fits(PNG + bytes(1_000_000))


def test_what_does_not_fit_is_made_fit(process: TagProcess) -> None:
    for width, height, kind, size in (
        (3000, 1500, "JPEG", (1200, 600)),
        (1201, 1201, "PNG", (1200, 1200)),
        (500, 500, "WEBP", (500, 500)),
    ):
        made = process.picture(drawn(width, height, kind), StopToken())
        assert fits(made)
        assert (cover_type(made), cover_size(made)) == ("image/jpeg", size)
        assert abs(QImage.fromData(made).pixelColor(10, 10).blue() - 0x99) < 5

    made = process.picture(drawn(1300, 1300, "PNG", "#00000000"), StopToken())
    assert QImage.fromData(made).pixelColor(5, 5).lightness() > 250  # on white


def bomb(side: int) -> bytes:
    """A PNG that promises more pixels than there is memory."""
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    chunks = (
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (header, data, b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_what_is_no_picture_is_refused(process: TagProcess) -> None:
    for data, words in (
        (bomb(30_000), "more pixels"),
        (bomb(2_000), "damaged"),
        (b"<html>Sign in</html>", "no JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no JPEG"),
        (b"", "no JPEG"),
        (JPEG + bytes(11 << 20), "more than 10 MB"),
    ):
        with pytest.raises(TagError, match=words):
            process.picture(data, StopToken())
