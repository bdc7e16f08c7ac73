# SPDX-License-Identifier: GPL-3.0-or-later
"""The library on the file systems of sticks, disks and shares."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.storage import demo_here
from tests.faults.storage.rooms import Room
from tests.faults.storage.volumes import fetched_from_samba, mounted
from tests.scenario.cli_world import PATIENCE, TRACKS, FarEnd, environment

pytestmark = pytest.mark.scenario

_TRACKS = ("ac-dc.mp3", "paper-boats.mp3")
_WINDOWS = '<>:"\\|?*\x01'


_NAMES = {"Señor Ñandú/Café Último/01 Mañana.mp3", "Orbit & Sons/Low Tide_ Live/03 CON.wav"}


def _contents(folder: Path) -> dict[str, str]:
    """The files of a library but our own, and their hashes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and ".catalog-sync" not in path.parts
    }


def _is_whole(music: Path) -> None:
    """The demo's music is there, and every line of its playlists names a file."""
    found = _contents(music)
    lists = [name for name in found if name.startswith("Playlists/")]
    assert len(lists) == 3
    assert len(found) - len(lists) >= len(list(TRACKS.iterdir()))
    assert found.keys() >= _NAMES
    for name in lists:
        for line in (music / name).read_text("utf-8").splitlines():
            assert line.startswith("#") or line.removeprefix("../") in found


@pytest.mark.parametrize("name", ["tmpfs", "ext4", "exfat", "vfat", "ntfs"])
def test_the_demo_is_whole_on_every_volume(place: Room, name: str) -> None:
    with mounted(place, name):
        folder = place.library / "demo"
        place.sh(sys.executable, "-m", demo_here.__name__, str(folder))
        music = place.seen / "demo"
        _is_whole(music)
        assert [path.name for path in (music / ".catalog-sync").iterdir()] == ["library.json"]


def test_a_windows_client_sees_every_name_as_it_was_written(tmp_path: Path) -> None:
    music = tmp_path / "music"
    argv = [sys.executable, "-m", demo_here.__name__, str(music)]
    subprocess.run(argv, check=True, capture_output=True, env=environment(), timeout=PATIENCE)
    taken = fetched_from_samba(tmp_path, music)
    assert _contents(taken) == _contents(music)
    _is_whole(taken)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ntfs", {"case_sensitive": True, "hard_links": True, "refused": "", "time_step": 100}),
        ("exfat", {"case_sensitive": False, "hard_links": False, "refused": _WINDOWS}),
        ("fusefat", {"case_sensitive": False, "time_step": 2 * 10**9, "unicode": False}),
    ],
)
def test_what_a_volume_can_do_is_found_out_and_all_is_well_when_it_is_mounted_again(
    place: Room, far: FarEnd, name: str, expected: dict[str, Any]
) -> None:
    with mounted(place, name) as volume:
        address = far.playlist("/one.m3u", *_TRACKS)
        out = place.prepare(*place.subscription(address), "library --json", "sync")
        said = json.loads(next(line for line in out.splitlines() if line.startswith("{")))
        assert {key: said["traits"][key] for key in expected} == expected
        assert bool(said["warnings"]) is (not said["traits"]["unicode"])
        files = _contents(place.seen)
        volume.take()
        volume.put()
        place.prepare("verify", "sync")
        assert _contents(place.seen) == files
        assert len(files) == 3
        _rot(place.seen / next(path for path in files if path.endswith(".mp3")))
        volume.take()
        volume.put()
        out, _ = place.run("verify", status=1)
        assert out.startswith("damaged"), out
    fetched = [path for path in far.asked if path.startswith("/tracks/")]
    assert sorted(fetched) == sorted(f"/tracks/{track}" for track in _TRACKS)


def _rot(path: Path) -> None:
    """Changes a byte as a bad disk does: nobody's time tells of it."""
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(status.st_size // 2)
        [byte] = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 0xFF]))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
