# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules, hours and limits from the command line."""

from pathlib import Path

import pytest

from tests.scenario.cli_world import FarEnd, World, finish

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_source_gets_a_rule_and_goes_back_to_the_settings(world: World, tmp_path: Path) -> None:
    playlist = tmp_path / "list.m3u"
    playlist.write_text("#EXTM3U\n", "utf-8")
    world.run("add", str(playlist))
    assert world.json("sources")[0]["schedule"] == "default"
    world.run("edit", "1", "--schedule", "daily 18:30, 6:00")
    assert world.json("sources")[0]["schedule"] == "daily 06:00, 18:30"
    error = world.error("edit", "1", "--schedule", "weekly", status=2)
    assert 'such as "every 6h"' in error
    world.run("edit", "LIST", "--schedule", "default")
    assert world.json("sources")[0]["schedule"] == "default"


def test_settings_of_the_schedule_are_checked(world: World) -> None:
    world.run("config", "download_hours", "mon-fri 08-18 limited; daily 00-06 off")
    assert world.run("config", "download_hours") == "mon-fri 08-18 limited; daily 00-06 off\n"
    world.run("config", "refresh_at", "06:00, 18:30")
    world.run("config", "on_metered", "off")
    for name, value in (("download_hours", "always"), ("refresh_at", "noon"), ("limit_kbps", "x")):
        assert f"{name} takes " in world.error("config", name, value, status=2)


def test_a_limit_for_now_and_a_pause_until_tomorrow(world: World) -> None:
    world.run("config", "refresh_hours", "0")
    world.run("config", "download_hours", "daily 00-24 off")
    with world.headless():
        status = world.json("status")
        assert status["pace"] == {
            "state": "off",
            "limit_kbps": None,
            "until": None,
            "cause": "schedule",
        }
        assert "downloads are off by your schedule\n" in world.run("status")
        words = world.run("limit", "250", "--for", "1h")
        assert words.startswith("downloads are limited to 250 kB/s until ")
        assert world.json("status")["pace"]["limit_kbps"] == 250
        assert world.run("limit", "full") == "downloads go at full speed, as you asked\n"
        assert world.run("limit", "auto") == "downloads are off by your schedule\n"
        assert world.run("pause", "--until", "tomorrow").endswith(" 06:00\n")


def test_a_sync_in_hours_without_downloads_says_why_nothing_comes(
    world: World, far: FarEnd
) -> None:
    world.run("library", str(world.library))
    world.run("add", far.playlist("/one.m3u", "ac-dc.mp3"))
    world.run("config", "download_hours", "daily 00-24 off")
    sync = world.start("sync")
    line = sync.line("downloads are off by your schedule")
    assert "limit full" in line
    world.run("limit", "full")
    finish(sync)
    assert sync.returncode == 0
    assert world.json("items")[0]["state"] == "done"


def test_the_acts_of_the_queue_describe_themselves_in_a_sentence(world: World) -> None:
    assert "\nHave come next, in the sync that runs or the next one.\n" in world.run(
        "queue", "start", "--help"
    )
