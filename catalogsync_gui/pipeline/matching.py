# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what tracks without an address may be, among what is in the library.

Costs what is new: tracks without an address that were not compared yet, and those that something
new in the library may be.
"""

from collections.abc import Callable

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.matches import Decision, Matched, Unmatched
from catalogsync_gui.core.matching import ASKED, AUTOMATIC, confidence
from catalogsync_gui.store.store import Store

_BATCH = 200


class Matching:
    """Used by the thread of its store.

    :ivar made: how many matches :meth:`match_all` has made.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.made = 0

    def match_all(
        self, job: int, stop: StopToken, report: Callable[[Matched], None]
    ) -> frozenset[int]:
        """Compares what is to be compared, of all sources; the playlists that became others.

        Of all, because what came with one source may be what a playlist of another waits for.

        :param report: takes every match that was made, once it is committed.
        :raises Interrupted: ``stop`` was set; what is done by then stays.
        """
        matches = self._store.matches
        matches.reconsider()
        playlists: set[int] = set()
        last = 0
        while batch := matches.due(last, _BATCH):
            last = batch[-1].item
            decisions = []
            for wanted in batch:
                stop.check()
                decisions.append(self.decide(wanted))
            for matched in matches.settle(decisions, job):
                playlists.update(matched.playlists)
                self.made += 1
                report(matched)
        return frozenset(playlists)

    def decide(self, wanted: Unmatched) -> Decision:
        """The candidate that is most like a track, and whether that is sure enough."""
        best = Decision(wanted.item)
        for candidate in self._store.matches.candidates(wanted):
            if candidate.track == wanted.track:
                continue
            sure = confidence(wanted.info, candidate.info)
            if sure >= ASKED and sure > best.confidence:
                best = Decision(wanted.item, candidate.track, sure, sure >= AUTOMATIC)
        return best
