# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands while an instance runs: it carries them out, and nobody starts a second engine."""

import json
import signal
from pathlib import Path

import pytest

from catalogsync_gui.control.client import ask
from catalogsync_gui.control.protocol import Request
from catalogsync_gui.paths import Profile
from tests.scenario.cli_world import PATIENCE, FarEnd, World, events, finish

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_SLOW = "paper-boats.mp3"


@pytest.fixture
def world(tmp_path: Path, far: FarEnd) -> World:
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("add", far.playlist("/one.m3u", _SLOW, "ac-dc.mp3"), "--name", "One")
    return world


def test_a_service_runs_until_sigterm_and_ends_with_status_0(world: World) -> None:
    with world.headless() as process:
        status = world.json("status")
        assert (status["running"], status["state"], status["workers"]) == (True, "idle", [])
        assert world.run("status").startswith("idle\n")
    assert process.returncode == 0
    assert world.json("status") == {"running": False}
    with world.headless() as process:
        process.send_signal(signal.SIGINT)
        finish(process)
    assert process.returncode == 0


def test_a_second_instance_is_refused_and_names_the_first(world: World) -> None:
    with world.headless() as process:
        with world.start("--headless") as second:
            _, err = finish(second)
        assert second.returncode == 3
        assert f"already (process {process.pid})" in err
        assert "without a window" in world.error(status=3)


def test_status_while_something_runs_shows_what_runs_and_only_that(
    world: World, far: FarEnd
) -> None:
    held = far.hold(f"/tracks/{_SLOW}")
    with world.headless():
        with world.start("sync", "--json") as sync:
            sync.line('"item_finished"')
            far.wait_for(f"/tracks/{_SLOW}")
            status = world.json("status")
            assert status["state"] == "running"
            assert (status["done"], status["failed"]) == (1, 0)
            (row,) = status["workers"]
            assert row["title"] == f"Title of {_SLOW}"
            assert row["source"] == "One"
            assert row["total"] == len(far.files[f"/tracks/{_SLOW}"])
            assert status["speed"] == row["speed"]
            assert f"Title of {_SLOW}" in world.run("status")
            held.set()
            out, err = finish(sync)
        assert (sync.returncode, err) == (0, "")
        assert events(out)[-1]["state"] == "done"
        after = world.json("status")
        assert (after["state"], after["workers"], after["speed"]) == ("idle", [], 0)
        assert after["last_job"]["done"] == 2


def test_the_same_output_and_status_come_from_the_running_instance(
    world: World, far: FarEnd
) -> None:
    with world.headless():
        assert "2 done, 0 failed" in world.run("sync")
        happened = events(world.run("sync", "One", "--json"))
        assert happened[0]["event"] == "job_opened"
        assert happened[-1]["event"] == "job_finished"
        added = world.run("add", far.playlist("/two.m3u", "gone.mp3"), "--name", "Two")
        assert added == "2\n"
        out, err = world.outcome("sync", "Two", "--json", status=1)
        assert (events(out)[-1]["failed"], err) == (1, "")
        assert world.run("retry") == "1 item put back to pending\n"
        assert "no source 'Three'" in world.error("sync", "Three", status=2)
        assert "already subscribed" in world.error("add", far.address("/two.m3u"), status=2)
        world.run("config", "workers", "6")
        assert world.run("config", "workers") == "6\n"
        world.error("config", "workers", "99", status=2)
        (world.library / "Playlists/one.m3u").unlink()
        assert "Playlists/one.m3u (2 tracks)" in world.run("export", "1")
        assert "Playlists/one.m3u" in world.files()
        assert world.run("verify").startswith("2 files checked, all")
        assert world.run("remove", "One", "--delete-files") == "removed One, 2 files deleted\n"
        assert world.files() == []
        assert [source["name"] for source in world.json("sources")] == ["Two"]
    assert world.run("config", "workers") == "6\n"


@pytest.mark.parametrize("argv", [("demo",), ("sources",), (), ("nonsense",), ("--version",)])
def test_what_is_not_to_be_forwarded_is_refused_by_the_instance(
    world: World, argv: tuple[str, ...]
) -> None:
    name = Profile.resolve(str(world.profile)).socket_name
    said: list[str] = []
    with world.headless():
        assert ask(name, Request(argv, "/"), said.append, said.append, said.append) == 2
        assert world.json("status")["state"] == "idle"


