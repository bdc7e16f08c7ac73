# SPDX-License-Identifier: GPL-3.0-or-later
"""A rename of the library, file by file. What it has begun outlives every end of the process.

The order of commits is told in ``store.renames``. No sync runs meanwhile: both belong to the
source thread. Whoever looks for files besides takes turns with it, see ``pipeline.turn``.
"""

import itertools
import logging
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CannotRun,
    CatalogSyncError,
    Interrupted,
    PathRefused,
    StorageRefused,
    VolumeError,
)
from catalogsync_gui.core.events import FileRenamed, Notice, RenameFinished, RenameStarted
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.naming import with_number
from catalogsync_gui.core.renaming import Move, MoveState, RenameSpec, RenameState
from catalogsync_gui.core.states import ExportReason
from catalogsync_gui.media.publish import (
    finish_link,
    is_file_of,
    make_folder,
    move_without_replacing,
    prune_folders,
    same_name,
)
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.pipeline.rename_plan import sidecar_path
from catalogsync_gui.pipeline.turn import turn
from catalogsync_gui.store.store import Store

POLL = 30.0
"""Seconds between two looks whether a volume that went away is back."""

log = logging.getLogger(__name__)


def settle(store: Store, library: Library) -> tuple[int, ...]:
    """Brings the one move to its end, or back, that a process left in the middle.

    To be called before anybody asks which files of the library are there. Whoever calls holds the
    ``turn``.

    :returns: the playlists that are to be written for it.
    :raises VolumeError: the library is not there, or refuses.
    """
    move = store.renames.moving()
    if move is None:
        return ()
    library.check_marker()
    with disk(f"cannot read {move.path}"):
        here, there = library.absolute(move.path), library.absolute(move.target)
        whole = is_file_of(here, move.size, move.sha256)
        arrived = is_file_of(there, move.size, move.sha256)
        if arrived and not (whole and _keeps_its_name(here, there)):
            prune_folders(library.root, here.parent)
            return _arrived(store, move)
        library.check_marker()
    if whole:
        store.renames.take_back(move)
    else:
        store.renames.left(move, "it was removed or changed by somebody")
    return ()


def _arrived(store: Store, move: Move) -> tuple[int, ...]:
    """The file has its new name, which a restored database is to know too; its playlists."""
    playlists = store.renames.moved(move)
    store.recalled.note_moved(move.target)
    return playlists


def _keeps_its_name(here: Path, there: Path) -> bool:
    """Whether the old name stays: what has the new one is not the same file, or bars the way."""
    if not here.samefile(there):
        return True
    try:
        finish_link(here, there)
    except OSError:
        # Its folder lets nothing go.
        there.unlink()
        return True
    return False


