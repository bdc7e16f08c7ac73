# SPDX-License-Identifier: GPL-3.0-or-later
"""``sync --dry-run``: what a sync would do."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from catalogsync_gui.cli.live import LiveCommand, source_ids
from catalogsync_gui.cli.tables import Out, json_text, show_table
from catalogsync_gui.control.wording import count, duration, plain, size
from catalogsync_gui.core.errors import StorageFull
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.core.sync_plan import PlaylistChange, PlaylistFate, SourcePlan, SyncPlan
from catalogsync_gui.engine.forecasting import plan_sync

_FIRST = 20
"""Playlists in the text; the JSON has all of them."""

_NUMBERS = (
    "files",
    "bytes",
    "unknown",
    "adopted",
    "matched",
    "there",
    "skipped",
    "trashed",
    "trashed_bytes",
)


class PlanCommand(LiveCommand):
    """The catalogues read, and what a sync would make of them."""

    def start(self) -> None:
        """Finds the sources, then has the plan made."""
        self._engine.desk.ask(
            partial(source_ids, words=tuple(self._args.sources)), self._on_sources, self._fail
        )

    def _on_sources(self, sources: tuple[int, ...]) -> None:
        if self._over:
            return
        named = sources if self._args.sources else ()
        spec = JobSpec(named, accept_shrunk=self._args.accept_shrunk)
        engine = self._engine
        work = partial(plan_sync, engine.own_desk, engine.source_factory, spec)
        self._look_up(work, self._on_plan)

    def _on_plan(self, plan: SyncPlan) -> None:
        if self._over:
            return
        if self._args.json:
            self._out(plan_json(plan))
        else:
            show_plan(plan, self._out)
        for source in plan.sources:
            if source.error is not None:
                self._err(f"{plain(source.name)} could not be read: {plain(source.error.message)}")
        if plan.full:
            self._err("the library's volume is nearly full; a sync would not begin")
        self._end(plan_status(plan))


def plan_status(plan: SyncPlan) -> int:
    """The exit status that the sync would have, as far as that can be told."""
    if plan.full:
        return StorageFull.exit_status
    return int(plan.too_large or any(source.error for source in plan.sources))


def show_plan(plan: SyncPlan, out: Out) -> None:
    """The sources in a table, then what it all comes to."""
    if plan.sources:
        show_table(
            ("FILES>", "SIZE>", "ADOPTED>", "MATCHED>", "THERE>", "TRASH>", "TIME>", "SOURCE"),
            (_cells(plan, source) for source in plan.sources),
            out,
        )
        out("")
    for heading, words in _lines(plan):
        out(f"{heading:<10} {words}".rstrip())
    for warning in plan.warnings:
        out(f"warning:   {plain(warning, 1000)}")
    changes = plan.playlists[:_FIRST]
    if changes:
        out("")
        show_table(
            ("WOULD BE", "TRACKS NOW>", "THEN>", "ARRIVING>", "PLAYLIST"),
            (_change(change) for change in changes),
            out,
        )
    if len(plan.playlists) > _FIRST:
        out(f"and {len(plan.playlists) - _FIRST} more")


def _cells(plan: SyncPlan, source: SourcePlan) -> Sequence[str]:
    seconds = plan.seconds(source)
    return (
        str(source.files),
        size_words(source.bytes, source.unknown),
        str(source.adopted),
        str(source.matched),
        str(source.there),
        str(source.trashed),
        "-" if seconds is None else duration(seconds),
        source.name,
    )


def size_words(known: int, unknown: int) -> str:
    """``12 MB``, ``12 MB + 3 unknown``, ``3 unknown``."""
    if not unknown:
        return size(known)
    return f"{size(known)} + {unknown} unknown" if known else f"{unknown} unknown"


def _lines(plan: SyncPlan) -> list[tuple[str, str]]:
    total = plan.total
    lines = [
        (
            "download:",
            f"{count(total('files'), 'file')}, {size_words(total('bytes'), total('unknown'))}",
        ),
        ("there:", f"{count(total('there'), 'track')}, and {total('skipped')} cannot be had"),
    ]
    if total("adopted") or total("matched"):
        words = f"{total('adopted')} taken from the library, {total('matched')} matched"
        lines.append(("", words))
    if total("trashed") or plan.restored:
        words = f"{count(total('trashed'), 'file')} go there ({size(total('trashed_bytes'))})"
        lines.append(("trash:", f"{words}, {plan.restored} come back"))
    if plan.expired:
        words = f"{count(plan.expired, 'track')} of the trash for good"
        lines.append(("delete:", f"{words} ({size(plan.expired_bytes)})"))
    lines.append(("playlists:", f"{len(plan.playlists)} would change"))
    lines.append(("free:", room_words(plan)))
    seconds = plan.seconds()
    if seconds is None:
        lines.append(("time:", "unknown; nothing was downloaded yet to judge by"))
    else:
        lines.append(("time:", f"about {duration(seconds)}"))
    return lines


def room_words(plan: SyncPlan) -> str:
    """The free space before and after."""
    if plan.free is None or plan.free_after is None:
        return "unknown; the volume does not tell"
    after = "less than nothing" if plan.free_after < 0 else size(plan.free_after)
    words = f"{size(plan.free)} now, {after} afterwards"
    if plan.total("unknown"):
        words += " at most"
    if plan.too_large:
        words += f"; too little, as {size(plan.reserve)} are kept free"
    return words


def _change(change: PlaylistChange) -> Sequence[str]:
    then = "-" if change.fate is PlaylistFate.REMOVED else str(change.after)
    return change.fate.value, str(change.before), then, str(change.arriving), change.title


def plan_json(plan: SyncPlan) -> str:
    """A plan as one JSON object."""
    data: dict[str, Any] = {"event": "sync_planned"}
    data |= {name: plan.total(name) for name in _NUMBERS}
    data |= {
        "expired": plan.expired,
        "expired_bytes": plan.expired_bytes,
        "restored": plan.restored,
        "free": plan.free,
        "reserve": plan.reserve,
        "free_after": plan.free_after,
        "too_large": plan.too_large,
        "seconds": plan.seconds(),
        "warnings": plan.warnings,
    }
    data["sources"] = [
        {"source": source.id, "name": source.name}
        | {name: getattr(source, name) for name in _NUMBERS}
        | {
            "unchanged": source.unchanged,
            "seconds": plan.seconds(source),
            "error": None if source.error is None else asdict(source.error),
        }
        for source in plan.sources
    ]
    data["playlists"] = [
        {
            "source": change.source,
            "title": change.title,
            "change": change.fate.value,
            "before": change.before,
            "after": change.after,
            "arriving": change.arriving,
        }
        for change in plan.playlists
    ]
    return json_text(data)
