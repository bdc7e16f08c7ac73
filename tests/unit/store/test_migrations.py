# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema: the same by whatever way it was reached, and never half a step."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from catalogsync_gui.core.errors import DatabaseUnusable
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store import connection, migrations
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

_ROWS = """
INSERT INTO sources (id, kind, name, location, added_at) VALUES (7, 'playlist', 'S', '/s.m3u', 1);
INSERT INTO playlists (id, source_id, key, title, revision, generation)
    VALUES (3, 7, 'p', 'P', 'r', 2);
INSERT INTO tracks VALUES (5, 7, 'a', 'A', 'Artist', 'Album', '{"title":"A"}');
INSERT INTO tracks VALUES (6, 7, 'b', 'B', '', '', '{"title":"B"}');
INSERT INTO entries VALUES (3, 2, 0, 5), (3, 2, 1, 6);
INSERT INTO jobs (id, state, sources, started_at) VALUES (1, 'running', '[7]', 1);
INSERT INTO stages (job_id, name, state, opened_at) VALUES (1, 'download', 'open', 1);
INSERT INTO files VALUES (9, 'Album/A.mp3', 'album/a.mp3', 4, 'ab', 1, 1);
INSERT INTO items (id, source_id, track_id, state, host, media, file_id)
    VALUES (5, 7, 5, 'done', 'h', '{"address":"http://h/a.mp3"}', 9);
INSERT INTO items (id, source_id, track_id, state, host, media)
    VALUES (6, 7, 6, 'pending', 'h', '{"address":"http://h/b.mp3"}');
INSERT INTO playlist_exports
    VALUES (1, 3, 'Playlists/P.m3u', 'playlists/p.m3u', 'm3u', 'cd', 9, 1, 1, 1);
"""


def _at_step(path: Path, step: int) -> None:
    """A database as a version of the program left it that knew so many steps."""
    with closing(sqlite3.connect(path)) as raw:
        for script in (*migrations.STEPS[:step], _ROWS):
            for statement in migrations.statements(script):
                raw.execute(statement)
        raw.execute(f"PRAGMA user_version={step}")
        raw.commit()


def _schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            " ORDER BY type, name"
        ).fetchall()
        columns = [
            (name, str(raw.execute(f"SELECT * FROM pragma_table_info('{name}')").fetchall()))
            for kind, name, *_ in rows
            if kind == "table"
        ]
    return rows + columns


def test_a_database_of_the_first_step_becomes_a_new_one_and_keeps_its_rows(tmp_path: Path) -> None:
    old, fresh = tmp_path / "old.db", tmp_path / "fresh.db"
    _at_step(old, 1)
    Store(Database(fresh)).close()
    with Store(Database(old)) as store:
        assert store.catalogue.source(7).memory == {}
        assert store.listing.counts(7) == {ItemState.DONE: 1, ItemState.PENDING: 1}
        assert [(p.title, p.entries, p.present) for p in store.catalogue.playlists()] == [
            ("P", 2, 1)
        ]
        file = store.library.at("Album/A.mp3")
        assert file is not None
        assert (file.id, file.sha256, file.ours) == (9, "ab", True)
        assert store.library.of_content("") is None
        assert [i.title for i in store.listing.page(0, 9)] == ["A", "B"]
        raw = store._connection.raw
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert _schema(old) == _schema(fresh)


def test_every_step_ends_in_a_whole_statement() -> None:
    for step in migrations.STEPS:
        statements = migrations.statements(step)
        assert statements
        lines = [line for line in step.splitlines() if line.strip()]
        assert "\n".join(statements).split() == "\n".join(lines).split()


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store(Database(path)).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version=99")
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match=r"newer version.*schema 99"):
        Database(path).connect()
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_schema_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    _at_step(path, 1)
    before = _schema(path)
    steps = migrations.STEPS
    bad = "CREATE TABLE added (x);\nINSERT INTO nowhere VALUES (1);\n"
    monkeypatch.setattr(migrations, "STEPS", (*steps, bad))
    with pytest.raises(DatabaseUnusable, match="nowhere"):
        Database(path).connect()
    assert _schema(path) == before
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    monkeypatch.setattr(migrations, "STEPS", steps)
    with Store(Database(path)) as store:
        assert store.catalogue.source_ids() == (7,)


def test_two_programs_that_start_at_once_bring_it_up_once(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    _at_step(path, 1)
    barrier = threading.Barrier(2)
    errors: list[BaseException] = []

    def start() -> None:
        barrier.wait()
        try:
            # A Database of its own: nothing but the file is shared.
            Store(Database(path)).close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (len(migrations.STEPS),)


class _Watched(connection._Raw):
    """The other program ends its transaction once this one was told to wait."""

    other: sqlite3.Connection
    refused = 0

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        try:
            return super().execute(sql, *parameters)
        except sqlite3.OperationalError:
            self.refused += 1
            self.other.rollback()
            raise


def test_one_that_starts_while_another_makes_the_database_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    _at_step(path, 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(_Watched, "other", other, raising=False)
        monkeypatch.setattr(connection, "_Raw", _Watched)
        opened = Database(path).connect()
        assert isinstance(opened.raw, _Watched)
        assert opened.raw.refused == 1
        opened.close()


def test_a_program_that_never_lets_go_is_named_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    _at_step(path, 1)
    monkeypatch.setattr(connection, "_BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnusable, match="in use by another program"):
            Database(path).connect()
