# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command of the contract, with no instance running."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from catalogsync_gui import __version__
from tests.scenario.cli_world import FarEnd, World, environment, finish

# The application object comes first: sync runs in an event loop of this process.
pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_help_and_version_need_no_profile(world: World) -> None:
    assert world.run("--version") == f"Catalog Sync {__version__}\n"
    assert "exit status:" in world.run("--help")
    assert not world.profile.exists()


@pytest.mark.parametrize(
    "argv", [("nonsense",), ("add",), ("pause", "--for", "x"), ("--headless", "sync")]
)
def test_wrong_usage_is_one_line_and_status_2(world: World, argv: tuple[str, ...]) -> None:
    world.error(*argv, status=2)


def test_a_process_ends_with_the_status_and_its_error_on_stderr(world: World) -> None:
    with world.start("sync") as process:
        out, err = finish(process)
    assert (process.returncode, out) == (3, "")
    assert err.startswith("catalogsync-gui: error: no library folder is set")
    assert len(err.splitlines()) == 1


def test_a_new_profile_is_empty_and_its_owners(world: World) -> None:
    for command in ("sources", "playlists", "items", "jobs"):
        assert world.json(command) == []
        assert len(world.run(command).splitlines()) == 1
    assert stat.S_IMODE(world.profile.stat().st_mode) == 0o700
    assert stat.S_IMODE((world.profile / "run").stat().st_mode) == 0o700


def test_the_profile_may_come_from_the_environment(world: World) -> None:
    command = [sys.executable, "-m", "catalogsync_gui", "config", "workers", "5"]
    named = environment() | {"CATALOGSYNC_PROFILE": str(world.profile)}
    subprocess.run(command, env=named, check=True)
    assert world.run("config", "workers") == "5\n"


def test_without_an_instance_status_says_so_and_pause_cannot(world: World) -> None:
    assert world.json("status") == {"running": False}
    assert world.run("status") == "not running\n"
    assert "nothing runs" in world.error("pause", status=3)
    assert "nothing runs" in world.error("resume", status=3)


def test_settings_are_read_and_set_one_at_a_time(world: World) -> None:
    assert world.run("config", "workers") == "3\n"
    world.run("config", "workers", "7")
    world.run("config", "notify", "off")
    text = world.run("config")
    assert "workers = 7\n" in text
    assert "notify = no\n" in text
    for argv in (
        ("workers", "99"),
        ("workers", "many"),
        ("nope", "1"),
        ("nope",),
        ("library", "/"),
    ):
        world.error("config", *argv, status=2)
    assert world.run("config", "workers") == "7\n"


def test_the_library_must_exist_and_gets_its_marker(world: World) -> None:
    world.error("library", str(world.folder / "nope"), status=2)
    world.run("library", "music", cwd=world.folder)
    assert world.run("config", "library") == f"{world.library}\n"
    marker = json.loads((world.library / ".catalog-sync/library.json").read_text())
    assert world.run("config", "library_id") == f"{marker['id']}\n"


def test_a_subscription_from_its_beginning_to_its_end(world: World, far: FarEnd) -> None:
    world.run("library", str(world.library))
    tracks = ("paper-boats.mp3", "quiet-sea.flac")
    assert world.run("add", far.playlist("/evening.m3u", *tracks), "--name", "Evening") == "1\n"
    (source,) = world.json("sources")
    assert (source["id"], source["kind"], source["name"]) == (1, "playlist", "Evening")
    assert source["location"] == far.address("/evening.m3u")

    assert "Sync done: 2 done, 0 failed" in world.run("sync")
    (source,) = world.json("sources")
    assert (source["playlists"], source["items"]["done"]) == (1, 2)
    (playlist,) = world.json("playlists")
    assert (playlist["title"], playlist["entries"], playlist["present"]) == ("evening", 2, 2)
    assert playlist["path"] == "Playlists/evening.m3u"
    items = world.json("items", "--state", "done", "--source", "Evening")
    assert [item["id"] for item in items] == [1, 2]
    assert sorted([item["path"] for item in items] + ["Playlists/evening.m3u"]) == world.files()
    assert world.json("items", "--state", "failed") == []
    (job,) = world.json("jobs")
    assert (job["state"], job["done"], job["failed"], job["sources"]) == ("done", 2, 0, [1])
    assert [stage["name"] for stage in job["stages"]] == ["refresh", "download", "finalize"]
    for command in ("sources", "playlists", "items", "jobs"):
        assert len(world.run(command).splitlines()) > 1

    assert "2 files checked, all as they should be" in world.run("verify")
    (world.library / "Playlists/evening.m3u").unlink()
    assert "Playlists/evening.m3u (2 tracks)" in world.run("export", "1")
    assert "Playlists/evening.m3u" in world.files()
    assert "no playlist 9" in world.error("export", "9", status=2)

    world.run("remove", "Evening", "--delete-files")
    assert world.json("sources") == []
    assert world.files() == []


def test_verify_tells_what_changed_and_changes_nothing(world: World, far: FarEnd) -> None:
    assert "no library" in world.error("verify", status=3)
    world.run("library", str(world.library))
    world.run("add", far.playlist("/x.m3u", "paper-boats.mp3", "manana.mp3"))
    world.run("sync")
    first, second = (item["path"] for item in world.json("items"))
    (world.library / first).unlink()
    (world.library / second).write_bytes(b"other")
    before = world.files()
    out, err = world.outcome("verify", status=1)
    assert err == ""
    assert out.splitlines() == [
        f"missing    {first} (is not there)",
        out.splitlines()[1],
        "2 files checked: 1 missing, 1 changed",
    ]
    assert out.splitlines()[1].startswith(f"changed    {second} (5 bytes, not ")
    assert world.files() == before
    assert {item["state"] for item in world.json("items")} == {"done"}


