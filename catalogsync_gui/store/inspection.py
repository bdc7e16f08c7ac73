# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at a database that may be damaged, newer, or in use; changes nothing.

Not through ``Database``: that brings the schema up to date, and refuses what it cannot use.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.store.migrations import STEPS

_BUSY_SECONDS = 5.0
_MOST = 20
_STEP = 10_000
"""Instructions of SQLite's virtual machine between two looks at the clock."""

_QUESTIONS: Mapping[str, str] = {
    "items": "SELECT source_id AS source, state, n FROM item_counts WHERE n ORDER BY 1, 2",
    "playlists": "SELECT source_id AS source, COUNT(*) AS playlists, SUM(dirty > 0) AS to_export"
    " FROM playlists GROUP BY source_id",
    "sources": "SELECT id, kind, name, location, options, added_at, refreshed_at, error, failures,"
    " paused, warning, not_before FROM sources ORDER BY id",
    "jobs": "SELECT id, state, sources, started_at, finished_at FROM jobs ORDER BY id DESC"
    f" LIMIT {_MOST}",
    "stages": "SELECT job_id AS job, name, state, done, failed, skipped, bytes FROM stages"
    f" WHERE job_id IN (SELECT id FROM jobs ORDER BY id DESC LIMIT {_MOST}) ORDER BY 1 DESC, 2",
    "errors": "SELECT source_id AS source, state, host, error_kind AS kind, COUNT(*) AS items,"
    " MIN(error_message) AS message FROM items WHERE error_kind <> ''"
    f" GROUP BY 1, 2, 3, 4 ORDER BY items DESC LIMIT {_MOST * 5}",
    "workers": "SELECT id, job_id AS job, number, pid, heartbeat_at FROM workers"
    " WHERE ended_at IS NULL",
    "library": "SELECT id FROM library",
    "files": "SELECT COUNT(*) AS files, SUM(size) AS bytes FROM files",
}

_TRAITS = "SELECT library, traits, probed_at FROM library_traits"


def sqlite_version() -> str:
    """Of the library that is used."""
    return sqlite3.sqlite_version


def inspect(path: Path, seconds: float, cancel: StopToken) -> dict[str, Any]:
    """What can be told of a database, as plain values.

    What cannot be read is named by its error, under the question it was asked for; ``damaged`` is
    true where that is the file's fault.

    :param seconds: the most that the check of the whole file and each question may take.
    :raises Interrupted: ``cancel`` was set.
    """
    if not path.exists():
        return {"exists": False}
    facts: dict[str, Any] = {"exists": True, "known_schema": len(STEPS), "damaged": False}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw:
            raw.execute(f"PRAGMA busy_timeout={int(_BUSY_SECONDS * 1000)}")
            _ask(facts, raw, seconds, cancel)
    except sqlite3.Error as error:
        _note(facts, "open", error)
    return facts


def _ask(facts: dict[str, Any], raw: sqlite3.Connection, seconds: float, cancel: StopToken) -> None:
    def one(name: str, ask: Callable[[], Any]) -> None:
        until = time.monotonic() + seconds
        raw.set_progress_handler(lambda: cancel.is_set() or time.monotonic() > until, _STEP)
        try:
            facts[name] = ask()
        except sqlite3.Error as error:
            cancel.check()
            _note(facts, name, error)

    one("schema", lambda: raw.execute("PRAGMA user_version").fetchone()[0])
    one("journal", lambda: raw.execute("PRAGMA journal_mode").fetchone()[0])
    for name, sql in _QUESTIONS.items():
        one(name, lambda sql=sql: _rows(raw, sql))  # type: ignore[misc]
    if facts.get("schema") == len(STEPS):
        one("traits", lambda: _rows(raw, _TRAITS))
    one("foreign_keys", lambda: len(raw.execute("PRAGMA foreign_key_check").fetchmany(_MOST)))
    one("integrity", lambda: [row[0] for row in raw.execute(f"PRAGMA integrity_check({_MOST})")])
    if facts.get("integrity", ["ok"]) != ["ok"]:
        facts["damaged"] = True
    for source in facts.get("sources", ()):
        source["options"] = json.loads(source["options"])
    for row in facts.get("traits", ()):
        row["traits"] = json.loads(row["traits"])


def _rows(raw: sqlite3.Connection, sql: str) -> list[dict[str, Any]]:
    cursor = raw.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _note(facts: dict[str, Any], name: str, error: sqlite3.Error) -> None:
    code = getattr(error, "sqlite_errorname", "")
    facts.setdefault("unanswered", {})[name] = f"{error} ({code})" if code else str(error)
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        facts["damaged"] = True
