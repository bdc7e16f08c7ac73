# SPDX-License-Identifier: GPL-3.0-or-later
"""(D) The harness itself is put to the test: each planted bug has to be caught."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.chaos import cuts, fencing, points
from tests.chaos.driver import SETTLES_WITHIN, Found, Lane

_SMALL = 3
"""Tracks."""

_CALLS = range(300, 600)
"""Of the 640 or so that a sync of them makes: something is done, and it is not yet over."""

_MOST = 40
"""Tries after which a plant has not been caught."""


class NotCaught(AssertionError):
    """The harness did not see a bug."""


@dataclass(frozen=True)
class Hunt:
    """How a plant is caught: what is tried, and a word of what is found then."""

    attempt: Callable[[Lane, int], None]
    symptom: str


def hunting_lane(folder: Path, seed: int) -> Lane:
    """A lane for hunts, to be closed."""
    lane = Lane(folder, seed, tracks=_SMALL)
    lane.prepare()
    lane.keep()
    return lane


def hunt(lane: Lane, plant: str) -> Found:
    """What gave the plant away.

    :raises NotCaught: it was not caught, or was taken for something else.
    """
    way, seen = HUNTS[plant], "nothing"
    lane.plant = plant
    try:
        for number in range(1, _MOST + 1):
            try:
                way.attempt(lane, number)
            except Found as found:
                if any(way.symptom in words for words in found.violations):
                    return found
                seen = str(found)
    finally:
        lane.plant = ""
    raise NotCaught(f"{plant!r} was not caught in {_MOST} tries; seen at last: {seen}")


def all_caught(folder: Path, seed: int) -> Counter[str]:
    """Plants them all, one after the other, and tells what gave each away."""
    results: Counter[str] = Counter()
    lane = hunting_lane(folder / "lane", seed)
    try:
        for plant in HUNTS:
            try:
                print(f"caught: {plant}: {hunt(lane, plant)}"[:300], flush=True)
                results["caught"] += 1
            except NotCaught as missed:
                print(f"DOES NOT HOLD: {missed}", flush=True)
                results["violations"] += 1
    finally:
        lane.close()
    return results


def _power(lane: Lane, _number: int) -> None:
    cuts.episode(lane, 1, _CALLS, Counter())


def _killed(lane: Lane, number: int, only: str) -> None:
    points.kill_at(lane, number, Counter(), only)


def _late(lane: Lane, _number: int) -> None:
    fencing.late_worker(lane, Counter())


def _broken_off(lane: Lane, _number: int) -> None:
    lane.go_back()
    lane.far.chance, faults, lane.far.faults = 0.5, lane.far.faults, ("cut",)
    try:
        process = lane.start("sync", "--json")
        if process.wait(SETTLES_WITHIN) is None:
            process.kill()
        lane.check("bodies that break off")
    finally:
        lane.far.chance, lane.far.faults = 0.0, faults


HUNTS = {
    "no fsync": Hunt(_power, "not as recorded"),
    "no folder fsync": Hunt(_power, "gone"),
    "synchronous=NORMAL": Hunt(_power, "told to be done, and is not"),
    "rename before placing": Hunt(partial(_killed, only="unlink *.part"), "a file nobody knows"),
    "done before rename": Hunt(partial(_killed, only="linkat *.mp3"), "gone"),
    "no fencing": Hunt(_late, "the claim was"),
    "export in place": Hunt(partial(_killed, only="write */Playlists/[!.]*"), "not whole"),
    "part not verified": Hunt(_broken_off, "not what the server has"),
}
