# SPDX-License-Identifier: GPL-3.0-or-later
"""A small library that is to be renamed, and how that is done."""

from collections.abc import Callable
from dataclasses import replace

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import Event, FileRenamed, RenameFinished
from catalogsync_gui.core.models import SidecarRef
from catalogsync_gui.core.namings import Namings
from catalogsync_gui.core.renaming import RenamePlan, RenameSpec
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.rename_plan import plan_rename
from catalogsync_gui.pipeline.renaming import Renaming
from tests.unit.pipeline.catalogues import Bench, Catalogue

WORDS = SidecarRef(SidecarKind.LYRICS, "words", ".lrc")
PICTURE = SidecarRef(SidecarKind.COVER, "picture", album=True)
BEFORE = ["A/01.lrc", "A/01.mp3", "A/02.mp3", "A/cover.jpg"]
TEMPLATE = "Music/{artist} {source}/{title}"
AFTER = [
    "Music/A S0/Track 1.lrc",
    "Music/A S0/Track 1.mp3",
    "Music/A S0/Track 2.mp3",
    "Music/A S0/cover.jpg",
]


def fill(bench: Bench) -> None:
    """Two tracks in the library, with a cover, and with words for the first one."""
    catalogue = Catalogue({"P": [1, 2]}, revise=False)
    catalogue.sidecars = {1: (WORDS, PICTURE), 2: (PICTURE,)}
    source = bench.subscribe(catalogue)
    bench.sync(source)
    bench.download(source)
    bench.fetch_sidecars(source, PICTURE)
    bench.store.shelves.use(bench.library.identity)
    for playlist in bench.store.exports.dirty():
        bench.store.exports.cleared(playlist, 1000)
    assert bench.files() == BEFORE


def plan(bench: Bench, template: str = TEMPLATE) -> RenamePlan:
    namings = Namings.parse(template, bench.store.source_edits.options())
    return plan_rename(bench.store, bench.library, namings, StopToken())


def carry_out(
    bench: Bench,
    found: RenamePlan | None,
    stop: StopToken | None = None,
    *,
    gives_up: bool = False,
) -> RenameFinished | None:
    """Carries a plan out, or goes on; how that ended."""
    bench.events.clear()
    Renaming(bench.ports, bench.store).run(
        RenameSpec(found), bench.library, stop or StopToken(), lambda: gives_up
    )
    ended = [event for event in bench.events if isinstance(event, RenameFinished)]
    return ended[-1] if ended else None


def reasons(bench: Bench) -> dict[str, str]:
    """Why files kept their names."""
    return {
        event.path: event.reason
        for event in bench.events
        if isinstance(event, FileRenamed) and event.target is None
    }


def on_record(bench: Bench) -> list[str]:
    rows = [*bench.store.library.files(), *bench.store.sidecars.files()]
    return sorted(row.path for row in rows)


def replaced(bench: Bench, then: Callable[[Event], object]) -> Ports:
    """The bench's ports; ``then`` is called after every file."""

    def report(event: Event) -> None:
        bench.events.append(event)
        if isinstance(event, FileRenamed):
            then(event)

    return replace(bench.ports, report=report)
