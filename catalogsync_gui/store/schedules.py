# SPDX-License-Identifier: GPL-3.0-or-later
"""When sources are synced by themselves, and when that was tried last."""

import json
import logging
from collections.abc import Collection

from catalogsync_gui.core.schedule import Rule, SourceTimes
from catalogsync_gui.store.connection import Connection

log = logging.getLogger(__name__)


class ScheduleStore:
    """Queries about schedules. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def sources(self) -> tuple[SourceTimes, ...]:
        """What the schedule has to know of every source."""
        rows = self._db.execute(
            "SELECT s.id, s.name, COALESCE(c.rule, ''), COALESCE(c.tried_at, 0.0),"
            " s.paused <> '', s.not_before FROM sources s"
            " LEFT JOIN source_schedules c ON c.source_id = s.id ORDER BY s.id"
        ).fetchall()
        return tuple(
            SourceTimes(source, name, _rule(source, text), tried_at, bool(resting), not_before)
            for source, name, text, tried_at, resting, not_before in rows
        )

    def put(self, source: int, rule: Rule | None) -> None:
        """Gives a source a rule of its own, or None to have it go by the settings."""
        with self._db.write() as db:
            db.execute(
                "INSERT INTO source_schedules (source_id, rule) VALUES (?1, ?2)"
                " ON CONFLICT (source_id) DO UPDATE SET rule = ?2",
                (source, "" if rule is None else rule.text()),
            )

    def tried(self, sources: Collection[int], now: float) -> None:
        """The catalogues of these were read, or could not be; one that is gone is left out."""
        with self._db.write() as db:
            db.execute(
                "INSERT INTO source_schedules (source_id, tried_at)"
                " SELECT id, ?2 FROM sources WHERE id IN (SELECT value FROM json_each(?1))"
                " ON CONFLICT (source_id) DO UPDATE SET tried_at = excluded.tried_at",
                (json.dumps(list(sources)), now),
            )


def _rule(source: int, text: str) -> Rule | None:
    try:
        return Rule.parse(text) if text else None
    except ValueError as error:
        log.warning("source %d goes by the settings' schedule: %s", source, error)
        return None
