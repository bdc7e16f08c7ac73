# SPDX-License-Identifier: GPL-3.0-or-later
"""``adopt``: files that lie in the library already become the tracks' that they are."""

from functools import partial
from pathlib import Path
from typing import Any

from catalogsync_gui.cli.live import ExportCommand
from catalogsync_gui.cli.tables import Out, json_text, show_table
from catalogsync_gui.control.wording import count, plain
from catalogsync_gui.core.adopting import Adoption, AdoptPlan
from catalogsync_gui.core.events import PlaylistExported, to_json
from catalogsync_gui.engine import adopting
from catalogsync_gui.pipeline.adopting import Adopted

_FIRST = 20
"""Rows of a table in the text; the JSON has all of them."""

_LONGEST_PATH = 1000


class AdoptCommand(ExportCommand):
    """A plan, and unless told otherwise what of it is certain; then its playlists, written."""

    _left = 0

    def start(self) -> None:
        """Has the plan made."""
        args, engine = self._args, self._engine
        folder = None if args.directory is None else Path(args.cwd, args.directory)
        self._look_up(partial(adopting.plan, engine.own_desk, folder), self._on_plan)

    def _on_plan(self, plan: AdoptPlan) -> None:
        if self._over:
            return
        if self._args.json:
            self._out(plan_json(plan))
        else:
            show_plan(plan, self._out)
        if self._args.dry_run or not plan.certain:
            self._end(0)
            return
        # When the caller goes, what is on record stays and the rest is left for another time.
        self._look_up(
            partial(adopting.carry_out_telling, self._engine, plan.certain, self._on_adopted),
            self._on_end,
        )

    def _on_adopted(self, one: Adopted) -> None:
        if self._over:
            return
        if self._args.json:
            self._out(adopted_json(one))
        elif one.reason:
            path = plain(one.adoption.file.path, _LONGEST_PATH)
            self._out(f"left      {path}: {plain(one.reason)}")
        else:
            self._out(f"adopted   {plain(one.adoption.file.path, _LONGEST_PATH)}")

    def _on_end(self, outcome: list[Adopted]) -> None:
        self._engine.keeper.catalogue_changed()
        if self._over:
            return
        self._left = sum(bool(one.reason) for one in outcome)
        adopted = len(outcome) - self._left
        if self._args.json:
            data = {"event": "adopt_finished", "adopted": adopted, "left": self._left}
            self._out(json_text(data))
        else:
            self._out(f"{count(adopted, 'track')} adopted, {self._left} left")
        self._on_playlists(tuple(sorted({each for one in outcome for each in one.playlists})))

    def _tell(self, event: PlaylistExported) -> None:
        if self._args.json and event.error is None:
            self._out(json_text(to_json(event)))
        else:
            super()._tell(event)

    def _end(self, status: int) -> None:
        super()._end(status or int(self._left > 0))


def show_plan(plan: AdoptPlan, out: Out) -> None:
    """The numbers of a plan, what is certain and what is not, and what could not be read."""
    out(f"files:     {plan.files} looked at, {plan.known} of them on record already")
    out(f"certain:   {count(len(plan.certain), 'track')}, to be taken as they are")
    hint = "; the window takes those that you check" if plan.doubtful else ""
    out(f"doubtful:  {len(plan.doubtful)}, left alone{hint}")
    if plan.unmatched:
        out(f"           {count(plan.unmatched, 'file')} like nothing that is wanted")
    for path, reason in plan.left:
        out(f"unread     {plain(path, _LONGEST_PATH)}: {plain(reason)}")
    for rows, heading in ((plan.certain, "TRACK"), (plan.doubtful, "DOUBTFUL BECAUSE")):
        if not rows:
            continue
        out("")
        headers = ("ITEM>", "BY", heading, "FILE")
        show_table(headers, (_cells(one) for one in rows[:_FIRST]), out)
        if len(rows) > _FIRST:
            out(f"and {len(rows) - _FIRST} more")


def _cells(one: Adoption) -> tuple[str, ...]:
    return str(one.wanted.item), one.sign.value, one.doubt or _title(one), one.file.path


def _title(one: Adoption) -> str:
    info = one.wanted.info
    return f"{info.artist} - {info.title}" if info.artist else info.title


def plan_json(plan: AdoptPlan) -> str:
    """A plan as one JSON object."""
    return json_text(
        {
            "event": "adopt_planned",
            "files": plan.files,
            "known": plan.known,
            "unmatched": plan.unmatched,
            "certain": [_row(one) for one in plan.certain],
            "doubtful": [_row(one) | {"reason": one.doubt} for one in plan.doubtful],
            "left": [{"path": path, "reason": reason} for path, reason in plan.left],
        }
    )


def _row(one: Adoption) -> dict[str, Any]:
    info = one.wanted.info
    return {
        "item": one.wanted.item,
        "source": one.wanted.source,
        "title": info.title,
        "artist": info.artist,
        "path": one.file.path,
        "bytes": one.file.size,
        "by": one.sign.value,
        "confidence": round(one.confidence, 2),
    }


def adopted_json(one: Adopted) -> str:
    """What became of one adoption, as one JSON object."""
    return json_text(
        {
            "event": "adopted" if not one.reason else "adopt_left",
            "item": one.adoption.wanted.item,
            "path": one.adoption.file.path,
            "reason": one.reason or None,
        }
    )
