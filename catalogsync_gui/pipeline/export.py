# SPDX-License-Identifier: GPL-3.0-or-later
"""Library to playlist file: render what the database knows, write it atomically."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from catalogsync_gui.core.errors import CatalogSyncError, VolumeError
from catalogsync_gui.core.events import PlaylistExported
from catalogsync_gui.core.exporting import ExportEntry, ExportRecord, ExportRequest
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.naming import PLAYLIST_FOLDER, fitted, playlist_file_stem, with_number
from catalogsync_gui.core.ports import Clock, Report
from catalogsync_gui.core.states import ExportReason
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.media.publish import is_file_of, make_folder, same_name, write_atomically
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.credits_file import CreditsFile
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.pipeline.orphans import clear_orphans
from catalogsync_gui.pipeline.playlist_covers import put_cover
from catalogsync_gui.pipeline.playlist_documents import document, from_playlists
from catalogsync_gui.pipeline.playlist_files import (
    is_as_written,
    keep_edited,
    remove_ours,
    stat_if_same,
)
from catalogsync_gui.pipeline.presence import Presence
from catalogsync_gui.pipeline.renaming import settle
from catalogsync_gui.pipeline.turn import turn
from catalogsync_gui.pipeline.variant_export import VariantExporter
from catalogsync_gui.playlists.formats import PlaylistFormat
from catalogsync_gui.playlists.rendering import render
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.exports import ExportState
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

_FOLDER = PurePosixPath(PLAYLIST_FOLDER)


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """Where and how playlist files are written now; asked for anew at every export."""

    library: Library
    format: PlaylistFormat
    variants: tuple[ExportVariant, ...] = ()
    covers: bool = False
    credits: bool = False


class Exporter:
    """Writes playlist files. Used by the export thread only."""

    def __init__(
        self,
        database: Database,
        queue: ExportQueue,
        target: Callable[[], ExportTarget],
        report: Report,
        clock: Clock,
        hold: Callable[[int, VolumeError], None],
    ) -> None:
        """Takes what an export needs.

        :param hold: told of a job that cannot go on for the volume, and why.
        """
        self._database = database
        self._opened: Store | None = None
        self._hold = hold
        self._queue = queue
        self._target = target
        self._report = report
        self._clock = clock
        self._presence = Presence(clock)

    @property
    def _store(self) -> Store:
        """Opened at first use: jobs wait for this thread, also while the database cannot be had.

        :raises DatabaseUnusable: it cannot be opened.
        """
        if self._opened is None:
            self._opened = Store(self._database)
        return self._opened

    def run(self, *, catch_up: bool) -> None:
        """Fulfils wishes until the queue is closed. The export thread's loop.

        :param catch_up: whether to begin with what a former process has left to be written.
        """
        try:
            if catch_up:
                self._catch_up()
            self._fulfil()
        finally:
            if self._opened is not None:
                self._opened.close()

    def _catch_up(self) -> None:
        try:
            self._queue.request(
                ExportRequest(playlist, ExportReason.ASKED, None)
                for playlist in self._store.exports.dirty()
            )
        except CatalogSyncError as error:
            log.warning("playlist files that are out of date wait for the next sync: %s", error)

    def _fulfil(self) -> None:
        while (request := self._queue.take()) is not None:
            began = self._clock.monotonic()
            error: BaseException | None
            try:
                event, error = self._export(request)
            except BaseException as problem:
                # Jobs wait for this thread: whatever one playlist does, the next is written, and
                # whoever waits for this one learns of it.
                if not isinstance(problem, CatalogSyncError):
                    log.exception("playlist %d could not be exported", request.playlist)
                event, error = self._event(request, error=_info(problem)), problem
            # Reported first: a job that waits for its exports ends after their events.
            if event is not None:
                self._report(event)
            if isinstance(error, VolumeError) and request.job is not None:
                self._hold(request.job, error)
            # Once for many playlists, and before the job that waits for the last of them ends.
            if error is None and request.reason is not ExportReason.ITEM and self._queue.is_last:
                self._write_credits()
            self._queue.finished(
                request,
                self._clock.monotonic() - began,
                failed=error is not None,
                stranded=isinstance(error, VolumeError),
            )
            if self._queue.idle:
                self._presence.forget()

    def _write_credits(self) -> None:
        try:
            target = self._target()
            CreditsFile(self._store, self._clock).bring_up_to_date(
                target.library, wanted=target.credits
            )
        except BaseException as problem:
            # No job is held up for it: it is tried again with the next stage's playlists.
            unexpected = not isinstance(problem, CatalogSyncError)
            log.warning("the credits are not up to date: %s", problem, exc_info=unexpected)

    def _export(
        self, request: ExportRequest
    ) -> tuple[PlaylistExported | None, CatalogSyncError | None]:
        """What is to be told, and why it failed if it did."""
        state = self._store.exports.state(request.playlist)
        if state is None:
            self._clear_orphans()
            if not request.playlist:
                return None, None
            gone = ErrorInfo("unknown", "the playlist was removed meanwhile")
            return self._event(request, error=gone), None
        self._presence.begin((request.reason, request.job))
        missing, kept = 0, None
        failed: CatalogSyncError | None = None
        library: Library | None = None
        try:
            target = self._target()
            library = target.library
            library.check()
            changed = self._store.shelves.use(library.identity) is not None
            with turn:
                moved = settle(self._store, library)
                self._queue.request(ExportRequest(p, ExportReason.ITEM, None) for p in moved)
                if changed or moved:
                    state = self._store.exports.state(request.playlist) or state
                if target.variants and state.dirty:
                    # Taken off when the variants are written too, whatever happens in between.
                    self._store.exports.mark((state.playlist,))
                try:
                    record, kept = self._bring_up_to_date(state, target, request)
                except CatalogSyncError as problem:
                    failed = library.blame(problem)
                    if isinstance(failed, VolumeError):
                        raise failed from problem
                    # Only this file's trouble: the variants are written all the same.
                    self._write_variants(state, target, request, same=False)
                    return self._event(request, state.record, error=_info(failed)), failed
                covered = record if target.covers else None
                put_cover(self._store, library, state.playlist, covered)
                if record is not None and request.reason is not ExportReason.ITEM:
                    # Not of every step in which a playlist grows while a sync runs.
                    self._store.playlist_versions.keep(
                        library.identity,
                        state.playlist,
                        state.title,
                        record.sha256,
                        self._clock.now(),
                    )
                failed = self._write_variants(state, target, request, same=record == state.record)
        except CatalogSyncError as problem:
            # The playlist stays marked, so the next sync or start writes it.
            error = library.blame(problem) if library else problem
            return self._event(request, state.record, error=_info(error)), error
        if record is None:
            missing = self._store.exports.content(request.playlist)[1]
        return self._event(request, record, missing=missing, kept=kept), failed

    def _write_variants(
        self, state: ExportState, target: ExportTarget, request: ExportRequest, *, same: bool
    ) -> CatalogSyncError | None:
        """Why one of them could not be written; None when all were, or there is none.

        :param same: the usual file was up to date, so what was written for a variant is as well.
        """
        if not target.variants:
            return None

        def content() -> tuple[list[ExportEntry], int]:
            entries, missing = self._store.exports.content(state.playlist)
            gone = self._presence.gone(target.library, (entry.path for entry in entries))
            there = [entry for entry in entries if entry.path not in gone]
            return there, missing + len(entries) - len(there)

        failed = VariantExporter(self._store, self._report, self._clock).write(
            state,
            target.variants,
            target.library,
            request,
            content,
            same=same and state.dirty == 0,
            covers=target.covers,
        )
        if failed is None and state.dirty:
            self._store.exports.unmark(state.playlist, 1)
        elif failed is not None and not state.dirty:
            self._store.exports.mark((state.playlist,))
        return failed

    def _event(
        self,
        request: ExportRequest,
        record: ExportRecord | None = None,
        *,
        missing: int = 0,
        error: ErrorInfo | None = None,
        kept: str | None = None,
    ) -> PlaylistExported:
        return PlaylistExported(
            at=self._clock.now(),
            job=request.job,
            playlist=request.playlist,
            path=record.path if record else None,
            format=record.format if record else PlaylistFormat.M3U,
            entries=record.entries if record else 0,
            missing=record.missing if record else missing,
            reason=request.reason,
            error=error,
            kept=kept,
        )

    def _bring_up_to_date(
        self, state: ExportState, target: ExportTarget, request: ExportRequest
    ) -> tuple[ExportRecord | None, str | None]:
        """What is written now, and the name under which an edited file was kept."""
        library, record = target.library, self._found_again(state, target.library)
        as_written = False
        if record is not None and state.dirty == 0 and record.format == target.format:
            with disk(f"cannot read {record.path}"):
                as_written = stat_if_same(library.absolute(record.path), record) is not None
            if as_written and request.reason is ExportReason.ITEM:
                return record, None
        content, missing = self._store.exports.content(state.playlist)
        gone = self._presence.gone(library, (entry.path for entry in content))
        if as_written and not gone:
            return record, None
        entries = [entry for entry in content if entry.path not in gone]
        missing += len(content) - len(entries)
        dirty = state.dirty + (self._lose(gone, state.playlist) if gone else 0)
        if not entries:
            # An empty playlist file makes Jellyfin's parser throw; no file says the same.
            if record is not None:
                with disk(f"cannot remove {record.path}"):
                    remove_ours(library.absolute(record.path), record)
            self._store.exports.cleared(state.playlist, dirty)
            return None, None
        data = render(document(state.title, entries, from_playlists), target.format)
        path = self._path(state, target, record)
        sha256 = hashlib.sha256(data).hexdigest()
        status, kept = None, None
        with disk(f"cannot write {path}"):
            make_folder(library.root, path.parent)
            file = library.absolute(str(path))
            if record is not None and record.path == str(path) and record.sha256 == sha256:
                status = stat_if_same(file, record)
            if status is None:
                if record is not None and record.path == str(path):
                    kept = keep_edited(file, record, data, self._clock.now())
                self._store.exports.writing(state.playlist, str(path), len(data), sha256)
                temporary = file.with_name(f".catalog-sync-playlist-{state.playlist}.part")
                status = write_atomically(file, temporary, data)
            if record is not None and record.path != str(path):
                remove_ours(library.absolute(record.path), record)
        new = ExportRecord(
            path=str(path),
            format=target.format.value,
            sha256=sha256,
            size=len(data),
            mtime_ns=status.st_mtime_ns,
            entries=len(entries),
            missing=missing,
        )
        self._store.exports.written(state.playlist, new, dirty)
        self._store.recalled.note_playlist(state.playlist, new.path, new.size, new.sha256)
        return new, kept

    def _found_again(self, state: ExportState, library: Library) -> ExportRecord | None:
        """What was last written, also when the process died before that was on record.

        By its hash, the file is ours: no file of somebody else's is in its place.
        """
        begun, record = self._store.exports.begun(state.playlist), state.record
        if begun is None:
            return record
        with disk(f"cannot read {begun.path}"):
            file = library.absolute(begun.path)
            if not is_as_written(file, begun):
                return record
            if record is not None and record.path != begun.path:
                remove_ours(library.absolute(record.path), record)
            found = replace(begun, mtime_ns=file.stat().st_mtime_ns)
        self._store.exports.written(state.playlist, found, 0)
        return found

    def _lose(self, gone: set[str], playlist: int) -> int:
        """A person removed these files: has the other playlists that hold them written too.

        :returns: how often the playlist itself was marked for it.
        """
        marks = self._store.library.mark_missing(gone)
        self._queue.request(
            ExportRequest(other, ExportReason.ITEM, None) for other in marks if other != playlist
        )
        return marks[playlist]

    def _path(
        self, state: ExportState, target: ExportTarget, record: ExportRecord | None
    ) -> PurePosixPath:
        """The playlist file's name: the one it has, else the first that is free."""
        wanted = _FOLDER / f"{playlist_file_stem(state.title)}{target.format.suffix}"
        wanted = fitted(wanted, self._store.traits.longest_name(target.library.identity))
        number = 1
        candidate = wanted
        while True:
            if self._store.exports.path_free(str(candidate), state.playlist):
                if record is not None and record.path == str(candidate):
                    return candidate
                with disk(f"cannot read the folder {PLAYLIST_FOLDER}"):
                    if same_name(target.library.root / PLAYLIST_FOLDER, candidate.name) is None:
                        return candidate
                    if record is None and self._recalled(state.playlist, candidate, target.library):
                        return candidate
            number += 1
            candidate = with_number(wanted, number)

    def _recalled(self, playlist: int, path: PurePosixPath, library: Library) -> bool:
        """Whether that file is this playlist's, written after the copy that was restored."""
        found = self._store.recalled.playlist(playlist)
        return (
            found is not None
            and found.path == str(path)
            and is_file_of(library.absolute(found.path), found.size, found.sha256)
        )

    def _clear_orphans(self) -> None:
        try:
            target = self._target()
            clear_orphans(self._store, target.library, target.variants)
        except CatalogSyncError:
            # They stay on record and are cleared when the library is there again.
            return


def _info(problem: BaseException) -> ErrorInfo:
    if isinstance(problem, CatalogSyncError):
        return ErrorInfo(problem.kind, str(problem))
    return ErrorInfo("internal", f"unexpected {type(problem).__name__}; the log has the details")
