# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of the history may have been changed while nothing ran."""

from dataclasses import replace

import shiboken6

from catalogsync_gui.core.history import JobWhy
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.world import World


def test_what_is_not_kept_any_more_is_deleted_at_the_start(world: World) -> None:
    with world.store() as store, store._connection.write() as db:
        for number in range(1, 4):
            db.execute(
                "INSERT INTO jobs (state, sources, started_at, finished_at, why)"
                " VALUES ('done', '[]', ?, ?, ?)",
                (number, number + 1, JobWhy.SCHEDULED),
            )
    SettingsFile(world.profile.settings_file).save(
        replace(world.settings, history_days=0, refresh_hours=0.0)
    )
    engine = Engine(world.profile)
    engine.start()
    try:

        def left() -> int:
            with world.store() as store, store._connection.read() as db:
                (count,) = db.execute("SELECT COUNT(*) FROM jobs").fetchone()
                return int(count)

        world.qtbot.waitUntil(lambda: left() == 1, timeout=30_000)
    finally:
        assert engine.shutdown(5.0)
        shiboken6.delete(engine)
