# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands about the copies of the database: they are listed, and one takes its place."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array, show_table
from catalogsync_gui.clock import SystemClock
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.wording import moment, plain, size
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.paths import Profile
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.restoring import restore as put_back

_WAIT_MS = 1000


def backups(desk: Desk, call: Call) -> int:
    """Lists the copies; opens none, nor the database."""
    rows = [(copy, _size(copy.path)) for copy in desk.database.backups.all()]
    if call.args.json:
        show_array(
            (
                {"id": copy.number, "why": copy.why, "at": copy.at, "size": bytes_}
                | {"path": str(copy.path)}
                for copy, bytes_ in rows
            ),
            call.out,
        )
        return 0
    show_table(
        ("ID>", "MADE", "WHY", "SIZE>", "FILE"),
        (
            (str(copy.number), moment(copy.at), _why(copy.why), size(bytes_), str(copy.path))
            for copy, bytes_ in rows
        ),
        call.out,
    )
    return 0


def _why(why: str) -> str:
    number = why.removeprefix("schema")
    return why if number == why else f"before an update (schema {number})"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        # Another process has just deleted it.
        return 0


def restore(args: Namespace, profile: Profile, out: Callable[[str], None]) -> int:
    """Puts a copy in the database's place, under the profile's lock.

    :raises CannotRun: an instance runs on the profile: it has the database open.
    """
    lock = InstanceLock(profile.lock_file)
    if not lock.acquire(_WAIT_MS):
        raise lock.refusal() or CannotRun(
            f"Catalog Sync runs on this profile ({lock.owner()}). Quit it, then restore"
        )
    try:
        restored = put_back(
            Database(profile.database), SystemClock().now(), number=args.backup, empty=args.empty
        )
    finally:
        lock.release()
    out(f"restored: {plain(restored.words, 1000)}")
    return 0
