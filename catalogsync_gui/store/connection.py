# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening the database, and transactions.

One connection a thread. Writers of this process queue on one lock, so that SQLite's own busy
handling, which polls, is only met by another process.
"""

import contextlib
import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from catalogsync_gui.core.errors import DatabaseUnusable
from catalogsync_gui.store import migrations

_BUSY_SECONDS = 10.0

# WAL needs shared memory between the processes: https://www.sqlite.org/wal.html, section 1.
# useovernet.html tells why no other journal is safe there either.
_NETWORK_TYPES = frozenset(
    {"cifs", "smb3", "smbfs", "nfs", "nfs4", "9p", "vboxsf", "afs", "ncpfs", "ceph", "glusterfs"}
)
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.smb", "fuse.davfs", "fuse.glusterfs", "fuse.s3")

_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
"""How the kernel writes blanks, ends of lines and backslashes there."""


class Connection:
    """One thread's connection. Not to be shared between threads."""

    def __init__(self, raw: sqlite3.Connection, write_lock: threading.Lock) -> None:
        self.raw = raw
        self._write_lock = write_lock

    def execute(self, sql: str, parameters: object = ()) -> sqlite3.Cursor:
        """Runs one statement; SQLite's errors become :class:`DatabaseUnusable`."""
        try:
            return self.raw.execute(sql, parameters)  # type: ignore[arg-type]
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise _translated(error) from error

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Self]:
        """One write transaction; rolled back when the body raises.

        BEGIN IMMEDIATE, because a read transaction that turns into a write one fails at once with
        SQLITE_BUSY_SNAPSHOT (https://www.sqlite.org/isolation.html).

        :param durable: whether the commit must survive a power cut. A claim need not: lost, the
            item is pending again, which is true. In WAL mode synchronous=NORMAL loses such a
            commit at worst and never harms the file (https://www.sqlite.org/pragma.html).
        """
        with self._write_lock:
            if not durable:
                self.execute("PRAGMA synchronous=NORMAL")
            try:
                self.execute("BEGIN IMMEDIATE")
                try:
                    yield self
                    self.execute("COMMIT")
                except BaseException:
                    # A commit that fails may leave its transaction open.
                    self.raw.rollback()
                    raise
            finally:
                if not durable:
                    self.execute("PRAGMA synchronous=FULL")

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


class Database:
    """The file, and the write lock its connections here share. Safe from every thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._write_lock = threading.Lock()

    def connect(self) -> Connection:
        """A connection for the calling thread, with the schema brought up to date.

        :raises DatabaseUnusable: the folder is on a network file system, the schema is newer
            than this program, or the file is damaged or cannot be opened.
        """
        kind = filesystem_type(self.path.parent)
        if kind in _NETWORK_TYPES or kind.startswith(_NETWORK_FUSE):
            raise DatabaseUnusable(
                f"the database cannot live on a network file system ({kind}): {self.path.parent}. "
                "Choose a profile folder on a local disk; the library may stay where it is."
            )
        try:
            _create(self.path)
            raw = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise DatabaseUnusable(
                f"the database cannot be opened: {self.path} ({error})"
            ) from error
        connection = Connection(raw, self._write_lock)
        try:
            with self._write_lock:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("PRAGMA foreign_keys=ON")
                # An earlier start may have left temporary tables on a small /tmp of a NAS.
                connection.execute("PRAGMA temp_store=MEMORY")
                connection.execute("PRAGMA cache_size=-16384")
                migrations.migrate(raw, self.path)
        except sqlite3.Error as error:
            raw.close()
            raise _translated(error) from error
        except DatabaseUnusable:
            raw.close()
            raise
        return connection


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


def _translated(error: sqlite3.Error) -> DatabaseUnusable:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        words = "the disk that holds the database is full; make room and start again"
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        words = f"the database is damaged ({error}); restore a copy of it"
    elif name.startswith("SQLITE_BUSY"):
        words = "the database is in use by another program that does not let go"
    else:
        words = f"the database cannot be used: {error}"
    return DatabaseUnusable(words)
