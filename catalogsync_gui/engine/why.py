# SPDX-License-Identifier: GPL-3.0-or-later
"""Why items are not there: what the database says of them, seen beside what an engine does.

Like ``engine.commands``, on a desk's thread. Costs one query for the sources and nothing for an
item, so that a page of a long queue is as cheap as one of a short one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.models import ItemRow
from catalogsync_gui.core.reasons import Circumstances, Reason, reason_of
from catalogsync_gui.engine.desk import Desk


@dataclass(frozen=True, slots=True)
class ExplainedItem:
    """An item, and why it is not there; ``reason`` is None for one that is."""

    row: ItemRow
    reason: Reason | None


def explainer(desk: Desk, around: Circumstances) -> Callable[[ItemRow], ExplainedItem]:
    """What tells the reason of one item after the other, all as of now."""
    sources = {row.source.id: row.source for row in desk.store.catalogue.sources()}
    now = desk.clock.now()
    return lambda row: ExplainedItem(row, reason_of(row, sources.get(row.source), around, now))


def explained(desk: Desk, items: Sequence[int], around: Circumstances) -> list[ExplainedItem]:
    """The items of these ids with their reasons.

    :raises UnknownThing: one of them does not exist.
    """
    rows = desk.store.listing.items(items)
    missing = sorted(set(items) - {row.id for row in rows})
    if missing:
        raise UnknownThing(f'there is no item {missing[0]}; "catalogsync-gui items" lists them')
    return list(map(explainer(desk, around), rows))
