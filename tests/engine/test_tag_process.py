# SPDX-License-Identifier: GPL-3.0-or-later
"""Crafted files among honest ones: they are kept without tags, and nobody else notices."""

import sys
import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import ItemFinished
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media import tag_frames, tags
from catalogsync_gui.media.sniff import AudioFormat
from tests.engine.world import Recorder, World, sound

INSIDE = """
import os, signal, sys
from pathlib import Path
from catalogsync_gui.media import tag_server, tags

def crafted(path):
    return b"crafted" in Path(path).read_bytes()

own_open, own_save = tags._open, tags._save

def opens(path, found):
    if crafted(path) and {early}:
        os.kill(os.getpid(), signal.SIGKILL)
    return own_open(path, found)

def saves(audio, path, *rest):
    own_save(audio, path, *rest)
    if crafted(path):
        os.truncate(path, 100)
        os.kill(os.getpid(), signal.SIGKILL)

tags._open, tags._save = opens, saves
sys.exit(tag_server.serve())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@pytest.mark.parametrize("early", [True, False], ids=["reading", "writing"])
def test_a_file_that_kills_the_tag_process_is_kept_without_tags(
    world: World,
    start: Callable[..., Engine],
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
    early: bool,
) -> None:
    expected_logs("came to a sudden end")
    code = INSIDE.format(early=early)
    monkeypatch.setattr(tag_frames, "command", lambda: [sys.executable, "-c", code])
    folder = world.library.parent
    tracks = [folder / f"{number}.mp3" for number in range(4)]
    for number, track in enumerate(tracks):
        track.write_bytes(sound(number) + (b"crafted" if number == 1 else b""))
    listed = folder / "local.m3u"
    lines = [f"#EXTINF:1,Artist - Title {track.stem}\n{track}" for track in tracks]
    listed.write_text("\n".join(["#EXTM3U", *lines, ""]))
    with world.store() as store:
        store.catalogue.add_source("playlist", "Local", str(listed), {}, 1.0)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job()
    assert world.ended(recorder).done == 4
    ends = [event.state for event in recorder.of(ItemFinished)]
    assert ends.count(ItemState.DONE) == 4
    placed = [path.read_bytes() for path in world.library.rglob("*.mp3")]
    assert len(placed) == 4
    assert tracks[1].read_bytes() in placed, "not to the byte what was fetched"
    titled = [p for p in world.library.rglob("*.mp3") if tags.read(p, AudioFormat.MP3).title]
    assert len(titled) == 3
    with world.store() as store:
        warned = [row for row in store.listing.page(0, 10) if row.warning]
    assert [row.title for row in warned] == ["Title 1"]
    assert "tags" in warned[0].warning


HANGS = """
import sys, threading
from pathlib import Path
from catalogsync_gui.media import tag_server, tags

def fill(path, *rest, **more):
    Path({marker!r}).touch()
    threading.Event().wait()

tags.fill = fill
sys.exit(tag_server.serve())
"""


def test_the_end_does_not_wait_for_a_tag_process_that_hangs(
    world: World, start: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    folder = world.library.parent
    marker, track, listed = folder / "marker", folder / "1.mp3", folder / "local.m3u"
    code = HANGS.format(marker=str(marker))
    monkeypatch.setattr(tag_frames, "command", lambda: [sys.executable, "-c", code])
    track.write_bytes(sound(1))
    listed.write_text(f"#EXTM3U\n#EXTINF:1,Artist - Title\n{track}\n")
    with world.store() as store:
        store.catalogue.add_source("playlist", "Local", str(listed), {}, 1.0)
    engine = start()
    engine.start()
    engine.start_job()
    qtbot.waitUntil(marker.exists, timeout=20_000)
    assert engine.shutdown(5.0)
    names = [thread.name for thread in threading.enumerate()]
    assert "tag process" not in names
    assert not list(world.library.rglob("1*.mp3")), "placed although it was interrupted"
