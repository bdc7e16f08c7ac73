# SPDX-License-Identifier: GPL-3.0-or-later
"""The cover in a file is found whatever tags hold it, and decoded by the tag process alone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import TagError
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media import tags
from catalogsync_gui.media.picture import MOST_SIDE, Thumbnail
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_process import TagProcess
from tests.unit.media.audio_files import PNG
from tests.unit.media.encoded import encode, lacking
from tests.unit.media.test_picture import drawn


@pytest.fixture
def process() -> Iterator[TagProcess]:
    made = TagProcess()
    yield made
    made.close()


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[AudioFormat, Path]:
    return encode(tmp_path_factory.mktemp("encoded"))


@pytest.mark.skipif(bool(lacking()), reason=f"not installed: {lacking()}")
@pytest.mark.parametrize("found", sorted(tags.WRITABLE, key=str))
def test_what_is_embedded_is_found_again(
    found: AudioFormat, originals: dict[AudioFormat, Path], tmp_path: Path, process: TagProcess
) -> None:
    path = tmp_path / "track"
    shutil.copy(originals[found], path)
    assert tags.cover(path, found) is None
    assert process.cover(path, found, 100, StopToken()) is None
    cover = drawn(600, 300, "PNG")
    tags.fill(path, found, TrackInfo(title="T"), TagExtras(cover))
    assert tags.cover(path, found) == cover
    made = process.cover(path, found, 100, StopToken())
    assert made is not None
    assert (made.width, made.height) == (100, 50)


def test_a_picture_beside_the_track(process: TagProcess, tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    for width, height, side, size in ((301, 200, 512, (301, 200)), (2000, 10, 9999, (512, 2))):
        path.write_bytes(drawn(width, height, "PNG"))
        made = process.cover(path, None, side, StopToken())
        assert made is not None
        assert (made.width, made.height) == size
        shown = QImage(made.pixels, *size, size[0] * 3, QImage.Format.Format_RGB888)
        assert shown.pixelColor(size[0] - 1, size[1] - 1).name() == "#336699"
    path.write_bytes(drawn(8, 3000, "PNG"))
    made = process.cover(path, None, 1, StopToken())
    assert made is not None
    assert (made.width, made.height) == (1, 1)


def test_what_shows_nothing_says_so(process: TagProcess, tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    bomb = bytearray(PNG)
    bomb[16:24] = (60_000).to_bytes(4) + (60_000).to_bytes(4)
    for data in (b"", b"<svg/>", b"\xff\xd8\xff" + bytes(100), bytes(bomb), bytes(11 << 20)):
        path.write_bytes(data)
        with pytest.raises(TagError):
            process.cover(path, None, 100, StopToken())
    path.unlink()
    with pytest.raises(TagError):
        process.cover(path, None, 100, StopToken())


def test_pixels_that_do_not_add_up_are_none() -> None:
    for width, height, count in ((2, 2, 11), (0, 1, 0), (MOST_SIDE + 1, 1, 3 * (MOST_SIDE + 1))):
        with pytest.raises(ValueError, match="no picture"):
            Thumbnail(width, height, bytes(count))
