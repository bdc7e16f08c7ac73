# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema, as numbered steps. A released step is never edited; a change is a new step."""

import sqlite3
import time
from pathlib import Path

from catalogsync_gui.core.errors import DatabaseUnusable
from catalogsync_gui.core.matching import isrc_key, match_key, recording_key
from catalogsync_gui.store.backups import Backups
from catalogsync_gui.store.schema_1 import STEP_1
from catalogsync_gui.store.schema_2 import STEP_2
from catalogsync_gui.store.schema_3 import STEP_3
from catalogsync_gui.store.schema_4 import STEP_4
from catalogsync_gui.store.schema_5 import STEP_5
from catalogsync_gui.store.values import info_value

STEPS = (STEP_1, STEP_2, STEP_3, STEP_4, STEP_5)


def migrate(raw: sqlite3.Connection, path: Path, backups: Backups | None = None) -> None:
    """Brings the schema up to the newest step, all in one transaction.

    :param backups: where a copy of the former one is kept; None for what is a copy itself.
    :raises DatabaseUnusable: the file was written by a newer version of this program, or no copy
        of it can be made.
    """
    version = _version(raw)
    if version == len(STEPS):
        return
    if backups is not None and 0 < version < len(STEPS):
        try:
            backups.make(raw, f"schema{version}", time.time())
            backups.prune()
        except OSError as error:
            raise DatabaseUnusable(
                f"the database {path} has to be brought up to date for this version, and no copy "
                f"of it can be made before: {error.strerror or error}. Make room and start again"
            ) from error
    raw.execute("BEGIN IMMEDIATE")
    try:
        version = _version(raw)
        if version > len(STEPS):
            raise DatabaseUnusable(
                f"the database {path} was written by a newer version of Catalog Sync "
                f"(schema {version}, this program knows {len(STEPS)}). Install that version."
            )
        _offer_functions(raw)
        for step in STEPS[version:]:
            for statement in statements(step):
                raw.execute(statement)
        raw.execute(f"PRAGMA user_version={len(STEPS)}")
        raw.execute("COMMIT")
    except BaseException:
        raw.rollback()
        raise


def statements(script: str) -> list[str]:
    """The statements of a script; executescript would commit behind our back."""
    found: list[str] = []
    buffer = ""
    for line in script.splitlines():
        buffer += line + "\n"
        if sqlite3.complete_statement(buffer):
            found.append(buffer.strip())
            buffer = ""
    return found


def _offer_functions(raw: sqlite3.Connection) -> None:
    """What steps compute that SQL cannot."""
    raw.create_function("recording_key", 1, recording_key, deterministic=True)
    raw.create_function("isrc_key", 1, isrc_key, deterministic=True)
    raw.create_function(
        "match_key", 1, lambda info: match_key(info_value(info)), deterministic=True
    )


def _version(raw: sqlite3.Connection) -> int:
    return int(raw.execute("PRAGMA user_version").fetchone()[0])
