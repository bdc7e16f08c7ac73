# SPDX-License-Identifier: GPL-3.0-or-later
"""What scenarios have in common."""

from collections.abc import Iterator

import pytest

from tests.scenario.cli_world import FarEnd


@pytest.fixture
def far() -> Iterator[FarEnd]:
    with FarEnd() as far:
        yield far
