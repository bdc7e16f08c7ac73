# SPDX-License-Identifier: GPL-3.0-or-later
"""Real volumes that fill up, turn read-only, vanish or are another one while a sync runs."""

import pytest

from tests.faults.storage.rooms import Room
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
        far.wait_for(_HELD)
        place.sh("sh", "-c", f"cat /dev/zero > {place.library}/mine.bin || true")
        held.set()
        said = sync.line('"event": "notice"')
        assert "Make room" in said
        place.sh("rm", f"{place.library}/mine.bin")
        out, _ = finish(sync)
    _settled(place, said + out, "storage_full")


def test_a_volume_too_full_for_its_marker_is_no_library(place: Room) -> None:
    place.tmpfs("64k")
    place.sh("sh", "-c", f"cat /dev/zero > {place.library}/mine.bin || true")
    _, err = place.run("library", str(place.library), status=3)
    assert "Make room" in err
    assert len(err.splitlines()) == 1
    assert not [path for path in place.seen.rglob("*") if path.suffix in (".new", ".json")]
    place.sh("rm", f"{place.library}/mine.bin")
    place.run("library", str(place.library))
