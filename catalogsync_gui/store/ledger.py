# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger: what was finished since a backup, in plain lines beside it.

A backup is older than what it stands in for. What was fetched and written meanwhile is told by the
ledger, so that none of it has to be brought again. It has the number of the backup it follows.
"""

import json
import logging
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

log = logging.getLogger(__name__)

TRACK = "track"
PLAYLIST = "playlist"


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that was finished.

    :ivar what: ``track`` or ``playlist``. :ivar kind: of its source, as ``location``.
    :ivar key: the catalogue's own name of the track or playlist.
    :ivar library: the id in the marker of the library, ``path`` being relative to it.
    :ivar content_sha256: of what was fetched, before its tags were filled in; empty if unknown.
    """

    what: str
    kind: str
    location: str
    key: str
    library: str
    path: str
    size: int
    sha256: str
    content_sha256: str = ""
    ours: bool = True


_TYPES = {entry.name: entry.type for entry in fields(Finished)}
_NUMBERED = re.compile(r"(?:ledger|catalog-sync)-(\d{6,9})[-.]")


class Ledger:
    """The ledgers of one database. Safe from every thread.

    :param folder: where the backups are; made by the first line.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._number: int | None = None

    def begin(self) -> int:
        """Begins another ledger; its number is for the backup that is about to be made."""
        with self._lock:
            self._number = self._last() + 1
            return self._number

    def note(self, finished: Finished) -> None:
        """Adds a line. A disk that refuses it costs nothing but a download after a restore."""
        data = {name: getattr(finished, name) for name in _TYPES}
        line = json.dumps(data, separators=(",", ":")) + "\n"
        try:
            with self._lock:
                if self._number is None:
                    self._folder.mkdir(mode=0o700, exist_ok=True)
                    self._number = self._last()
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
                descriptor = os.open(self._path(self._number), flags, 0o600)
                try:
                    os.write(descriptor, line.encode("ascii"))
                finally:
                    os.close(descriptor)
        except OSError as error:
            log.info("the ledger could not be written: %s", error)

    def since(self, number: int) -> Iterator[Finished]:
        """What was finished since the backup of this number, oldest first. Torn lines are left."""
        for at in sorted(found for found in self.numbers() if found >= number):
            try:
                text = self._path(at).read_text("ascii", "replace")
            except OSError as error:
                log.info("a ledger could not be read: %s", error)
                continue
            for line in text.split("\n"):
                finished = _parsed(line)
                if finished is not None:
                    yield finished

    def numbers(self) -> list[int]:
        """The numbers of the ledgers there are."""
        names = (path.stem.removeprefix("ledger-") for path in self._folder.glob("ledger-*.jsonl"))
        return [int(name) for name in names if name.isascii() and name.isdecimal()]

    def drop_before(self, number: int) -> None:
        """Deletes the ledgers that no backup needs any more."""
        for at in self.numbers():
            if at < number:
                self._path(at).unlink(missing_ok=True)

    def _last(self) -> int:
        found = (_NUMBERED.match(path.name) for path in self._folder.glob("*-*"))
        return max([0, self._number or 0, *(int(match[1]) for match in found if match)])

    def _path(self, number: int) -> Path:
        return self._folder / f"ledger-{number:06d}.jsonl"


def _parsed(line: str) -> Finished | None:
    try:
        data = json.loads(line)
        if all(type(data[name]) is kind for name, kind in _TYPES.items()):
            return Finished(**{name: data[name] for name in _TYPES})
    except (ValueError, KeyError, TypeError):
        pass
    return None
