# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can have done about files that are not as recorded. Like ``engine.commands``."""

from collections.abc import Sequence

from catalogsync_gui.core.damage import FETCHED_UNASKED, Damage, DamageKind
from catalogsync_gui.core.errors import CannotRun, UnknownThing
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.media.volume import disk


def found(desk: Desk) -> list[Damage]:
    """The files that are not as recorded and that nobody has said anything about, oldest first."""
    return desk.store.damage.open()


def fetch_again(desk: Desk, items: Sequence[int] | None) -> int:
    """Puts the items of such files back to pending; how many.

    A file that is there stays until the new one is whole, and then goes to the trash.

    :param items: ids; None for those of all files that are damaged or cannot be read.
    :raises UnknownThing: one of the items has no such file.
    :raises CannotRun: one of those named cannot be had again, as there is no other copy.
    """
    count = 0
    for damage in _chosen(desk, items, FETCHED_UNASKED):
        back = desk.store.damage.fetch_again(damage)
        if items is not None and not back:
            raise CannotRun(
                f"{damage.difference.path} cannot be fetched again: it is its own and only copy. "
                "Put a good one in its place",
                kind="only_copy",
            )
        count += back
    return count


def keep(desk: Desk, items: Sequence[int] | None) -> int:
    """Takes such files for right as they are; how many.

    :param items: ids; None for those of all files that somebody changed.
    :raises UnknownThing: one of the items has no such file.
    :raises CannotRun: the library is offline, or one of the files is another one by now.
    """
    chosen = _chosen(desk, items, frozenset({DamageKind.CHANGED}))
    for damage in chosen:
        _keep(desk, damage)
    return len(chosen)


def _keep(desk: Desk, damage: Damage) -> None:
    difference = damage.difference
    if desk.store.damage.busy(damage):
        raise CannotRun(f"{difference.path} is being fetched again this moment", kind="busy")
    if difference.kind is DamageKind.MISSING:
        library = current_library(desk)
        library.check_marker()
        if not library.absolute(difference.path).exists():
            desk.store.library.mark_missing([difference.path])
            return
    elif difference.sha256:
        library = current_library(desk)
        library.check_marker()
        with disk(f"cannot look at {difference.path}"):
            status = library.absolute(difference.path).lstat()
        if (status.st_size, status.st_mtime_ns) != (difference.size, difference.mtime_ns):
            raise CannotRun(
                f"{difference.path} has been changed once more since it was looked at; "
                '"catalogsync-gui verify" looks again',
                kind="changed_again",
            )
    desk.store.damage.accept(damage, desk.clock.now())


def _chosen(
    desk: Desk, items: Sequence[int] | None, unasked: frozenset[DamageKind]
) -> list[Damage]:
    if items is None:
        return [damage for damage in found(desk) if damage.difference.kind in unasked]
    chosen: dict[int, Damage] = {}
    for item in items:
        damage = desk.store.damage.of_item(item)
        if damage is None:
            raise UnknownThing(
                f"nothing is wrong with the file of item {item}, as far as is known; "
                '"catalogsync-gui verify --found" lists what is'
            )
        chosen[damage.file] = damage
    return list(chosen.values())
