# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the chaos is run with every change; ``dev.py chaos`` runs as much as one likes."""

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import fencing, plant_hunt, run
from tests.chaos.driver import Lane

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(sys.platform != "linux", reason="the shim is for LD_PRELOAD on Linux"),
    pytest.mark.skipif(shutil.which("gcc") is None, reason="the shim needs gcc"),
]

SEED = 20_261_125


def test_killed_and_refused_at_every_so_manyth_call(tmp_path: Path) -> None:
    results = run.every_call(tmp_path, SEED, step=37)
    assert not results[run.VIOLATIONS]
    assert results["kills"] > 12


def test_two_hundred_kills(tmp_path: Path) -> None:
    results = run.kills(tmp_path, SEED, 200)
    assert not results[run.VIOLATIONS]
    assert results["kills"] == 200


def test_a_dozen_power_cuts(tmp_path: Path) -> None:
    results = run.power_cuts(tmp_path, SEED, 12)
    assert not results[run.VIOLATIONS]
    assert results["cuts"] == 12


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lane]:
    made = plant_hunt.hunting_lane(tmp_path_factory.mktemp("chaos") / "lane", SEED)
    yield made
    made.close()


def test_a_worker_that_comes_late_changes_nothing(lane: Lane) -> None:
    fencing.late_worker(lane, Counter())


@pytest.mark.parametrize("plant", plant_hunt.HUNTS)
def test_a_planted_bug_is_caught(lane: Lane, plant: str) -> None:
    plant_hunt.hunt(lane, plant)
