# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what tracks without an address may be, among what is in the library.

Costs what is new: tracks without an address that were not compared yet, and those that something
new in the library may be.
"""

from collections.abc import Callable

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.matches import Candidate, Decision, Matched, Unmatched
from catalogsync_gui.core.matching import ASKED, AUTOMATIC, SEPARATOR, confidence, match_key
from catalogsync_gui.store.store import Store

_BATCH = 200


class Matching:
    """Used by the thread of its store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # Those of one artist come together, so the last artist's tracks are kept at hand.
        self._artist = ""
        self._tracks: list[Candidate] = []

    def match_all(
        self, job: int, stop: StopToken, report: Callable[[Matched], None], now: float = 0.0
    ) -> frozenset[int]:
        """Compares what is to be compared, of all sources; the playlists that became others.

        Of all, because what came with one source may be what a playlist of another waits for.

        :param report: takes every match that was made, once it is committed.
        :param now: epoch seconds, for the history.
        :raises Interrupted: ``stop`` was set; what is done by then stays.
        """
        matches = self._store.matches
        matches.reconsider()
        playlists: set[int] = set()
        due = matches.due()
        for start in range(0, len(due), _BATCH):
            decisions = []
            for wanted in matches.read(due[start : start + _BATCH]):
                stop.check()
                decisions.append(self.decide(wanted))
            for matched in matches.settle(decisions, job, now):
                playlists.update(matched.playlists)
                report(matched)
        return frozenset(playlists)

    def decide(self, wanted: Unmatched) -> Decision:
        """The candidate that is most like a track, and whether that is sure enough."""
        matches = self._store.matches
        passed_over = matches.rejected(wanted.item) | {wanted.track}
        best = _best(wanted, matches.same(wanted.info), passed_over)
        # What is only alike is never surer than what is asked about.
        if not best.made:
            alike = _best(wanted, self._by_artist(wanted), passed_over)
            best = max(best, alike, key=lambda decision: decision.confidence)
        return best

    def _by_artist(self, wanted: Unmatched) -> list[Candidate]:
        artist = match_key(wanted.info).partition(SEPARATOR)[0]
        if artist != self._artist:
            self._artist, self._tracks = artist, self._store.matches.by_artist(artist)
        return self._tracks


def _best(wanted: Unmatched, candidates: list[Candidate], passed_over: frozenset[int]) -> Decision:
    best = Decision(wanted.item)
    for candidate in candidates:
        if candidate.track not in passed_over:
            sure = confidence(wanted.info, candidate.info)
            if sure >= ASKED and sure > best.confidence:
                best = Decision(wanted.item, candidate.track, sure, sure >= AUTOMATIC)
    return best
