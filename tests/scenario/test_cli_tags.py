# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags as a user of the command line asks for them, and is told of those that could not be."""

import shutil
import zlib
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from tests.scenario.cli_world import World
from tests.unit.media.audio_files import frame23, id3, mpeg_frames

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

TRACKS = Path(__file__).parents[2] / "resources" / "demo" / "tracks"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_policy_version_and_warning(world: World, tmp_path: Path) -> None:
    good, crafted, listed = tmp_path / "good.mp3", tmp_path / "bad.mp3", tmp_path / "list.m3u"
    shutil.copy(TRACKS / "ac-dc.mp3", good)
    own = ID3(good)["TIT2"].text[0]
    bomb = zlib.compress(b"\x03" + bytes(20 << 20))
    frame = frame23(b"TIT2", (20 << 20).to_bytes(4) + bomb, flags=0x80)
    crafted.write_bytes(id3(frame, version=3) + mpeg_frames(40))
    listed.write_text(f"#EXTM3U\n#EXTINF:-1,Ann - New\n{good}\n#EXTINF:-1,Ann - Bad\n{crafted}\n")
    world.run("library", str(world.library))
    world.run("config", "id3_version", "2.3")
    assert "2.4 or 2.3" in world.error("config", "id3_version", "2.2", status=2)
    words = world.error("add", str(listed), "--option", "tags=some", status=2)
    assert "fill, overwrite or leave" in words
    world.run("add", str(listed), "--option", "tags=overwrite")

    assert "2 done, 0 failed" in world.run("sync")

    done, warned = world.json("items")
    held = ID3(world.library / done["path"])
    assert own != "New"
    assert (held["TIT2"].text, held.version[:2]) == (["New"], (2, 3))
    assert done["warning"] == ""
    assert "unpack to far more" in warned["warning"]
    assert (world.library / warned["path"]).read_bytes() == crafted.read_bytes()
    assert "(warning: Its tags unpack" in world.run("items")
