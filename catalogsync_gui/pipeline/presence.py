# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the files on record are there, without asking the disk for each of them."""

import os
from collections.abc import Iterable

from catalogsync_gui.core.ports import Clock
from catalogsync_gui.media.volume import Library, disk

_OLDEST = 10.0
"""Seconds for which a folder's listing is believed at most."""

_MOST = 200_000
"""Names that are kept at a time."""


class Presence:
    """The listings of folders, shared by the playlists that are written in one go. One thread.

    A listing may only be believed about what is there: what it lacks may have come since, and is
    looked for by itself.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._names: dict[str, frozenset[str]] = {}
        self._count = 0
        self._batch: object = None
        self._since = 0.0

    def begin(self, batch: object) -> None:
        """Keeps the listings of the same batch, forgets those of another and old ones."""
        now = self._clock.monotonic()
        if batch != self._batch or now - self._since > _OLDEST:
            self.forget()
            self._batch, self._since = batch, now

    def forget(self) -> None:
        """Nothing is known any more."""
        self._names.clear()
        self._count = 0
        self._batch = None

    def gone(self, library: Library, paths: Iterable[str]) -> set[str]:
        """Those of the paths (relative to the library) that are not there.

        Only believed while the marker is there, before and after: an unmounted library has lost
        nothing.

        :raises VolumeError: the library is offline or cannot be read.
        """
        missing = {path for path in paths if not self._listed(library, path)}
        if not missing:
            return missing
        library.check()
        missing = {path for path in missing if not os.path.lexists(library.root / path)}
        library.check()
        return missing

    def _listed(self, library: Library, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        names = self._names.get(folder)
        if names is None:
            if self._count > _MOST:
                self._names.clear()
                self._count = 0
            with disk(f"cannot read the folder {folder}"):
                try:
                    names = frozenset(os.listdir(library.root / folder))  # noqa: PTH208
                except (FileNotFoundError, NotADirectoryError):
                    names = frozenset()
            self._names[folder] = names
            self._count += len(names)
        return name in names
