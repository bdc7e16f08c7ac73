# SPDX-License-Identifier: GPL-3.0-or-later
"""Putting a copy in the place of a database that is damaged or gone.

For whoever holds the profile's lock, before anything else opens the database. At every moment of
it the file under the database's name is the damaged one, none, or a whole one; where it is none
and a process dies, the next start finds that out and begins again.
"""

import contextlib
import logging
import os
import sqlite3
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogsync_gui.core.errors import DatabaseDamaged, DatabaseUnusable, UnknownThing
from catalogsync_gui.store import migrations
from catalogsync_gui.store.backups import Backup, sync, sync_folder
from catalogsync_gui.store.connection import Connection, Database, translated
from catalogsync_gui.store.recalled import take_in

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    :ivar backup: the copy that is the database now; None for an empty one.
    :ivar set_aside: what was the database before; None when there was no file.
    :ivar skipped: newer copies that are damaged as well.
    """

    backup: Backup | None
    set_aside: Path | None
    skipped: int = 0

    @property
    def words(self) -> str:
        """For a person."""
        if self.backup is None:
            words = "an empty one took its place, as there is no copy. Subscribe to your sources "
            words += "again; the tracks that are in the library are not downloaded again"
        else:
            made = datetime.fromtimestamp(self.backup.at).astimezone().strftime("%Y-%m-%d %H:%M")
            words = f"the copy of {made} took its place. Sources that were added or changed since "
            words += "have to be so again; tracks that were fetched since are not downloaded again"
        if self.skipped:
            words = f"{self.skipped} newer copies are damaged as well; {words}"
        if self.set_aside is not None:
            words += f". The former file was kept as {self.set_aside.name}"
        return words


def put_right(database: Database, now: float) -> str:
    """Opens the database, and restores it where that cannot be done; what a person should know.

    :returns: nothing where nothing was wrong.
    :raises DatabaseUnusable: it cannot be opened for another reason, or there is no good copy.
    """
    reason = database.lost
    if not reason and not database.path.exists():
        return ""
    try:
        if not reason:
            _look_at(database)
            return ""
    except DatabaseDamaged as error:
        log.info("%s", error)
        reason = "is damaged"
    if reason != "is damaged" or database.backups.all():
        restored = restore(database, now)
    else:
        raise DatabaseDamaged(
            f"the database {database.path} is damaged, and there is no copy of it yet. "
            '"catalogsync-gui restore --empty" sets it aside and begins anew; the tracks that are '
            "in the library are not downloaded again"
        )
    words = f"the database {reason}; {restored.words}"
    log.warning("%s", words)
    return words


def damage(raw: sqlite3.Connection) -> str:
    """What is wrong with the file; empty if nothing. Reads all of it.

    quick_check leaves out whether indexes and tables agree (https://sqlite.org/pragma.html).

    :raises DatabaseUnusable: it cannot be read for another reason.
    """
    try:
        rows = raw.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        unusable = translated(error)
        if not isinstance(unusable, DatabaseDamaged):
            raise unusable from error
        return str(error)
    except DatabaseDamaged as error:
        return str(error)
    return "" if rows == [("ok",)] else str(rows[0][0])


def restore(
    database: Database, now: float, *, number: int | None = None, empty: bool = False
) -> Restored:
    """Puts a copy in the database's place: the one of that number, or the last that is good.

    :param empty: begin with an empty database instead.
    :raises UnknownThing: there is no copy of that number.
    :raises DatabaseUnusable: no copy is good, or the disk refuses. Nothing was changed then.
    """
    copies = database.backups.all()
    if number is not None:
        copies = [backup for backup in copies if backup.number == number]
        if not copies:
            raise UnknownThing(
                f'there is no copy {number}; "catalogsync-gui backups" lists those there are'
            )
    elif empty or (not copies and database.lost):
        return _put(database, None, now, 0)
    for skipped, backup in enumerate(copies):
        try:
            return _put(database, backup, now, skipped)
        except DatabaseDamaged as error:
            log.warning("the copy %s cannot be used: %s", backup.path.name, error)
    raise DatabaseDamaged(
        f"no copy of the database in {database.backups.folder} can be used"
        if copies
        else f"there is no copy of the database in {database.backups.folder}"
    )


def _look_at(database: Database) -> None:
    """:raises DatabaseDamaged: its beginning, or after a doubt any of it, cannot be read."""
    connection = database.connect()
    try:
        if database.doubts.exists():
            found = damage(connection.raw)
            if found:
                raise DatabaseDamaged(f"the database {database.path} is damaged ({found})")
            database.doubts.unlink(missing_ok=True)
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        connection.execute("SELECT * FROM sources").fetchall()
    finally:
        connection.close()


def _put(database: Database, backup: Backup | None, now: float, skipped: int) -> Restored:
    new = database.path.with_name(database.path.name + ".restoring")
    try:
        _clear(new)
        _write(new, backup)
        _prepare(new, database, backup, now)
        aside = _set_aside(database, now)
        new.replace(database.path)
        sync_folder(database.path.parent)
        database.doubts.unlink(missing_ok=True)
    except OSError as error:
        with contextlib.suppress(OSError):
            _clear(new)
        raise DatabaseUnusable(
            f"the database {database.path} cannot be restored: {error.strerror or error}. "
            "Make room or check the rights, then start again"
        ) from error
    except DatabaseUnusable:
        with contextlib.suppress(OSError):
            _clear(new)
        raise
    return Restored(backup, aside, skipped)


def _write(new: Path, backup: Backup | None) -> None:
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        if backup is not None:
            with backup.path.open("rb") as source:
                while data := source.read(1 << 20):
                    target.write(data)


def _prepare(new: Path, database: Database, backup: Backup | None, now: float) -> None:
    """Brings a copy up to date and has it on the disk as one file."""
    raw = sqlite3.connect(new, isolation_level=None)
    try:
        found = damage(raw)
        if found:
            raise DatabaseDamaged(found)
        if backup is not None and raw.execute("PRAGMA user_version").fetchone()[0] == 0:
            raise DatabaseDamaged("nothing is in it")
        raw.execute("PRAGMA synchronous=FULL")
        migrations.migrate(raw, new)
        since = database.backups.ledger.since(backup.number if backup else 0)
        take_in(Connection(raw, threading.Lock()), since, now)
    except sqlite3.Error as error:
        raise translated(error) from error
    finally:
        raw.close()
    sync(new)


def _set_aside(database: Database, now: float) -> Path | None:
    """Keeps the former files under a name of their own; the log of the former one with it."""
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%S")
    path = database.path
    aside = path.with_name(f"{path.name}.set-aside-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.set-aside-{stamp}-{number}")
    kept = None
    # The database first: without it a log that is left behind is nobody's, and the next start,
    # should this one end here, finds that it is gone.
    for ending in ("", "-wal", "-shm", "-journal"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
            kept = kept or aside.with_name(aside.name + ending)
    sync_folder(path.parent)
    return kept


def _clear(new: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        new.with_name(new.name + ending).unlink(missing_ok=True)
