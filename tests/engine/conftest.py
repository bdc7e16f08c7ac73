# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from catalogsync_gui.engine.engine import Engine
from tests.engine.world import World


@pytest.fixture
def world(tmp_path: Path, qtbot: QtBot) -> Iterator[World]:
    made = World(tmp_path, qtbot)
    try:
        yield made
    finally:
        made.server.close()


@pytest.fixture
def start(world: World) -> Iterator[Callable[..., Engine]]:
    """Makes an engine on the world's profile; it is started by the test and stopped here."""
    engines: list[Engine] = []

    def make(**options: Any) -> Engine:
        engine = Engine(world.profile, scheduled=False, **options)
        engines.append(engine)
        return engine

    try:
        yield make
    finally:
        world.server.go_on.set()
        for engine in engines:
            assert engine.shutdown(5.0)
            shiboken6.delete(engine)
