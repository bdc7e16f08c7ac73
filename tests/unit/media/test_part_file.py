# SPDX-License-Identifier: GPL-3.0-or-later
"""A part that is begun anew is another file than the one before."""

from pathlib import Path

from catalogsync_gui.media.part_file import open_part


def test_a_late_writer_does_not_reach_a_part_that_was_begun_anew(tmp_path: Path) -> None:
    part = tmp_path / "x.part"
    with open_part(part, 0) as late, open_part(part, 0) as now:
        late.write(b"late")
        now.write(b"new")
    assert part.read_bytes() == b"new"


def test_a_part_is_gone_on_with_where_it_is_good(tmp_path: Path) -> None:
    part = tmp_path / "x.part"
    part.write_bytes(b"good and not")
    with open_part(part, 4) as file:
        file.write(b", and more")
    assert part.read_bytes() == b"good, and more"
