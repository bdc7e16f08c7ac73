# SPDX-License-Identifier: GPL-3.0-or-later
"""Which file gets which name, so that no two have the same and none is in another's way.

Pure: what else is in the folders is asked of a function.
"""

import itertools
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from catalogsync_gui.core.naming import collision_key, with_number

_NUMBER = re.compile(r" \(([1-9][0-9]{0,5})\)$")


@dataclass(frozen=True, slots=True)
class Wish:
    """A file, where it is and what it should be called.

    :ivar file: its id.
    """

    file: int
    path: PurePosixPath
    wanted: PurePosixPath


@dataclass(slots=True)
class _Names:
    """What is called how, while names are given away. Keys are collision keys of paths."""

    holders: dict[str, int]
    """Files of wishes, by the name each has now or was given."""

    former: frozenset[str]
    """The names that these files had in the beginning."""

    is_taken: Callable[[PurePosixPath], bool]
    given: dict[int, PurePosixPath] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """The number to begin with, by the wanted name; so that a thousand equal titles are no
    million questions."""


def given_names(
    wishes: Sequence[Wish], is_taken: Callable[[PurePosixPath], bool]
) -> Mapping[int, PurePosixPath]:
    """The new paths of the files, by id and in the order in which they are to be renamed.

    Those that stay where they are are not among them. A name that is taken gets a number; names
    that differ in case or normalisation alone count as the same. When each file is renamed, its
    new name is free: who has it goes first, and where files would have to trade names, one of them
    gets a number.

    :param is_taken: whether something else than the files of the wishes is called that.
    """
    names = _Names(
        holders={collision_key(wish.path): wish.file for wish in wishes},
        former=frozenset(collision_key(wish.path) for wish in wishes),
        is_taken=is_taken,
    )
    by_file = {wish.file: wish for wish in wishes}
    waiting: dict[int, list[Wish]] = {}
    queue = deque(sorted(wishes, key=_rank))
    while queue or waiting:
        patient = bool(queue)
        wish = queue.popleft() if queue else _first(waiting)
        holder = _settle(names, wish, patient=patient)
        if holder is not None:
            waiting.setdefault(holder, []).append(wish)
        else:
            queue.extend(waiting.pop(wish.file, ()))
    return {
        file: path
        for file, path in names.given.items()
        if collision_key(path) != collision_key(by_file[file].path)
    }


def _rank(wish: Wish) -> tuple[int, str]:
    """Who has the wanted name, or the lowest number after it, comes first and keeps it."""
    key = collision_key(wish.path)
    if key == collision_key(wish.wanted):
        return 1, key
    match = _NUMBER.search(wish.path.stem)
    if match and int(match[1]) > 1:
        number = int(match[1])
        if collision_key(with_number(wish.wanted, number)) == key:
            return number, key
    return 1_000_000, key


def _first(waiting: dict[int, list[Wish]]) -> Wish:
    """One of those that wait for each other in a circle."""
    holder = next(iter(waiting))
    wish = waiting[holder].pop(0)
    if not waiting[holder]:
        del waiting[holder]
    return wish


def _settle(names: _Names, wish: Wish, *, patient: bool) -> int | None:
    """Gives a file its name; or returns the one to wait for that may leave the wanted name.

    :param patient: False when waiting has no end, as files wait for each other.
    """
    wanted = collision_key(wish.wanted)
    for number, candidate in _candidates(wish.wanted, names.numbers.get(wanted, 1)):
        key = collision_key(candidate)
        holder = names.holders.get(key)
        if holder == wish.file:
            names.given[wish.file] = wish.path
            return None
        if holder is not None:
            if patient and holder not in names.given:
                return holder
            continue
        if key not in names.former and names.is_taken(candidate):
            continue
        del names.holders[collision_key(wish.path)]
        names.holders[key] = wish.file
        names.given[wish.file] = candidate
        names.numbers[wanted] = number
        return None
    raise AssertionError("the numbers never end")


def _candidates(wanted: PurePosixPath, first: int) -> Iterator[tuple[int, PurePosixPath]]:
    for number in itertools.count(first):
        yield number, wanted if number == 1 else with_number(wanted, number)
