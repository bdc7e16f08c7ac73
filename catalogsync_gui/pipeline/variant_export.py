# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of export variants: what the person asked for beside the usual playlist files."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.errors import CatalogSyncError, PathRefused, VolumeError
from catalogsync_gui.core.events import PlaylistExported
from catalogsync_gui.core.exporting import ExportEntry, ExportRecord, ExportRequest
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.naming import fitted, playlist_file_stem, with_number
from catalogsync_gui.core.ports import Clock, Report
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.media.publish import make_folder, same_name, write_atomically
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.export_folders import folder_at_hand, is_away
from catalogsync_gui.pipeline.playlist_covers import put_cover
from catalogsync_gui.pipeline.playlist_documents import document
from catalogsync_gui.pipeline.playlist_files import (
    is_as_written,
    keep_edited,
    remove_ours,
    stat_if_same,
)
from catalogsync_gui.playlists.formats import PlaylistFormat
from catalogsync_gui.playlists.rendering import render
from catalogsync_gui.store.exports import ExportState
from catalogsync_gui.store.store import Store
from catalogsync_gui.store.variant_exports import VariantFile

Content = Callable[[], tuple[list[ExportEntry], int]]
"""The entries whose file is there, and the number of those whose is not."""


class VariantExporter:
    """Writes one playlist's files of every variant. Used by the export thread only."""

    def __init__(self, store: Store, report: Report, clock: Clock) -> None:
        self._store = store
        self._report = report
        self._clock = clock

    def write(
        self,
        state: ExportState,
        variants: Iterable[ExportVariant],
        library: Library,
        request: ExportRequest,
        content: Content,
        *,
        same: bool,
        covers: bool,
    ) -> CatalogSyncError | None:
        """Brings the files up to date and tells of each.

        :param same: nothing of the playlist is new since they were written.
        :param covers: a picture goes beside each of them.
        :returns: why one could not be: a :class:`VolumeError` only where it is the library's
            volume that cannot be used, as that makes a job wait.
        """
        known: list[tuple[list[ExportEntry], int]] = []

        def once() -> tuple[list[ExportEntry], int]:
            if not known:
                known.append(content())
            return known[0]

        failed: CatalogSyncError | None = None
        for variant in variants:
            record, missing, kept, error = None, 0, None, None
            try:
                record, missing, kept = self._bring_up_to_date(
                    state, variant, library, once, same=same
                )
                put_cover(
                    self._store,
                    library,
                    state.playlist,
                    record if covers else None,
                    variant=variant.name,
                    outside=variant.is_outside,
                )
            except CatalogSyncError as problem:
                error = ErrorInfo(problem.kind, f"export variant {variant.name}: {problem}")
                if not variant.is_outside:
                    problem = library.blame(problem)
                elif isinstance(problem, VolumeError):
                    problem = PathRefused(str(problem), kind=problem.kind)
                if failed is None or isinstance(problem, VolumeError):
                    failed = problem
            self._report(
                PlaylistExported(
                    at=self._clock.now(),
                    job=request.job,
                    playlist=state.playlist,
                    path=record.path if record else None,
                    format=variant.format,
                    entries=record.entries if record else 0,
                    missing=record.missing if record else missing,
                    reason=request.reason,
                    error=error,
                    variant=variant.name,
                    kept=kept,
                )
            )
        return failed

    def _bring_up_to_date(
        self,
        state: ExportState,
        variant: ExportVariant,
        library: Library,
        content: Content,
        *,
        same: bool,
    ) -> tuple[ExportRecord | None, int, str | None]:
        place = "" if variant.is_outside else library.identity
        rules = json.dumps(variant.table(), sort_keys=True, ensure_ascii=False)
        self._find_again(state.playlist, variant, library)
        files = self._store.variant_exports.files(state.playlist, variant.name)
        # Those in a library that is not set now are seen to when it is set again.
        files = [file for file in files if file.library in ("", library.identity)]
        current = next((f for f in files if (f.library, f.rules) == (place, rules)), None)
        if current is not None and same:
            with disk(f"cannot read {current.record.path}"):
                if stat_if_same(_absolute(current, library), current.record) is not None:
                    return current.record, current.record.missing, None
        entries, missing = content()
        writable = [entry for entry in entries if _can_be_named(entry.path, variant)]
        missing += len(entries) - len(writable)
        if not writable:
            for file in files:
                _remove(self._store, file, library)
            return None, missing, None
        folder = _folder(self._store, variant, library)
        path = self._path(state, variant, place, folder, files)
        target = folder / path.name
        pictures = self._store.playlist_covers.of_tracks(state.playlist)
        data = _rendered(state.title, writable, pictures, variant, library, folder)
        sha256 = hashlib.sha256(data).hexdigest()
        before = next((f for f in files if (f.library, f.record.path) == (place, str(path))), None)
        record = ExportRecord(
            path=str(path),
            format=variant.format,
            sha256=sha256,
            size=len(data),
            mtime_ns=0,
            entries=len(writable),
            missing=missing,
        )
        store, whose = self._store.variant_exports, (place, variant.name, rules, state.playlist)
        kept = None
        with disk(f"cannot write {path}"):
            status = None
            if before is not None and before.record.sha256 == sha256:
                status = stat_if_same(target, before.record)
            if status is None:
                if before is not None:
                    kept = keep_edited(target, before.record, data, self._clock.now())
                store.writing(*whose, record)
                temporary = target.with_name(f".catalog-sync-playlist-{state.playlist}.part")
                status = write_atomically(target, temporary, data)
        record = replace(record, mtime_ns=status.st_mtime_ns)
        store.written(*whose, record)
        for file in files:
            if (file.library, file.record.path) != (place, str(path)):
                _remove(self._store, file, library)
        return record, missing, kept

    def _find_again(self, playlist: int, variant: ExportVariant, library: Library) -> None:
        """Puts on record what was written before the process died, and so is ours by its hash."""
        for begun in self._store.variant_exports.begun(playlist, variant.name):
            if begun.library not in ("", library.identity) or _is_away(self._store, begun):
                continue
            with disk(f"cannot read {begun.record.path}"):
                file = _absolute(begun, library)
                there = is_as_written(file, begun.record)
                mtime_ns = file.stat().st_mtime_ns if there else 0
            if there:
                record = replace(begun.record, mtime_ns=mtime_ns)
                self._store.variant_exports.written(
                    begun.library, begun.variant, begun.rules, playlist, record
                )
            else:
                self._store.variant_exports.not_begun(begun.id)

    def _path(
        self,
        state: ExportState,
        variant: ExportVariant,
        place: str,
        folder: Path,
        files: list[VariantFile],
    ) -> PurePosixPath:
        """The file's name: the one it has, else the first that is free."""
        name = f"{playlist_file_stem(state.title)}.{variant.format}"
        # What is known of the library's folder says nothing of one outside: there the default is.
        wanted = PurePosixPath(variant.folder) / fitted(
            PurePosixPath(name), self._store.traits.longest_name(place)
        )
        ours = {file.record.path for file in files if file.library == place}
        candidate, number = wanted, 1
        while True:
            free = self._store.variant_exports.path_free(
                place, str(candidate), variant.name, state.playlist
            )
            if free and str(candidate) in ours:
                return candidate
            with disk(f"cannot read the folder {variant.folder}"):
                if free and same_name(folder, candidate.name) is None:
                    return candidate
            number += 1
            candidate = with_number(wanted, number)


