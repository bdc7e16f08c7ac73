# SPDX-License-Identifier: GPL-3.0-or-later
"""A database that cannot be opened costs one sync, not all that come after it."""

from collections.abc import Callable

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.states import JobState
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World


def test_the_next_sync_runs(
    world: World, start: Callable[[], Engine], expected_logs: Callable[[str], None]
) -> None:
    # Other threads may meet it as well.
    expected_logs("wait for the next sync|it is tried again")
    with world.store() as store:
        world.add(store, "S", {"List": [1, 2]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    database = world.profile.database
    away = database.rename(database.with_name("away"))
    database.mkdir()
    refused: list[CatalogSyncError] = []
    engine.signals.refused.connect(lambda error, _spec: refused.append(error))
    engine.start_job()
    world.qtbot.waitUntil(lambda: bool(refused), timeout=20_000)
    assert "database" in str(refused[0])
    database.rmdir()
    away.rename(database)
    finished = world.run(engine, recorder)
    assert (finished.state, finished.done) == (JobState.DONE, 2)
