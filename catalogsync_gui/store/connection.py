# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening the database, and transactions.

One connection a thread. Writers of this process queue on one lock, so that SQLite's own busy
handling, which polls, is only met by another process.
"""

import contextlib
import errno
import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from catalogsync_gui.core.errors import DatabaseDamaged, DatabaseFull, DatabaseUnusable
from catalogsync_gui.store import migrations
from catalogsync_gui.store.backups import Backups
from catalogsync_gui.store.log_sync import LogSync

_BUSY_SECONDS = 10.0
_BUSY_PAUSE = 0.02

# WAL needs shared memory between the processes: https://www.sqlite.org/wal.html, section 1.
# useovernet.html tells why no other journal is safe there either.
_NETWORK_TYPES = frozenset(
    {"cifs", "smb3", "smbfs", "nfs", "nfs4", "9p", "vboxsf", "afs", "ncpfs", "ceph", "glusterfs"}
)
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.smb", "fuse.davfs", "fuse.glusterfs", "fuse.s3")

RESTORE_WORDS = (
    "Its last good copy takes its place when Catalog Sync is started again; "
    '"catalogsync-gui restore" does that by hand'
)

_FULL = "the disk that holds the database is full. Make room on it; nothing that was done is lost"

_LEAST = 512
"""Bytes of the smallest page; SQLite takes what is shorter for a new database."""

_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
"""How the kernel writes blanks, ends of lines and backslashes there."""


class _Raw(sqlite3.Connection):
    """A connection that tells when damage is met."""

    on_damage: Callable[[], None] | None = None

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or _Cursor)


class _Cursor(sqlite3.Cursor):
    """Most rows are read after the statement was run, and a damaged page comes to light there."""

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlite3.Error as error:
            raise translated(error, self.connection) from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.Error as error:
            raise translated(error, self.connection) from error

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.Error as error:
            raise translated(error, self.connection) from error


class Connection:
    """One thread's connection. Not to be shared between threads."""

    def __init__(
        self, raw: sqlite3.Connection, write_lock: threading.Lock, log_sync: LogSync | None = None
    ) -> None:
        self.raw = raw
        self._write_lock = write_lock
        self._log_sync = log_sync
        self._log: int | None = None

    def execute(self, sql: str, parameters: object = ()) -> sqlite3.Cursor:
        """Runs one statement; SQLite's errors become :class:`DatabaseUnusable`."""
        try:
            return self.raw.execute(sql, parameters)  # type: ignore[arg-type]
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise translated(error, self.raw) from error

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Self]:
        """One write transaction; rolled back when the body raises.

        BEGIN IMMEDIATE, because a read transaction that turns into a write one fails at once with
        SQLITE_BUSY_SNAPSHOT (https://www.sqlite.org/isolation.html).

        :param durable: whether the commit must survive a power cut, and is on the disk when this
            returns. A claim need not: lost, the item is pending again, which is true. In WAL mode
            synchronous=NORMAL loses such a commit at worst and never harms the file
            (https://www.sqlite.org/pragma.html).
        """
        with self._write_lock:
            self.execute("BEGIN IMMEDIATE")
            try:
                yield self
                self.execute("COMMIT")
            except BaseException:
                # A commit that fails may leave its transaction open.
                self.raw.rollback()
                raise
        if durable and self._log is not None and self._log_sync is not None:
            try:
                self._log_sync.sync(self._log)
            except OSError as error:
                raise _not_synced(error) from error

    @contextmanager
    def read(self) -> Iterator[Self]:
        """Several reads of one state of the database."""
        self.execute("BEGIN")
        try:
            yield self
        finally:
            self.raw.rollback()

    def close(self) -> None:
        """Closes the connection."""
        self.raw.close()
        if self._log is not None:
            os.close(self._log)
            self._log = None

    def leave_syncing(self, path: Path) -> None:
        """From here on, commits are made durable after the write lock was given back.

        Only with a write-ahead log: everything else is left to SQLite. The log stays the same file
        as long as a connection is open, and SQLite holds no lock on it that closing our descriptor
        could drop (https://www.sqlite.org/walformat.html, section 2.3).

        :raises OSError: the log cannot be opened.
        """
        log = os.path.realpath(path) + "-wal"
        self._log = os.open(log, os.O_RDWR | getattr(os, "O_BINARY", 0))
        self.execute("PRAGMA synchronous=NORMAL")


