# SPDX-License-Identifier: GPL-3.0-or-later
"""The profile's volume in trouble, while the library's is well; and a process short of handles."""

import contextlib
import json
import sqlite3

import pytest

from tests.faults.storage.rooms import Room, sshfs
from tests.scenario.cli_world import FarEnd, events, finish

pytestmark = pytest.mark.scenario

_TRACKS = ("ac-dc.mp3", "paper-boats.mp3")
_FULL = (
    "catalogsync-gui: error: the disk that holds the profile {} is full; make room and start again"
)


def _items(place: Room) -> list[tuple[str, int]]:
    """State and lost tries of every item; nobody has the database open."""
    copy = place.folder / "copy.db"
    # SQLite would resolve the way into the namespace, and come out of it.
    copy.write_bytes((place.seen_profile / "catalog-sync.db").read_bytes())
    with contextlib.closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return db.execute("SELECT state, attempts FROM items ORDER BY id").fetchall()


def test_the_databases_disk_is_full(place: Room, far: FarEnd) -> None:
    place.profile.mkdir()
    place.sh("mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place.profile))
    place.subscribe(far.playlist("/one.m3u", *_TRACKS))
    mine = place.profile / "mine.bin"
    fill = ("sh", "-c", f"cat /dev/zero >> {mine} || true")
    held = far.hold("/tracks/paper-boats.mp3")
    with place.start("sync", "--json") as sync:
        sync.line('"playlist_exported"')
        far.wait_for("/tracks/paper-boats.mp3")
        place.sh(*fill)
        held.set()
        out, err = finish(sync)
    assert sync.returncode == 3
    assert err.splitlines() == [
        "catalogsync-gui: error: the disk that holds the database is full. Make room on it; "
        "nothing that was done is lost"
    ]
    assert events(out)[-1]["error"]["kind"] == "database_full"
    # Its end gave some room back.
    place.sh(*fill)
    _, err = place.run("sync", status=3)
    assert err.splitlines() == [_FULL.format(place.profile)]
    place.sh("rm", str(mine))
    out, _ = place.run("sync", "--json")
    assert events(out)[-1]["done"] == 1
    assert _items(place) == [("done", 0), ("done", 0)]


def test_a_database_on_a_network_file_system_is_refused(place: Room) -> None:
    place.profile.mkdir()
    far = place.folder / "far"
    far.mkdir()
    with sshfs(place, far, place.profile):
        _, err = place.run("sources", status=3)
    assert "cannot live on a network file system (fuse.sshfs)" in err
    assert "Choose a profile folder on a local disk" in err
    assert len(err.splitlines()) == 1
    assert not list(far.rglob("*.db"))


def test_a_process_that_may_open_nothing_more_loses_nothing(place: Room, far: FarEnd) -> None:
    place.subscribe(far.playlist("/one.m3u", *_TRACKS))
    held = far.hold("/tracks/paper-boats.mp3")
    with place.start("sync", "--json") as sync:
        sync.line('"playlist_exported"')
        far.wait_for("/tracks/paper-boats.mp3")
        limit = ("prlimit", "--pid", str(sync.pid))
        place.sh(*limit, "--nofile=3:")
        held.set()
        put_back = json.loads(sync.line('"item_finished"'))
        place.sh(*limit, "--nofile=1024:")
        out, _ = finish(sync)
    assert put_back["state"] == "pending"
    assert put_back["error"]["kind"] == "system_busy"
    assert "limit of open files" in put_back["error"]["message"]
    assert not [event for event in events(out) if event["event"] == "notice"]
    assert _items(place) == [("done", 0), ("done", 0)]
    assert place.files() == [
        "Mira Quell/Paper Boats/01 Paper Boats.mp3",
        "Orbit & Sons/Unknown Album/AC_DC_.mp3",
    ]
