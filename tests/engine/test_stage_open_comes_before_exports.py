# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault: a stage refreshed the playlists of completed work before any worker started.

On a NAS nothing was downloaded for minutes. Here no export begins between the opening of the
download stage and the first claim, however many playlists wait for one.
"""

from collections.abc import Callable
from typing import Any

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.events import ItemStarted, PlaylistExported, StageFinished, StageOpened
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.states import ExportReason, JobState, StageName
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.store.items import ItemStore
from tests.engine.world import Recorder, World

FINISHED = 2_000


def _old_work(world: World, *, clean: bool) -> None:
    """Thousands of finished playlists and four new items.

    :param clean: the playlists' files are up to date; otherwise all of them want to be written.
    """
    with world.store() as store:
        world.add(store, "old", {f"List {n}": [n] for n in range(FINISHED)})
        raw = store._connection.raw
        raw.execute("BEGIN")
        raw.execute(
            "INSERT INTO files (path, path_key, size, sha256, added_at)"
            " SELECT 'old/' || id || '.mp3', 'old/' || id || '.mp3', 0, '', 1 FROM items"
        )
        raw.execute(
            "UPDATE items SET state = 'done', file_id ="
            " (SELECT f.id FROM files f WHERE f.path = 'old/' || items.id || '.mp3')"
        )
        raw.execute("COMMIT")
        (world.library / "old").mkdir()
        for item in range(1, FINISHED + 1):
            (world.library / "old" / f"{item}.mp3").touch()
        world.add(store, "new", {"New": [9001, 9002, 9003, 9004]})
        if clean:
            raw.execute("UPDATE playlists SET dirty = 0")
        assert len(store.exports.dirty()) == (0 if clean else FINISHED + 1)


@pytest.mark.parametrize("clean", [True, False])
def test_no_export_begins_before_the_first_claim(
    world: World, start: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch, clean: bool
) -> None:
    _old_work(world, clean=clean)
    engine = start()
    recorder = Recorder(engine)
    queue = engine.exports
    order: list[str] = []
    exporting: list[bool] = []

    # The real queue and the real claim, with a note of each within the lock that orders them:
    # while ``take`` waits for its condition the lock is free.
    def noted(what: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with queue._condition:
                result = real(*args, **kwargs)
                order.append(what)
                return result

        return wrapper

    def claim(*args: Any, **kwargs: Any) -> Any:
        result = real_claim(*args, **kwargs)
        with queue._condition:
            order.append("claimed")
            exporting.append(queue.busy)
        return result

    real_claim = ItemStore.claim
    monkeypatch.setattr(queue, "hold", noted("held", queue.hold))
    monkeypatch.setattr(queue, "take", noted("taken", queue.take))
    monkeypatch.setattr(ItemStore, "claim", claim)
    engine.start()
    finished = world.run(engine, recorder)

    assert finished.state is JobState.DONE
    assert (finished.done, finished.failed) == (4, 0)
    held = order.index("held")
    claimed = order.index("claimed", held)
    # The export thread stood still; at most what it had in hand came to its end.
    assert "taken" not in order[held + 1 : claimed]
    if clean:
        assert "taken" not in order[:claimed]
        assert not exporting[0], "the export thread is idle when the first item is claimed"

    events = [e for e in recorder.events if e.job == finished.job]
    kinds = [type(e) for e in events]
    opened = next(
        i
        for i, e in enumerate(events)
        if isinstance(e, StageOpened) and e.stage is StageName.DOWNLOAD
    )
    assert PlaylistExported not in kinds[: kinds.index(ItemStarted, opened)]
    closing = next(
        i
        for i, e in enumerate(events)
        if isinstance(e, StageFinished) and e.stage is StageName.FINALIZE
    )
    in_full = [
        e.playlist
        for e in events[:closing]
        if isinstance(e, PlaylistExported) and e.reason is ExportReason.STAGE
    ]
    assert sorted(in_full) == list(range(1, FINISHED + 2))


def test_a_held_queue_hands_nothing_out() -> None:
    queue = ExportQueue(SystemClock())
    queue.request([ExportRequest(1, ExportReason.ASKED, None)])
    queue.hold()
    queue.close()
    assert queue.take() is None
    assert not queue.busy


def test_a_request_for_the_whole_stage_is_not_replaced_by_a_smaller_one() -> None:
    queue = ExportQueue(SystemClock())
    queue.request([ExportRequest(1, ExportReason.STAGE, 7)])
    queue.request([ExportRequest(1, ExportReason.ASKED, None)])
    taken = queue.take()
    assert taken == ExportRequest(1, ExportReason.STAGE, 7)
    queue.finished(taken, 0.0)
    assert queue.wait_for_job(7)
