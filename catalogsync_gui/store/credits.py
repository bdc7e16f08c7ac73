# SPDX-License-Identifier: GPL-3.0-or-later
"""Licences of tracks, and the credits of those that are there."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from catalogsync_gui.core.credits import Credit
from catalogsync_gui.core.exporting import ExportRecord
from catalogsync_gui.core.licenses import License
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.values import info_value

_BATCH = 500
_IN_PLAYLIST = (
    "EXISTS (SELECT 1 FROM entries e JOIN playlists p ON p.id = e.playlist_id"
    " AND e.generation = p.generation WHERE e.track_id = t.id AND p.id = ?2)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose tracks: of a source, of a playlist, or of all where both are None."""

    source: int | None = None
    playlist: int | None = None


class CreditStore:
    """Queries about licences and credits. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def licenses(self) -> list[str]:
        """All that catalogues say of licences, each once; without the empty word."""
        return [
            row[0]
            for row in self._db.execute("SELECT DISTINCT license FROM tracks WHERE license <> ''")
        ]

    def of(self, scope: Scope, license_of: Callable[[str], License]) -> Iterator[Credit]:
        """The credits of the tracks that are there, by licence, those of unknown licence last.

        A file of several tracks is listed once, with the licence that one of them has.

        :param license_of: what a catalogue's words stand for.
        """
        rows = self._db.execute(
            "SELECT i.id, i.file_id, t.license FROM items i JOIN tracks t ON t.id = i.track_id"
            " JOIN files f ON f.id = i.file_id WHERE i.state = 'done'"
            f" AND (?1 IS NULL OR i.source_id = ?1) AND (?2 IS NULL OR {_IN_PLAYLIST})"
            " ORDER BY f.path_key, t.license = '', i.id",
            (scope.source, scope.playlist),
        ).fetchall()
        chosen: dict[int, tuple[int, str]] = {}
        for item, file, said in rows:
            chosen.setdefault(file, (item, said))
        known = {said: license_of(said) for said in {said for _, said in chosen.values()}}

        def place(row: tuple[int, str]) -> tuple[bool, str, str]:
            license = known[row[1]]
            return not license.name, license.name.casefold(), license.address

        ordered = [item for item, _ in sorted(chosen.values(), key=place)]
        for start in range(0, len(ordered), _BATCH):
            yield from self._credits(ordered[start : start + _BATCH], license_of)

    def _credits(self, items: list[int], license_of: Callable[[str], License]) -> list[Credit]:
        rows = self._db.execute(
            "SELECT t.info, s.name, f.path FROM json_each(?) j JOIN items i ON i.id = j.value"
            " JOIN tracks t ON t.id = i.track_id JOIN sources s ON s.id = i.source_id"
            " JOIN files f ON f.id = i.file_id ORDER BY j.key",
            (json.dumps(items),),
        ).fetchall()
        found = []
        for text, source, path in rows:
            info = info_value(text)
            found.append(
                Credit(
                    title=info.title or PurePosixPath(path).stem,
                    artist=info.artist or info.album_artist,
                    album=info.album,
                    label=info.label,
                    date=info.date,
                    license=license_of(info.license),
                    page=info.source_url,
                    source=source,
                    path=path,
                )
            )
        return found

    def record(self, library: str) -> ExportRecord | None:
        """The file of credits that was last written into a library, or None."""
        row = self._db.execute(
            "SELECT path, 'text', sha256, size, mtime_ns, 0, 0 FROM credit_files WHERE library = ?",
            (library,),
        ).fetchone()
        return None if row is None else ExportRecord(*row)

    def written(self, library: str, record: ExportRecord) -> None:
        """It was written."""
        with self._db.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO credit_files (library, path, sha256, size, mtime_ns)"
                " VALUES (?, ?, ?, ?, ?)",
                (library, record.path, record.sha256, record.size, record.mtime_ns),
            )

    def forget(self, library: str) -> None:
        """There is none any more."""
        with self._db.write() as db:
            db.execute("DELETE FROM credit_files WHERE library = ?", (library,))
