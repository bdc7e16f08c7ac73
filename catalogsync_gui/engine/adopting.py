# SPDX-License-Identifier: GPL-3.0-or-later
"""Having files adopted that lie in the library already.

Reading the tags of a library takes minutes, hashing what is taken longer: not for a desk's thread.
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from catalogsync_gui.core.adopting import Adoption, AdoptPlan
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.states import ExportReason
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.volume import Library
from catalogsync_gui.pipeline.adopting import Adopted, Progress, adopt, plan_adoption

Export = Callable[[tuple[ExportRequest, ...]], None]


def plan(
    make_desk: Callable[[], Desk],
    folder: Path | None,
    stop: StopToken,
    progress: Progress = lambda _done, _all: None,
) -> AdoptPlan:
    """What could be adopted.

    :param make_desk: makes a desk for the calling thread.
    :param folder: absolute; None for the whole library.
    :param progress: takes how many files were looked at, and of how many.
    :raises UsageError: the folder is none, or lies outside of the library.
    :raises CannotRun: no library is set, or it is offline.
    :raises Interrupted: ``stop`` was set.
    """
    desk = make_desk()
    try:
        library = current_library(desk)
        return plan_adoption(desk.store, library, _relative(library, folder), stop, progress)
    finally:
        desk.close()


def carry_out(
    make_desk: Callable[[], Desk],
    adoptions: Sequence[Adoption],
    export: Export,
    stop: StopToken,
    report: Callable[[Adopted], None] = lambda _one: None,
) -> list[Adopted]:
    """Makes files the tracks' they were found to be, and has the playlists written.

    :param export: takes the wishes for playlists, whether or not it comes to its end.
    :param report: takes what became of each, once it is on record.
    :raises CannotRun: no library is set, or it is offline.
    :raises Interrupted: ``stop`` was set; what is done by then stays.
    """
    desk = make_desk()
    playlists: set[int] = set()
    outcome = []
    try:
        library = current_library(desk)
        for one in adopt(desk.store, library, adoptions, desk.clock, stop):
            playlists.update(one.playlists)
            outcome.append(one)
            report(one)
        return outcome
    finally:
        desk.close()
        export(tuple(ExportRequest(each, ExportReason.ASKED, None) for each in sorted(playlists)))


def carry_out_telling(
    engine: Engine,
    adoptions: Sequence[Adoption],
    receiver: Callable[[Adopted], None],
    stop: StopToken,
) -> list[Adopted]:
    """As :func:`carry_out`, for ``Lookups.ask``: ``receiver`` takes each in the main thread."""
    return carry_out(
        engine.own_desk,
        adoptions,
        engine.signals.export_wanted.emit,
        stop,
        partial(engine.lookups.tell, stop, receiver),
    )


def _relative(library: Library, folder: Path | None) -> str:
    if folder is None:
        return ""
    # Without following links first: what a person means is the name in the library.
    wanted, root = Path(os.path.normpath(folder)), library.root
    if not wanted.is_relative_to(root):
        wanted, root = folder.resolve(), root.resolve()
    if not wanted.is_relative_to(root):
        raise UsageError(
            f"{folder} lies outside of the library {library.root}, and files outside of it are "
            "left alone; move or copy them into it first"
        )
    relative = wanted.relative_to(root).as_posix()
    if relative == ".":
        return ""
    if not library.absolute(relative).is_dir():
        raise UsageError(f"{folder} is not a folder")
    return relative
