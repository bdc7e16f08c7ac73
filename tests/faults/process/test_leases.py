# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker that lost its lease changes nothing, and one that is at work does not lose it."""

import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import LeaseLost
from catalogsync_gui.core.events import ItemFinished
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media import tag_process
from catalogsync_gui.media.publish import hash_file
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.pipeline import download_stage
from catalogsync_gui.pipeline.attempt import BEAT, LEASE
from catalogsync_gui.pipeline.in_hand import InHand
from catalogsync_gui.pipeline.placement import Placement
from tests.chaos.checker import violations
from tests.engine.world import Recorder, World, sound


class Clock:
    """A clock that a test moves, both ways to tell the time at once or apart."""

    def __init__(self) -> None:
        self.time, self.steady = 1_700_000_000.0, 1_000.0

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.steady

    def pass_by(self, seconds: float) -> None:
        self.time += seconds
        self.steady += seconds


def test_a_worker_that_lost_its_lease_changes_nothing(
    world: World,
    start: Callable[..., Engine],
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
) -> None:
    """It stands still before the commit until its lease is over and another has done its item."""
    expected_logs("gave no sign in time")
    monkeypatch.setattr(download_stage, "LOOK_EVERY", 0.02)
    with world.store() as store:
        world.add(store, "S", {"P": [1]})
    clock, place = Clock(), Placement.place
    stuck, go_on = threading.Event(), threading.Event()

    def standing_still(self: Placement, item: object, part: Path, *rest: object) -> object:
        if not stuck.is_set():
            stuck.set()
            assert go_on.wait(60)
        return place(self, item, part, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Placement, "place", standing_still)
    engine = start(clock=clock)
    recorder = Recorder(engine)
    engine.start()
    engine.start_job()
    world.qtbot.waitUntil(stuck.is_set, timeout=60_000)
    clock.pass_by(LEASE + 1)
    world.qtbot.waitUntil(
        lambda: any(e.state is ItemState.DONE for e in recorder.of(ItemFinished)), timeout=60_000
    )
    with world.store() as store:
        before = store._connection.raw.execute("SELECT * FROM items").fetchall()
    go_on.set()
    job = world.ended(recorder)
    assert (job.state, job.done) == (JobState.PARTIAL, 1), "its catalogue cannot be read"
    late = [e for e in recorder.of(ItemFinished) if e.state is not ItemState.DONE]
    assert [e.error.kind for e in late if e.error] == ["lease_lost"]
    with world.store() as store:
        assert store._connection.raw.execute("SELECT * FROM items").fetchall() == before
    assert violations(world.profile.data, world.library, settled=True) == []


def test_hashing_a_large_file_gives_signs_of_life(tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as out:
        out.truncate(9 << 20)
    signs = []
    hash_file(file, alive=lambda: signs.append(1))
    assert len(signs) == 9

    def lost() -> None:
        raise LeaseLost("too late")

    with pytest.raises(LeaseLost):
        hash_file(file, alive=lost)


def test_a_long_wait_for_tags_gives_signs_of_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tag_process, "_SIGN_SECONDS", 0.01)
    file = tmp_path / "a.mp3"
    file.write_bytes(sound(1))
    process, signs = TagProcess(), []

    def lost() -> None:
        signs.append(1)
        if len(signs) > 1:
            raise LeaseLost("too late")

    try:
        # Its start alone takes longer than that.
        with pytest.raises(LeaseLost):
            process.read(file, AudioFormat.MP3, StopToken(), alive=lost)
        monkeypatch.setattr(tag_process, "_SIGN_SECONDS", 5.0)
        assert isinstance(process.read(file, AudioFormat.MP3, StopToken()), TrackInfo)
    finally:
        process.close()


def test_one_that_waits_for_another_worker_gives_signs_of_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("catalogsync_gui.pipeline.in_hand._SIGN", 0.01)
    hand, keys, waited = InHand(), frozenset({"a"}), threading.Event()

    def wait() -> None:
        with hand.alone(keys, StopToken(), waited.set):
            pass

    thread = threading.Thread(target=wait)
    with hand.alone(keys, StopToken()):
        thread.start()
        assert waited.wait(30)
    thread.join(30)


def test_a_sign_of_life_renews_the_claim_when_it_is_time(
    world: World, start: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.store() as store:
        world.add(store, "S", {"P": [1]})
    clock, leases, place = Clock(), [], Placement.place

    def slow(
        self: Placement, item: object, part: Path, wanted: PurePosixPath, alive: Callable[[], None]
    ) -> object:
        for _ in range(12):
            clock.pass_by(BEAT)
            alive()
            row = self._store._connection.raw.execute("SELECT lease_until FROM items").fetchone()
            leases.append(row[0] - clock.now())
        return place(self, item, part, wanted, alive)  # type: ignore[arg-type]

    monkeypatch.setattr(Placement, "place", slow)
    monkeypatch.setattr(download_stage, "LOOK_EVERY", 0.02)
    engine = start(clock=clock)
    recorder = Recorder(engine)
    engine.start()
    assert world.run(engine, recorder).done == 1
    assert leases == [LEASE] * 12, "longer than a lease altogether"
