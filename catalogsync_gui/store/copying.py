# SPDX-License-Identifier: GPL-3.0-or-later
"""Making the daily copy: the database is looked at as a whole, then copied."""

import logging
import sqlite3
import threading

from catalogsync_gui.core.errors import CannotRun, DatabaseDamaged, DatabaseUnusable
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.store.backups import DAILY
from catalogsync_gui.store.connection import RESTORE_WORDS, Connection, Database, translated
from catalogsync_gui.store.restoring import damage

log = logging.getLogger(__name__)

_REST = 60.0
"""Seconds until the copies there are are looked at again: every finished track wakes us."""


class Copying:
    """Used by one thread; :meth:`interrupt` is for every other."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._interrupted = threading.Event()
        self._not_due_at = -_REST

    def copy_if_due(self) -> bool:
        """Makes a copy when the last one is a day old; whether it did.

        :raises DatabaseDamaged: the database is damaged; no copy was made, none was deleted.
        :raises CannotRun: the disk refuses.
        """
        now, backups = self._clock.now(), self._database.backups
        if self._interrupted.is_set() or 0 <= now - self._not_due_at < _REST:
            return False
        if not backups.due(now):
            self._not_due_at = now
            return False
        connection = self._database.connect()
        with self._lock:
            self._connection = None if self._interrupted.is_set() else connection
        try:
            if self._interrupted.is_set():
                return False
            found = damage(connection.raw)
            if found:
                self._database.doubt()
                raise DatabaseDamaged(f"the database is damaged ({found}). {RESTORE_WORDS}")
            backup = backups.make(connection.raw, DAILY, now)
            backups.prune()
            log.info("the database was copied to %s", backup.path.name)
        except OSError as error:
            raise CannotRun(
                f"the database could not be copied to {backups.folder}: "
                f"{error.strerror or error}. The copies that are there are kept",
                kind="backup",
            ) from error
        except (sqlite3.Error, DatabaseUnusable) as error:
            if self._interrupted.is_set():
                log.info("the copy of the database was broken off")
                return False
            if isinstance(error, DatabaseUnusable):
                raise
            raise translated(error, connection.raw) from error
        finally:
            with self._lock:
                self._connection = None
            connection.close()
        return True

    def interrupt(self) -> None:
        """Breaks off the copy that is being made; none is made any more."""
        with self._lock:
            self._interrupted.set()
            if self._connection is not None:
                self._connection.raw.interrupt()
