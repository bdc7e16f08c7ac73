# SPDX-License-Identifier: GPL-3.0-or-later
"""The file beside the playlists that says who made what is there, and under which licence."""

import hashlib
from functools import cache
from pathlib import PurePosixPath

from catalogsync_gui.core.credits import CREDITS_NAME, rendered
from catalogsync_gui.core.exporting import ExportRecord
from catalogsync_gui.core.licenses import license_of
from catalogsync_gui.core.naming import PLAYLIST_FOLDER, with_number
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.media.publish import make_folder, same_name, write_atomically
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.playlist_files import keep_edited, remove_ours, stat_if_same
from catalogsync_gui.pipeline.turn import turn
from catalogsync_gui.store.credits import Scope
from catalogsync_gui.store.store import Store


class CreditsFile:
    """Keeps the file as the setting says. Used by the export thread only."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def bring_up_to_date(self, library: Library, *, wanted: bool) -> None:
        """Writes the file, or removes ours where none is wanted.

        :raises CatalogSyncError: it cannot be done.
        """
        record = self._store.credits.record(library.identity)
        if record is None and not wanted:
            return
        with turn:
            library.check()
            if wanted:
                self._write(library, record)
            elif record is not None:
                with disk(f"cannot remove {record.path}"):
                    remove_ours(library.absolute(record.path), record)
                self._store.credits.forget(library.identity)

    def _write(self, library: Library, record: ExportRecord | None) -> None:
        lines = rendered(self._store.credits.of(Scope(), cache(license_of)), "text")
        data = "\n".join([*lines, ""]).encode("utf-8", "replace")
        sha256 = hashlib.sha256(data).hexdigest()
        with disk(f"cannot write {PLAYLIST_FOLDER}/{CREDITS_NAME}"):
            make_folder(library.root, PurePosixPath(PLAYLIST_FOLDER))
            path = record.path if record else self._free_path(library)
            file = library.absolute(path)
            if record is not None:
                if record.sha256 == sha256 and stat_if_same(file, record) is not None:
                    return
                keep_edited(file, record, data, self._clock.now())
            temporary = file.with_name(".catalog-sync-credits.part")
            status = write_atomically(file, temporary, data)
        self._store.credits.written(
            library.identity,
            ExportRecord(path, "text", sha256, len(data), status.st_mtime_ns, 0, 0),
        )

    @staticmethod
    def _free_path(library: Library) -> str:
        wanted = PurePosixPath(PLAYLIST_FOLDER) / CREDITS_NAME
        candidate, number = wanted, 1
        while same_name(library.root / PLAYLIST_FOLDER, candidate.name) is not None:
            number += 1
            candidate = with_number(wanted, number)
        return str(candidate)