def clear_variants(store: Store, library: Library, variants: Iterable[ExportVariant]) -> None:
    """Removes the files of playlists and variants that are no more, if they are as we wrote them.

    :raises CatalogSyncError: one cannot be removed; it stays on record for the next time.
    """
    names = [variant.name for variant in variants]
    for file in store.variant_exports.orphans(names):
        if file.library in ("", library.identity):
            _remove(store, file, library)
    for begun in store.variant_exports.begun_orphans(names):
        if begun.library in ("", library.identity) and not _is_away(store, begun):
            with disk(f"cannot remove {begun.record.path}"):
                remove_ours(_absolute(begun, library), begun.record)
            store.variant_exports.not_begun(begun.id)


def _is_away(store: Store, file: VariantFile) -> bool:
    return not file.library and is_away(store, str(Path(file.record.path).parent))


def _remove(store: Store, file: VariantFile, library: Library) -> None:
    if _is_away(store, file):
        return  # It stays on record, and is removed when its folder is there again.
    with disk(f"cannot remove {file.record.path}"):
        remove_ours(_absolute(file, library), file.record)
    store.variant_exports.forget(file.id)


def _absolute(file: VariantFile, library: Library) -> Path:
    if file.library:
        return library.absolute(file.record.path)
    return Path(file.record.path)


def _folder(store: Store, variant: ExportVariant, library: Library) -> Path:
    """The folder, made where it is in the library.

    :raises CatalogSyncError: it cannot be had.
    """
    if not variant.is_outside:
        folder = PurePosixPath(variant.folder)
        with disk(f"cannot make the folder {variant.folder}"):
            make_folder(library.root, folder)
        return library.absolute(str(folder / "x")).parent
    return folder_at_hand(store, variant.folder)


def _rendered(
    title: str,
    entries: list[ExportEntry],
    pictures: Mapping[str, str],
    variant: ExportVariant,
    library: Library,
    folder: Path,
) -> bytes:
    root = str(library.root)
    relative = os.path.relpath(root, folder).replace(os.sep, "/")
    doc = document(title, entries, lambda path: variant.address(path, root, relative), pictures)
    return render(doc, PlaylistFormat(variant.format), details=True, encoding=variant.encoding)


def _can_be_named(path: str, variant: ExportVariant) -> bool:
    """Whether the file's encoding holds the path: another spelling would name no file."""
    try:
        path.encode(variant.encoding)
    except UnicodeEncodeError:
        return False
    return True