class Renaming:
    """Used by the source thread, with its store."""

    def __init__(self, ports: Ports, store: Store) -> None:
        self._ports = ports
        self._store = store

    def run(
        self, spec: RenameSpec, library: Library, stop: StopToken, gives_up: Callable[[], bool]
    ) -> None:
        """Carries a plan out, or goes on with what is on record; returns when it is over.

        :param gives_up: whether ``stop`` means that a person wants no more of it. Otherwise the
            program ends, and it goes on at the next start.
        :raises VolumeError: the library is offline; what is on record goes on later.
        :raises CannotRun: the plan is for another library than the one that is set.
        """
        library.check_marker()
        store = self._store
        if store.shelves.current() != library.identity:
            if spec.plan is None:
                return
            raise CannotRun("another library was set; make the plan again", kind="library_changed")
        with turn:
            self._wish(settle(store, library))
        if spec.plan is not None:
            rename: int | None = store.renames.begin(spec.plan, self._ports.clock.now())
        else:
            rename = store.renames.unfinished()
        if rename is not None:
            self._run(rename, library, stop, gives_up)

    def _run(
        self, rename: int, library: Library, stop: StopToken, gives_up: Callable[[], bool]
    ) -> None:
        store, ports = self._store, self._ports
        template, undo = store.renames.summary(rename)
        ports.report(
            RenameStarted(
                at=ports.clock.now(),
                job=None,
                rename=rename,
                template=template,
                undo=undo,
                files=store.renames.counts(rename).open,
            )
        )
        error: CatalogSyncError | None = None
        state = RenameState.RUNNING
        try:
            while (move := store.renames.next(rename)) is not None:
                self._wait_while_paused(stop)
                stop.check()
                try:
                    self._move(move, library)
                except VolumeError as problem:
                    self._wait_for_volume(problem, library, stop)
            state = RenameState.DONE
        except Interrupted:
            if gives_up():
                state = RenameState.STOPPED
        except CatalogSyncError as problem:
            error = problem
            raise
        finally:
            if state is not RenameState.RUNNING:
                store.renames.finish(rename, state, ports.clock.now())
            self._end(rename, state, error, undo=undo)

    def _end(
        self, rename: int, state: RenameState, error: CatalogSyncError | None, *, undo: bool
    ) -> None:
        """Has the playlist files written that name other paths now, waits for them, tells."""
        store, ports = self._store, self._ports
        counts = store.renames.counts(rename)
        if state is not RenameState.RUNNING:
            self._wish(store.exports.dirty(), ExportReason.ASKED)
            ports.exports.wait_for_job(None)
        ports.report(
            RenameFinished(
                at=ports.clock.now(),
                job=None,
                rename=rename,
                undo=undo,
                state=state,
                moved=counts.moved,
                left=counts.left,
                open=counts.open + counts.dropped,
                error=ErrorInfo(error.kind, str(error)) if error else None,
            )
        )

    def _wait_while_paused(self, stop: StopToken) -> None:
        control, clock = self._ports.control, self._ports.clock
        while not stop.is_set():
            seen = control.version
            until = control.paused_until
            if until is None:
                return
            wait = until - clock.now()
            control.wait(seen, None if wait == float("inf") else max(0.0, wait))

    def _wait_for_volume(self, error: VolumeError, library: Library, stop: StopToken) -> None:
        """Returns when the volume takes writes again, with the interrupted move settled.

        :raises Interrupted: ``stop`` was set.
        """
        log.info("the library's volume holds the rename up: %s", error)
        message = f"{error} The rename goes on by itself then."
        self._notice("warning", error.kind, message)
        while True:
            stop.wait(POLL)
            stop.check()
            try:
                library.probe()
                with turn:
                    self._wish(settle(self._store, library))
            except (VolumeError, PathRefused):
                continue
            break
        self._notice("info", "storage_back", "the library's volume is back; the rename goes on")

    def _notice(self, level: str, kind: str, message: str) -> None:
        self._ports.report(
            Notice(at=self._ports.clock.now(), job=None, level=level, kind=kind, message=message)
        )

    def _move(self, move: Move, library: Library) -> None:
        reason = ""
        try:
            with turn:
                reason = self._reason_to_stay(move, library)
                if not reason:
                    playlists = self._rename(move, library)
                    self._wish(playlists)
        except (PathRefused, StorageRefused) as problem:
            if isinstance(blamed := library.blame(problem), VolumeError):
                raise blamed from problem
            # The one path, not the volume: the others go on.
            with turn:
                self._wish(settle(self._store, library))
            reason = str(problem)
        moved = self._store.renames.move(move.id)
        if moved.state is not MoveState.MOVED:
            log.info("%s keeps its name: %s", move.path, reason)
            self._store.renames.left(move, reason)
        self._ports.report(
            FileRenamed(
                at=self._ports.clock.now(),
                job=None,
                rename=move.rename,
                path=move.path,
                target=moved.target if moved.state is MoveState.MOVED else None,
                sidecar=move.sidecar,
                reason="" if moved.state is MoveState.MOVED else reason,
            )
        )

    def _reason_to_stay(self, move: Move, library: Library) -> str:
        """Why a file is left alone; empty when nothing speaks against its new name."""
        library.check_marker()
        if move.parent is not None:
            parent = self._store.renames.move(move.parent)
            if parent.state is not MoveState.MOVED:
                return "its track keeps its name"
        at = self._store.sidecars.at if move.sidecar else self._store.library.at
        row = at(move.path)
        if row is None and self._store.shelves.current() != library.identity:
            # It lies on the shelf of its library. No reason to stay: the next commit tells.
            return ""
        if row is None or row.sha256 != move.sha256 or not row.ours:
            return "it is another file by now"
        with disk(f"cannot read {move.path}"):
            if is_file_of(library.absolute(move.path), move.size, move.sha256):
                return ""
        library.check_marker()
        return "it was removed or changed by somebody"

    def _rename(self, move: Move, library: Library) -> tuple[int, ...]:
        here = library.absolute(move.path)
        for candidate in self._candidates(move):
            with disk(f"cannot read the folder of {candidate}"):
                taken = same_name(library.root / candidate.parent, candidate.name) is not None
            if taken or not self._store.trash.path_free(str(candidate)):
                continue
            there = library.absolute(str(candidate))
            self._store.renames.intend(move, str(candidate))
            with disk(f"cannot rename {move.path} to {candidate}"):
                make_folder(library.root, candidate.parent)
                try:
                    move_without_replacing(here, there)
                except FileExistsError:
                    continue
            prune_folders(library.root, here.parent)
            return _arrived(self._store, self._store.renames.move(move.id))
        raise AssertionError("the numbers never end")

    def _candidates(self, move: Move) -> Iterator[PurePosixPath]:
        """The name it is to have and those with a number; a sidecar is called as its track is."""
        target = move.target
        if move.parent is not None:
            parent = self._store.renames.move(move.parent)
            target = sidecar_path(move.path, parent.path, parent.target)
        first = PurePosixPath(target)
        yield first
        yield from (with_number(first, number) for number in itertools.count(2))

    def _wish(self, playlists: tuple[int, ...], reason: ExportReason = ExportReason.ITEM) -> None:
        self._ports.request_exports(
            tuple(ExportRequest(playlist, reason, None) for playlist in playlists)
        )
