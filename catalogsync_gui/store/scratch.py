# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of the database to try things out on: what is written there is thrown away."""

import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from catalogsync_gui.core.errors import DatabaseUnusable
from catalogsync_gui.store.connection import Database

_PREFIX = "trial-"

_lock = threading.Lock()
_in_use: set[Path] = set()


@contextmanager
def scratch(database: Database) -> Iterator[Database]:
    """A copy of the database as it is now, removed at the end.

    It lies beside the original, in a folder for its owner alone: the file system there is known
    to be fit for a database.

    :raises DatabaseUnusable: the original cannot be read, or there is no room for the copy.
    """
    with _lock:
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=database.path.parent))
        except OSError as error:
            raise DatabaseUnusable(
                f"there can be no copy of the database in {database.path.parent}: {error.strerror}"
            ) from error
        _in_use.add(folder)
    try:
        copy = Database(folder / database.path.name)
        _copy(database, copy.path)
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with _lock:
            _in_use.discard(folder)


def clear_scratch(database: Database) -> None:
    """Removes copies that a process left which was killed. For the holder of the profile's lock."""
    with _lock:
        for folder in database.path.parent.glob(f"{_PREFIX}*"):
            if folder not in _in_use:
                shutil.rmtree(folder, ignore_errors=True)


def _copy(database: Database, path: Path) -> None:
    with (
        closing(database.connect()) as source,
        closing(sqlite3.connect(path, isolation_level=None)) as target,
    ):
        try:
            source.raw.backup(target)
        except sqlite3.Error as error:
            raise DatabaseUnusable(
                f"the database cannot be copied to {path.parent}: {error}; is the disk full?"
            ) from error
