# SPDX-License-Identifier: GPL-3.0-or-later
"""The reasons that a real engine gives while it runs."""

from collections.abc import Callable
from dataclasses import replace

import shiboken6

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.errors import StorageOffline
from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.reasons import RestCause
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.why import explained
from catalogsync_gui.media.volume import MARKER
from catalogsync_gui.settings_file import SettingsFile
from tests.engine.world import Recorder, World

Start = Callable[..., Engine]


def why(world: World, engine: Engine, item: int) -> tuple[str, str, float | None]:
    desk = Desk(world.profile, world.database, world.settings, SystemClock())
    try:
        (one,) = explained(desk, [item], engine.status().circumstances)
    finally:
        desk.close()
    assert one.reason is not None
    return one.reason.kind, one.reason.message, one.reason.next_at


def test_a_host_that_fails_again_and_again(world: World, start: Start) -> None:
    world.server.refusal = 503
    with world.store() as store:
        world.add(store, "S", {"List": list(range(6))})
    engine = start(jitter=lambda: 0.0)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(
        lambda: any(host.cause is RestCause.FAILURES for host in engine.status().hosts),
        timeout=30_000,
    )
    kind, message, next_at = why(world, engine, 6)
    (host,) = engine.status().hosts
    assert (kind, next_at) == ("host_rests", host.rests_until)
    assert "127.0.0.1" in message
    assert "503" in message


def test_others_that_run_and_a_library_that_goes(world: World, start: Start) -> None:
    world.server.stalls.update(f"/{number}.mp3" for number in range(6))
    with world.store() as store:
        world.add(store, "S", {"List": list(range(6))})
    engine = start()
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(lambda: len(engine.status().workers) == 3, timeout=30_000)
    assert why(world, engine, 6)[0] == "host_busy"
    engine.apply_settings(replace(world.settings, per_host=9))
    kind, message, _ = why(world, engine, 6)
    assert kind == "workers_busy"
    assert "3 downloads run" in message
    marker = world.library / MARKER
    marker.rename(marker.with_suffix(".away"))
    engine.control.hold_volume(StorageOffline("the library is offline"))

    def told() -> bool:
        kind, message, next_at = why(world, engine, 1)
        # In the words of whoever noticed it first: the watch of the volume may have.
        return (kind, next_at) == ("storage_offline", None) and "is offline" in message

    world.qtbot.waitUntil(told, timeout=30_000)


def test_what_a_missing_network_cut_short_goes_on_though_the_schedule_is_off(
    world: World,
) -> None:
    SettingsFile(world.profile.settings_file).save(replace(world.settings, refresh_hours=0.0))
    with world.store() as store:
        world.add(store, "S", {"List": [1, 2]})
        raw = store._connection.raw
        # As a job left them a quarter of an hour ago; the second one failed for another reason.
        raw.execute("UPDATE items SET state = 'failed', retry_at = 1, error_kind = 'no_network'")
        # Not due; later than a day would be taken for the word of a clock that ran ahead.
        later = SystemClock().now() + 3600
        raw.execute("UPDATE items SET retry_at = ?, error_kind = 'network' WHERE id = 2", (later,))
    engine = Engine(world.profile)
    recorder = Recorder(engine)
    engine.start()
    try:
        assert engine.status().next_sync is None
        engine.schedule.look()
        world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=30_000)
    finally:
        assert engine.shutdown(5.0)
        shiboken6.delete(engine)
    with world.store() as store:
        assert store.listing.counts() == {ItemState.DONE: 1, ItemState.FAILED: 1}
