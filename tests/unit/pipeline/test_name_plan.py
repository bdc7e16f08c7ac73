# SPDX-License-Identifier: GPL-3.0-or-later
"""Who gets which name: nobody is in another's way, and nobody is moved without need."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.pipeline.name_plan import Wish, given_names

NAMES = st.sampled_from(
    ["A/x.mp3", "A/X.mp3", "A/x (2).mp3", "A/x (3).mp3", "B/y.mp3", "B/é.mp3", "B/é.mp3", "z.mp3"]
)


def moves(wishes: dict[str, str], *foreign: str) -> dict[str, str]:
    """The moves by their old paths, in their order."""
    paths = list(wishes)
    keys = set(map(collision_key, foreign))
    found = given_names(
        [
            Wish(number, PurePosixPath(path), PurePosixPath(wishes[path]))
            for number, path in enumerate(paths)
        ],
        lambda path: collision_key(path) in keys,
    )
    return {paths[number]: str(path) for number, path in found.items()}


def test_who_has_the_name_keeps_it() -> None:
    assert moves({"a.mp3": "x.mp3", "x.mp3": "x.mp3"}) == {"a.mp3": "x (2).mp3"}
    assert moves({"x (2).mp3": "x.mp3", "x.mp3": "x.mp3"}) == {}


def test_equal_names_get_numbers_and_keep_those_they_have() -> None:
    wishes = {"a.mp3": "x.mp3", "b.mp3": "x.mp3", "x (2).mp3": "x.mp3"}
    assert moves(wishes, "x.mp3") == {"a.mp3": "x (3).mp3", "b.mp3": "x (4).mp3"}


def test_a_gap_is_closed() -> None:
    assert moves({"x (2).mp3": "x.mp3"}) == {"x (2).mp3": "x.mp3"}


def test_a_name_that_is_left_is_taken_after_it_was_left() -> None:
    found = moves({"a.mp3": "b.mp3", "b.mp3": "c.mp3", "c.mp3": "d.mp3"})
    assert list(found.items()) == [("c.mp3", "d.mp3"), ("b.mp3", "c.mp3"), ("a.mp3", "b.mp3")]


def test_files_that_trade_names_end_with_a_number_and_no_deadlock() -> None:
    found = moves({"a.mp3": "b.mp3", "b.mp3": "a.mp3"})
    assert list(found.items()) == [("a.mp3", "b (2).mp3"), ("b.mp3", "a.mp3")]


def test_case_and_normalisation_alone_are_no_other_name() -> None:
    assert moves({"a.mp3": "A.mp3", "B/e\u0301.mp3": "B/é.mp3"}) == {}
    assert moves({"b.mp3": "É.mp3"}, "e\u0301.mp3") == {"b.mp3": "É (2).mp3"}


def test_a_thousand_equal_titles_take_no_time() -> None:
    found = moves({f"{n}.mp3": "Track.mp3" for n in range(5000)})
    assert len(set(map(collision_key, found.values()))) == 5000


@given(
    st.dictionaries(NAMES, NAMES, max_size=8).filter(
        lambda found: len(set(map(collision_key, found))) == len(found)
    ),
    st.sets(NAMES, max_size=3),
)
def test_each_new_name_is_free_when_its_turn_comes(
    wishes: dict[str, str], foreign: set[str]
) -> None:
    others = foreign - set(wishes)
    there = {collision_key(path) for path in wishes}
    others = {path for path in others if collision_key(path) not in there}
    blocked = set(map(collision_key, others))
    for path, target in moves(wishes, *others).items():
        there.remove(collision_key(path))
        assert collision_key(target) not in there | blocked
        there.add(collision_key(target))
    assert len(there) == len(wishes)
