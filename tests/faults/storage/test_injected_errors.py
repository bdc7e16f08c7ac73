# SPDX-License-Identifier: GPL-3.0-or-later
"""Single system calls on the library that fail once, each with its own error (strace)."""

import sqlite3
from contextlib import closing

import pytest

from tests.faults.storage.rooms import Room
from tests.scenario.cli_world import FarEnd, events

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_PART = ".catalog-sync-1.part"


def _strace(path: str, call: str, fault: str) -> tuple[str, ...]:
    """What the program is run by to have such a call on the path fail."""
    quiet = ("strace", "-f", "--seccomp-bpf", "-qqq", "-o", "/dev/null", "-P", path)
    return (*quiet, "-e", f"trace={call}", "-e", f"inject={call}:{fault}")


def _sync_with(place: Room, far: FarEnd, call: str, error: str, path: str) -> tuple[str, int]:
    """A sync of one track, with the first such call on the path failing.

    :returns: what it told on stdout, and the number of tries that the item had lost.
    """
    place.subscribe_here(far.playlist("/one.m3u", "ac-dc.mp3"))
    out, _ = place.run("sync", "--json", before=_strace(path, call, f"error={error}:when=1"))
    assert [name.rpartition(".")[2] for name in place.files()] == ["mp3"]
    with closing(sqlite3.connect(place.profile / "catalog-sync.db")) as db:
        ((attempts,),) = db.execute("SELECT attempts FROM items").fetchall()
    return out, attempts


@pytest.mark.parametrize(
    ("call", "error", "kind"),
    [
        ("write", "EDQUOT", "storage_full"),
        ("fsync", "ESTALE", "storage_offline"),
    ],
)
def test_an_error_of_the_volume_pauses_it_and_costs_no_try(
    place: Room, far: FarEnd, call: str, error: str, kind: str
) -> None:
    out, attempts = _sync_with(place, far, call, error, str(place.library / _PART))
    happened = events(out)
    notices = [event["kind"] for event in happened if event["event"] == "notice"]
    assert notices == [kind, "storage_back"]
    assert happened[-1]["done"] == 1
    assert attempts == 0


@pytest.mark.parametrize(
    ("call", "error", "kind"),
    [
        ("write", "EIO", "storage_refused"),
        ("linkat", "EXDEV", "path"),
    ],
)
def test_an_error_of_one_path_is_the_items_while_the_volume_is_well(
    place: Room, far: FarEnd, call: str, error: str, kind: str
) -> None:
    out, _ = _sync_with(place, far, call, error, str(place.library / _PART))
    happened = events(out)
    assert not [event for event in happened if event["event"] == "notice"]
    ended = [event for event in happened if event["event"] == "item_finished"]
    assert [event["state"] for event in ended] == ["pending", "done"]
    assert ended[0]["error"]["kind"] == kind


def test_no_handle_left_is_neither_the_volumes_fault_nor_the_items(
    place: Room, far: FarEnd
) -> None:
    out, attempts = _sync_with(place, far, "openat", "EMFILE", str(place.library / _PART))
    happened = events(out)
    assert not [event for event in happened if event["event"] == "notice"]
    ended = [event for event in happened if event["event"] == "item_finished"]
    assert [event["state"] for event in ended] == ["pending", "done"]
    assert ended[0]["error"]["kind"] == "system_busy"
    assert attempts == 0


def test_a_file_system_without_hard_links_is_no_error(place: Room, far: FarEnd) -> None:
    out, _ = _sync_with(place, far, "linkat", "EPERM", str(place.library / _PART))
    ended = [event for event in events(out) if event["event"] == "item_finished"]
    assert [event["state"] for event in ended] == ["done"]


def test_free_space_that_cannot_be_read_pauses_the_volume(place: Room, far: FarEnd) -> None:
    out, attempts = _sync_with(place, far, "statfs", "ESTALE", str(place.library))
    notices = [event["kind"] for event in events(out) if event["event"] == "notice"]
    assert notices == ["storage_offline", "storage_back"]
    assert attempts == 0


def test_a_marker_that_cannot_be_read_is_not_taken_for_gone(place: Room) -> None:
    place.prepare(f"library {place.library}")
    marker = str(place.library / ".catalog-sync" / "library.json")
    identity = (place.seen / ".catalog-sync" / "library.json").read_bytes()
    _, err = place.run(
        "library", str(place.library), status=3, before=_strace(marker, "openat", "error=EIO")
    )
    assert "cannot read" in err
    assert (place.seen / ".catalog-sync" / "library.json").read_bytes() == identity
