# SPDX-License-Identifier: GPL-3.0-or-later
"""A large track that comes in pieces, through the real engine: gone on with, or fetched anew."""

import hashlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import shiboken6

from catalogsync_gui.core.events import ItemFinished, JobFinished
from catalogsync_gui.core.models import JobSpec, MediaRef, MediaRequest
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import FRAME, Recorder, World
from tests.unit.media.far import Answer, Asked, Far, far_end, head, reset, says, until_closed
from tests.unit.pipeline.catalogues import Catalogue

WAIT = 30_000
SOUND = FRAME * 4_000  # 1.7 MB: what is smaller is not kept for a resume
SIZE = len(SOUND)
ETAG = '"v1"'
RANGE = f"bytes={SIZE // 2}-"


class FarCatalogue(Catalogue):
    """One track, from a server of raw sockets."""

    def __init__(self, far: Far, digest: str) -> None:
        super().__init__({"P": [1]})
        self._far = far
        self._digest = digest

    def media(self, ref: MediaRef) -> MediaRequest:
        return MediaRequest(self._far.url(), allow_private=True, digest=self._digest)

    def refused(self, ref: MediaRef, answer: object) -> MediaRequest | None:
        return None


@pytest.fixture
def far() -> Iterator[Far]:
    with far_end() as server:
        yield server


@pytest.fixture
def engine(world: World, far: Far) -> Iterator[Callable[[], Engine]]:
    with world.store() as store:
        store.catalogue.add_source("playlist", "S", "/s.m3u", {}, 1.0)
    digest = f"sha256:{hashlib.sha256(SOUND).hexdigest()}"
    made: list[Engine] = []

    def make() -> Engine:
        engine = Engine(
            world.profile,
            open_source=lambda *_: FarCatalogue(far, digest),
            # The shortest waits there are
            jitter=lambda: 0.0,
            scheduled=False,
        )
        made.append(engine)
        return engine

    yield make
    for each in made:
        assert each.shutdown(5.0)
        shiboken6.delete(each)


def half(then: Callable[[socket.socket], None], there: threading.Event | None = None) -> Answer:
    """Sends a half; when it is known to be in the part, does something else."""

    def answer(_: Asked, connection: socket.socket) -> None:
        connection.sendall(head(200, Content_Length=SIZE, ETag=ETAG) + SOUND[: SIZE // 2])
        if there is not None:
            assert there.wait(30)
        then(connection)

    return answer


def begin(world: World, engine: Engine) -> Recorder:
    """Runs a job until half of the track is in its part."""
    recorder = Recorder(engine)
    engine.start()
    engine.start_job(JobSpec())
    world.qtbot.waitUntil(
        lambda: any(row.received >= SIZE // 2 for row in engine.status().workers), timeout=WAIT
    )
    return recorder


def ended(world: World, recorder: Recorder) -> JobFinished:
    world.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=WAIT)
    return recorder.of(JobFinished)[0]


def broken(world: World, far: Far, engine: Engine, *then: Answer) -> Recorder:
    """Runs a job whose first answer breaks off at the half, to its end."""
    there = threading.Event()
    far.then(half(reset, there), *then)
    recorder = begin(world, engine)
    there.set()
    ended(world, recorder)
    return recorder


def part(world: World) -> int:
    """Bytes in the one part there is."""
    (found,) = world.library.rglob("*.part")
    return found.stat().st_size


def rest(data: bytes = SOUND, etag: str = ETAG) -> Answer:
    content_range = f"bytes {SIZE // 2}-{SIZE - 1}/{SIZE}"
    return says(206, data[SIZE // 2 :], Content_Range=content_range, ETag=etag)


def ranges(far: Far) -> list[str]:
    return [asked.headers.get("range", "") for asked in far.asked]


def errors(recorder: Recorder) -> list[str]:
    return [event.error.kind for event in recorder.of(ItemFinished) if event.error]


def test_what_came_before_a_break_is_not_fetched_twice(
    world: World, far: Far, engine: Callable[[], Engine]
) -> None:
    recorder = broken(world, far, engine(), rest())
    finished = recorder.of(JobFinished)[0]
    assert (finished.state, finished.bytes) == (JobState.DONE, SIZE)
    assert ranges(far) == ["", RANGE]
    states = [event.state for event in recorder.of(ItemFinished)]
    assert states == [ItemState.PENDING, ItemState.DONE]


def test_a_part_of_a_wrong_whole_is_dropped_and_fetched_anew(
    world: World, far: Far, engine: Callable[[], Engine]
) -> None:
    other = SOUND[:-413] + b"\x01" * 413
    recorder = broken(world, far, engine(), rest(other), says(200, SOUND, ETag=ETAG))
    assert recorder.of(JobFinished)[0].state is JobState.DONE
    assert ranges(far) == ["", RANGE, ""]
    assert errors(recorder)[1:] == ["wrong_digest"]
    assert not list(world.library.rglob("*.part"))


def test_a_part_of_another_version_is_dropped_and_fetched_anew(
    world: World, far: Far, engine: Callable[[], Engine]
) -> None:
    whole = says(200, SOUND, ETag='"v2"')
    recorder = broken(world, far, engine(), rest(etag='"v2"'), whole)
    assert recorder.of(JobFinished)[0].state is JobState.DONE
    assert ranges(far) == ["", RANGE, ""]
    assert errors(recorder)[1:] == ["bad_range"]


def test_the_next_start_goes_on_with_the_part_of_the_one_before(
    world: World, far: Far, engine: Callable[[], Engine]
) -> None:
    far.then(half(until_closed), rest())
    first = engine()
    begin(world, first)
    assert first.shutdown(5.0)
    assert part(world) == SIZE // 2
    second = engine()
    recorder = Recorder(second)
    second.start()
    second.start_job(JobSpec())
    finished = ended(world, recorder)
    assert (finished.state, finished.bytes) == (JobState.DONE, SIZE - SIZE // 2)
    assert ranges(far) == ["", RANGE]
    assert not list(world.library.rglob("*.part"))


def test_a_pause_keeps_the_part(world: World, far: Far, engine: Callable[[], Engine]) -> None:
    far.then(half(until_closed), rest())
    paused = engine()
    recorder = begin(world, paused)
    paused.pause()
    world.qtbot.waitUntil(lambda: bool(recorder.of(ItemFinished)), timeout=WAIT)
    assert part(world) == SIZE // 2
    paused.resume()
    assert ended(world, recorder).bytes == SIZE
    assert ranges(far) == ["", RANGE]
