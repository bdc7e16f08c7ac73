# SPDX-License-Identifier: GPL-3.0-or-later
"""The library compared with the database, all of it and now. Like ``engine.commands``.

``pipeline.rereading`` does the same slowly, and by itself. What either finds is put on record, so
that it can be seen to (``engine.damage_commands``); nothing else is changed.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

from catalogsync_gui.core.damage import Difference
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.pipeline.inspecting import Inspected, inspect
from catalogsync_gui.store.library import FileRow


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many files were looked at, and how many were not as they should be."""

    checked: int = 0
    missing: int = 0
    changed: int = 0
    unreadable: int = 0
    damaged: int = 0

    @property
    def clean(self) -> bool:
        """Whether the library is as the database knows it."""
        return not (self.missing or self.changed or self.unreadable or self.damaged)


def verify(desk: Desk, report: Callable[[Difference], None]) -> VerifyReport:
    """Compares every file on record with the library. Changes nothing in it.

    :param report: takes each difference as it is found.
    :raises CannotRun: no library is set, or it is offline or fails on the way.
    :raises SystemBusy: too many files are open.
    """
    library = current_library(desk)
    library.check()
    found = VerifyReport()
    tracks, sidecars = desk.store.library, desk.store.sidecars
    rows = itertools.chain(
        ((row, tracks.at, True) for row in tracks.files()),
        ((row, sidecars.at, False) for row in sidecars.files()),
    )
    for row, at, is_track in rows:
        found = replace(found, checked=found.checked + 1)
        inspected = inspect(library, row, lambda: None)
        # A sync or a rename may go on meanwhile, or the library may go; neither is a difference.
        if at(row.path) != row or desk.store.renames.is_moving(row.path):
            continue
        difference = inspected.difference
        if difference is not None:
            library.check()
            kind = difference.kind.value
            found = replace(found, **{kind: getattr(found, kind) + 1})
            report(difference)
        if is_track:
            _keep(desk, row, inspected)
    return found


def _keep(desk: Desk, row: FileRow, inspected: Inspected) -> None:
    now = desk.clock.now()
    if inspected.difference is None:
        desk.store.damage.is_well(row, inspected.mtime_ns, now)
    else:
        desk.store.damage.note(row, inspected.difference, now)
