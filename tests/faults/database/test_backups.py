# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the database: once a day, whole, the last few kept, never in anybody's way."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import CannotRun, DatabaseDamaged, DatabaseUnusable
from catalogsync_gui.core.events import ItemStarted, JobFinished, StageOpened
from catalogsync_gui.core.models import Placing
from catalogsync_gui.core.states import JobState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.store import backups as of_backups
from catalogsync_gui.store import migrations
from catalogsync_gui.store.backups import DAY
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.copying import Copying
from catalogsync_gui.store.store import Store
from tests.engine.world import Recorder, World
from tests.unit.pipeline.clock import FakeClock
from tests.unit.store.shelf import Shelf

NOW = 1_700_000_000.0


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    made.source("S", {"h": 20})
    yield made
    made.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def _rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as raw:
        return raw.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def test_a_copy_is_made_once_a_day_and_three_are_kept(shelf: Shelf, clock: FakeClock) -> None:
    copying = Copying(shelf.database, clock)
    for day in range(5):
        assert copying.copy_if_due()
        assert not copying.copy_if_due()
        clock.time += DAY - 60
        assert not copying.copy_if_due()
        clock.time += 60
        assert shelf.database.backups.all()[0].number == day + 1
    kept = shelf.database.backups.all()
    assert [copy.number for copy in kept] == [5, 4, 3]
    assert [copy.at for copy in kept] == [NOW + 4 * DAY, NOW + 3 * DAY, NOW + 2 * DAY]
    for copy in kept:
        assert copy.path.stat().st_mode & 0o077 == 0
        assert _rows(copy.path, "tracks") == shelf.raw.execute("SELECT * FROM tracks").fetchall()
    assert copy.path.parent.stat().st_mode & 0o077 == 0
    assert {path.suffix for path in copy.path.parent.iterdir()} == {".db"}, "nothing unfinished"


@pytest.mark.parametrize("jump", [-3600.0, -365 * DAY])
def test_a_copy_of_the_future_is_no_reason_to_make_none(
    shelf: Shelf, clock: FakeClock, jump: float
) -> None:
    copying = Copying(shelf.database, clock)
    assert copying.copy_if_due()
    clock.time += jump
    assert copying.copy_if_due()
    assert [copy.number for copy in shelf.database.backups.all()] == [2, 1], "the newest is newest"
    assert not copying.copy_if_due()


def test_a_writer_goes_on_while_a_copy_is_made(shelf: Shelf, clock: FakeClock) -> None:
    shelf.raw.execute("BEGIN IMMEDIATE")
    shelf.raw.execute("UPDATE sources SET name = 'changed'")
    copying = Copying(shelf.database, clock)
    # In another thread, as in the program: the write transaction above is open all the while.
    thread = threading.Thread(target=copying.copy_if_due)
    thread.start()
    thread.join(30)
    shelf.raw.execute("COMMIT")
    (copy,) = shelf.database.backups.all()
    assert _rows(copy.path, "sources")[0][2] == "S"


def test_without_room_no_copy_is_made_and_the_old_ones_stay(
    shelf: Shelf, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying = Copying(shelf.database, clock)
    assert copying.copy_if_due()
    clock.time += DAY
    monkeypatch.setattr(of_backups, "_SPARE", 1 << 60)
    with pytest.raises(CannotRun, match="no room"):
        copying.copy_if_due()
    assert [copy.number for copy in shelf.database.backups.all()] == [1]


def test_a_damaged_database_is_never_copied_over_a_good_copy(
    shelf: Shelf, clock: FakeClock
) -> None:
    copying = Copying(shelf.database, clock)
    assert copying.copy_if_due()
    path = shelf.database.path
    shelf.close()
    data = bytearray(path.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 16] = b"\xff" * 16
    path.write_bytes(data)
    clock.time += DAY
    with pytest.raises(DatabaseDamaged, match=r"damaged.*when Catalog Sync is started again"):
        copying.copy_if_due()
    assert [copy.number for copy in shelf.database.backups.all()] == [1]
    assert shelf.database.doubts.exists(), "the next start looks at all of it"


def test_a_copy_can_be_broken_off(shelf: Shelf, clock: FakeClock) -> None:
    copying = Copying(shelf.database, clock)
    copying.interrupt()
    assert not copying.copy_if_due()
    assert shelf.database.backups.all() == []


def test_the_former_schema_is_copied_before_it_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", steps[:1])
    path = tmp_path / "x.db"
    raw = Database(path).connect().raw
    raw.execute("INSERT INTO sources VALUES (1, 'playlist', 'S', '/s', '{}', 1, NULL, '')")
    raw.close()
    monkeypatch.setattr(migrations, "STEPS", steps)
    database = Database(path)
    with Store(database) as store:
        assert store.catalogue.source_ids() == (1,)
    (copy,) = database.backups.all()
    assert copy.why == "schema1"
    with closing(sqlite3.connect(copy.path)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
        assert old.execute("SELECT name FROM sources").fetchall() == [("S",)]
    Store(database).close()
    assert len(database.backups.all()) == 1, "nothing was changed, nothing is copied"


def test_without_room_for_a_copy_the_schema_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", steps[:1])
    path = tmp_path / "x.db"
    Database(path).connect().close()
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(of_backups, "_SPARE", 1 << 60)
    with pytest.raises(DatabaseUnusable, match="Make room and start again"):
        Database(path).connect()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_ledger_follows_its_copy_and_goes_with_it(shelf: Shelf, clock: FakeClock) -> None:
    copying, backups = Copying(shelf.database, clock), shelf.database.backups
    shelf.store.shelves.use("library")
    for number in range(6):
        placing = Placing(f"{number}.mp3", number, "ab")
        shelf.store.recalled.note_item(1, placing, ours=True, content="cd")
        assert copying.copy_if_due()
        clock.time += DAY
    oldest = backups.all()[-1].number
    assert [entry.size for entry in backups.ledger.since(oldest)] == [4, 5]
    assert min(backups.ledger.numbers()) >= oldest
    newest = max(backups.ledger.numbers())
    with (backups.folder / f"ledger-{newest:06d}.jsonl").open("a") as file:
        file.write('{"what":"tra')
    assert [entry.size for entry in backups.ledger.since(oldest)] == [4, 5], "a torn line is left"


def test_a_job_copies_after_its_first_item_and_not_before(
    world: World, start: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.store() as store:
        world.add(store, "S", {"P": [1, 2]})
    engine = start()
    recorder = Recorder(engine)
    seen: list[list[type]] = []
    due = of_backups.Backups.due

    def looked(self: of_backups.Backups, now: float) -> bool:
        seen.append([type(event) for event in recorder.events])
        return due(self, now)

    monkeypatch.setattr(of_backups.Backups, "due", looked)
    engine.start()
    assert world.run(engine, recorder).state is JobState.DONE
    world.qtbot.waitUntil(lambda: bool(world.database.backups.all()), timeout=30_000)
    assert {StageOpened, ItemStarted} <= set(seen[0])
    assert len(recorder.of(JobFinished)) == 1
