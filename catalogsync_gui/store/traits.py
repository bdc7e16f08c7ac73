# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the folders of libraries."""

import json
from dataclasses import dataclass

from catalogsync_gui.core.traits import Traits, traits_of
from catalogsync_gui.store.connection import Connection

_USUAL = 255
"""Bytes: of most file systems."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found, and when: epoch seconds."""

    traits: Traits
    at: float


class TraitsStore:
    """Queries about libraries' folders. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of(self, library: str) -> Probed | None:
        """What is known of a library, by the id in its marker; None if it was never probed."""
        row = self._db.execute(
            "SELECT traits, probed_at FROM library_traits WHERE library = ?", (library,)
        ).fetchone()
        return None if row is None else Probed(traits_of(json.loads(row[0])), row[1])

    def longest_name(self, library: str) -> int:
        """Bytes that a name in it may have; what is usual where that is not known."""
        row = self._db.execute(
            "SELECT longest_name FROM library_traits WHERE library = ?", (library,)
        ).fetchone()
        return _USUAL if row is None else int(row[0])

    def put(self, library: str, traits: Traits, now: float) -> None:
        """It was probed."""
        with self._db.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO library_traits (library, traits, longest_name, probed_at)"
                " VALUES (?, ?, ?, ?)",
                (library, json.dumps(traits.table()), traits.longest_name, now),
            )
