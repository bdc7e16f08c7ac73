# SPDX-License-Identifier: GPL-3.0-or-later
"""Real volumes that fill up, turn read-only, vanish or are another one while a sync runs."""

import contextlib
import json

import pytest

from tests.faults.storage.rooms import Room, sshfs
from tests.scenario.cli_world import FarEnd, events, finish

pytestmark = pytest.mark.scenario

_TRACKS = ("ac-dc.mp3", "paper-boats.mp3")
_HELD = "/tracks/paper-boats.mp3"


def _settled(place: Room, out: str, kind: str) -> None:
    """The job waited for the volume, went on by itself, and no item lost a try by that."""
    happened = events(out)
    notices = [event["kind"] for event in happened if event["event"] == "notice"]
    assert notices[0] == kind, notices
    assert notices[-1] == "storage_back"
    assert (happened[-1]["event"], happened[-1]["state"]) == ("job_finished", "done")
    assert (happened[-1]["done"], happened[-1]["failed"]) == (2, 0)
    files = place.files()
    assert len(files) == 2, files
    assert all(name.endswith(".mp3") for name in files)


def _fill(place: Room) -> None:
    """Somebody else takes all the room there is."""
    place.sh("sh", "-c", f"cat /dev/zero > {place.library}/mine.bin || true")


def test_unmounted_while_running_then_another_volume_then_the_library_again(
    place: Room, far: FarEnd
) -> None:
    image, stranger = place.image(), place.image("two")
    place.mount(image)
    place.subscribe(far.playlist("/one.m3u", *_TRACKS))
    held = far.hold(_HELD)
    with place.start("sync", "--json") as sync:
        far.wait_for(_HELD)
        place.sh("umount", "--lazy", str(place.library))
        held.set()
        said = sync.line('"event": "notice"')
        assert str(place.library) in said
        assert "mount it again" in said
        assert list(place.seen.iterdir()) == [], "nothing is written into the empty mount point"
        place.mount(stranger)
        place.run("status")
        assert [path.name for path in place.seen.iterdir()] == ["lost+found"]
        place.sh("umount", str(place.library))
        place.mount(image)
        out, _ = finish(sync)
    _settled(place, said + out, "storage_offline")


def test_a_network_mount_that_dies_and_is_mounted_again(place: Room, far: FarEnd) -> None:
    """Whoever touches it then hears that its endpoint is not connected."""
    shared = place.folder / "shared"
    shared.mkdir()
    with contextlib.ExitStack() as running:
        with sshfs(place, shared, place.library) as mounted:
            place.subscribe(far.playlist("/one.m3u", *_TRACKS))
            held = far.hold(_HELD)
            sync = running.enter_context(place.start("sync", "--json"))
            far.wait_for(_HELD)
            mounted.kill()
            held.set()
            said = sync.line('"event": "notice"')
            assert "mount" in said
        with sshfs(place, shared, place.library):
            out, _ = finish(sync)
            _settled(place, said + out, "storage_offline")


def test_turned_read_only_while_running(place: Room, far: FarEnd) -> None:
    image = place.image()
    place.mount(image)
    place.subscribe(far.playlist("/one.m3u", *_TRACKS))
    held = far.hold(_HELD)
    with place.start("sync", "--json") as sync:
        sync.line('"playlist_exported"')
        far.wait_for(_HELD)
        # As the kernel itself does it after an error of the disk; a part is open for writing.
        place.sh("mount", "-o", "remount,abort", str(place.library))
        held.set()
        said = sync.line('"event": "notice"')
        place.sh("umount", "--lazy", str(place.library))
        place.mount(image)
        out, _ = finish(sync)
    _settled(place, said + out, "storage_refused")


def test_a_full_volume_is_waited_for(place: Room, far: FarEnd) -> None:
    place.tmpfs("4m")
    place.subscribe(far.playlist("/one.m3u", *_TRACKS))
    held = far.hold(_HELD)
    with place.start("sync", "--json") as sync:
        sync.line('"playlist_exported"')
        far.wait_for(_HELD)
        _fill(place)
        held.set()
        said = sync.line('"event": "notice"')
        assert "Make room" in said
        place.sh("rm", f"{place.library}/mine.bin")
        out, _ = finish(sync)
    _settled(place, said + out, "storage_full")


def test_a_playlist_that_finds_no_room_is_written_when_there_is_some(
    place: Room, far: FarEnd
) -> None:
    place.tmpfs("4m")
    place.subscribe(far.playlist("/one.m3u", *_TRACKS))
    place.run("sync")
    written = place.seen / "Playlists" / "one.m3u"
    before = written.read_text()
    far.playlist("/one.m3u", *reversed(_TRACKS))
    _fill(place)
    with place.start("sync", "--json") as sync:
        said = sync.line('"event": "notice"')
        assert written.read_text() == before, "the old one stays whole until then"
        place.sh("rm", f"{place.library}/mine.bin")
        out, _ = finish(sync)
    happened = events(said + out)
    notices = [event["kind"] for event in happened if event["event"] == "notice"]
    assert notices == ["storage_full", "storage_back"]
    assert (happened[-1]["state"], happened[-1]["unwritten"]) == ("done", 0)
    assert len(set(written.read_text().splitlines()) ^ set(before.splitlines())) == 0
    assert written.read_text() != before


def test_a_folder_that_nobody_may_change_holds_only_its_own_items_up(
    place: Room, far: FarEnd
) -> None:
    """Root may write into folders that are read-only, so this one is immutable."""
    place.mount(place.image())
    place.subscribe(far.playlist("/one.m3u", *_TRACKS))
    locked = place.library / "Mira Quell"
    place.sh("mkdir", str(locked))
    place.sh("chattr", "+i", str(locked))
    with place.start("sync", "--json") as sync:
        refused = json.loads(sync.line('"storage_refused"'))
        place.sh("chattr", "-i", str(locked))
        out, _ = finish(sync)
    # The first to tell would be a notice, were the volume held up.
    assert (refused["event"], refused["state"]) == ("item_finished", "pending")
    happened = events(out)
    assert not [event for event in happened if event["event"] == "notice"]
    assert happened[-1]["done"] == 2


def test_a_volume_too_full_for_its_marker_is_no_library(place: Room) -> None:
    place.tmpfs("64k")
    _fill(place)
    _, err = place.run("library", str(place.library), status=3)
    assert "Make room" in err
    assert len(err.splitlines()) == 1
    assert not [path for path in place.seen.rglob("*") if path.suffix in (".new", ".json")]
    place.sh("rm", f"{place.library}/mine.bin")
    place.run("library", str(place.library))
