# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to a subscription."""

import json
from collections.abc import Collection, Mapping

from catalogsync_gui.store.connection import Connection

_ADDRESSES = (
    ("sources", "location", "id = ?3"),
    ("sources", "memory", "id = ?3"),
    ("playlists", "key", "source_id = ?3"),
    ("playlists", "revision", "source_id = ?3"),
    ("tracks", "key", "source_id = ?3"),
    ("items", "media", "source_id = ?3"),
    ("sidecars", "ref", "track_id IN (SELECT id FROM tracks WHERE source_id = ?3)"),
)
"""Table, column, and which rows are a source's."""


class SourceEditStore:
    """Queries about changed sources. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def change(self, source: int, name: str, options: Mapping[str, str]) -> None:
        """Takes over a name and options; the source is read from its beginning the next time.

        Whatever kept it from being refreshed by itself counts no more: somebody saw to it.
        """
        with self._db.write() as db:
            db.execute(
                "UPDATE sources SET name = ?, options = ?, failures = 0, refusals = 0, paused = '',"
                " not_before = NULL, memory = json_remove(memory, '$.unnamed') WHERE id = ?",
                (name, json.dumps(dict(options)), source),
            )
            # An option may choose other tracks of a catalogue that has not changed.
            db.execute("UPDATE playlists SET revision = '' WHERE source_id = ?", (source,))

    def forget_all_but(self, source: int, facts: Collection[str]) -> None:
        """Forgets what the adapter noted of its server, but for these facts."""
        with self._db.write() as db:
            db.execute(
                "UPDATE sources SET memory = (SELECT json_group_object(key, value)"
                " FROM json_each(memory) WHERE key IN (SELECT value FROM json_each(?)))"
                " WHERE id = ?",
                (json.dumps(list(facts)), source),
            )

    def options(self) -> dict[int, dict[str, str]]:
        """The options of all sources, by their ids."""
        return {
            number: json.loads(text)
            for number, text in self._db.execute("SELECT id, options FROM sources")
        }

    def cover(self, source: int, places: Mapping[str, str]) -> None:
        """Writes places in the stead of secrets, in all that is stored of a source's addresses.

        What identifies its tracks follows, as a feed may name them by address: they stay the same.

        :param places: secret by its place.
        """
        with self._db.write() as db:
            for place, secret in places.items():
                for table, column, where in _ADDRESSES:
                    # The stored forms are JSON in part; what addresses hold needs no escape there.
                    db.execute(
                        f"UPDATE {table} SET {column} = replace({column}, ?1, ?2)"
                        f" WHERE {where} AND instr({column}, ?1)",
                        (secret, place, source),
                    )
