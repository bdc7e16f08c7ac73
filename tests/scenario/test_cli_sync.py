# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of ``sync --json``: which events, in which order, with which counts."""

import json
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.scenario.cli_world import FarEnd, World, events, finish

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_FIELDS = {
    "job_opened": {"sources"},
    "stage_opened": {"stage"},
    "stage_finished": {"stage", "done", "failed", "skipped"},
    "source_refreshed": {"source", "playlists", "tracks", "new", "unchanged", "error"},
    "item_started": {"item", "worker", "title", "source"},
    "item_finished": {"item", "worker", "state", "path", "bytes", "seconds", "error"},
    "export_requested": {"playlist", "reason"},
    "playlist_exported": {"playlist", "path", "format", "entries", "missing", "reason"},
    "job_finished": {"state", "done", "failed", "skipped", "bytes", "seconds"},
}


@pytest.fixture
def world(tmp_path: Path, far: FarEnd) -> World:
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("add", far.playlist("/one.m3u", "paper-boats.mp3", "quiet-sea.flac", "ac-dc.mp3"))
    world.run("add", far.playlist("/two.m3u", "moonlight.opus", "ac-dc.mp3"))
    return world


def _check_contract(happened: list[dict[str, Any]], world: World) -> None:
    """Everything the contract promises of one job, whatever came of it."""
    assert happened[0]["event"] == "job_opened"
    assert happened[-1]["event"] == "job_finished"
    jobs = {event["job"] for event in happened}
    assert len(jobs) == 1
    assert None not in jobs
    for event in happened:
        assert isinstance(event["at"], float)
        if event["event"] in _FIELDS:
            assert _FIELDS[event["event"]] <= event.keys()
        else:
            assert event["event"] == "notice"

    words = [(event["event"], event.get("stage") or event.get("reason")) for event in happened]
    if ("stage_opened", "download") in words:
        after = words[words.index(("stage_opened", "download")) + 1 :]
        names = [name for name, _ in after]
        assert "item_started" in names
        assert "playlist_exported" not in names[: names.index("item_started")]

    finalized = words.index(("stage_finished", "finalize"))
    exported = [
        event["playlist"]
        for event in happened[:finalized]
        if event["event"] == "playlist_exported" and event["reason"] == "stage"
    ]
    job_sources = set(happened[0]["sources"])
    playlists = [p["id"] for p in world.json("playlists") if p["source"] in job_sources]
    assert sorted(exported) == sorted(playlists)

    started: set[int] = set()
    outcomes: Counter[str] = Counter()
    received = 0
    for event in happened:
        if event["event"] == "item_started":
            assert event["item"] not in started
            started.add(event["item"])
        elif event["event"] == "item_finished":
            # One without a worker was never started: it has no usable address, say.
            assert (event["item"] in started) == (event["worker"] is not None)
            started.discard(event["item"])
            outcomes[event["state"]] += 1
            received += event["bytes"]
            assert (event["error"] is None) == (event["state"] == "done")
            if event["state"] == "done":
                assert "\\" not in event["path"]
                assert (world.library / event["path"]).is_file()
    assert not started
    end = happened[-1]
    assert {key: end[key] for key in ("done", "failed", "skipped")} == {
        key: outcomes[key] for key in ("done", "failed", "skipped")
    }
    assert end["bytes"] == received
    stage = next(e for e in happened if e.get("stage") == "download" and "done" in e)
    assert {key: stage[key] for key in ("done", "failed", "skipped")} == {
        key: end[key] for key in ("done", "failed", "skipped")
    }


def test_a_sync_of_everything(world: World) -> None:
    happened = events(world.run("sync", "--json"))
    _check_contract(happened, world)
    assert happened[0]["sources"] == [1, 2]
    assert (happened[-1]["state"], happened[-1]["done"]) == ("done", 5)
    refreshed = [event for event in happened if event["event"] == "source_refreshed"]
    assert [(e["source"], e["tracks"], e["new"]) for e in refreshed] == [(1, 3, 3), (2, 2, 2)]
    on_disk = {e["path"] for e in happened if e["event"] in {"item_finished", "playlist_exported"}}
    assert sorted(on_disk) == world.files()


