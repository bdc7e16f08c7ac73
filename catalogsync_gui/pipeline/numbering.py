# SPDX-License-Identifier: GPL-3.0-or-later
"""The names that tracks of one name get, and which of them need not be looked at again."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from catalogsync_gui.core.naming import collision_key, with_number

_MOST = 1_000


class Numbered:
    """The first name and the numbered ones after it. Used by one thread.

    What is on record under one of them with other content stays there as a rule, so it is passed
    once and not for every track that comes to this name. One that was given back meanwhile stays a
    gap until the next sync.
    """

    def __init__(self) -> None:
        self._next = 1
        self._doubtful: set[int] = set()
        self._contents: dict[str, int] = {}

    def numbers(self, sha256: str) -> Iterator[int]:
        """The numbers to be looked at for a content, endless; 1 is the name without a number.

        What becomes of each but the last one is to be told by :meth:`passed`.
        """
        same = self._contents.get(sha256)
        if same is not None:
            yield same
        yield from sorted(self._doubtful - {same})
        while True:
            yield self._next

    def passed(self, number: int, sha256: str) -> None:
        """A number was taken by something else.

        :param sha256: of what is on record there; empty where that may soon be something else: a
            file that nobody knows, or a name that another item is being given.
        """
        self._next = max(self._next, number + 1)
        if sha256:
            self._doubtful.discard(number)
            self._contents.setdefault(sha256, number)
        else:
            self._doubtful.add(number)


class Numbering:
    """Remembers the names that were asked for more than once. Used by one thread."""

    def __init__(self) -> None:
        self._known: dict[str, Numbered] = {}

    def of(self, first: PurePosixPath) -> Numbered:
        """What is known of the names that begin with this one."""
        if len(self._known) >= _MOST:
            self._known.clear()
        return self._known.setdefault(collision_key(first), Numbered())


def numbered(first: PurePosixPath, number: int) -> PurePosixPath:
    """The name with a number, or without one for 1."""
    return first if number == 1 else with_number(first, number)
