# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening the database where it can live, and transactions that leave nothing half."""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import DatabaseUnusable
from catalogsync_gui.store import connection
from catalogsync_gui.store.connection import Connection, Database, filesystem_type
from tests.unit.store.shelf import Shelf

linux = pytest.mark.skipif(sys.platform != "linux", reason="mountinfo is Linux's")

_LINE = "{id} 1 0:{id} / {mount} rw,relatime shared:{id} - {kind} none rw"


def _mounts(path: Path, *mounts: tuple[str, str]) -> Path:
    path.write_text(
        "".join(
            _LINE.format(id=number, mount=mount, kind=kind) + "\n"
            for number, (mount, kind) in enumerate(mounts, 20)
        ),
        "utf-8",
    )
    return path


@linux
def test_the_kernel_is_asked_what_a_folder_lies_on(tmp_path: Path) -> None:
    assert filesystem_type(Path("/proc/self")) == "proc"
    assert filesystem_type(Path("/sys")) == "sysfs"
    assert filesystem_type(tmp_path) not in {"", "proc", "sysfs"}
    assert filesystem_type(tmp_path / "not there yet") == filesystem_type(tmp_path)


def test_the_longest_mount_that_holds_the_folder_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = _mounts(
        tmp_path / "mountinfo",
        ("/", "ext4"),
        ("/mnt", "nfs4"),
        ("/mnt/local", "ext4"),
        ("/mnt/with\\040space\\134", "cifs"),
        ("/mnt/two\\012lines", "9p"),
        ("/over", "ext4"),
        ("/over", "fuse.sshfs"),
    )
    monkeypatch.setattr(connection, "_MOUNTS", table)
    for folder, kind in {
        "/mntx": "ext4",
        "/mnt": "nfs4",
        "/mnt/deep/er": "nfs4",
        "/mnt/local/x": "ext4",
        "/mnt/with space\\/x": "cifs",
        "/mnt/two\nlines": "9p",
        "/over/x": "fuse.sshfs",
    }.items():
        assert filesystem_type(Path(folder)) == kind
    monkeypatch.setattr(connection, "_MOUNTS", tmp_path / "none")
    assert filesystem_type(tmp_path) == ""


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "fuse.s3fs"]
)
def test_a_network_file_system_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    folder = tmp_path / "profile"
    folder.mkdir()
    table = _mounts(tmp_path / "mountinfo", ("/", "ext4"), (str(folder.resolve()), kind))
    monkeypatch.setattr(connection, "_MOUNTS", table)
    with pytest.raises(DatabaseUnusable, match=f"network file system.*{kind}"):
        Database(folder / "x.db").connect()
    assert list(folder.iterdir()) == []


def test_what_is_no_database_is_named_in_words(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"this is not a database" * 100)
    with pytest.raises(DatabaseUnusable, match="damaged"):
        Database(garbage).connect()
    assert garbage.read_bytes().startswith(b"this is not")
    with pytest.raises(DatabaseUnusable, match="cannot be opened"):
        Database(tmp_path).connect()
    with pytest.raises(DatabaseUnusable, match="cannot be opened"):
        Database(tmp_path / "none" / "x.db").connect()


def test_a_database_that_another_program_holds_is_named_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_BUSY_SECONDS", 0.01)
    shelf = Shelf(tmp_path)
    with closing(sqlite3.connect(shelf.database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnusable, match="in use by another program"):
            shelf.source("S", {})
        other.rollback()
    assert shelf.source("S", {}) == 1
    shelf.close()


def test_a_full_disk_is_named_in_words_and_the_next_write_works(shelf: Shelf) -> None:
    source = shelf.source("S", {})
    pages = shelf.raw.execute("PRAGMA page_count").fetchone()[0]
    shelf.raw.execute(f"PRAGMA max_page_count={pages + 2}")
    before = shelf.dump()
    with pytest.raises(DatabaseUnusable, match="full"):
        shelf.store.catalogue.remember(source, {"x": "y" * 100_000})
    assert shelf.dump() == before
    shelf.raw.execute("PRAGMA max_page_count=1000000")
    shelf.store.catalogue.remember(source, {"x": "y" * 100_000})


def _interrupted(db: Connection, durable: bool) -> None:
    with db.write(durable=durable):
        db.execute("INSERT INTO jobs (state, sources, started_at) VALUES ('done', '[]', 1)")
        raise KeyboardInterrupt


def _of_no_job(db: Connection, durable: bool) -> None:
    with db.write(durable=durable):
        db.execute("PRAGMA defer_foreign_keys=ON")
        db.execute("INSERT INTO stages (job_id, name, state, opened_at) VALUES (9, 'x', 'open', 1)")


@pytest.mark.parametrize("durable", [True, False])
@pytest.mark.parametrize(
    ("write", "error"), [(_interrupted, KeyboardInterrupt), (_of_no_job, sqlite3.IntegrityError)]
)
def test_a_body_that_raises_and_a_commit_that_fails_leave_nothing_open(
    shelf: Shelf,
    write: Callable[[Connection, bool], None],
    error: type[BaseException],
    durable: bool,
) -> None:
    db, before = shelf.store._connection, shelf.dump()
    with pytest.raises(error):
        write(db, durable)
    assert not db.raw.in_transaction
    assert shelf.dump() == before
    assert shelf.source("S", {"h": 1}) == 1


def test_readers_see_one_state_while_a_writer_goes_on(shelf: Shelf) -> None:
    source = shelf.source("S", {"h": 1})
    with closing(shelf.database.connect().raw) as raw:
        reader = Connection(raw, shelf.database._write_lock)
        with reader.read() as db:
            count = "SELECT SUM(n) FROM item_counts"
            assert db.execute(count).fetchone() == (1,)
            shelf.fill(source, "h", 10)
            assert db.execute(count).fetchone() == (1,)
        assert reader.execute(count).fetchone() == (11,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    database = Database(tmp_path / "new.db")
    connection = database.connect()
    with connection.write() as db:
        db.execute("CREATE TABLE t (x)")
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    connection.close()
    assert set(modes.values()) == {0}, modes
