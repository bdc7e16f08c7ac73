# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats whose tags are read and never written."""

from pathlib import Path

import pytest

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media import tags
from catalogsync_gui.media.sniff import AudioFormat
from tests.unit.media.audio_files import (
    JPEG,
    aiff,
)
from tests.unit.media.infos import FULL, without_duration


def test_aiffc_is_read_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    path.write_bytes(aiff(bytes(800), b"AIFC"))
    before = path.read_bytes()
    result = tags.fill(path, AudioFormat.AIFC, FULL, TagExtras(cover=JPEG))
    assert result.duration == pytest.approx(0.05)
    assert without_duration(result) == FULL
    assert path.read_bytes() == before


@pytest.mark.parametrize("found", [AudioFormat.MATROSKA, AudioFormat.CAF, AudioFormat.SHORTEN])
def test_formats_without_a_reader_know_nothing(tmp_path: Path, found: AudioFormat) -> None:
    path = tmp_path / "x.part"
    path.write_bytes(b"anything")
    assert tags.read(path, found) == TrackInfo()
    assert tags.fill(path, found, FULL) == FULL
