# SPDX-License-Identifier: GPL-3.0-or-later
"""Trying out what a folder can do; other file systems: tests/faults/storage/test_volumes.py."""

import errno
import os
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import StorageRefused
from catalogsync_gui.core.traits import summary, traits_of, warnings
from catalogsync_gui.media import probing
from catalogsync_gui.media.probing import clear_trials, probe_folder
from catalogsync_gui.media.volume import FOLDER, create_marker


def test_a_local_folder_can_do_everything_and_keeps_nothing(tmp_path: Path) -> None:
    traits = probe_folder(tmp_path, "ext4")
    assert list(tmp_path.iterdir()) == []
    assert traits.case_sensitive
    assert traits.refused == ""
    assert (traits.longest_name, traits.counts_bytes) == (255, True)
    assert traits.normalisation == "distinct"
    assert (traits.hard_links, traits.keeps_others, traits.symlinks) == (True, True, True)
    assert traits.time_step == 1
    assert warnings(traits) == ()
    assert traits_of(traits.table() | {"of_a_later_version": 1}) == traits
    assert "file system: ext4" in summary(traits)


def test_what_a_killed_probe_left_behind_goes_with_the_next(tmp_path: Path) -> None:
    create_marker(tmp_path)
    left = tmp_path / FOLDER / "trial-of-another"
    left.mkdir()
    (left / "first").touch()
    probe_folder(tmp_path)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["library.json"]
    clear_trials(tmp_path / "nowhere")


def test_a_folder_without_renames_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(StorageRefused, match="cannot hold a library: its files cannot be renamed"):
        probe_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_replacement_that_is_lost_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: None)
    with pytest.raises(StorageRefused, match="is not there afterwards"):
        probe_folder(tmp_path)


@pytest.mark.parametrize("most", [143, 30])
def test_names_shorter_than_usual_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    kept = probing._is_kept

    def short(folder: Path, name: str) -> bool:
        return len(name.encode()) <= most and kept(folder, name)

    monkeypatch.setattr(probing, "_is_kept", short)
    if most < 40:
        with pytest.raises(StorageRefused, match="its names hold 30 characters at most"):
            probe_folder(tmp_path)
        return
    traits = probe_folder(tmp_path)
    assert (traits.longest_name, traits.counts_bytes) == (143, True)
    assert "143 bytes" in warnings(traits)[0]
