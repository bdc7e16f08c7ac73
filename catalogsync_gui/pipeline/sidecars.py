# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers, lyrics, transcripts and chapters: fetched when their tracks are there.

They come last in a job, while the export thread writes the playlist files: nothing waits for
them, and none of them ever fails an item.
"""

import contextlib
import hashlib
import logging
import os
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.errors import (
    CatalogSyncError,
    Interrupted,
    SourceRefused,
    SourceUnreachable,
    VolumeError,
)
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.log_context import about
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.ports import CatalogSource
from catalogsync_gui.core.states import ExportReason, SidecarKind
from catalogsync_gui.media.publish import is_file_of, move_without_replacing, remove_for_good
from catalogsync_gui.media.sidecar_kinds import (
    COVER_STEMS,
    PICTURE_SUFFIXES,
    place_for,
    suffix_for,
)
from catalogsync_gui.media.volume import disk
from catalogsync_gui.pipeline.job_run import JobRun
from catalogsync_gui.store.sidecars import WantedSidecar
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)


class Sidecars:
    """Fetches what is missing of one job's sources. Used by the source thread."""

    def __init__(self, run: JobRun, store: Store) -> None:
        self._run = run
        self._store = store
        self._adapters: dict[int, CatalogSource] = {}
        self._covered: set[PurePosixPath] = set()
        self._pictured: set[int] = set()

    def fetch_all(self) -> None:
        """Fetches them one after the other; what fails is tried again by the next job.

        :raises Interrupted: the job was stopped.
        """
        try:
            for wanted in self._store.sidecars.wanted(self._run.sources):
                self._run.stop.check()
                if not self._run.offered.gave_up(wanted.source):
                    with about(source=wanted.source):
                        self._fetch(wanted)
        except VolumeError as error:
            log.info("sidecars wait for the library's volume: %s", error)
        finally:
            for adapter in self._adapters.values():
                adapter.close()
        # Once all of them are there: a playlist of many albums is not written again for each.
        self._run.ports.request_exports(
            tuple(
                ExportRequest(playlist, ExportReason.STAGE, self._run.id)
                for playlist in sorted(self._pictured)
            )
        )

    def _fetch(self, wanted: WantedSidecar) -> None:
        try:
            self._clear(wanted)
            if not self._placed_before(wanted) and not self._is_covered(wanted):
                self._place(wanted, self._adapter(wanted.source))
            self._run.offered.answered(wanted.source)
        except Interrupted:
            raise
        except CatalogSyncError as problem:
            error = self._run.library.blame(problem)
            if isinstance(error, VolumeError):
                raise error from problem
            if isinstance(error, SourceUnreachable | SourceRefused):
                self._run.offered.failed(wanted.source)
            log.info("%s of %s: %s", wanted.ref.kind, wanted.track_path, error)
            self._store.sidecars.failed(wanted.id, str(error))
        except Exception as error:
            # An adapter may come from a plug-in.
            log.exception("%s of %s: unexpected error", wanted.ref.kind, wanted.track_path)
            self._store.sidecars.failed(wanted.id, f"unexpected {type(error).__name__}")

    def _adapter(self, source: int) -> CatalogSource:
        if source not in self._adapters:
            self._adapters[source] = self._run.ports.open_source(source)
        return self._adapters[source]

    def _clear(self, wanted: WantedSidecar) -> None:
        """Removes what a process that died has left, whatever becomes of the sidecar now."""
        with disk(f"cannot read the folder of {wanted.track_path}"):
            remove_for_good(self._part(wanted))

    def _placed_before(self, wanted: WantedSidecar) -> bool:
        """What became of a file whose process died between its commit and its rename."""
        if wanted.placing is None:
            return False
        with disk(f"cannot read the folder of {wanted.track_path}"):
            file = wanted.placing
            there = is_file_of(self._absolute(file.path), file.size, file.sha256)
        if there:
            self._done(wanted)
        return there

    def _is_covered(self, wanted: WantedSidecar) -> bool:
        """One cover is enough for an album, and a person's own is better than ours."""
        if not wanted.ref.album:
            return False
        folder = PurePosixPath(wanted.track_path).parent
        if folder == PurePosixPath():
            self._store.sidecars.left(wanted.id, "the track lies in no album's folder")
            return True
        if folder not in self._covered and not self._has_cover(folder):
            return False
        self._covered.add(folder)
        ours = next(
            (
                row
                for suffix in PICTURE_SUFFIXES
                if (row := self._store.sidecars.at(str(folder / f"cover{suffix}")))
            ),
            None,
        )
        self._done(wanted, ours.id if ours else None)
        return True

    def _has_cover(self, folder: PurePosixPath) -> bool:
        with disk(f"cannot read the folder {folder}"):
            names = [name.lower() for name in os.listdir(self._absolute(str(folder)))]  # noqa: PTH208
        return any(
            stem in COVER_STEMS and dot + suffix in PICTURE_SUFFIXES
            for stem, dot, suffix in (name.rpartition(".") for name in names)
        )

    def _place(self, wanted: WantedSidecar, adapter: CatalogSource) -> None:
        held, data = self._run.offered.taken((wanted.source, wanted.ref.address))
        if not held:
            data = adapter.sidecar(wanted.ref, self._run.stop)
        if data is None:
            self._store.sidecars.left(wanted.id, "the source has none")
            return
        suffix = suffix_for(wanted.ref, data)
        if suffix is None:
            self._store.sidecars.failed(wanted.id, "what arrived is something else")
            return
        place = place_for(wanted.ref, PurePosixPath(wanted.track_path), suffix)
        # Languages and suffixes come on top of what the naming rules allow.
        longest = self._store.traits.longest_name(self._run.library.identity)
        if len(place.name.encode()) > longest:
            self._store.sidecars.left(wanted.id, "its name would be too long")
            return
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._absolute(str(place))
        with disk(f"cannot read the folder of {place}"):
            taken = collision_key(place.name) in {
                collision_key(name)
                for name in os.listdir(target.parent)  # noqa: PTH208
            }
            if taken:
                row = self._store.sidecars.at(str(place))
                if row is not None and is_file_of(target, len(data), sha256):
                    self._done(wanted, row.id)
                else:
                    self._store.sidecars.left(wanted.id, f"{place.name} is there already")
                return
        self._run.library.check(len(data))
        part = self._part(wanted)
        try:
            with disk(f"cannot write {place}"):
                _write(part, data)
                self._store.sidecars.place(wanted.id, str(place), len(data), sha256)
                move_without_replacing(part, target)
        finally:
            # On a volume that refuses it stays until the next try.
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        self._done(wanted)

    def _done(self, wanted: WantedSidecar, file: int | None = None) -> None:
        """It is there; a cover is also the picture of its playlists."""
        self._store.sidecars.done(wanted.id, file)
        if wanted.ref.kind is SidecarKind.COVER:
            self._pictured.update(self._store.playlist_covers.mark_for(wanted.id))

    def _part(self, wanted: WantedSidecar) -> Path:
        folder = self._absolute(wanted.track_path).parent
        return folder / f".catalog-sync-s{wanted.id}.part"

    def _absolute(self, path: str) -> Path:
        return self._run.library.absolute(path)


def _write(part: Path, data: bytes) -> None:
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
