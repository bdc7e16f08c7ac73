# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that list: sources, playlists, items, jobs."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.history import one_job
from catalogsync_gui.cli.tables import batches, show_array, show_table
from catalogsync_gui.cli.why import circumstances, reason_fields, reason_text
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.wording import duration, moment, plain, size
from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.models import ItemRow, Job, Source, SourceRow
from catalogsync_gui.core.schedule import Rule
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.veils import without_secrets
from catalogsync_gui.engine.commands import find_source
from catalogsync_gui.engine.credit_commands import sayings_of
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.schedule_facts import FOLLOW
from catalogsync_gui.engine.transfer_commands import feeds_document
from catalogsync_gui.engine.why import ExplainedItem, explainer
from catalogsync_gui.pipeline.recovery import recover

_JOBS = 50
_LONGEST_WORDS = 1000


def sources(desk: Desk, call: Call) -> int:
    """All sources."""
    rows = desk.store.catalogue.sources()
    if call.args.opml:
        _opml([row.source for row in rows], call)
        return 0
    if call.args.json:
        rules = {one.id: one.rule for one in desk.store.schedules.sources()}
        show_array((_source_object(row, rules.get(row.source.id)) for row in rows), call.out)
        return 0
    show_table(
        ("ID>", "KIND", "PLAYLISTS>", "DONE>", "PENDING>", "FAILED>", "REFRESHED", "NAME", "FROM"),
        (
            (
                str(row.source.id),
                row.source.kind,
                str(row.playlists),
                str(row.items.get(ItemState.DONE, 0)),
                str(row.items.get(ItemState.PENDING, 0)),
                str(row.items.get(ItemState.FAILED, 0)),
                _refreshed(row.source),
                row.source.name,
                shown(row.source.location),
            )
            for row in rows
        ),
        call.out,
    )
    for row in rows:
        for words in (row.source.paused, row.source.warning):
            if words:
                call.out(f"{plain(row.source.name)}: {plain(words, _LONGEST_WORDS)}")
    return 0


def _refreshed(source: Source) -> str:
    if source.paused:
        return "paused"
    return "failed" if source.error else moment(source.refreshed_at)


def _opml(sources: list[Source], call: Call) -> None:
    data, short = feeds_document(sources)
    # References instead of characters that the encoding of a terminal or a pipe may lack.
    text = data.decode().rstrip("\n")
    call.out(text.encode("ascii", "xmlcharrefreplace").decode("ascii"))
    if short:
        names = ", ".join(map(plain, short))
        call.warn(f"tokens are left out of the list; add them to the addresses of: {names}")


def _source_object(row: SourceRow, rule: Rule | None) -> dict[str, Any]:
    data = asdict(row.source)
    data["location"] = without_secrets(row.source.location)
    data["memory"] = {name: without_secrets(fact) for name, fact in row.source.memory.items()}
    data["schedule"] = FOLLOW if rule is None else rule.text()
    data["playlists"] = row.playlists
    data["items"] = {state.value: row.items.get(state, 0) for state in ItemState}
    return data


def playlists(desk: Desk, call: Call) -> int:
    """All playlists."""
    rows = desk.store.catalogue.playlists()
    if call.args.json:
        show_array(map(asdict, rows), call.out)
        return 0
    show_table(
        ("ID>", "SOURCE>", "TRACKS>", "THERE>", "TITLE", "FILE"),
        (
            (
                str(row.id),
                str(row.source),
                str(row.entries),
                str(row.present),
                row.title,
                row.path or "-",
            )
            for row in rows
        ),
        call.out,
    )
    return 0


def items(desk: Desk, call: Call) -> int:
    """All items, or those of one state, source or licence."""
    state = ItemState(call.args.state) if call.args.state else None
    source = find_source(desk, call.args.source) if call.args.source else None
    asked = call.args.license
    licenses = None if asked is None else sayings_of(desk, asked)
    page = partial(desk.store.listing.page, state=state, source=source, licenses=licenses)
    rows: Iterator[ItemRow] = batches(page)
    explained = map(explainer(desk, circumstances(desk.profile)), rows)
    if call.args.json:
        show_array((asdict(one.row) | reason_fields(one.reason) for one in explained), call.out)
        return 0
    show_table(
        ("ID>", "STATE", "SOURCE>", "SIZE>", "ARTIST", "TITLE", "FILE OR REASON"),
        (
            (
                str(row.id),
                row.state.value,
                str(row.source),
                "-" if row.size is None else size(row.size),
                row.artist or "-",
                row.title or "-",
                _file_or_reason(one),
            )
            for one in explained
            for row in (one.row,)
        ),
        call.out,
    )
    return 0


def _file_or_reason(one: ExplainedItem) -> str:
    row = one.row
    if row.path:
        return f"{row.path} (warning: {row.warning})" if row.warning else row.path
    return reason_text(one.reason)


def jobs(desk: Desk, call: Call) -> int:
    """The last jobs, newest first; or one of them with its items."""
    if desk.store.jobs.is_open():
        _end_what_died(desk)
    if call.args.job is not None:
        return one_job(desk, call)
    rows = desk.store.jobs.recent(_JOBS)
    if call.args.json:
        show_array(map(_job_object, rows), call.out)
        return 0
    show_table(
        ("ID>", "STATE", "BEGAN", "TOOK>", "DONE>", "FAILED>", "SKIPPED>", "BYTES>"),
        (
            (
                str(row.id),
                row.state.value,
                moment(row.started_at),
                "-" if row.finished_at is None else duration(row.finished_at - row.started_at),
                str(row.counts.done),
                str(row.counts.failed),
                str(row.counts.skipped),
                size(row.counts.bytes),
            )
            for row in rows
        ),
        call.out,
    )
    return 0


def _end_what_died(desk: Desk) -> None:
    """A job that is open while nobody holds the profile's lock died with its process."""
    lock = InstanceLock(desk.profile.lock_file)
    if lock.acquire():
        try:
            recover(desk.store, desk.clock)
        finally:
            lock.release()


def _job_object(job: Job) -> dict[str, Any]:
    data = asdict(job)
    data |= data.pop("counts")
    data["stages"] = [stage | stage.pop("counts") for stage in data["stages"]]
    return data
