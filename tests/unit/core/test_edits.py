# SPDX-License-Identifier: GPL-3.0-or-later
"""How one list of rows becomes another."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.edits import Edits, Numbers, edits, runs_of

_LISTS = st.lists(st.integers(0, 30), unique=True)


def _apply(old: Numbers, new: Numbers, change: Edits) -> Numbers:
    """As a model does it, step by step."""
    rows = old[:]
    for first, last in change.removed:
        del rows[first : last + 1]
    for first, last in change.inserted:
        rows[first:first] = new[first : last + 1]
    return rows


@given(_LISTS, _LISTS)
def test_the_edits_make_the_new_list_of_the_old_one(old: list[int], new: list[int]) -> None:
    before, after = array("q", old), array("q", new)
    change = edits(before, after, 1_000)
    assert change is not None
    assert _apply(before, after, change) == after


@given(st.permutations(range(12)), st.integers(0, 11), st.integers(0, 11))
def test_what_moved_is_the_only_thing_that_is_touched(
    old: list[int], which: int, where: int
) -> None:
    new = [number for number in old if number != which]
    new.insert(where, which)
    change = edits(array("q", old), array("q", new), 2)
    assert change is not None
    assert sum(last - first + 1 for first, last in change.removed) <= 1


def test_too_many_changes_are_no_edits() -> None:
    old = array("q", range(100))
    assert edits(old, old[::2], 40) is None
    assert edits(old, array("q", range(100, 200)), 40) is None
    assert edits(old, old, 0) == Edits()


def test_runs_of_rows() -> None:
    rows = array("q", [5, 4, 3, 9, 8])
    assert runs_of([4, 5, 8], rows, 5) == ((0, 1), (4, 4))
    assert runs_of([5, 3], rows, 1) is None
    assert runs_of([], rows, 1) == ()


def test_one_that_goes_from_one_end_of_a_long_list_to_the_other_is_two_runs() -> None:
    old = array("q", range(100_000))
    new = old[1:50_000] + old[:1] + old[50_000:99_000] + array("q", [-5]) + old[99_000:]
    assert edits(old, new, 3) == Edits(((0, 0),), ((49_999, 49_999), (99_000, 99_000)))
