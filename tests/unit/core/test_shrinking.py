# SPDX-License-Identifier: GPL-3.0-or-later
"""When less is too little, and when failing is too often."""

import pytest

from catalogsync_gui.core.pausing import pause_reason
from catalogsync_gui.core.shrinking import entries_shrank, playlists_shrank, warning


@pytest.mark.parametrize(
    ("before", "after", "shrank"),
    [
        (20, 9, True),
        (20, 10, False),
        (19, 0, False),
        (21, 10, True),
        (0, 0, False),
        (50, 90, False),
    ],
)
def test_less_than_half_of_twenty_or_more(before: int, after: int, shrank: bool) -> None:
    assert entries_shrank(before, after) is shrank


@pytest.mark.parametrize(
    ("before", "after", "shrank"), [(4, 1, True), (4, 2, False), (3, 0, False), (5, 2, True)]
)
def test_less_than_half_of_four_or_more_playlists(before: int, after: int, shrank: bool) -> None:
    assert playlists_shrank(before, after) is shrank


def test_the_warning_names_a_few_and_what_to_do() -> None:
    text = warning(7, [f"loss {n}" for n in range(9)])
    assert "loss 2; and 6 more" in text
    assert "loss 3" not in text
    assert "sync 7 --accept-shrunk" in text


@pytest.mark.parametrize(
    ("kind", "failures", "refusals", "words"),
    [
        ("unreachable", 9, 0, ""),
        ("unreachable", 10, 0, "10 refreshes"),
        ("refused", 5, 2, ""),
        ("refused", 3, 3, "refused 3 times"),
        ("gone", 1, 0, ""),
        ("gone_for_good", 1, 0, "gone for good"),
    ],
)
def test_pausing(kind: str, failures: int, refusals: int, words: str) -> None:
    reason = pause_reason(kind, "why", failures, refusals)
    assert bool(reason) is bool(words)
    assert words in reason
    assert not reason or "why" in reason
