# SPDX-License-Identifier: GPL-3.0-or-later
"""A database that is damaged or gone: set aside, restored from the last good copy, and said so."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.core.errors import DatabaseDamaged
from catalogsync_gui.core.events import Notice
from catalogsync_gui.core.status import Activity
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.store.backups import DAY
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.copying import Copying
from catalogsync_gui.store.restoring import put_right
from catalogsync_gui.store.store import Store
from tests.engine.world import Recorder
from tests.engine.world import World as EngineWorld
from tests.scenario.cli_world import World
from tests.unit.pipeline.clock import FakeClock
from tests.unit.store.shelf import Shelf

NOW = 1_700_000_000.0

Break = Callable[[Path], None]


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is no database " * 1000)


def _header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(100))


def _cut_off(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _nearly_emptied(path: Path) -> None:
    path.write_bytes(b"S")


def _gone(path: Path) -> None:
    path.unlink()


def _pages(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 64)


BREAKS = [_garbage, _header, _cut_off, _emptied, _nearly_emptied, _gone, _pages]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A folder with a database of one source, its copy, and a second source since."""
    shelf = Shelf(tmp_path)
    shelf.source("First", {"h": 30})
    assert Copying(shelf.database, FakeClock(NOW)).copy_if_due()
    shelf.source("Second", {"h": 3})
    shelf.close()
    return tmp_path


@pytest.fixture
def database(profile: Path) -> Database:
    return Database(profile / "catalog-sync.db")


def _names(database: Database) -> list[str]:
    with Store(database) as store:
        return [row.source.name for row in store.catalogue.sources()]


def _aside(profile: Path) -> list[str]:
    return sorted(path.name for path in profile.glob("catalog-sync.db.set-aside-*"))


