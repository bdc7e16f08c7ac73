# SPDX-License-Identifier: GPL-3.0-or-later
"""``adopt``: files that were in the library before, as the command line takes them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World, events

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

NAMES = {"paper-boats.mp3": "9,Mira Quell - Paper Boats",
         "rain-on-the-roof.flac": "7,Mira Quell - Rain on the Roof"}  # fmt: skip
"""As their tags have it."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A library that another profile has filled, and a new one that is to have the same."""
    made = World(tmp_path)
    made.run("library", str(made.library))
    with FarEnd() as far:
        address = far.playlist("/x.m3u", *NAMES)
        lines = [f"#EXTINF:{words}\n/tracks/{name}\n" for name, words in NAMES.items()]
        far.files["/x.m3u"] = "".join(["#EXTM3U\n#PLAYLIST:x\n", *lines]).encode()
        made.run("add", address, "--name", "Evening")
        made.run("sync")
        made.profile = tmp_path / "other"
        shutil.rmtree(made.library / "Playlists")
        shutil.rmtree(made.library / ".catalog-sync")
        made.run("library", str(made.library))
        made.run("add", address, "--name", "Evening")
        # So that there are items, and nothing more.
        for name in NAMES:
            del far.files[f"/tracks/{name}"]
        made.outcome("sync", status=1)
        far.asked.clear()
        yield made
        assert not any(path.startswith("/tracks/") for path in far.asked)


def tracks(world: World) -> list[str]:
    return [path for path in world.files() if not path.startswith("Playlists/")]


def test_a_library_is_adopted(world: World) -> None:
    before = tracks(world)
    assert len(before) == 2
    plan = world.json("adopt", "--dry-run")
    assert (plan["event"], plan["files"], plan["known"]) == ("adopt_planned", 2, 0)
    assert [row["path"] for row in plan["certain"]] == before
    assert [row["by"] for row in plan["certain"]] == ["tags", "tags"]
    assert len(world.json("items", "--state", "failed")) == 2
    text = world.run("adopt", "--dry-run", before[0].partition("/")[0], cwd=world.library)
    assert "certain:   " in text
    text = world.run("adopt")
    for path in before:
        assert f"adopted   {path}" in text
    assert "2 tracks adopted, 0 left" in text
    assert "playlist  Playlists/x.m3u (2 tracks)" in text
    assert len(world.json("items", "--state", "done")) == 2
    assert world.run("verify").startswith("2 files checked, all as they should be")
    assert tracks(world) == before
    assert events(world.run("adopt", "--json"))[0]["known"] == 2
    world.run("sync")
    assert tracks(world) == before


def test_adopt_json_and_what_is_refused(world: World) -> None:
    assert "outside" in world.error("adopt", str(world.folder), status=2)
    assert "not a folder" in world.error("adopt", str(world.library / "none"), status=2)
    lines = events(world.run("adopt", "--json"))
    kinds = [line["event"] for line in lines]
    assert kinds[:4] == ["adopt_planned", "adopted", "adopted", "adopt_finished"]
    assert set(kinds[4:]) == {"playlist_exported"}
    assert (lines[3]["adopted"], lines[3]["left"]) == (2, 0)


def test_by_the_running_instance(world: World) -> None:
    folder = tracks(world)[0].partition("/")[0]
    with world.headless():
        out = world.run("adopt", folder, cwd=world.library)
        assert "adopted   " in out
