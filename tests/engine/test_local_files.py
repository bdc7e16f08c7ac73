# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks that a playlist on the disk names by their paths, however odd what lies there is."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from catalogsync_gui.core.events import ItemFinished
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World, sound


def run(world: World, start: Callable[..., Engine], *paths: Path) -> list[ErrorInfo | None]:
    """Syncs a playlist of these paths; the errors of their items' ends, in their order."""
    listed = world.library.parent / "local.m3u"
    listed.write_text("\n".join(["#EXTM3U", *map(str, paths), ""]))
    with world.store() as store:
        store.catalogue.add_source("playlist", "Local", str(listed), {}, 1.0)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job()
    ended = world.ended(recorder)
    assert ended.done + ended.failed == len(paths)
    events = {e.item: e for e in recorder.of(ItemFinished)}
    assert len(recorder.of(ItemFinished)) == len(paths), "tried again"
    assert all(e.state in (ItemState.DONE, ItemState.FAILED) for e in events.values())
    return [events[item].error for item in sorted(events)]


def test_a_pipe_fails_at_once_and_the_rest_is_copied(
    world: World, start: Callable[..., Engine]
) -> None:
    pipe, track = world.library.parent / "pipe.mp3", world.library.parent / "track.mp3"
    os.mkfifo(pipe)
    track.write_bytes(sound(1))
    refused, copied = run(world, start, pipe, track)
    assert copied is None
    assert refused is not None
    assert refused.kind == "local"
    assert "no regular file" in refused.message
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_name_that_is_too_long_fails_once_in_one_line(
    world: World, start: Callable[..., Engine]
) -> None:
    [refused] = run(world, start, world.library.parent / f"{'x' * 300}.mp3")
    assert refused is not None
    assert refused.kind == "local"
    assert "too long" in refused.message
    assert refused.message.count("xxx.mp3") == 1
