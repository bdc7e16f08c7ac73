# SPDX-License-Identifier: GPL-3.0-or-later
"""What was, on the command line: the items of a job, errors by cause, and both tried again."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def far() -> Iterator[FarEnd]:
    with FarEnd() as far:
        yield far


@pytest.fixture
def world(tmp_path: Path, far: FarEnd) -> World:
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("config", "free_space_mb", "0")
    tracks = "quiet-sea.flac", "nowhere.mp3", "neither.mp3"
    world.run("add", "--name", "mixed", far.playlist("/mixed.m3u8", *tracks))
    world.outcome("sync", status=1)
    return world


def test_a_job_tells_how_each_of_its_items_ended(world: World) -> None:
    (job,) = world.json("jobs")
    assert (job["why"], job["error"], job["unwritten"]) == ("asked", None, 0)
    outcomes = world.json("jobs", str(job["id"]))
    assert sorted(outcome["state"] for outcome in outcomes) == ["done", "failed", "failed"]
    (done,) = world.json("jobs", str(job["id"]), "--state", "done")
    assert done["path"].endswith(".flac")
    assert done["speed"] == pytest.approx(done["bytes"] / done["seconds"])
    failed = world.json("jobs", str(job["id"]), "--state", "failed")
    assert {outcome["error"]["kind"] for outcome in failed} == {"http_404"}
    text = world.run("jobs", str(job["id"]))
    assert text.startswith(f"sync {job['id']}: partial, asked for, began ")
    assert "\n1 done, 2 failed, 0 skipped, " in text
    assert "\nof mixed\n" in text
    assert "404" in text
    assert "there is no sync 99" in world.error("jobs", "99", status=2)
    assert "--state goes with JOB" in world.error("jobs", "--state", "done", status=2)


def test_errors_come_by_their_cause_and_are_tried_again_together(world: World, far: FarEnd) -> None:
    (group,) = world.json("errors")
    assert (group["kind"], group["count"], group["open"]) == ("http_404", 2, 2)
    assert group["source_name"] == "mixed"
    assert "404" in group["example"]
    assert "http_404" in world.run("errors")
    assert world.json("errors", "--job", "1")[0]["count"] == 2
    assert "0 items" in world.run("retry", "--kind", "network")
    assert "0 items" in world.run("retry", "--server", "elsewhere.lan")
    assert "2 items" in world.run("retry", "--kind", "http_404", "--source", "mixed")
    assert world.json("errors") == []
    (tried,) = world.json("errors", "--job", "1")
    assert (tried["count"], tried["open"]) == (2, 0)
    far.files["/tracks/nowhere.mp3"] = far.files["/tracks/quiet-sea.flac"]
    world.outcome("sync", status=1)
    # The first job tells what was then, and what has become of it.
    first = {outcome["now"] for outcome in world.json("jobs", "1", "--state", "failed")}
    assert first == {"done", "failed"}
    assert "ITEM goes without" in world.error("retry", "1", "--kind", "gone", status=2)


def test_ended_jobs_go_when_their_time_is_over(world: World) -> None:
    world.run("config", "history_days", "0")
    world.run("sync")
    (last,) = world.json("jobs")
    assert last["id"] == 2


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_the_log_is_for_its_owner_alone(world: World) -> None:
    (log,) = world.profile.rglob("*.log")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
