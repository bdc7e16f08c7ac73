# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an item comes in the queue, and what a person may want of it."""

from dataclasses import dataclass
from enum import StrEnum

from catalogsync_gui.core.states import ItemState


class Priority(StrEnum):
    """How early an item is fetched.

    ``first`` is what a person chose by hand, before everything else. ``same`` stands for the
    priority of the item's source, which is ``high``, ``normal`` or ``low``.
    """

    SAME = "same"
    FIRST = "first"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    @property
    def rank(self) -> int:
        """Its number in the database; what has the smaller one comes first (0: its source's)."""
        return _RANKS[self]


_RANKS = {priority: rank for rank, priority in enumerate(Priority)}
LEVELS = (Priority.FIRST, Priority.HIGH, Priority.NORMAL, Priority.LOW)
"""What an item's priority may come to, first to last."""

OF_SOURCES = (Priority.HIGH, Priority.NORMAL, Priority.LOW)
"""What a source may have (its option ``priority``)."""


def priority_of_rank(rank: int) -> Priority:
    """The reverse of :attr:`Priority.rank`."""
    return tuple(Priority)[rank]


class Wish(StrEnum):
    """What a person wants of an item, where that is not yet its state.

    Of one that a worker holds both are carried out by the transition that ends its attempt; of one
    that is skipped ``unwanted`` is the reason why.
    """

    NONE = ""
    HELD = "held"
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True)
class Changed:
    """What a command of the queue did.

    :ivar count: items that are as they were asked to be, or are about to be.
    :ivar running: item and claim of those among them that workers hold and have been told to let
        go of.
    """

    count: int = 0
    running: tuple[tuple[int, int], ...] = ()


class Order(StrEnum):
    """By what a list of the queue is sorted; ``queue`` is as it is worked on, what is done last."""

    QUEUE = "queue"
    STATE = "state"
    PRIORITY = "priority"
    TITLE = "title"
    ARTIST = "artist"
    ALBUM = "album"
    SOURCE = "source"
    SIZE = "size"


TO_COME = (ItemState.RUNNING, ItemState.PLACING, ItemState.PENDING, ItemState.HELD)
"""The states of what is still to come."""


@dataclass(frozen=True, slots=True)
class View:
    """Which items a list of the queue shows, and in what order.

    :ivar states: none of them for all. :ivar source: its id, or None for all.
    :ivar text: looked for in title, artist and album.
    :ivar descending: the last one first; not of the queue's own order.
    """

    states: tuple[ItemState, ...] = ()
    source: int | None = None
    text: str = ""
    order: Order = Order.QUEUE
    descending: bool = False
