# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the profile lies: named, portable, or the user's own."""

import os
import sys
from pathlib import Path

import pytest

from catalogsync_gui import app, paths
from catalogsync_gui.paths import Profile, frozen_program, portable_folder


def test_without_the_mark_it_is_the_users_own(tmp_path: Path) -> None:
    profile = Profile.resolve(None, {}, tmp_path / "catalogsync-gui")
    assert profile == Profile.own({})
    assert not profile.portable


def test_a_file_beside_the_program_keeps_the_profile_there(tmp_path: Path) -> None:
    (tmp_path / "portable").touch()
    profile = Profile.resolve(None, {}, tmp_path / "catalogsync-gui")
    assert profile.portable
    assert profile.settings_file == tmp_path / "profile" / "settings.toml"
    assert profile.database.parent == tmp_path / "profile"
    profile.create()
    assert profile.logs.is_dir()


def test_a_folder_of_that_name_is_the_profile(tmp_path: Path) -> None:
    (tmp_path / "portable").mkdir()
    assert Profile.resolve(None, {}, tmp_path / "x").config == tmp_path / "portable"


def test_what_is_asked_for_comes_first(tmp_path: Path) -> None:
    (tmp_path / "portable").touch()
    there, named = tmp_path / "x", str(tmp_path / "named")
    assert Profile.resolve(named, {}, there).config == Path(named)
    assert Profile.resolve(None, {"CATALOGSYNC_PROFILE": named}, there).config == Path(named)
    assert not Profile.resolve(named, {}, there).portable


@pytest.mark.skipif(os.name != "posix", reason="sockets are files there only")
def test_the_socket_is_not_on_the_stick_and_two_copies_have_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "portable").touch()
        made.append(Profile.resolve(None, program=tmp_path / name / "x").runtime)
    assert made[0] != made[1]
    assert all(tmp_path / "run" in path.parents for path in made)


def test_the_program_is_what_a_person_sees_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert frozen_program({"APPIMAGE": "/x/Catalog_Sync.AppImage"}) is None, "it is not frozen"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "catalogsync-gui"))
    assert frozen_program({}) == tmp_path / "catalogsync-gui"
    image = tmp_path / "Catalog_Sync.AppImage"
    assert frozen_program({"APPIMAGE": str(image)}) == image
    bundle = tmp_path / "Catalog Sync.app"
    monkeypatch.setattr(sys, "executable", str(bundle / "Contents" / "MacOS" / "catalogsync-gui"))
    assert frozen_program({}) == bundle
    (tmp_path / "portable").touch()
    assert portable_folder(frozen_program({})) == tmp_path / "profile"


def test_a_portable_copy_that_cannot_write_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "portable").touch()
    # A file in its way: it stops root as well, which rights do not.
    (tmp_path / "profile").touch()
    monkeypatch.delenv("CATALOGSYNC_PROFILE", raising=False)
    monkeypatch.setattr(paths, "frozen_program", lambda _environ: tmp_path / "catalogsync-gui")
    assert app.main(["sources"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "portable" in err
    assert str(tmp_path / "profile") in err
    assert "--profile" in err