def test_failed_items_show_their_reason_and_can_be_tried_again(world: World, far: FarEnd) -> None:
    world.run("library", str(world.library))
    world.run("add", far.playlist("/x.m3u", "paper-boats.mp3", "not-there.mp3"))
    out, err = world.outcome("sync", status=1)
    assert err == ""
    assert "1 done, 1 failed" in out
    (failed,) = world.json("items", "--state", "failed")
    assert "404" in failed["error"]["message"]
    assert world.run("retry") == "1 item put back to pending\n"
    assert [item["id"] for item in world.json("items", "--state", "pending")] == [failed["id"]]
    world.error("retry", str(failed["id"]), status=2)
    world.error("retry", "999", status=2)


def test_what_cannot_run_is_status_3_and_one_line(world: World) -> None:
    assert "no library folder is set" in world.error("sync", status=3)
    world.run("library", str(world.library))
    marker = world.library / ".catalog-sync/library.json"
    marker.unlink()
    assert "offline" in world.error("sync", status=3)
    (world.profile / "catalog-sync.db").write_bytes(b"not a database, and longer than a header" * 9)
    for suffix in ("-wal", "-shm"):
        (world.profile / f"catalog-sync.db{suffix}").unlink(missing_ok=True)
    assert "database" in world.error("sources", status=3)
    assert "database" in world.error("sync", status=3)


def test_a_source_is_named_by_id_or_name(world: World, far: FarEnd) -> None:
    world.run("library", str(world.library))
    world.run("add", far.playlist("/a.m3u", "ac-dc.mp3"), "--name", "A")
    world.run("add", far.playlist("/b.m3u", "ac-dc.mp3"), "--name", "B")
    world.run("sync", "B")
    assert [(s["name"], s["items"]["done"]) for s in world.json("sources")] == [("A", 0), ("B", 1)]
    assert "no source 'C'" in world.error("sync", "C", status=2)
    assert "no source" in world.error("remove", "7", status=2)
    assert "no source" in world.error("items", "--source", "7", status=2)


def test_a_password_is_never_where_it_could_be_read(world: World, far: FarEnd) -> None:
    address = far.playlist("/x.m3u", "ac-dc.mp3").replace("http://", "http://ann:hunter22@")
    assert "secrets_file yes" in world.error("add", address, status=3)
    assert world.json("sources") == []
    world.run("config", "secrets_file", "yes")
    world.run("library", str(world.library))
    world.run("add", address)
    plain = far.playlist("/y.m3u", "manana.mp3")
    world.run("add", plain, "--user", "bea", "--password-stdin", text="s3cret-word\n")
    world.run("add", plain + "?2", "--token-stdin", text="t0ken-word\n")
    world.error("add", plain + "?3", "--token-stdin", text="", status=2)
    secrets = world.profile / "secrets.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    world.run("sync", "1", "2")
    assert set(far.authorization) == {
        "Basic YW5uOmh1bnRlcjIy",
        "Basic YmVhOnMzY3JldC13b3Jk",
    }
    listed = world.run("sources") + world.run("sources", "--json") + world.run("config")
    for file in world.profile.rglob("*"):
        if file.is_file() and file != secrets:
            listed += file.read_bytes().decode("latin-1")
    for secret in ("hunter22", "s3cret-word", "t0ken-word"):
        assert secret in secrets.read_text()
        assert secret not in listed


def test_a_password_over_plain_http_is_warned_of_and_taken(world: World) -> None:
    world.run("config", "secrets_file", "yes")
    add = ("--user", "ann", "--password-stdin")
    for number, address in enumerate(("http://nas.lan/x.m3u", "https://example.org/x.m3u"), 1):
        assert world.run("add", address, *add, text="hunter22\n") == f"{number}\n"
    out, err = world.outcome("add", "http://example.org/y.m3u", *add, status=0, text="hunter22\n")
    assert out == "3\n"
    assert err == (
        "catalogsync-gui: warning: the password goes to example.org over plain http, where others "
        "on the way can read it; use an address with https if the server has one\n"
    )
    assert world.run("add", "http://example.org/z.m3u") == "4\n"
    # Nothing is said of what was not added.
    assert "already" in world.error("add", "http://example.org/y.m3u", *add, status=2, text="x\n")


def test_a_reader_that_leaves_ends_a_list_without_a_complaint(world: World, far: FarEnd) -> None:
    world.run("add", far.playlist("/x.m3u", "ac-dc.mp3"))
    process = world.start("sources")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    with process:
        _, err = finish(process)
    assert process.returncode == 130
    assert err == ""


def test_relative_paths_start_where_the_caller_is(world: World) -> None:
    elsewhere = world.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "list.m3u").write_text("#EXTM3U\n")
    world.run("add", "list.m3u", cwd=elsewhere)
    world.run("add", "./../elsewhere/./list.m3u", cwd=elsewhere, status=2)
    (source,) = world.json("sources")
    assert source["location"] == str(elsewhere / "list.m3u")


def test_a_folder_that_cannot_be_a_profile_is_an_error(world: World) -> None:
    world.profile.write_text("a file")
    assert "cannot be made" in world.error("sources", status=3)
