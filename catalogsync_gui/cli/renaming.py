# SPDX-License-Identifier: GPL-3.0-or-later
"""The command that renames the library's files, or puts their names back."""

from dataclasses import asdict
from functools import partial
from itertools import islice

from PySide6.QtCore import Qt

from catalogsync_gui.cli.live import LiveCommand, was_stopped
from catalogsync_gui.cli.tables import Out, json_text
from catalogsync_gui.control.wording import Narrator, ending, plain
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.events import (
    Event,
    FileRenamed,
    Notice,
    PlaylistExported,
    RenameFinished,
    RenameStarted,
    to_json,
)
from catalogsync_gui.core.renaming import RenamePlan, RenameSpec, RenameState
from catalogsync_gui.engine import rename_commands

_EXAMPLES = 5
_LONGEST_PATH = 1000


class RenameLibraryCommand(LiveCommand):
    """A plan, and unless told otherwise what it says."""

    _plan: RenamePlan | None = None
    _rename: int | None = None

    def start(self) -> None:
        """Has the plan made."""
        self._narrator = Narrator()
        if self._args.undo:
            self._engine.desk.ask(rename_commands.way_back, self._on_plan, self._fail)
        else:
            work = partial(rename_commands.plan, self._engine.own_desk)
            self._engine.lookups.ask(work, self._on_plan, self._fail)

    def _on_plan(self, plan: RenamePlan) -> None:
        if self._over:
            return
        if self._args.json:
            self._out(plan_json(plan))
        else:
            show_plan(plan, self._out)
        if self._args.dry_run or not plan.moves:
            self._end(0)
            return
        self._plan = plan
        queued = Qt.ConnectionType.QueuedConnection
        self._engine.signals.happened.connect(self._on_event, queued)
        self._engine.signals.refused.connect(self._on_refused, queued)
        self._engine.rename(plan)

    def _on_refused(self, error: CatalogSyncError, spec: object) -> None:
        if isinstance(spec, RenameSpec) and spec.plan is self._plan:
            self._fail(error)

    def _on_event(self, event: Event) -> None:
        if self._over or self._plan is None:
            return
        if isinstance(event, RenameStarted) and event.undo is (self._plan.undoes is not None):
            self._rename = event.rename
        if self._rename is None and was_stopped(event):
            # Stopping forgets what is queued, and so this one never begins.
            self._err("the rename was stopped before it began")
            self._end(130)
            return
        match event:
            case RenameStarted() | FileRenamed() | RenameFinished():
                if event.rename != self._rename:
                    return
            case Notice() | PlaylistExported(job=None):
                pass
            case _:
                return
        if self._args.json:
            self._out(json_text(to_json(event)))
        elif (line := self._narrator.line(event)) is not None:
            self._out(line)
        if isinstance(event, RenameFinished):
            self._finish(event)

    def _finish(self, event: RenameFinished) -> None:
        if event.state is not RenameState.DONE:
            if event.error is not None:
                self._err(ending(event.error))
            self._end(3 if event.error is not None else 130)
            return
        self._end(1 if event.left or (self._plan and self._plan.left) else 0)


def show_plan(plan: RenamePlan, out: Out) -> None:
    """The numbers of a plan, some examples, and what is left alone and why."""
    if plan.undoes is None:
        out(f"template:  {plain(plan.template)}")
    words = "get their former name back" if plan.undoes is not None else "get another name"
    out(f"tracks:    {plan.tracks} {words}")
    for number, text in (
        (plan.sidecars, "covers, lyrics and the like go along"),
        (plan.unchanged, "have theirs already"),
        (plan.numbered, "get a number, as another file has the name"),
        (plan.not_ours, "were in the library before and keep theirs"),
    ):
        if number:
            out(f"           {number} {text}")
    for path, reason in plan.left:
        out(f"kept       {plain(path, _LONGEST_PATH)}: {reason}")
    for move in islice((move for move in plan.moves if not move.sidecar), _EXAMPLES):
        out(f"           {plain(move.path, _LONGEST_PATH)}")
        out(f"        -> {plain(move.target, _LONGEST_PATH)}")
    if plan.tracks > _EXAMPLES:
        out(f"           and {plan.tracks - _EXAMPLES} more")


def plan_json(plan: RenamePlan) -> str:
    """A plan as one JSON object."""
    return json_text(
        {
            "event": "rename_planned",
            "template": plan.template,
            "undo": plan.undoes is not None,
            "tracks": plan.tracks,
            "sidecars": plan.sidecars,
            "unchanged": plan.unchanged,
            "numbered": plan.numbered,
            "not_ours": plan.not_ours,
            "left": [{"path": path, "reason": reason} for path, reason in plan.left],
            "moves": [
                {name: asdict(move)[name] for name in ("path", "target", "sidecar")}
                for move in plan.moves
            ],
        }
    )
