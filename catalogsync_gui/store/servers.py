# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are told of the library, and what they were last told."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from catalogsync_gui.core.errors import UnknownThing, UsageError
from catalogsync_gui.core.servers import Entry, Exported, Server, ServerKind
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.values import info_value

_COLUMNS = "id, kind, name, address, options, memory, told_at, checked_at, known, entries, problem"


class ServerStore:
    """Queries about servers. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[Server]:
        """All of them, in the order they were added."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM servers ORDER BY id")
        return [_server(row) for row in rows]

    def get(self, server: int) -> Server:
        """One of them.

        :raises UnknownThing: there is none of that id.
        """
        row = self._db.execute(f"SELECT {_COLUMNS} FROM servers WHERE id = ?", (server,)).fetchone()
        if row is None:
            raise UnknownThing(f'there is no server {server}; "catalogsync-gui servers" lists them')
        return _server(row)

    def add(self, kind: ServerKind, name: str, address: str, options: Mapping[str, str]) -> int:
        """Puts a server on record; its id.

        :raises UsageError: another one is called that.
        """
        try:
            with self._db.write() as db:
                row = db.execute(
                    "INSERT INTO servers (kind, name, address, options) VALUES (?, ?, ?, ?)"
                    " RETURNING id",
                    (kind.value, name, address, json.dumps(dict(options))),
                ).fetchone()
        except sqlite3.IntegrityError:
            raise UsageError(
                f"another server is called {name!r}; give this one a name of its own (--name)"
            ) from None
        return int(row[0])

    def remove(self, server: int) -> None:
        """Takes a server off the record."""
        with self._db.write() as db:
            db.execute("DELETE FROM servers WHERE id = ?", (server,))

    def remember(self, server: int, facts: Mapping[str, str]) -> None:
        """Adds to what is noted of a server; an empty value removes a fact."""
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE servers SET memory = json_patch(memory, ?) WHERE id = ?",
                (json.dumps({name: value or None for name, value in facts.items()}), server),
            )

    def exported(self, variant: str | None, library: str) -> list[Exported]:
        """The playlist files there are, without their entries.

        :param variant: name of an export variant, empty for the usual files, None for all.
        :param library: id of the library; files of variants in another one are left out.
        """
        rows = self._db.execute(
            "SELECT p.id, p.title, x.path, x.sha256 FROM ("
            " SELECT playlist_id, path, sha256, '' AS variant FROM playlist_exports"
            " UNION ALL SELECT playlist_id, path, sha256, variant FROM variant_exports"
            " WHERE library IN ('', ?2)) x JOIN playlists p ON p.id = x.playlist_id"
            " WHERE ?1 IS NULL OR x.variant = ?1 ORDER BY p.id, x.variant",
            (variant, library),
        )
        return [Exported(*row) for row in rows]

    def entries(self, playlist: int) -> tuple[Entry, ...]:
        """What a playlist's file names: the entries whose file is there, in order."""
        rows = self._db.execute(
            "SELECT f.path, t.info FROM playlists p JOIN entries e ON e.playlist_id = p.id"
            " AND e.generation = p.generation JOIN tracks t ON t.id = e.track_id"
            " JOIN items i ON i.track_id = e.track_id JOIN files f ON f.id = i.file_id"
            " WHERE p.id = ? ORDER BY e.position",
            (playlist,),
        )
        infos = ((row[0], info_value(row[1])) for row in rows)
        return tuple(Entry(path, info.title, info.duration) for path, info in infos)

    def told_of(self, server: int) -> dict[str, str]:
        """The playlist files a server was last told of: path -> SHA-256."""
        return dict(
            self._db.execute(
                "SELECT path, sha256 FROM server_playlists WHERE server_id = ?", (server,)
            ).fetchall()
        )

    def told(self, server: int, files: Iterable[Exported], at: float) -> None:
        """A server was told, of these playlist files and of no others."""
        with self._db.write(durable=False) as db:
            if not db.execute("SELECT 1 FROM servers WHERE id = ?", (server,)).fetchone():
                return  # removed meanwhile
            db.execute("DELETE FROM server_playlists WHERE server_id = ?", (server,))
            for file in files:
                db.execute(
                    "INSERT INTO server_playlists VALUES (?, ?, ?)",
                    (server, file.path, file.sha256),
                )
            db.execute("UPDATE servers SET told_at = ?, problem = '' WHERE id = ?", (at, server))

    def checked(self, server: int, known: int, entries: int, at: float) -> None:
        """A server was asked how many entries it knows."""
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE servers SET known = ?, entries = ?, checked_at = ?, problem = ''"
                " WHERE id = ?",
                (known, entries, at, server),
            )

    def failed(self, server: int, problem: str) -> None:
        """A server could not be told or asked."""
        with self._db.write(durable=False) as db:
            db.execute("UPDATE servers SET problem = ? WHERE id = ?", (problem, server))


def _server(row: tuple[Any, ...]) -> Server:
    kind, options, memory = ServerKind(row[1]), json.loads(row[4]), json.loads(row[5])
    return Server(row[0], kind, row[2], row[3], options, memory, *row[6:])
