# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can do to the queue, window and command line alike.

Plain functions for a desk's thread, like those of ``engine.commands``. All of them take any number
of items, pass over those they cannot be done to, and say how many there were. A download that runs
is stopped at once where that is what was asked for: its worker goes on with the next item.

Whoever calls tells the window by ``engine.keeper.catalogue_changed()``, and has a job started by
``engine.start_job(JobSpec(refresh=False))`` where something is to be downloaded.
"""

from collections.abc import Sequence

from catalogsync_gui.core.queueing import Changed, Priority
from catalogsync_gui.engine.desk import Desk


def hold(desk: Desk, items: Sequence[int]) -> Changed:
    """Holds items back until they are resumed, whatever is synced meanwhile; parts are kept."""
    return _told(desk, desk.store.queue.hold(items))


def resume(desk: Desk, items: Sequence[int]) -> Changed:
    """Ends :func:`hold`."""
    return _told(desk, desk.store.queue.resume(items))


def cancel(desk: Desk, items: Sequence[int]) -> Changed:
    """Leaves items out for good, until they are tried again; parts are removed.

    An item whose damaged file is being fetched again is passed over: it can be held.
    """
    return _told(desk, desk.store.queue.cancel(items))


def undo_cancel(desk: Desk, items: Sequence[int]) -> Changed:
    """Takes :func:`cancel` back: items that failed have failed again, those held are held."""
    return _told(desk, desk.store.queue.reinstate(items))


def try_again(desk: Desk, items: Sequence[int]) -> Changed:
    """Has items wait for their turn that failed, were cancelled, held, or removed by a person."""
    return _told(desk, desk.store.queue.again(items))


def later(desk: Desk, items: Sequence[int]) -> Changed:
    """Puts items behind the others of their priority; what is half there is kept."""
    return _told(desk, desk.store.queue.later(items))


def start_now(desk: Desk, items: Sequence[int]) -> Changed:
    """Has items come next, before all that wait for their turn, whatever they are now."""
    return _told(desk, desk.store.queue.start_now(items))


def move_to_top(desk: Desk, items: Sequence[int]) -> Changed:
    """Puts items before all others, in the order they are given in."""
    return _told(desk, desk.store.queue.to_top(items))


def move_to_bottom(desk: Desk, items: Sequence[int]) -> Changed:
    """Puts items behind all others, in the order they are given in."""
    return _told(desk, desk.store.queue.to_bottom(items))


def move(desk: Desk, items: Sequence[int], anchor: int, *, before: bool) -> Changed:
    """Puts items next to another one, in the order they are given in and with its priority."""
    return _told(desk, desk.store.queue.move(items, anchor, before=before))


def set_priority(desk: Desk, items: Sequence[int], priority: Priority) -> Changed:
    """Gives items a priority of their own, or their source's."""
    return _told(desk, desk.store.queue.set_priority(items, priority))


def _told(desk: Desk, changed: Changed) -> Changed:
    """Tells the workers, where there are any: what is wanted is on record by now."""
    if desk.control is not None:
        desk.control.let_go(changed.running)
    return changed
