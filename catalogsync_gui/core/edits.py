# SPDX-License-Identifier: GPL-3.0-or-later
"""How one long list of different numbers becomes another, as few runs of rows. Pure."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Numbers: TypeAlias = "array[int]"
"""Many whole numbers of 64 bits (type code q)."""

Run = tuple[int, int]
"""The first and the last of some rows in a line."""


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

    What is in both lists and moved is removed at one place and inserted at another. Costs little
    where the lists differ in the middle only, and n log n in the worst case.
    """
    begin = _common(old, new)
    end = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - begin)
    before, after = old[begin : len(old) - end], new[begin : len(new) - end]
    places = {number: place for place, number in enumerate(after)}
    kept = _rising([places.get(number, -1) for number in before])
    stay = {before[place] for place in kept}
    removed = _runs((p for p, number in enumerate(before) if number not in stay), begin)
    inserted = _runs((p for p, number in enumerate(after) if number not in stay), begin)
    found = Edits(tuple(removed)[::-1], tuple(inserted))
    return found if len(found.removed) + len(found.inserted) <= most else None


def _common(one: Numbers, two: Numbers) -> int:
    """How many numbers are the same at the beginning; slices compare fast."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _rising(places: list[int]) -> list[int]:
    """Where the longest rising sequence lies in a list of different numbers; -1 is left out."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = [-1] * len(places)
    for index, place in enumerate(places):
        if place < 0:
            continue
        length = len(ends) if not ends or place > ends[-1] else bisect_left(ends, place)
        if length == len(ends):
            ends.append(place)
            at.append(index)
        else:
            ends[length], at[length] = place, index
        before[index] = at[length - 1] if length else -1
    found: list[int] = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def _runs(rows: Iterable[int], offset: int) -> Iterator[Run]:
    first = last = -1
    for row in rows:
        if last >= 0 and row == last + 1:
            last = row
            continue
        if last >= 0:
            yield first + offset, last + offset
        first = last = row
    if last >= 0:
        yield first + offset, last + offset


def runs_of(wanted: Iterable[int], numbers: Numbers, most: int) -> tuple[Run, ...] | None:
    """Where these numbers are in a list, in runs; None when those are more than ``most``."""
    among = frozenset(wanted)
    if not among:
        return ()
    found: list[Run] = []
    for run in _runs((row for row, number in enumerate(numbers) if number in among), 0):
        if len(found) == most:
            return None
        found.append(run)
    return tuple(found)
