# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the database, whole and in one state, beside it."""

import contextlib
import os
import re
import shutil
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogsync_gui.store.ledger import Ledger

DAY = 86_400.0
DAILY = "daily"

_KEPT = 3
"""Daily copies, and copies made before a change of the schema, that are kept each."""

_SPARE = 50_000_000
"""Bytes left free beside a new copy: a full disk is worse than an old copy."""

_NAME = re.compile(r"catalog-sync-(\d{6,9})-(daily|schema\d+)-(\d{8}T\d{6})\.db")
_UNFINISHED = ".unfinished-"
_STAMP = "%Y%m%dT%H%M%S"


class NoRoomForBackup(OSError):
    """The disk that holds the database is too full for a copy."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy. ``number`` grows with every copy, whatever the clock says.

    :ivar why: ``daily``, or ``schemaN``: made before the schema N was brought up to date.
    :ivar at: when it was made, epoch seconds.
    """

    number: int
    why: str
    at: float
    path: Path


class Backups:
    """The copies of one database.

    :param database: the path of the database itself.
    """

    def __init__(self, database: Path) -> None:
        self.folder = database.with_name("backups")
        self.ledger = Ledger(self.folder)
        self._database = database

    def all(self) -> list[Backup]:
        """The copies there are, newest first."""
        found = []
        for path in self.folder.glob("catalog-sync-*.db"):
            match = _NAME.fullmatch(path.name)
            if match is not None:
                with contextlib.suppress(ValueError):
                    at = datetime.strptime(match[3], _STAMP).replace(tzinfo=UTC).timestamp()
                    found.append(Backup(int(match[1]), match[2], at, path))
        return sorted(found, key=lambda backup: backup.number, reverse=True)

    def due(self, now: float) -> bool:
        """Whether the last daily copy is a day old. One of the future tells of a wrong clock."""
        last = next((backup.at for backup in self.all() if backup.why == DAILY), None)
        return last is None or not now - DAY < last <= now + 1

    def make(self, raw: sqlite3.Connection, why: str, now: float) -> Backup:
        """Copies the database as it is now; readers and writers go on meanwhile.

        VACUUM INTO reads every row, so what cannot be read never takes the place of a good copy
        (https://www.sqlite.org/lang_vacuum.html). The copy has its name when it is on the disk.

        :raises OSError: the disk refuses; NoRoomForBackup: there is too little room.
        :raises sqlite3.Error: the database cannot be read, or the connection was interrupted.
        """
        self.folder.mkdir(mode=0o700, exist_ok=True)
        size = self._database.stat().st_size
        if shutil.disk_usage(self.folder).free < size + _SPARE:
            raise NoRoomForBackup(f"there is no room for a copy of {size // 1_000_000 + 1} MB")
        # Before the copy is begun: what it and its ledger both tell does no harm.
        number = self.ledger.begin()
        stamp = datetime.fromtimestamp(now, UTC).strftime(_STAMP)
        path = self.folder / f"catalog-sync-{number:06d}-{why}-{stamp}.db"
        # Made here, for its owner only: VACUUM INTO takes an empty file as it is. Two programs
        # that start at once each make their own.
        descriptor, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=self.folder)
        os.close(descriptor)
        temporary = Path(name)
        try:
            raw.execute("VACUUM INTO ?", (str(temporary),))
            sync(temporary)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(self.folder)
        return Backup(number, why, now, path)

    def prune(self) -> None:
        """Deletes the copies that are not kept, and what only they have need of."""
        found = self.all()
        daily = [backup for backup in found if backup.why == DAILY]
        others = [backup for backup in found if backup.why != DAILY]
        for backup in (*daily[_KEPT:], *others[_KEPT:]):
            backup.path.unlink(missing_ok=True)
        for left in self.folder.glob(f"{_UNFINISHED}*"):
            with contextlib.suppress(FileNotFoundError):
                # Not one that another program is writing now.
                if time.time() - left.stat().st_mtime > DAY:
                    left.unlink()
        kept = [*daily[:_KEPT], *others[:_KEPT]]
        self.ledger.drop_before(min((backup.number for backup in kept), default=0))


def sync(path: Path) -> None:
    """Has a file's content on the disk.

    :raises OSError: it cannot be written.
    """
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Has the names in a folder on the disk, where a folder can be opened (not on Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
