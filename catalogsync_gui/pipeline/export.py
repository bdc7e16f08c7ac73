# SPDX-License-Identifier: GPL-3.0-or-later
"""Library to playlist file: render what the database knows, write it atomically."""

import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.events import PlaylistExported
from catalogsync_gui.core.models import (
    ErrorInfo,
    ExportEntry,
    ExportRecord,
    ExportRequest,
    TrackInfo,
)
from catalogsync_gui.core.naming import PLAYLIST_FOLDER, playlist_file_stem, with_number
from catalogsync_gui.core.ports import Clock, Report
from catalogsync_gui.media.publish import make_folder, same_name, write_atomically
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.formats import PlaylistFormat
from catalogsync_gui.playlists.rendering import render
from catalogsync_gui.store.exports import ExportState
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

_FOLDER = PurePosixPath(PLAYLIST_FOLDER)


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """Where and how playlist files are written now; asked for anew at every export."""

    library: Library
    format: PlaylistFormat


class Exporter:
    """Writes playlist files. Used by the export thread only."""

    def __init__(
        self,
        store: Store,
        queue: ExportQueue,
        target: Callable[[], ExportTarget],
        report: Report,
        clock: Clock,
    ) -> None:
        self._store = store
        self._queue = queue
        self._target = target
        self._report = report
        self._clock = clock

    def run(self) -> None:
        """Fulfils wishes until the queue is closed. The export thread's loop."""
        while (request := self._queue.take()) is not None:
            began = self._clock.monotonic()
            event: PlaylistExported | None = None
            try:
                event = self._export(request)
            except Exception:
                # Jobs wait for this thread: whatever one playlist does, the next is written.
                log.exception("playlist %d could not be exported", request.playlist)
            finally:
                # Reported first: a job that waits for its exports ends after their events.
                if event is not None:
                    self._report(event)
                self._queue.finished(request, self._clock.monotonic() - began)

    def _export(self, request: ExportRequest) -> PlaylistExported | None:
        state = self._store.exports.state(request.playlist)
        if state is None:
            self._clear_orphans()
            return None
        error: ErrorInfo | None = None
        record = state.record
        try:
            target = self._target()
            target.library.check()
            record = self._bring_up_to_date(state, target)
        except CatalogSyncError as problem:
            # The playlist stays marked, so the next sync or start writes it.
            error = ErrorInfo(problem.kind, str(problem))
        return PlaylistExported(
            at=self._clock.now(),
            job=request.job,
            playlist=request.playlist,
            path=record.path if record else None,
            format=record.format if record else "m3u",
            entries=record.entries if record else 0,
            missing=record.missing if record else self._missing(request.playlist),
            reason=request.reason,
            error=error,
        )

    def _missing(self, playlist: int) -> int:
        return self._store.exports.content(playlist)[1]

    def _bring_up_to_date(self, state: ExportState, target: ExportTarget) -> ExportRecord | None:
        library, record = target.library, state.record
        if record is not None and state.dirty == 0 and record.format == target.format:
            with disk(f"cannot read {record.path}"):
                if _unchanged(library.absolute(record.path), record):
                    return record
        entries, missing = self._existing_entries(state.playlist, library)
        if not entries:
            # An empty playlist file makes Jellyfin's parser throw; no file says the same.
            if record is not None:
                with disk(f"cannot remove {record.path}"):
                    _remove_ours(library.absolute(record.path), record)
            self._store.exports.cleared(state.playlist, state.dirty)
            return None
        data = render(_document(state.title, entries), target.format)
        path = self._path(state, target, record)
        sha256 = hashlib.sha256(data).hexdigest()
        with disk(f"cannot write {path}"):
            make_folder(library.root, path.parent)
            file = library.absolute(str(path))
            if record is not None and record.path == str(path) and record.sha256 == sha256:
                stat = _stat_if_same(file, record)
            else:
                stat = None
            if stat is None:
                temporary = file.with_name(f".catalog-sync-playlist-{state.playlist}.part")
                stat = write_atomically(file, temporary, data)
            if record is not None and record.path != str(path):
                _remove_ours(library.absolute(record.path), record)
        new = ExportRecord(
            path=str(path),
            format=target.format.value,
            sha256=sha256,
            size=len(data),
            mtime_ns=stat.st_mtime_ns,
            entries=len(entries),
            missing=missing,
        )
        self._store.exports.written(state.playlist, new, state.dirty)
        return new

    def _existing_entries(self, playlist: int, library: Library) -> tuple[list[ExportEntry], int]:
        """The entries whose file is really there; one the person removed becomes missing."""
        entries, missing = self._store.exports.content(playlist)
        names: dict[str, frozenset[str]] = {}
        gone: set[str] = set()
        for entry in entries:
            folder, _, name = entry.path.rpartition("/")
            if folder not in names:
                with disk(f"cannot read the folder {folder}"):
                    names[folder] = _names(library.root / folder)
            if name not in names[folder]:
                gone.add(entry.path)
        if not gone:
            return entries, missing
        # Only believed while the marker is there: an unmounted library has lost nothing.
        library.check()
        for path in gone:
            row = self._store.library.at(path)
            if row is not None:
                self._store.library.mark_missing(row.id)
        kept = [entry for entry in entries if entry.path not in gone]
        return kept, missing + len(entries) - len(kept)

    def _path(
        self, state: ExportState, target: ExportTarget, record: ExportRecord | None
    ) -> PurePosixPath:
        """The playlist file's name: the one it has, else the first that is free."""
        wanted = _FOLDER / f"{playlist_file_stem(state.title)}{target.format.suffix}"
        number = 1
        candidate = wanted
        while True:
            if self._store.exports.path_free(str(candidate), state.playlist):
                if record is not None and record.path == str(candidate):
                    return candidate
                with disk(f"cannot read the folder {PLAYLIST_FOLDER}"):
                    if same_name(target.library.root / PLAYLIST_FOLDER, candidate.name) is None:
                        return candidate
            number += 1
            candidate = with_number(wanted, number)

    def _clear_orphans(self) -> None:
        """Removes the files of playlists that are no more, if they are as we wrote them."""
        try:
            library = self._target().library
            library.check()
            for row, record in self._store.exports.orphans():
                with disk(f"cannot remove {record.path}"):
                    _remove_ours(library.absolute(record.path), record)
                self._store.exports.forget(row)
        except CatalogSyncError:
            # They stay on record and are cleared when the library is there again.
            return


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()


def _unchanged(file: Path, record: ExportRecord) -> bool:
    return _stat_if_same(file, record) is not None


def _stat_if_same(file: Path, record: ExportRecord) -> os.stat_result | None:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return None
    same = stat.st_size == record.size and stat.st_mtime_ns == record.mtime_ns
    return stat if same else None


def _remove_ours(file: Path, record: ExportRecord) -> None:
    try:
        if hashlib.sha256(file.read_bytes()).hexdigest() == record.sha256:
            file.unlink()
    except FileNotFoundError:
        return


def _document(title: str, entries: list[ExportEntry]) -> PlaylistDoc:
    return PlaylistDoc(title=title, entries=tuple(_entry(e.path, e.info) for e in entries))


def _entry(path: str, info: TrackInfo) -> PlaylistEntry:
    return PlaylistEntry(
        locations=(Location.path(f"../{path}"),),
        title=info.title or PurePosixPath(path).stem,
        artist=info.artist or info.album_artist or None,
        album=info.album or None,
        duration=info.duration,
    )
