# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can answer about proposed matches. Like ``engine.commands``, on a desk's thread."""

import contextlib
from collections.abc import Sequence

from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.matches import Decision, Proposal
from catalogsync_gui.core.matching import confidence
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.pipeline.matching import Matching


def proposals(desk: Desk) -> list[Proposal]:
    """What waits for an answer, the surest first."""
    return desk.store.matches.asked()


def accept(desk: Desk, item: int, candidate: int | None = None) -> tuple[int, ...]:
    """Gives a track without an address the file of another one.

    :param candidate: the other one's item, whatever it is called; None for what is proposed.
    :returns: the playlists whose files are to be written again; the caller sees to that.
    :raises UnknownThing: the item waits for no match, or the other one has no file.
    """
    matches = desk.store.matches
    wanted = matches.unmatched(item)
    if candidate is None:
        decision = matches.proposed(item)
    else:
        found = matches.candidate(candidate)
        decision = Decision(item, found.track, confidence(wanted.info, found.info))
    made = matches.settle([Decision(item, decision.track, decision.confidence, made=True)], None)
    if not made:
        raise UnknownThing(f"the file that item {item} should have is not there any more")
    return made[0].playlists


def accept_many(desk: Desk, wanted: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Accepts several at once; those that have changed meanwhile are passed over.

    :param wanted: pairs of an item and the item whose file it is to have.
    :returns: the playlists whose files are to be written again.
    """
    playlists: set[int] = set()
    for item, candidate in wanted:
        with contextlib.suppress(UnknownThing):
            playlists.update(accept(desk, item, candidate))
    return tuple(sorted(playlists))


def reject(desk: Desk, item: int) -> bool:
    """What is proposed for a track is not the same; whether something else may be.

    :raises UnknownThing: nothing is proposed.
    """
    matches = desk.store.matches
    matches.reject(matches.proposed(item))
    # Never surer than what was refused, so this can only be another question.
    decision = Matching(desk.store).decide(matches.unmatched(item))
    matches.settle([Decision(item, decision.track, decision.confidence)], None)
    return decision.track is not None


def reject_many(desk: Desk, items: Sequence[int]) -> None:
    """Rejects several at once; those about which nothing is asked any more are passed over."""
    for item in items:
        with contextlib.suppress(UnknownThing):
            reject(desk, item)
