# SPDX-License-Identifier: GPL-3.0-or-later
"""Licences and credits from the catalogue to the command line and the file beside playlists."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.scenario.cli_world import TRACKS, FarEnd, World
from tests.scenario.servers import wait_until

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel><title>Waves</title><link>https://waves.example/</link>
<podcast:license>cc-by-4.0</podcast:license>
<item><title>Boats</title><guid>1</guid><link>https://waves.example/boats</link>
<enclosure url="{address}" type="audio/mpeg" length="{size}"/></item>
</channel></rss>
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.run("library", str(made.library))
    with FarEnd() as far:
        track = (TRACKS / "paper-boats.mp3").read_bytes()
        far.files["/boats.mp3"] = track
        feed = _FEED.format(address=far.address("/boats.mp3"), size=len(track))
        far.files["/feed.xml"] = feed.encode()
        made.run("add", far.address("/feed.xml"), "--kind", "podcast")
        made.run("add", far.playlist("/x.m3u", "quiet-sea.flac"), "--name", "List")
        made.run("config", "credits_file", "yes")
        made.run("sync")
        yield made


def test_licences_are_kept_filtered_and_exported(world: World, tmp_path: Path) -> None:
    [mine] = world.json("items", "--license", "cc by")
    assert mine["title"] == "Boats"
    [other] = world.json("items", "--licence", "unknown")
    assert other["source_name"] == "List"
    words = world.error("items", "--license", "GPL", status=2)
    assert "there are: CC BY 4.0, unknown" in words
    text = world.run("credits")
    assert text.index("CC BY 4.0") < text.index('"Boats"') < text.index("Licence unknown")
    assert "https://waves.example/boats" in text
    assert "Boats" not in world.run("credits", "--source", "List")
    playlist = next(p for p in world.json("playlists") if p["source"] == mine["source"])
    [one] = _table(world.run("credits", "--playlist", str(playlist["id"]), "--format", "csv"))
    assert (one["title"], one["license"], one["path"]) == ("Boats", "CC BY 4.0", mine["path"])
    page = tmp_path / "credits.html"
    assert "2 tracks" in world.run("credits", "--output", str(page))
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    nowhere = str(tmp_path / "none" / "x.txt")
    assert "name another file" in world.error("credits", "--output", nowhere, status=3)


def test_a_file_beside_the_playlists_follows_the_library(
    world: World, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("changed by somebody else")
    file = world.library / "Playlists" / "Credits.txt"
    first = file.read_text("utf-8")
    assert '"Boats"' in first
    written = file.stat().st_mtime_ns
    world.run("export")
    assert file.stat().st_mtime_ns == written
    file.write_text("mine")
    world.run("remove", "List")
    world.run("export")
    assert "Licence unknown" not in file.read_text("utf-8")
    [kept] = file.parent.glob("Credits.txt.edited-*")
    assert kept.read_text() == "mine"
    with world.headless():
        world.run("config", "credits_file", "no")
        wait_until(lambda: not file.exists())
        file.write_text("somebody else's")
        world.run("config", "credits_file", "yes")
        second = file.with_name("Credits (2).txt")
        wait_until(second.exists)
    assert '"Boats"' in second.read_text("utf-8")
    assert file.read_text() == "somebody else's"


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))
