# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.storage.rooms import Room, room, why_not
from tests.scenario.cli_world import FarEnd

_WHY_NOT = why_not()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Room]:
    if _WHY_NOT:
        pytest.skip(_WHY_NOT)
    with room(tmp_path) as made:
        yield made


@pytest.fixture
def far() -> Iterator[FarEnd]:
    with FarEnd() as far:
        yield far