class Database:
    """The file, and the write lock its connections here share. Safe from every thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.backups = Backups(path)
        self._write_lock = threading.Lock()
        self.log_sync = LogSync()

    @property
    def lost(self) -> str:
        """What became of a database that was there once, as its copies tell; empty if nothing."""
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            size = -1
        except OSError:
            return ""
        if size >= _LEAST or not (self.backups.all() or self.backups.ledger.numbers()):
            return ""
        return "is not there any more" if size < 0 else "is empty"

    @property
    def doubts(self) -> Path:
        """A file that is there when damage was met: the next start looks at the whole database."""
        return self.path.with_name(self.path.name + ".damage-seen")

    def doubt(self) -> None:
        """Notes that damage was met."""
        with contextlib.suppress(OSError):
            self.doubts.touch(mode=0o600)

    def connect(self) -> Connection:
        """A connection for the calling thread, with the schema brought up to date.

        :raises DatabaseUnusable: the folder is on a network file system, the schema is newer
            than this program, or the file cannot be opened.
        :raises DatabaseDamaged: it is damaged, or gone while there are copies of it.
        """
        kind = filesystem_type(self.path.parent)
        if kind in _NETWORK_TYPES or kind.startswith(_NETWORK_FUSE):
            raise DatabaseUnusable(
                f"the database cannot live on a network file system ({kind}): {self.path.parent}. "
                "Choose a profile folder on a local disk; the library may stay where it is."
            )
        if lost := self.lost:
            raise DatabaseDamaged(f"the database {self.path} {lost}. {RESTORE_WORDS}")
        try:
            _create(self.path)
            raw = sqlite3.connect(
                self.path, timeout=_BUSY_SECONDS, isolation_level=None, factory=_Raw
            )
        except (OSError, sqlite3.Error) as error:
            raise DatabaseUnusable(
                f"the database cannot be opened: {self.path} ({error})"
            ) from error
        raw.on_damage = self.doubt
        connection = Connection(raw, self._write_lock, self.log_sync)
        try:
            with self._write_lock:
                journal = _log_mode(raw)
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("PRAGMA foreign_keys=ON")
                # An earlier start may have left temporary tables on a small /tmp of a NAS.
                connection.execute("PRAGMA temp_store=MEMORY")
                connection.execute("PRAGMA cache_size=-16384")
                migrations.migrate(raw, self.path, self.backups)
                if journal == "wal":
                    connection.leave_syncing(self.path)
        except OSError as error:
            raw.close()
            raise DatabaseUnusable(
                f"the database cannot be opened: {self.path} ({error.strerror or error})"
            ) from error
        except sqlite3.Error as error:
            raw.close()
            raise translated(error, raw) from error
        except DatabaseUnusable:
            raw.close()
            raise
        return connection


def _log_mode(raw: sqlite3.Connection) -> str:
    """Switches to a write-ahead log; the journal that there is then.

    Where another program writes just then, as one that is started at the same instant does, SQLite
    says so at once instead of calling its busy handler (measured with 3.40).
    """
    until = time.monotonic() + _BUSY_SECONDS
    pause = threading.Event()
    while True:
        try:
            return str(raw.execute("PRAGMA journal_mode=WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            busy = getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")
            if not busy or time.monotonic() >= until:
                raise
        pause.wait(_BUSY_PAUSE)


def _create(path: Path) -> None:
    """Makes the file for its owner only; those beside it follow. Addresses may carry tokens.

    One that is there is never opened here: closing it would drop the locks that SQLite holds on
    it in this process (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def filesystem_type(folder: Path) -> str:
    """The file system's type as the kernel names it; empty where that cannot be told (not Linux).

    Source: proc(5), /proc/self/mountinfo; the longest mount point that holds the folder wins.
    """
    if not _MOUNTS.exists():
        return ""
    target = os.path.realpath(folder)
    best, kind = "", ""
    # Not splitlines: it takes characters that a folder's name may hold for ends of lines.
    for line in os.fsdecode(_MOUNTS.read_bytes()).split("\n"):
        left, _, right = line.partition(" - ")
        fields, types = left.split(" "), right.split(" ")
        if len(fields) < 5 or not types:
            continue
        mount = _OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])
        inside = target == mount or target.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, types[0]
    return kind


def _not_synced(error: OSError) -> DatabaseUnusable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DatabaseFull(_FULL)
    return DatabaseUnusable(f"the database cannot be used: {error.strerror or error}")


def translated(error: sqlite3.Error, raw: sqlite3.Connection | None = None) -> DatabaseUnusable:
    """SQLite's errors in words.

    :param raw: where it came up; it is told of damage.
    """
    name = getattr(error, "sqlite_errorname", "")
    # The second is what a memory file that cannot grow says (os_unix.c, unixShmMap).
    if name in {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}:
        return DatabaseFull(_FULL)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        if isinstance(raw, _Raw) and raw.on_damage is not None:
            raw.on_damage()
        return DatabaseDamaged(f"the database is damaged ({error}). {RESTORE_WORDS}")
    if name.startswith("SQLITE_BUSY"):
        words = "the database is in use by another program that does not let go"
    else:
        words = f"the database cannot be used: {error}"
    return DatabaseUnusable(words)
