# SPDX-License-Identifier: GPL-3.0-or-later
"""How one long list of different numbers becomes another, as few runs of rows. Pure."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Numbers: TypeAlias = "array[int]"
"""Many whole numbers of 64 bits (type code q)."""

Run = tuple[int, int]
"""The first and the last of some rows in a line."""

_FAR = 4_096
"""So many rows ahead a number is looked for that is not where it was."""


@dataclass(frozen=True, slots=True)
class Edits:
    """First the removals, as given; then the insertions, as given.

    :ivar removed: runs of rows of the old list, the last one first.
    :ivar inserted: runs of rows of the new list, the first one first.
    """

    removed: tuple[Run, ...] = ()
    inserted: tuple[Run, ...] = ()


def edits(old: Numbers, new: Numbers, most: int) -> Edits | None:
    """What makes the new list of the old one; None when that takes more than ``most`` runs.

    It is None too when more than so many rows have nothing to do with each other. What is in both
    lists and moved is removed at one place and inserted at another. The lists are compared in large
    pieces: whoever waits for the interpreter meanwhile does not wait for long.
    """
    removed: list[Run] = []
    inserted: list[Run] = []
    here = there = strange = 0
    while here < len(old) and there < len(new):
        same = _common(old, here, new, there)
        here, there = here + same, there + same
        if here == len(old) or there == len(new):
            break
        gone = _ahead(old, new[there], here)
        come = _ahead(new, old[here], there)
        if gone and (not come or gone <= come):
            _extend(removed, here, here + gone - 1)
            here += gone
        elif come:
            _extend(inserted, there, there + come - 1)
            there += come
        else:
            _extend(removed, here, here)
            _extend(inserted, there, there)
            here, there, strange = here + 1, there + 1, strange + 1
        if len(removed) + len(inserted) > most or strange > most:
            return None
    if here < len(old):
        _extend(removed, here, len(old) - 1)
    if there < len(new):
        _extend(inserted, there, len(new) - 1)
    if len(removed) + len(inserted) > most:
        return None
    return Edits(tuple(removed)[::-1], tuple(inserted))


def _ahead(numbers: Numbers, wanted: int, start: int) -> int:
    """How far ahead a number is; 0 when it is not, or too far."""
    try:
        return numbers.index(wanted, start, start + _FAR) - start
    except ValueError:
        return 0


def _extend(runs: list[Run], first: int, last: int) -> None:
    if runs and runs[-1][1] + 1 == first:
        runs[-1] = (runs[-1][0], last)
    else:
        runs.append((first, last))


def _common(old: Numbers, here: int, new: Numbers, there: int) -> int:
    """How many numbers are the same from two places on; slices compare fast."""
    most = min(len(old) - here, len(new) - there)
    low, step = 0, 64
    while low < most:
        step = min(step, most - low)
        begin, other = here + low, there + low
        if old[begin : begin + step] == new[other : other + step]:
            low, step = low + step, 2 * step
        elif step == 1:
            break
        else:
            # Within this piece: a smaller one, and no larger one any more.
            most, step = low + step, max(1, step // 2)
    return low


def runs_of(wanted: Iterable[int], numbers: Numbers, most: int) -> tuple[Run, ...] | None:
    """Where these numbers are in a list, in runs; None when those are more than ``most``."""
    among = frozenset(wanted)
    if not among:
        return ()
    there = bytes(map(among.__contains__, numbers))
    found: list[Run] = []
    first = there.find(1)
    while first >= 0:
        if len(found) == most:
            return None
        end = there.find(0, first)
        end = end if end >= 0 else len(there)
        found.append((first, end - 1))
        first = there.find(1, end)
    return tuple(found)
