# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a worker meets costs an item a try and is said; no queue stands still for it."""

from collections.abc import Callable
from typing import Any

import pytest

from catalogsync_gui.core.events import ItemFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.pipeline.placement import Placement
from catalogsync_gui.store.exports import ExportStore
from catalogsync_gui.store.items import ItemStore
from tests.chaos.checker import violations
from tests.engine.world import Recorder, World


def _once(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str, error: type[BaseException]
) -> None:
    """The method raises at its first call, and works from then on."""
    whole, left = getattr(owner, name), [error("out of the blue")]

    def method(self: object, *args: Any, **named: Any) -> object:
        if left:
            raise left.pop()
        return whole(self, *args, **named)

    monkeypatch.setattr(owner, name, method)


@pytest.fixture
def engine(world: World, start: Callable[..., Engine]) -> Engine:
    with world.store() as store:
        world.add(store, "S", {"P": [1, 2, 3]})
    return start(jitter=lambda: 0.0)


@pytest.mark.parametrize(
    ("owner", "name", "error"),
    [
        (Placement, "place", ZeroDivisionError),
        (Placement, "place", RecursionError),
        (Placement, "place", SystemExit),
        (ItemStore, "finish_done", KeyboardInterrupt),
    ],
)
def test_it_is_a_failed_attempt_with_its_reason(
    world: World,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
    owner: type,
    name: str,
    error: type[BaseException],
) -> None:
    expected_logs("item . ?: unexpected error")
    _once(monkeypatch, owner, name, error)
    recorder = Recorder(engine)
    engine.start()
    job = world.run(engine, recorder)
    assert (job.state, job.done) == (JobState.DONE, 3)
    (failed,) = [e for e in recorder.of(ItemFinished) if e.state is ItemState.PENDING]
    assert failed.error is not None
    assert failed.error.message == f"unexpected {error.__name__}; the log has the details"
    assert violations(world.profile.data, world.library, settled=True) == []


@pytest.mark.parametrize(
    ("name", "error"), [("claim", SystemExit), ("claim", KeyError), ("put_back", MemoryError)]
)
def test_outside_of_any_attempt_it_ends_the_job_and_the_next_one_does_all(
    world: World,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
    name: str,
    error: type[BaseException],
) -> None:
    expected_logs("worker . stopped|unexpected error")
    _once(monkeypatch, ItemStore, name, error)
    if name == "put_back":
        _once(monkeypatch, Placement, "place", ValueError)
    recorder = Recorder(engine)
    engine.start()
    job = world.run(engine, recorder)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert f"unexpected {error.__name__}" in job.error.message
    recorder.events.clear()
    engine.start_job(JobSpec(refresh=False))
    assert world.ended(recorder).state is JobState.DONE
    assert violations(world.profile.data, world.library, settled=True) == []


def test_a_playlist_that_cannot_be_written_is_written_with_the_next_job(
    world: World,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("could not be exported")
    _once(monkeypatch, ExportStore, "content", SystemExit)
    recorder = Recorder(engine)
    engine.start()
    assert world.run(engine, recorder).done == 3
    recorder.events.clear()
    engine.start_job(JobSpec(refresh=False))
    assert world.ended(recorder).state is JobState.DONE
    assert violations(world.profile.data, world.library, settled=True) == []
