# SPDX-License-Identifier: GPL-3.0-or-later
"""Former versions of playlists: what each held when a sync had ended with it.

A version names its tracks by path and by the hash of what their source served: after a rename, a
new tag or the way through the trash the same file is found again.
"""

import hashlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from catalogsync_gui.core.exporting import (
    ExportEntry,
    PlaylistVersion,
    VersionDifference,
    VersionTrack,
)
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.values import info_value

MOST = 10
"""Versions kept of one playlist, the present one included."""

MOST_OF_REMOVED = 1000
"""Versions kept of all playlists together that are no more."""

_VERSION = "id, playlist_id, title, kept_at, entries"


class PlaylistVersionStore:
    """Queries about versions. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def keep(self, library: str, playlist: int, title: str, file_sha256: str, now: float) -> None:
        """Keeps what a playlist holds now, unless the last version kept holds just that.

        :param library: id of the library its file was written in.
        :param file_sha256: of that file.
        """
        last = self._db.execute(
            "SELECT id, file_sha256, digest FROM playlist_versions"
            " WHERE playlist_id = ? AND library = ? ORDER BY id DESC LIMIT 1",
            (playlist, library),
        ).fetchone()
        if last is not None and last[1] == file_sha256:
            return
        tracks = self._today(playlist)
        names = "\n".join(content or path for path, content in tracks)
        digest = hashlib.sha256(names.encode()).hexdigest()
        with self._db.write(durable=False) as db:
            if last is not None and last[2] == digest:
                db.execute(
                    "UPDATE playlist_versions SET file_sha256 = ? WHERE id = ?",
                    (file_sha256, last[0]),
                )
                return
            data = zlib.compress(json.dumps(tracks, ensure_ascii=False).encode())
            try:
                db.execute(
                    "INSERT INTO playlist_versions (library, playlist_id, title, kept_at,"
                    " file_sha256, digest, entries, tracks) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (library, playlist, title, now, file_sha256, digest, len(tracks), data),
                )
            except sqlite3.IntegrityError:
                # The playlist was removed meanwhile; its last version stands for it.
                return
            db.execute(
                "DELETE FROM playlist_versions WHERE playlist_id = ?1 AND library = ?2 AND id NOT"
                " IN (SELECT id FROM playlist_versions WHERE playlist_id = ?1 AND library = ?2"
                " ORDER BY id DESC LIMIT ?3)",
                (playlist, library, MOST),
            )
            db.execute(
                "DELETE FROM playlist_versions WHERE playlist_id IS NULL AND id NOT IN (SELECT id"
                " FROM playlist_versions WHERE playlist_id IS NULL ORDER BY id DESC LIMIT ?)",
                (MOST_OF_REMOVED,),
            )

    def _today(self, playlist: int) -> list[tuple[str, str]]:
        return self._db.execute(
            "SELECT f.path, f.content_sha256 FROM playlists p JOIN entries e"
            " ON e.playlist_id = p.id AND e.generation = p.generation"
            " JOIN items i ON i.track_id = e.track_id JOIN files f ON f.id = i.file_id"
            " WHERE p.id = ? ORDER BY e.position",
            (playlist,),
        ).fetchall()

    def versions(self, playlist: int | None = None) -> list[PlaylistVersion]:
        """The versions kept in the current library, of one playlist or of all, newest first.

        Those of playlists that are no more come last.
        """
        return [
            PlaylistVersion(*row)
            for row in self._db.execute(
                f"SELECT {_VERSION} FROM playlist_versions"
                " WHERE library = (SELECT id FROM library) AND (?1 IS NULL OR playlist_id = ?1)"
                " ORDER BY playlist_id IS NULL, playlist_id, id DESC",
                (playlist,),
            )
        ]

    def version(self, version: int) -> tuple[PlaylistVersion, list[ExportEntry]] | None:
        """A version and those of its tracks whose file is there; None when there is none such."""
        row = self._db.execute(
            f"SELECT {_VERSION}, tracks FROM playlist_versions"
            " WHERE library = (SELECT id FROM library) AND id = ?",
            (version,),
        ).fetchone()
        if row is None:
            return None
        tracks = json.loads(zlib.decompress(row[-1]))
        found = (self._entry(path, content) for path, content in tracks)
        return PlaylistVersion(*row[:-1]), [entry for entry in found if entry is not None]

    def difference(self, version: int, most: int) -> VersionDifference | None:
        """A version beside what its playlist holds today; None when there is none such.

        Of a playlist that is no more, all of it was removed.

        :param most: so many tracks of each side are told by name.
        """
        row = self._db.execute(
            "SELECT playlist_id, tracks FROM playlist_versions"
            " WHERE library = (SELECT id FROM library) AND id = ?",
            (version,),
        ).fetchone()
        if row is None:
            return None
        then = [(path, content) for path, content in json.loads(zlib.decompress(row[1]))]
        now = [] if row[0] is None else self._today(row[0])
        here, there = Counter(map(_name, now)), Counter(map(_name, then))
        both = here & there
        added, removed = _only(now, there), _only(then, here)
        return VersionDifference(
            version,
            added=self._told(added[:most]),
            removed=self._told(removed[:most]),
            moved=_in_both(now, both) != _in_both(then, both),
            added_count=len(added),
            removed_count=len(removed),
        )

    def _told(self, tracks: Sequence[tuple[str, str]]) -> tuple[VersionTrack, ...]:
        told = []
        for path, content in tracks:
            entry = self._entry(path, content)
            info = entry.info if entry else TrackInfo()
            name = info.title or PurePosixPath(path).stem
            place = entry.path if entry else path
            told.append(VersionTrack(place, info.artist, name, entry is not None))
        return tuple(told)

    def _entry(self, path: str, content: str) -> ExportEntry | None:
        """The file of that content, of several the one at the path; else the one at the path."""
        row = self._db.execute(
            "SELECT f.path, (SELECT t.info FROM items i JOIN tracks t ON t.id = i.track_id"
            " WHERE i.file_id = f.id LIMIT 1) FROM files f WHERE f.path_key = ?1"
            " OR (?2 <> '' AND f.content_sha256 <> '' AND f.content_sha256 = ?2)"
            " ORDER BY f.content_sha256 = ?2 DESC, f.path_key = ?1 DESC, f.id LIMIT 1",
            (collision_key(path), content),
        ).fetchone()
        if row is None:
            return None
        return ExportEntry(row[0], info_value(row[1]) if row[1] else TrackInfo())


def _name(track: tuple[str, str]) -> str:
    """What tells that two lines are the same track, as for the digest."""
    return track[1] or track[0]


def _only(tracks: Sequence[tuple[str, str]], others: Counter[str]) -> list[tuple[str, str]]:
    """Those that others have not, or not as often."""
    left = Counter(others)
    found = []
    for track in tracks:
        if left[_name(track)] > 0:
            left[_name(track)] -= 1
        else:
            found.append(track)
    return found


def _in_both(tracks: Sequence[tuple[str, str]], both: Counter[str]) -> list[str]:
    left = Counter(both)
    found = []
    for name in map(_name, tracks):
        if left[name] > 0:
            left[name] -= 1
            found.append(name)
    return found
