# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a file was written by somebody, or has changed by itself."""

import pytest

from catalogsync_gui.core.damage import DamageKind, judged

NOTED = 1_700_000_000_123_456_789


@pytest.mark.parametrize(
    "now",
    [
        NOTED,
        NOTED // 100 * 100,
        NOTED // 10**9 * 10**9,
        NOTED // (2 * 10**9) * (2 * 10**9),
    ],
    ids=["the same", "SMB", "whole seconds", "FAT"],
)
def test_the_time_as_any_file_system_tells_it(now: int) -> None:
    assert judged(now, NOTED, 0.0) is DamageKind.DAMAGED


@pytest.mark.parametrize(
    "now", [NOTED + 1, NOTED + 10**9, NOTED - 10**12, NOTED // 10**9 * 10**9 + 1]
)
def test_another_time_means_that_somebody_wrote_it(now: int) -> None:
    assert judged(now, NOTED, 0.0) is DamageKind.CHANGED


def test_without_a_noted_time_it_is_compared_with_that_of_the_record() -> None:
    recorded = NOTED / 1e9
    assert judged(NOTED - 10**10, None, recorded) is DamageKind.DAMAGED
    assert judged(NOTED + 10**9, None, recorded) is DamageKind.DAMAGED
    assert judged(NOTED + 10**10, None, recorded) is DamageKind.CHANGED
