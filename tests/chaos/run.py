# SPDX-License-Identifier: GPL-3.0-or-later
"""The chaos by hand: ``python3 packaging/dev.py chaos --count 2000 --seed 1``.

Four parts, each named by its letter: A, every call of a small sync killed and refused (calls); B,
``--count`` kills at random (kills); C, a tenth as many power cuts (cuts); D, the planted bugs, each
of which has to be caught (plants). Whatever does not hold is printed, and the run goes on.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.chaos import cuts, plant_hunt, points, storm
from tests.chaos.driver import Found, Lane, tally

LANES = 2
SMALL, DOZEN = 3, 12
"""Tracks."""

VIOLATIONS = "violations"
_TELL = 100
"""After so many kills or cuts a line tells how far it has got."""

CUTS_TO_KILLS = 10
"""So many kills for each power cut."""


@contextmanager
def noted(results: Counter[str], words: str) -> Iterator[None]:
    """Counts and prints what does not hold, so that the rest of the run is not lost."""
    try:
        yield
    except Found as found:
        results[VIOLATIONS] += 1
        print(f"DOES NOT HOLD: {words}: {found}", flush=True)


def every_call(folder: Path, seed: int, *, step: int = 1) -> Counter[str]:
    """(A): a kill and a refusal at every call of a small sync; with a step, at every such one."""

    def work(lane: Lane, number: int, results: Counter[str]) -> None:
        lane.prepare()
        lane.keep()
        # Threads do not meet in the same order twice: what comes last is looked for further on.
        last = int(len(points.calls_of_a_sync(lane)) * 1.05)
        calls = range(1 + seed % step, last + 1, step)
        for turn, at in enumerate(calls[number::LANES]):
            with noted(results, f"seed {seed}"):
                points.kill_at(lane, at, results)
            with noted(results, f"seed {seed}"):
                points.refuse_at(lane, at, points.REFUSALS[turn % 2], results)

    return in_lanes(folder, seed, work, tracks=SMALL)


def kills(folder: Path, seed: int, count: int) -> Counter[str]:
    """(B): so many kills, in episodes."""

    def work(lane: Lane, left: Callable[[int], int], results: Counter[str]) -> None:
        while now := left(storm.KILLS_AN_EPISODE):
            with noted(results, f"seed {seed}"):
                storm.episode(lane, now, results)

    return _shared_out(folder, seed, count, work)


def power_cuts(folder: Path, seed: int, count: int) -> Counter[str]:
    """(C): so many power cuts, in episodes."""

    def work(lane: Lane, left: Callable[[int], int], results: Counter[str]) -> None:
        calls = range(1, len(points.calls_of_a_sync(lane)) + 1)
        while now := left(cuts.CUTS_AN_EPISODE):
            with noted(results, f"seed {seed}"):
                cuts.episode(lane, now, calls, results)

    return _shared_out(folder, seed, count, work)


def _shared_out(
    folder: Path,
    seed: int,
    count: int,
    work: Callable[[Lane, Callable[[int], int], Counter[str]], None],
) -> Counter[str]:
    """Lanes that take their share of a count as they get on."""
    remaining, lock = [count], threading.Lock()

    def left(most: int) -> int:
        with lock:
            before = remaining[0]
            taken = min(most, before)
            remaining[0] -= taken
            if before // _TELL != remaining[0] // _TELL:
                print(f"{remaining[0]} of {count} to go", file=sys.stderr, flush=True)
            return taken

    def prepared(lane: Lane, _number: int, results: Counter[str]) -> None:
        lane.prepare()
        lane.keep()
        work(lane, left, results)

    return in_lanes(folder, seed, prepared, tracks=DOZEN)


def in_lanes(
    folder: Path,
    seed: int,
    work: Callable[[Lane, int, Counter[str]], None],
    *,
    tracks: int,
) -> Counter[str]:
    """Does the work in several lanes at a time, each with folders and chances of its own."""
    chance = random.Random(seed)

    def one(number: int, own: int) -> Counter[str]:
        results: Counter[str] = Counter()
        lane = Lane(folder / f"lane-{number}", own, tracks=tracks)
        try:
            work(lane, number, results)
        finally:
            lane.close()
        return results

    with ThreadPoolExecutor(LANES) as pool:
        seeds = [chance.getrandbits(32) for _ in range(LANES)]
        return sum(pool.map(one, range(LANES), seeds), Counter())


def main() -> int:
    """Runs what was asked for; the exit status is 1 where something did not hold."""
    parser = argparse.ArgumentParser(
        prog="dev.py chaos", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200, help="kills (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with")
    parser.add_argument("--parts", default="ABCD", help="which parts to run (default: ABCD)")
    parser.add_argument("--step", type=int, default=1, help="A: every so many calls (default: 1)")
    given = parser.parse_args()
    parts: dict[str, tuple[str, Callable[[Path], Counter[str]]]] = {
        "A": ("every call", lambda f: every_call(f, given.seed, step=given.step)),
        "B": ("kills", lambda f: kills(f, given.seed, given.count)),
        "C": ("power cuts", lambda f: power_cuts(f, given.seed, given.count // CUTS_TO_KILLS)),
        "D": ("planted bugs", lambda f: plant_hunt.all_caught(f, given.seed)),
    }
    if unknown := set(given.parts.upper()) - parts.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    status = 0
    for letter in given.parts.upper():
        name, part = parts[letter]
        with tempfile.TemporaryDirectory(prefix="catalog-sync-chaos-") as folder:
            began = time.monotonic()
            results = part(Path(folder))
            results[VIOLATIONS] += 0
            print(f"{letter}, {name}: {tally(results)}; {time.monotonic() - began:.0f} s")
            sys.stdout.flush()
            status = status or int(results[VIOLATIONS] > 0)
    return status


if __name__ == "__main__":
    sys.exit(main())
