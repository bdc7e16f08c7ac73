# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that lists what is to come, in its order, and changes that."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import show_array, show_table
from catalogsync_gui.cli.why import circumstances, reason_fields, reason_text
from catalogsync_gui.control.wording import count
from catalogsync_gui.core.edits import Numbers
from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.queueing import TO_COME, Changed, Priority, View
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine import queue_commands
from catalogsync_gui.engine.commands import find_source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.why import ExplainedItem, explainer

_AT_A_TIME = 500
_Act = Callable[[Desk, list[int]], Changed]

_ACTS: dict[str, _Act] = {
    "start": queue_commands.start_now,
    "top": queue_commands.move_to_top,
    "bottom": queue_commands.move_to_bottom,
    "later": queue_commands.later,
    "hold": queue_commands.hold,
    "resume": queue_commands.resume,
    "cancel": queue_commands.cancel,
    "undo-cancel": queue_commands.undo_cancel,
}
_ALL = {
    "hold": (ItemState.PENDING, ItemState.FAILED, ItemState.RUNNING, ItemState.PLACING),
    "resume": (ItemState.HELD,),
    "cancel": (*TO_COME, ItemState.FAILED),
}
"""What ``--all`` means; of other acts it means what is still to come."""


def queue(desk: Desk, call: Call) -> int:
    """Lists what is still to come, or does something to items."""
    args = call.args
    source = find_source(desk, args.source) if args.source else None
    if args.act is None:
        _list(desk, call, desk.store.queue_lists.ids(View(TO_COME, source)))
        return 0
    items: list[int] = args.items
    if args.all:
        states = _ALL.get(args.act, TO_COME)
        items = desk.store.queue_lists.ids(View(states, source)).tolist()
    else:
        _must_exist(desk, items)
    changed = _act(args.act)(desk, items)
    call.out(f"{count(changed.count, 'item')} changed")
    return 0


def _act(word: str) -> _Act:
    return _ACTS.get(word) or partial(_prefer, priority=Priority(word))


def _prefer(desk: Desk, items: list[int], *, priority: Priority) -> Changed:
    return queue_commands.set_priority(desk, items, priority)


def _must_exist(desk: Desk, items: list[int]) -> None:
    known = {row.id for row in desk.store.listing.items(items)}
    missing = sorted(set(items) - known)
    if missing:
        raise UnknownThing(f'there is no item {missing[0]}; "catalogsync-gui items" lists them')


def _list(desk: Desk, call: Call, ids: Numbers) -> None:
    rows = _rows(desk, ids)
    if call.args.json:
        show_array((asdict(one.row) | reason_fields(one.reason) for one in rows), call.out)
        return
    show_table(
        ("ID>", "STATE", "PRIORITY", "SOURCE>", "ARTIST", "TITLE", "REASON"),
        (
            (
                str(one.row.id),
                one.row.state.value,
                str(one.row.priority),
                str(one.row.source),
                one.row.artist or "-",
                one.row.title or "-",
                reason_text(one.reason),
            )
            for one in rows
        ),
        call.out,
    )


def _rows(desk: Desk, ids: Numbers) -> Iterator[ExplainedItem]:
    explain = explainer(desk, circumstances(desk.profile))
    for start in range(0, len(ids), _AT_A_TIME):
        part = ids[start : start + _AT_A_TIME].tolist()
        found = {row.id: row for row in desk.store.listing.items(part)}
        yield from (explain(found[item]) for item in part if item in found)