def test_relative_paths_and_secrets_reach_the_running_instance(world: World) -> None:
    (world.folder / "mine.m3u").write_text("#EXTM3U\n")
    music = world.folder / "other music"
    music.mkdir()
    with world.headless():
        world.run("config", "secrets_file", "yes")
        world.run("add", "mine.m3u")
        world.run("library", "other music")
        address = "http://127.0.0.1:9/x.m3u"
        world.run("add", address, "--user", "u", "--password-stdin", text="hunter22\n")
        far_away = ("add", "http://music.example.org/x.m3u", "--token-stdin")
        out, err = world.outcome(*far_away, status=0, text="t0ken-word\n")
        assert out == "4\n"
        assert err.startswith("catalogsync-gui: warning: the token goes to music.example.org over")
        assert len(err.splitlines()) == 1
    assert [source["location"] for source in world.json("sources")][1:3] == [
        str(world.folder / "mine.m3u"),
        address,
    ]
    assert world.run("config", "library") == f"{music}\n"
    assert "hunter22" in (world.profile / "secrets.json").read_text()
    assert "hunter22" not in (world.profile / "logs/catalog-sync.log").read_text()


def test_pause_and_resume(world: World) -> None:
    with world.headless():
        assert world.run("pause") == "paused\n"
        status = world.json("status")
        assert (status["state"], status["paused_until"]) == ("paused", None)
        assert world.run("pause", "--for", "1h30m").startswith("paused until ")
        status = world.json("status")
        assert status["paused_until"] > 0
        assert world.run("resume") == "resumed\n"
        assert world.json("status")["state"] == "idle"


def test_ctrl_c_at_a_forwarded_sync_leaves_the_job_to_the_instance(
    world: World, far: FarEnd
) -> None:
    held = far.hold(f"/tracks/{_SLOW}")
    with world.headless() as service:
        with world.start("sync") as sync:
            far.wait_for(f"/tracks/{_SLOW}")
            sync.send_signal(signal.SIGINT)
            _, err = finish(sync)
        assert sync.returncode == 130
        assert err == "catalogsync-gui: the sync goes on in the running instance\n"
        assert world.json("status")["state"] == "running"
        held.set()
        service.line("2 done, 0 failed", err=True)
    assert {item["state"] for item in world.json("items")} == {"done"}


def test_two_callers_of_one_sync_queue_and_both_get_their_end(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/two.m3u", "manana.mp3"), "--name", "Two")
    held = far.hold(f"/tracks/{_SLOW}")
    with world.headless():
        with world.start("sync", "One", "--json") as one:
            far.wait_for(f"/tracks/{_SLOW}")
            with world.start("sync", "Two", "--json") as two:
                # It is queued when the instance has acknowledged it; the gate opens after that
                # or before, and the outcome is the same.
                held.set()
                first, _ = finish(one)
                second, _ = finish(two)
        assert (one.returncode, two.returncode) == (0, 0)
        assert [e["sources"] for e in events(first) if e["event"] == "job_opened"] == [[1]]
        assert [e["sources"] for e in events(second) if e["event"] == "job_opened"] == [[2]]
        assert events(second)[-1]["done"] == 1


def test_a_foreground_sync_answers_others_and_waits_for_them(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/two.m3u", "manana.mp3"), "--name", "Two")
    slow, slower = far.hold(f"/tracks/{_SLOW}"), far.hold("/tracks/manana.mp3")
    with world.start("sync", "One", "--json") as own:
        far.wait_for(f"/tracks/{_SLOW}")
        assert world.json("status")["job"] == 1
        with world.start("sync", "Two", "--json") as guest:
            slow.set()
            own.line('"job_finished"')
            guest.line('"item_started"')
            slower.set()
            out, err = finish(guest)
        finish(own)
    assert (own.returncode, guest.returncode, err) == (0, 0, "")
    assert json.loads(out.splitlines()[-1])["done"] == 1


def test_an_instance_that_ends_tells_whoever_waits(world: World, far: FarEnd) -> None:
    far.hold(f"/tracks/{_SLOW}")
    with world.headless() as service:
        with world.start("sync") as sync:
            far.wait_for(f"/tracks/{_SLOW}")
            service.terminate()
            _, err = finish(sync)
        service.wait(PATIENCE)
    assert service.returncode == 0
    assert sync.returncode == 3
    assert "ended before it had answered" in err
    assert "running" not in {item["state"] for item in world.json("items")}


def test_a_killed_instance_blocks_nobody(world: World) -> None:
    with world.headless() as service:
        service.kill()
        service.wait(PATIENCE)
    assert (world.profile / "lock").exists()
    assert world.json("status") == {"running": False}
    assert "2 done" in world.run("sync")
