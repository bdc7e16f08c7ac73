# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a playlist file is as it was written."""

import os
from pathlib import Path

import pytest

from catalogsync_gui.core.exporting import ExportRecord
from catalogsync_gui.pipeline.playlist_files import stat_if_same

_NOTED = 1_700_000_001_987_654_321


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (_NOTED, True),
        (1_700_000_001_987_654_300, True),
        (1_700_000_001_000_000_000, True),
        (1_700_000_000_000_000_000, True),
        (_NOTED + 1_000_000_000, False),
        (_NOTED - 4_000_000_000, False),
    ],
)
def test_a_time_that_is_told_less_exactly_after_a_mount_is_the_same(
    tmp_path: Path, now: int, same: bool
) -> None:
    file = tmp_path / "x.m3u"
    file.write_bytes(b"abc")
    os.utime(file, ns=(now, now))
    record = ExportRecord("x.m3u", "m3u", "", 3, _NOTED, 1, 0)
    assert (stat_if_same(file, record) is not None) is same
    assert stat_if_same(tmp_path / "y.m3u", record) is None
