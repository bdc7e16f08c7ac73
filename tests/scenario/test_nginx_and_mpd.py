# SPDX-License-Identifier: GPL-3.0-or-later
"""From a real web server into the library, and from there into a real player."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from catalogsync_gui.paths import resources
from tests.scenario.servers import mpd, nginx

pytestmark = pytest.mark.scenario

TITLES = (
    "Plain",
    "#1 with a sign",
    " leading and trailing ",
    "50%20off",
    "Straße/Süden?",
    "月のひかり",
    "🎵 emoji",
    'quo"ted <b>bold</b>',
    "CON",
    "...",
    "e\u0301 decomposed",
    "long " + "ü" * 200,
)


def _catalogue(root: Path) -> list[str]:
    """Tracks of every format under hostile names; returns the file names."""
    tracks = sorted((resources() / "demo" / "tracks").iterdir())
    names = []
    for number in range(36):
        source = tracks[number % len(tracks)]
        name = f"{number:02} {TITLES[number % len(TITLES)].replace('/', '-')[:40]}{source.suffix}"
        data = source.read_bytes()
        if source.suffix == ".mp3":
            # A second ending frame makes another file of the same sound.
            data += data[-417:] * (number // len(tracks))
        (root / name).write_bytes(data)
        names.append(name)
    entries = [
        f"#EXTINF:5,Artist {number % 5} - {TITLES[number % len(TITLES)]} {number}\n{quote(name)}\n"
        for number, name in enumerate(names)
    ]
    (root / "all.m3u8").write_text("#EXTM3U\n#PLAYLIST:All of it\n" + "".join(entries), "utf-8")
    (root / "few.pls").write_text(
        "[playlist]\n"
        + "".join(
            f"File{i}={quote(names[i])}\nTitle{i}=Track {i}\nLength{i}=5\n" for i in range(1, 7)
        )
        + "NumberOfEntries=6\nVersion=2\n",
        "utf-8",
    )
    tracks_xml = "".join(
        f"<track><location>{quote(name)}</location><title>T {i}</title></track>"
        for i, name in enumerate(names[6:12])
    )
    (root / "more.xspf").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><playlist version="1"'
        f' xmlns="http://xspf.org/ns/0/"><title>More</title><trackList>{tracks_xml}</trackList>'
        "</playlist>",
        "utf-8",
    )
    return names


def _run(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-m",
            "catalogsync_gui",
            "--profile",
            str(profile),
            *arguments,
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_what_nginx_serves_plays_in_mpd(tmp_path: Path) -> None:
    root, library, profile = tmp_path / "www", tmp_path / "music", tmp_path / "profile"
    root.mkdir()
    library.mkdir()
    names = _catalogue(root)
    with nginx(tmp_path / "nginx", root) as server:
        assert _run(profile, "library", str(library)).returncode == 0
        for name in ("all.m3u8", "few.pls", "more.xspf"):
            assert _run(profile, "add", f"{server.address}/{name}").returncode == 0
        first = _run(profile, "sync", "--json")
        assert (first.returncode, first.stderr) == (0, "")
        finished = json.loads(first.stdout.splitlines()[-1])
        assert (finished["event"], finished["state"]) == ("job_finished", "done")
        assert finished["done"] == len(names) + 12
        playlists = sorted((library / "Playlists").iterdir())
        before = {path: path.stat().st_mtime_ns for path in playlists}
        assert len(playlists) == 3
        asked = len(server.requests())
        second = _run(profile, "sync", "--json")
        assert second.returncode == 0
        # The catalogues are asked about; nothing is downloaded, nothing is written.
        assert {r.rpartition("/")[2] for r in server.requests()[asked:]} <= {
            "all.m3u8",
            "few.pls",
            "more.xspf",
        }
        assert {path: path.stat().st_mtime_ns for path in playlists} == before
    verified = _run(profile, "verify")
    assert verified.returncode == 0, verified.stdout

    with mpd(tmp_path / "mpd", library) as player:
        player.update()
        for playlist in playlists:
            lines = playlist.read_text("utf-8").splitlines()
            entries = [line for line in lines if not line.startswith("#")]
            for name in (f"Playlists/{playlist.name}", playlist.stem):
                player.ask("clear")
                player.ask(f'load "{name}"')
                queue = [x[6:] for x in player.ask("playlistinfo") if x.startswith("file: ")]
                assert queue == [entry.removeprefix("../") for entry in entries], name
        for position in range(len(queue)):
            player.ask(f"play {position}")
            assert "error:" not in "\n".join(player.ask("status"))


def test_a_server_that_goes_away_leaves_nothing_half(tmp_path: Path) -> None:
    root, library, profile = tmp_path / "www", tmp_path / "music", tmp_path / "profile"
    root.mkdir()
    library.mkdir()
    _catalogue(root)
    assert _run(profile, "library", str(library)).returncode == 0
    with nginx(tmp_path / "nginx", root, rate="60k") as server:
        assert _run(profile, "add", f"{server.address}/all.m3u8").returncode == 0
        sync = subprocess.Popen(
            [sys.executable, "-m", "catalogsync_gui", "--profile", str(profile), "sync", "--json"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert sync.stdout is not None
        for line in sync.stdout:
            if json.loads(line)["event"] == "item_finished":
                break
        server.stop()
        for line in sync.stdout:
            event = json.loads(line)
            if event["event"] == "item_finished" and event["error"]:
                break
        assert event["state"] == "pending"
        assert event["error"]["message"]
        sync.terminate()
        sync.stdout.read()
        sync.stdout.close()
        assert sync.wait(10) != 0
    assert _run(profile, "verify").returncode == 0
    for path in library.rglob("*"):
        assert path.suffix != ".part" or path.name.startswith(".catalog-sync-")
