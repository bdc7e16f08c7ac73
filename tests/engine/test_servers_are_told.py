# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers are told once a job's playlists are written, and no job suffers for one of them."""

import json
import sys
from collections.abc import Callable

from catalogsync_gui.core.events import PlaylistExported, ServerTold
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.servers import ServerKind
from catalogsync_gui.core.states import ExportReason, JobState
from catalogsync_gui.core.status import Activity
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World

NOTE = """
import os, sys
with open(os.environ["CATALOGSYNC_CHANGED"], encoding="utf-8") as changed:
    with open(sys.argv[1], "a", encoding="utf-8") as out:
        out.write("told\\n" + changed.read())
"""


def test_a_command_runs_once_a_job_and_one_that_fails_fails_no_job(
    world: World, start: Callable[[], Engine]
) -> None:
    note = world.profile.data / "note"
    with world.store() as store:
        world.add(store, "S", {"One": [1, 2, 3], "Two": [3, 4]})
        words = json.dumps(["-c", NOTE, str(note)])
        store.servers.add(ServerKind.COMMAND, "Note", sys.executable, {"arguments": words})
        store.servers.add(ServerKind.MPD, "Away", "127.0.0.1:1", {})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    world.server.stalls.add("/4.mp3")
    engine.start_job(JobSpec(refresh=False))
    # Items have ended and their playlists are written, but the stage goes on.
    world.qtbot.waitUntil(lambda: bool(recorder.of(PlaylistExported)), timeout=60_000)
    assert not note.exists()
    assert recorder.of(ServerTold) == []
    world.server.go_on.set()
    finished = world.ended(recorder)
    assert (finished.state, finished.done) == (JobState.DONE, 4)
    world.qtbot.waitUntil(lambda: engine.teller.idle and len(recorder.of(ServerTold)) == 2)
    paths = [f"{world.library / 'Playlists' / name}.m3u" for name in ("One", "Two")]
    assert note.read_text("utf-8").splitlines() == ["told", *paths]
    away = next(event for event in recorder.of(ServerTold) if event.name == "Away")
    assert away.error is not None
    assert away.job is None
    last = max(
        n
        for n, event in enumerate(recorder.events)
        if isinstance(event, PlaylistExported) and event.reason is ExportReason.STAGE
    )
    assert all(recorder.events.index(event) > last for event in recorder.of(ServerTold))
    assert engine.status().state is Activity.IDLE

    engine.export()

    def asked() -> list[PlaylistExported]:
        return [e for e in recorder.of(PlaylistExported) if e.reason is ExportReason.ASKED]

    world.qtbot.waitUntil(lambda: len(asked()) == 2 and engine.teller.idle)
    # Nothing is another than it was: nobody is told again.
    assert note.read_text("utf-8").count("told") == 1
