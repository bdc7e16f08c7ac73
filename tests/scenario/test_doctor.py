# SPDX-License-Identifier: GPL-3.0-or-later
"""``doctor`` where it is needed: damaged, offline, taken, unwritable; and where all is well."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.scenario.cli_world import FarEnd, World, finish

pytestmark = pytest.mark.scenario


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.run("config", "secrets_file", "yes")
    world.run("config", "free_space_mb", "0")
    world.run("library", str(world.library))
    return world


def _states(world: World, status: int) -> dict[str, str]:
    out, err = world.outcome("doctor", "--json", status=status)
    assert err == ""
    return {found["about"]: found["state"] for found in json.loads(out)["findings"]}


def test_all_is_well_and_the_file_tells_what_helps(world: World, tmp_path: Path) -> None:
    with FarEnd() as far:
        world.run("add", far.playlist("/mine.m3u", "con.wav"))
        world.run("sync")
        out, _ = world.outcome("doctor", "--output", str(tmp_path / "all.zip"), status=0)
        told = json.loads(world.run("doctor", "--json"))
    assert "ok       database: it is sound (schema" in out
    assert "1 of 1 take connections" in out
    assert "no passwords and no tokens" in out
    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        facts: dict[str, Any] = json.loads(archive.read("diagnostics.json"))
        assert archive.namelist() == ["diagnostics.json", "catalog-sync.log"]
    assert facts["settings"]["values"]["library"] == str(world.library)
    assert facts["database"]["integrity"] == ["ok"]
    assert facts["database"]["jobs"][0]["state"] in {"done", "partial"}
    assert facts["program"]["qt"]
    assert facts["platform"]["system"]
    assert facts["library"]["file_system"]
    assert list(facts["network"]["hosts"].values()) == ["ok"]
    assert {found["state"] for found in told["findings"]} <= {"ok", "note"}


def test_nothing_is_there_yet(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert _states(world, 1) == {
        "profile": "ok",
        "settings": "ok",
        "database": "note",
        "running instance": "ok",
        "library": "problem",
        "secret store": "note",
    }
    assert not (world.profile / "catalog-sync.db").exists()


@pytest.mark.parametrize("where", [0, 4096], ids=["its head", "its middle"])
def test_the_database_is_damaged(world: World, where: int) -> None:
    world.run("sources")
    file = world.profile / "catalog-sync.db"
    data = bytearray(file.read_bytes())
    data[where : where + 3000] = b"\xff" * 3000
    file.write_bytes(data)
    assert _states(world, 1)["database"] == "problem"
    assert "it is damaged" in world.outcome("doctor", status=1)[0]
    assert file.read_bytes() == data


def test_the_database_is_newer(world: World) -> None:
    world.run("sources")
    with closing(sqlite3.connect(world.profile / "catalog-sync.db")) as database:
        database.execute("PRAGMA user_version=99")
    out, _ = world.outcome("doctor", status=1)
    assert "a newer version of Catalog Sync wrote it (schema 99" in out


def test_the_settings_are_damaged_and_stay_as_they_are(world: World) -> None:
    (world.profile / "settings.toml").write_text("workers = ", "utf-8")
    states = _states(world, 1)
    assert (states["settings"], states["library"]) == ("problem", "ok")
    assert (world.profile / "settings.toml").read_text("utf-8") == "workers = "


def test_the_library_is_offline(world: World) -> None:
    shutil.rmtree(world.library)
    world.library.mkdir()
    out, _ = world.outcome("doctor", status=1)
    assert "problem  library" in out
    assert "-> connect or mount it" in out
    assert list(world.library.iterdir()) == []


def test_a_server_does_not_answer(world: World) -> None:
    with FarEnd() as far:
        address = far.address("/mine.m3u")
    world.run("add", address)
    out, _ = world.outcome("doctor", status=1)
    assert f"problem  servers: {address.removesuffix('/mine.m3u')}: Connection refused" in out


def test_an_instance_runs_and_one_is_stuck(world: World) -> None:
    with world.headless() as service:
        told = json.loads(world.outcome("doctor", "--json", status=0)[0])
        assert told["instance"]["running"] is True
        assert told["instance"]["status"]["running"] is True
        service.terminate()
        finish(service)
    assert _states(world, 0)["running instance"] == "ok"


def test_the_profile_cannot_be_made(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.profile.write_text("in the way")
    out, _ = world.outcome("doctor", status=1)
    assert "there is none yet" in out


def test_the_file_cannot_be_written(world: World, tmp_path: Path) -> None:
    line = world.error("doctor", "--output", str(tmp_path / "none" / "x.json"), status=3)
    assert "name another file" in line
    (tmp_path / "none").mkdir()
    world.run("doctor", "--output", str(tmp_path / "none" / "x.json"))
    assert [path.name for path in (tmp_path / "none").iterdir()] == ["x.json"]