@pytest.mark.parametrize("harm", BREAKS)
def test_the_last_copy_takes_its_place_and_nothing_is_thrown_away(
    profile: Path, database: Database, harm: Break, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("database")
    harm(database.path)
    former = database.path.read_bytes() if database.path.exists() else None
    words = put_right(database, NOW + DAY)
    assert "took its place" in words
    assert "First" in _names(database)
    assert database.path.stat().st_mode & 0o077 == 0
    kept = _aside(profile)
    if former is None:
        assert kept == []
    else:
        assert (profile / kept[0]).read_bytes() == former
        assert kept[0] in words
    assert put_right(database, NOW + DAY) == "", "once"
    with closing(sqlite3.connect(database.path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    assert not list(profile.glob("*.restoring*"))


@pytest.mark.parametrize("harm", [_emptied, _nearly_emptied, _gone])
def test_nobody_else_makes_an_empty_one_in_its_place(database: Database, harm: Break) -> None:
    harm(database.path)
    with pytest.raises(DatabaseDamaged, match="Its last good copy takes its place"):
        Store(database)
    assert not database.path.exists() or database.path.stat().st_size < 2


def test_the_log_of_the_former_one_is_never_applied_to_the_copy(
    profile: Path, database: Database, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("database")
    with closing(sqlite3.connect(database.path)) as raw:
        raw.execute("UPDATE sources SET name = 'from the log'")
        raw.commit()
        log = database.path.with_name("catalog-sync.db-wal").read_bytes()
        _garbage(database.path)
    database.path.with_name("catalog-sync.db-wal").write_bytes(log)
    assert put_right(database, NOW)
    assert "from the log" not in _names(database)
    assert any(name.endswith("-wal") for name in _aside(profile))


def test_a_copy_that_is_damaged_too_is_passed_over(
    database: Database, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("database|copy")
    clock = FakeClock(NOW + DAY)
    assert Copying(database, clock).copy_if_due()
    _pages(database.backups.all()[0].path)
    _garbage(database.path)
    assert "1 newer copies are damaged" in put_right(database, NOW + 2 * DAY)
    assert _names(database) == ["First"]
    database.backups.all()[1].path.write_bytes(b"x")
    _garbage(database.path)
    with pytest.raises(DatabaseDamaged, match=r"no copy .* can be used"):
        put_right(database, NOW + 2 * DAY)
    assert database.path.read_bytes().startswith(b"this is no database"), "left as it was"


def test_without_a_copy_a_damaged_one_is_refused_and_left(
    tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("database")
    shelf = Shelf(tmp_path)
    shelf.close()
    _garbage(shelf.database.path)
    with pytest.raises(DatabaseDamaged, match="restore --empty"):
        put_right(shelf.database, NOW)
    assert shelf.database.path.exists()


def test_damage_met_at_work_has_the_next_start_look_at_all_of_it(
    database: Database, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("database")
    with closing(sqlite3.connect(database.path)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'tracks'").fetchone()[0]
    with database.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert put_right(database, NOW) == "", "nothing of it is met at the start"
    with Store(database) as store, pytest.raises(DatabaseDamaged):
        list(store.listing.page(0, 99))
    assert put_right(database, NOW)
    assert _names(database) == ["First"]
    assert put_right(database, NOW) == ""


def test_a_doubt_about_a_sound_database_changes_nothing(database: Database) -> None:
    database.doubt()
    assert put_right(database, NOW) == ""
    assert not database.doubts.exists()
    assert _names(database) == ["First", "Second"]


def test_the_window_and_the_log_tell(
    tmp_path: Path,
    world: EngineWorld,
    start: Callable[..., Engine],
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("the database")
    with world.store() as store:
        world.add(store, "S", {"P": [1]})
    assert Copying(world.database, SystemClock()).copy_if_due()
    _garbage(world.profile.database)
    engine = start()
    recorder = Recorder(engine)
    engine.start()
    world.qtbot.waitUntil(lambda: bool(recorder.of(Notice)), timeout=30_000)
    (notice,) = recorder.of(Notice)
    assert (notice.kind, notice.level) == ("database_restored", "warning")
    assert "not downloaded again" in notice.message
    status = engine.status()
    assert status.state is Activity.ERROR
    assert status.problem is not None
    assert status.problem.message == notice.message


@pytest.fixture
def cli(tmp_path: Path, expected_logs: Callable[[str], None]) -> World:
    """A profile with one source and a copy of its database."""
    expected_logs("the database|the copy")
    world = World(tmp_path)
    world.run("library", str(world.library))
    (tmp_path / "a.m3u").write_text("#EXTM3U\n", "utf-8")
    world.run("add", str(tmp_path / "a.m3u"), "--name", "A")
    assert Copying(Database(world.profile / "catalog-sync.db"), SystemClock()).copy_if_due()
    return world


def test_the_command_line_tells(cli: World) -> None:
    _garbage(cli.profile / "catalog-sync.db")
    error = cli.error("sources", status=3)
    assert "Its last good copy takes its place" in error
    out, err = cli.outcome("retry", status=0)
    assert out == "0 items put back to pending\n"
    assert err.startswith("catalogsync-gui: warning: the database is damaged; the copy of ")
    assert [source["name"] for source in cli.json("sources")] == ["A"]
    _gone(cli.profile / "catalog-sync.db")
    _, err = cli.outcome("sync", status=0)
    assert "the database is not there any more; the copy of " in err


def test_a_copy_is_listed_and_put_back_by_hand(cli: World) -> None:
    (copy,) = cli.json("backups")
    assert (copy["id"], copy["why"]) == (1, "daily")
    assert Path(copy["path"]).stat().st_size == copy["size"]
    assert "daily" in cli.run("backups")
    cli.run("remove", "A")
    assert cli.json("sources") == []
    assert "took its place" in cli.run("restore")
    assert [source["name"] for source in cli.json("sources")] == ["A"]
    assert "there is no copy 7" in cli.error("restore", "7", status=2)
    cli.run("restore", "--empty")
    assert cli.json("sources") == []
    cli.run("restore", "1")
    assert [source["name"] for source in cli.json("sources")] == ["A"]
    assert len(_aside(cli.profile)) == 3
    assert json.dumps(cli.json("backups")[0]) == json.dumps(copy)


def test_nothing_is_restored_under_a_running_instance(cli: World) -> None:
    lock = InstanceLock(cli.profile / "lock")
    assert lock.acquire()
    try:
        assert "Quit it, then restore" in cli.error("restore", status=3)
    finally:
        lock.release()
