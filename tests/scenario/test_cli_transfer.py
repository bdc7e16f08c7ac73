# SPDX-License-Identifier: GPL-3.0-or-later
"""``config --export`` and ``config --import``: from one profile to another."""

import io
import json
import sys
from pathlib import Path

import pytest

from catalogsync_gui import app


def run(profile: Path, *argv: str) -> int:
    return app.main(["--profile", str(profile), *argv])


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile with settings and sources."""
    profile, folder = tmp_path / "there", tmp_path / "Music"
    folder.mkdir()
    (tmp_path / "list.m3u").write_text("#EXTM3U\n")
    assert run(profile, "library", str(folder)) == 0
    assert run(profile, "config", "workers", "5") == 0
    assert run(profile, "config", "language", "zh_CN") == 0
    assert run(profile, "config", "secrets_file", "yes") == 0
    assert run(profile, "config", "proxy", "http://me:hunter22@127.0.0.1:9") == 0
    assert run(profile, "add", str(tmp_path / "list.m3u"), "--kind", "playlist") == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("sesame22\n"))
    address = "https://music.example/"
    argv = ("add", address, "--kind", "subsonic", "--user", "me", "--name", "Home")
    assert run(profile, *argv, "--password-stdin") == 0
    return profile


def test_another_profile_takes_over_what_was_exported(
    there: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, here = tmp_path / "settings.json", tmp_path / "here"
    capsys.readouterr()
    assert run(there, "config", "--export", str(file), "--with-sources") == 0
    said = capsys.readouterr()
    assert "enter them anew for: Home" in said.err
    text = file.read_text("utf-8")
    assert "hunter22" not in text
    assert "sesame22" not in text
    assert str(tmp_path / "Music") not in text
    assert run(here, "config", "--import", str(file), "--dry-run") == 0
    dry = capsys.readouterr().out
    assert "workers: 3 -> 5" in dry
    assert "source: Home (subsonic, https://music.example)" in dry
    assert run(here, "config", "workers") == 0
    assert capsys.readouterr().out == "3\n"
    assert run(here, "config", "--import", str(file)) == 0
    said = capsys.readouterr()
    assert said.out == dry
    assert 'enter passwords and tokens anew ("catalogsync-gui edit") for: Home' in said.err
    assert run(here, "config", "language") == 0
    assert capsys.readouterr().out == "zh_CN\n"
    assert run(here, "config", "proxy") == 0
    assert capsys.readouterr().out == "http://127.0.0.1:9\n"
    assert run(here, "sources", "--json") == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert set(found) == {"Home", "list"}
    assert found["Home"]["options"]["user"] == "me"
    assert run(here, "config", "--import", str(file)) == 0
    assert capsys.readouterr().out == "nothing would change\n"


def test_a_bad_file_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile, file = tmp_path / "p", tmp_path / "bad.json"
    assert run(profile, "config", "workers", "4") == 0
    file.write_text('{"program": "Catalog Sync", "version": 1, "settings": {"workers": 400}}')
    assert run(profile, "config", "--import", str(file)) == 2
    assert "workers takes" in capsys.readouterr().err
    assert run(profile, "config", "--import", str(tmp_path / "none.json")) == 3
    assert "choose another file" in capsys.readouterr().err
    assert run(profile, "config", "--export", str(tmp_path / "no" / "folder.json")) == 3
    assert "name another file" in capsys.readouterr().err
    assert run(profile, "config", "workers", "--export", "x") == 2
    assert run(profile, "config", "--dry-run") == 2
    capsys.readouterr()
    assert run(profile, "config", "workers") == 0
    assert capsys.readouterr().out == "4\n"


def test_a_source_that_cannot_be_here_is_told_and_the_others_come(
    there: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, here = tmp_path / "settings.json", tmp_path / "here"
    assert run(there, "config", "--export", str(file), "--with-sources") == 0
    (tmp_path / "list.m3u").unlink()
    capsys.readouterr()
    assert run(here, "config", "--import", str(file)) == 1
    assert "not added: list: there is no file" in capsys.readouterr().err
    assert run(here, "sources", "--json") == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == ["Home"]