def test_a_sync_with_failures_is_partial_and_status_1(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/three.m3u", "gone-1.mp3", "manana.mp3", "gone-2.mp3"))
    out, err = world.outcome("sync", "3", "--json", status=1)
    assert err == ""
    happened = events(out)
    _check_contract(happened, world)
    end = happened[-1]
    assert (end["state"], end["done"], end["failed"]) == ("partial", 1, 2)
    failed = [e for e in happened if e["event"] == "item_finished" and e["state"] == "failed"]
    for event in failed:
        assert set(event["error"]) == {"kind", "message"}
        assert event["path"] == ""


def test_what_is_done_is_not_fetched_again(world: World, far: FarEnd) -> None:
    world.run("sync")
    asked = [path for path in far.asked if path.startswith("/tracks/")]
    happened = events(world.run("sync", "--json"))
    assert happened[-1]["state"] == "done"
    assert not any(event["event"] == "item_started" for event in happened)
    assert [path for path in far.asked if path.startswith("/tracks/")] == asked


def test_a_catalogue_that_cannot_be_read_is_told_and_the_others_go_on(
    world: World, far: FarEnd
) -> None:
    del far.files["/one.m3u"]
    out, _ = world.outcome("sync", "--json", status=1)
    happened = events(out)
    refreshed = {e["source"]: e["error"] for e in happened if e["event"] == "source_refreshed"}
    assert refreshed[1] is not None
    assert refreshed[2] is None
    assert happened[-1]["done"] == 2


def test_events_come_as_they_happen(world: World, far: FarEnd) -> None:
    held = far.hold("/tracks/paper-boats.mp3")
    with world.start("sync", "--json") as process:
        assert process.stdout is not None
        begun = []
        for line in process.stdout:
            begun.append(json.loads(line))
            if begun[-1]["event"] == "item_finished":
                break
        held.set()
        # To the end in the same way: what this reader holds already, another would not see.
        begun += map(json.loads, process.stdout)
        _, err = finish(process)
    assert (process.returncode, err) == (0, "")
    _check_contract(begun, world)


def test_ctrl_c_puts_the_items_back_and_the_next_sync_ends_the_work(
    world: World, far: FarEnd
) -> None:
    far.hold("/tracks/paper-boats.mp3")
    with world.start("sync", "--json") as process:
        far.wait_for("/tracks/paper-boats.mp3")
        process.send_signal(signal.SIGINT)
        out, err = finish(process)
    assert (process.returncode, err) == (130, "")
    happened = events(out)
    assert happened[-1]["event"] == "job_finished"
    assert happened[-1]["state"] == "cancelled"
    put_back = [e["item"] for e in happened if e.get("state") == "pending"]
    assert put_back
    states = {item["id"]: item["state"] for item in world.json("items")}
    assert {states[item] for item in put_back} == {"pending"}
    assert "running" not in states.values()
    assert world.json("status") == {"running": False}

    far.hold("/tracks/paper-boats.mp3").set()
    world.run("sync")
    assert {item["state"] for item in world.json("items")} == {"done"}
    assert not list(world.library.rglob(".catalog-sync-*.part"))


def test_a_reader_that_leaves_stops_the_sync(world: World, far: FarEnd) -> None:
    held = far.hold("/tracks/paper-boats.mp3")
    with world.start("sync", "--json") as process:
        assert process.stdout is not None
        far.wait_for("/tracks/paper-boats.mp3")
        process.stdout.close()
        process.stdout = None
        held.set()
        _, err = finish(process)
    assert (process.returncode, err) == (130, "")
    assert "running" not in {item["state"] for item in world.json("items")}


def test_a_killed_sync_leaves_nothing_that_blocks_the_next(world: World, far: FarEnd) -> None:
    far.hold("/tracks/paper-boats.mp3")
    with world.start("sync") as process:
        far.wait_for("/tracks/paper-boats.mp3")
        process.kill()
        finish(process)
    far.hold("/tracks/paper-boats.mp3").set()
    happened = events(world.run("sync", "--json"))
    assert happened[-1]["state"] == "done"
    assert {item["state"] for item in world.json("items")} == {"done"}
