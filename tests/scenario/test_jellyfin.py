# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole program against a Jellyfin server: subscribing, syncing, and what changes meanwhile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scenario.cli_world import TRACKS, World
from tests.unit.sources.fake_jellyfin import FakeJellyfin, jellyfin

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def fake() -> Iterator[FakeJellyfin]:
    with jellyfin() as server:
        yield server


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("catalogsync_gui.sources.jellyfin_login.POLL_SECONDS", 0.01)
    world = World(tmp_path)
    world.run("library", str(world.library))
    world.run("config", "secrets_file", "yes")
    return world


def track(fake: FakeJellyfin, file: str, **fields: Any) -> dict[str, Any]:
    """A demo track, its size as a scan of some time ago found it."""
    made = fake.track(Path(file).stem, MediaSources=[{"Size": 12345}], **fields)
    fake.media[made["Id"]] = (TRACKS / file).read_bytes()
    return made


def test_a_subscription_by_password_from_first_to_last(world: World, fake: FakeJellyfin) -> None:
    boats = track(fake, "paper-boats.mp3", AlbumPrimaryImageTag="a1", HasLyrics=True)
    fake.images[boats["AlbumId"]] = b"\xff\xd8\xff\xe0 a picture"
    fake.lyrics[boats["Id"]] = {"Lyrics": [{"Text": "Row", "Start": 12_500_000}]}
    evening = fake.playlist("Evening", [boats, track(fake, "ac-dc.mp3")])
    fake.favourites = [boats["Id"]]
    fake.downloads = False
    address = f"{fake.base}/web/index.html#!/home.html"
    argv = ("--kind", "jellyfin", "--user", "ann", "--option", "what=playlists,favourites")
    world.run("add", address, *argv, "--password-stdin", text="päss wörd\n")
    assert "2 done, 0 failed" in world.run("sync")
    files = world.files()
    assert len(files) == 8
    assert [file for file in files if file.startswith("Playlists/")] == [
        f"Playlists/{name}.{ending}"
        for name in ("Evening", "Favourites")
        for ending in ("jpg", "m3u")
    ]
    (lyrics,) = [file for file in files if file.endswith(".lrc")]
    assert (world.library / lyrics).read_text("utf-8") == "[00:01.25]Row\n"
    assert [file for file in files if file.endswith("/cover.jpg")]
    assert fake.logins == 1
    assert fake.paths.count(f"/Items/{boats['Id']}/File") == 1

    fake.asked.clear()
    fake.sessions.clear()  # the server was set up anew, or somebody ended all sessions
    evening.items.append(track(fake, "number-one.ogg"))
    evening.etag = "e2"
    world.run("sync")
    assert fake.logins == 2
    assert not [path for path in fake.paths if path.endswith("/Download")]
    text = (world.library / "Playlists/Evening.m3u").read_text("utf-8")
    assert text.count("../") == 3

    fake.asked.clear()
    world.run("sync")
    assert [path for path in fake.paths if path.startswith("/Playlists")] == []
    kept = [file for file in world.profile.rglob("*") if file.is_file()]
    for secret in (*fake.sessions, "päss wörd"):
        holding = {file.name for file in kept if secret.encode() in file.read_bytes()}
        assert holding <= {"secrets.json"}


@pytest.mark.parametrize("running", [False, True])
def test_quick_connect(running: bool, world: World, fake: FakeJellyfin) -> None:
    fake.playlist("Evening", [track(fake, "ac-dc.mp3")])

    def subscribe() -> None:
        out, err = world.outcome("add", fake.base, "--quick-connect", status=0)
        assert out == "1\n"
        assert "Quick Connect code: 123456." in err
        (token,) = fake.sessions
        assert token not in out + err

    if running:
        with world.headless():
            subscribe()
            assert "1 done, 0 failed" in world.run("sync")
    else:
        subscribe()
        assert "1 done, 0 failed" in world.run("sync")
    assert world.files() == ["Björk/Homogenic/02 AC_DC_.mp3", "Playlists/Evening.m3u"]
    (row,) = world.json("sources")
    assert (row["kind"], row["error"]) == ("jellyfin", "")
    assert fake.logins == 0


def test_quick_connect_that_cannot_be(world: World, fake: FakeJellyfin) -> None:
    fake.quick = False
    assert "does not offer" in world.error("add", fake.base, "--quick-connect", status=3)
    fake.asked.clear()
    playlist = ("add", fake.base, "--kind", "playlist", "--quick-connect")
    assert "takes password or token" in world.error(*playlist, status=2)
    wrong = ("add", fake.base, "--quick-connect", "--option", "what=films")
    assert "what takes one or more of" in world.error(*wrong, status=2)
    assert fake.asked == []
    assert world.json("sources") == []


def test_a_wrong_password_is_said_so(world: World, fake: FakeJellyfin) -> None:
    argv = ("add", fake.base, "--kind", "jellyfin", "--user", "ann", "--password-stdin")
    world.run(*argv, text="wrong-word\n")
    out, err = world.outcome("sync", status=1)
    (row,) = world.json("sources")
    assert "does not accept the user name 'ann'" in row["error"]
    assert "wrong-word" not in out + err + row["error"]
