# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources go by rules of their own: kept in the database, noted by jobs, heard by the engine."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from catalogsync_gui.core.errors import UnknownThing, UsageError
from catalogsync_gui.core.events import JobFinished, JobOpened
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.schedule import Rule
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.schedule_facts import rule_of, schedule_facts, set_rule
from tests.engine.world import Recorder, World

WAIT = 30_000
Start = Callable[[], Engine]


def test_a_job_notes_which_catalogues_it_has_tried(world: World, start: Start) -> None:
    with world.store() as store:
        first = world.add(store, "one", {"L": [1]})
        second = world.add(store, "two", {"L": [2]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    before = engine.clock.now()
    engine.start_job(JobSpec((first,)))
    world.ended(recorder)
    with world.store() as store:
        times = {source.id: source.tried_at for source in store.schedules.sources()}
    assert times[first] >= before, "though it could not be read"
    assert times[second] == 0.0
    world.qtbot.waitUntil(
        lambda: any(one.tried_at for one in engine.schedule.sources), timeout=WAIT
    )


def test_what_the_schedule_names_and_is_gone_is_left_out(world: World, start: Start) -> None:
    with world.store() as store:
        source = world.add(store, "one", {"L": [1]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec((source, 99), automatic=True))
    world.ended(recorder)
    (opened,) = recorder.of(JobOpened)
    assert (opened.sources, opened.automatic) == ((source,), True)


def test_a_rule_of_its_own_is_heard_at_once(world: World, start: Start) -> None:
    with world.store() as store:
        source = world.add(store, "one", {"L": [1]})
    engine = start()
    engine.start()
    engine.schedule.start()
    assert engine.schedule.next_of(source) is not None
    engine.desk.ask(partial(set_rule, source=source, rule=Rule()))
    engine.reschedule()
    world.qtbot.waitUntil(lambda: engine.schedule.next_of(source) is None, timeout=WAIT)
    engine.desk.ask(partial(set_rule, source=source, rule=None))
    engine.reschedule()
    world.qtbot.waitUntil(lambda: engine.schedule.next_of(source) is not None, timeout=WAIT)
    engine.apply_settings(replace(engine.settings, refresh_hours=0.0))
    assert engine.schedule.next_of(source) is None
    engine.apply_settings(replace(engine.settings, refresh_at="06:00"))
    assert engine.schedule.next_of(source) is not None


def test_items_of_sources_that_are_never_synced_do_not_count(world: World) -> None:
    with world.store() as store:
        one = world.add(store, "one", {"L": [1]})
        two = world.add(store, "two", {"L": [2]})
        raw = store._connection.raw
        raw.execute("UPDATE items SET state = 'failed', retry_at = 100.0 * source_id")
        assert schedule_facts(store, world.settings).retry_at == 100.0 * one
        store.schedules.put(one, Rule())
        assert schedule_facts(store, world.settings).retry_at == 100.0 * two
        off = replace(world.settings, refresh_hours=0.0)
        assert schedule_facts(store, off).retry_at is None
        store.schedules.put(two, Rule(hours=1))
        assert schedule_facts(store, off).retry_at == 100.0 * two


def test_a_rule_that_another_version_wrote_is_left_out(
    world: World, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("goes by the settings' schedule")
    with world.store() as store:
        source = world.add(store, "one", {})
        store.schedules.put(source, Rule(hours=2))
        assert store.schedules.sources()[0].rule == Rule(hours=2)
        store._connection.raw.execute("UPDATE source_schedules SET rule = 'at full moon'")
        assert store.schedules.sources()[0].rule is None
        store.catalogue.remove_source(source)
        assert store._connection.raw.execute("SELECT * FROM source_schedules").fetchall() == []


def test_a_rule_for_nothing_is_an_error(world: World, start: Start) -> None:
    engine = start()
    engine.start()
    errors: list[Exception] = []
    engine.desk.ask(partial(set_rule, source=7, rule=None), None, errors.append)
    world.qtbot.waitUntil(lambda: bool(errors), timeout=WAIT)
    assert isinstance(errors[0], UnknownThing)
    assert rule_of("default") is None
    with pytest.raises(UsageError, match='or "default" to go by the settings'):
        rule_of("sometimes")


def test_nothing_starts_by_itself_while_a_job_runs(world: World, start: Start) -> None:
    world.server.stalls.add("/1.mp3")
    with world.store() as store:
        world.add(store, "one", {"L": [1]})
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(world.server.stalled.is_set, timeout=WAIT)
    world.qtbot.waitUntil(lambda: engine.keeper.busy, timeout=WAIT)
    due: list[JobSpec] = []
    engine.schedule.due.connect(due.append)
    engine.schedule.put_off(JobSpec(automatic=True))
    engine.schedule.look()
    assert due == []
    world.server.go_on.set()
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=WAIT)
