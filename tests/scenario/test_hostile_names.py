# SPDX-License-Identifier: GPL-3.0-or-later
"""Real players find every track of every variant, whatever it is called."""

import json
import shutil
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from defusedxml.ElementTree import fromstring
from mutagen.mp3 import MP3

from catalogsync_gui.paths import resources
from tests.scenario.cli_world import FarEnd, World, events
from tests.scenario.dlna import PLAYLISTS, minidlna
from tests.scenario.servers import mpd

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

TITLES = (
    "#1 with a sign",
    " spaces at both ends ",
    "50%20off + 2%2B",
    "A+B & C",
    "月のひかり",
    "🎵👩‍🚀 emoji",
    "Stra\u00dfe e\u0301 o\u0308 decomposed",
    "ü" * 200,
    "...dots",
    "[brackets] {and} 'quotes' \"too\"",
    "#EXTINF:5,not a line of its own",
    "CON",
)


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, dict[str, str]]:
    """A library of hostile names, and variant -> its file."""
    world = World(tmp_path_factory.mktemp("hostile"))
    world.run("library", str(world.library))
    # The server sees the library under the path it has here.
    server = ("--paths", "mapped", "--prefix", str(world.library), "--format", "m3u8")
    for name, *arguments in (
        ("Eight", "--format", "m3u8"),
        ("Abs", "--paths", "absolute"),
        ("Map", *server),
        ("Xspf", "--format", "xspf"),
        ("Jspf", "--format", "jspf", "--paths", "absolute"),
    ):
        world.run("exports", "add", name, "--folder", f"Lists/{name}", *arguments)
    # Without tags, so that the catalogue's titles count.
    plain = world.library.with_name("plain.mp3")
    shutil.copy(resources() / "demo" / "tracks" / "paper-boats.mp3", plain)
    MP3(plain).delete()
    sound = plain.read_bytes()
    with FarEnd() as far:
        lines = ["#EXTM3U", "#PLAYLIST:# 50%20 + 月"]
        for number, title in enumerate(TITLES):
            # A frame more makes another file of the same sound.
            far.files[f"/{number}.mp3"] = sound + sound[-417:] * number
            lines += [f"#EXTINF:5,Artist + {title[:9]} - {title}", f"/{number}.mp3"]
        far.files["/x.m3u"] = "\n".join([*lines, ""]).encode()
        world.run("add", far.address("/x.m3u"))
        told = [e for e in events(world.run("sync", "--json")) if e["event"] == "playlist_exported"]
    last = {e["variant"]: e for e in told if e["reason"] == "stage"}
    assert {e["entries"] for e in last.values()} == {len(TITLES)}
    return world, {variant: event["path"] for variant, event in last.items()}


def _wanted(world: World, lists: dict[str, str]) -> list[str]:
    """The tracks in order, as the usual file names them, relative to the library."""
    lines = (world.library / lists[""]).read_text("utf-8").splitlines()
    wanted = [line.removeprefix("../") for line in lines if not line.startswith("#")]
    assert len(wanted) == len(TITLES)
    assert all((world.library / path).is_file() for path in wanted)
    return wanted


def test_mpd(synced: tuple[World, dict[str, str]], tmp_path: Path) -> None:
    world, lists = synced
    wanted = _wanted(world, lists)
    with mpd(tmp_path / "mpd", world.library) as player:
        player.update()
        # MPD takes the addresses of XSPF for names as they stand, escaped, and reads no JSPF.
        for variant in ("", "Eight", "Abs", "Map"):
            player.ask("clear")
            player.ask(f'load "{lists[variant]}"')
            queue = [x[6:] for x in player.ask("playlistinfo") if x.startswith("file: ")]
            assert queue == wanted, variant


def test_whoever_reads_addresses(synced: tuple[World, dict[str, str]]) -> None:
    world, lists = synced
    wanted = [world.library / path for path in _wanted(world, lists)]
    xspf = world.library / lists["Xspf"]
    tree = fromstring(xspf.read_bytes())
    name = "{http://xspf.org/ns/0/}location"
    addresses = [urljoin(xspf.as_uri(), element.text) for element in tree.iter(name)]
    assert [Path(unquote(urlsplit(address).path)) for address in addresses] == wanted
    jspf = json.loads((world.library / lists["Jspf"]).read_bytes())
    found = [track["location"][0] for track in jspf["playlist"]["track"]]
    assert [Path(unquote(urlsplit(address).path)) for address in found] == wanted


def test_minidlna(synced: tuple[World, dict[str, str]], tmp_path: Path) -> None:
    world, lists = synced
    titles = [MP3(world.library / path)["TIT2"].text[0] for path in _wanted(world, lists)]
    # It reads .m3u alone, and two of a name (the third would be lost): the usual file and Abs.
    with minidlna(tmp_path / "dlna", world.library) as server:
        server.wait_for(2)
        for container, name in server.containers(PLAYLISTS).items():
            assert server.titles(container) == titles, name
