# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can have done about the trash. Like ``engine.commands``, on a desk's thread."""

from catalogsync_gui.core.trashed import TrashEntry
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.pipeline.trash import Trash


def entries(desk: Desk) -> list[TrashEntry]:
    """What is in the trash, oldest first."""
    return desk.store.trash.entries()


def restore(desk: Desk, entry: int) -> tuple[str, ...]:
    """Puts the files of one entry back; where they are now, relative to the library.

    :raises UnknownThing: there is no such entry.
    :raises CannotRun: the library is offline, or the files are not in the trash any more.
    """
    return _trash(desk).restore(entry)


def delete(desk: Desk, entry: int) -> bool:
    """Deletes the files of one entry; whether nobody else did something to it meanwhile.

    :raises UnknownThing: there is no such entry.
    :raises CannotRun: the library is offline.
    """
    return _trash(desk).delete(entry)


def empty(desk: Desk) -> int:
    """Deletes the files in the trash; the number of tracks.

    :raises CannotRun: the library is offline.
    """
    return _trash(desk).empty()


def _trash(desk: Desk) -> Trash:
    library = current_library(desk)
    return Trash(desk.store, library, desk.clock)
