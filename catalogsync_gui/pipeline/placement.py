# SPDX-License-Identifier: GPL-3.0-or-later
"""From a finished part file to a file of the library: name, commit, rename, commit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.models import ClaimedItem, Placing
from catalogsync_gui.media.publish import (
    existing_folder,
    hash_file,
    is_file_of,
    make_folder,
    move_without_replacing,
    prune_folders,
    remove_for_good,
    same_name,
    sync_file,
)
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.numbering import Numbering, numbered
from catalogsync_gui.store.items import PlaceTaken
from catalogsync_gui.store.library import FileRow
from catalogsync_gui.store.store import Store


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item's file is. ``ours`` is False for a file that was there before us."""

    placing: Placing
    ours: bool


class Placement:
    """Used by one worker thread, with its store."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library
        self._numbering = Numbering()

    def place(
        self,
        item: ClaimedItem,
        part: Path,
        wanted: PurePosixPath,
        alive: Callable[[], None] | None = None,
    ) -> Placed:
        """Gives the part its final name, the wanted one or the first free one after it.

        A file of the same content that is there already is adopted instead.

        :param alive: called again and again while a file is read.
        :raises VolumeError, PathRefused: the disk refused; part and claim are as they were.
        :raises PlaceTaken: another item is bringing the same content to the same place.
        :raises LeaseLost: the claim is no longer ours.
        """
        with disk(f"cannot read {part.name}"):
            sha256, size = hash_file(part, alive=alive)
            sync_file(part)
        with disk(f"cannot read the folder of {wanted}"):
            folder = existing_folder(self._library.root, wanted.parent)
        first = folder / wanted.name
        series = self._numbering.of(first)
        for number in series.numbers(sha256):
            candidate = numbered(first, number)
            there = self._there(candidate, size, sha256, alive)
            if there is not None and there.placing.path:
                self._store.items.place(item, there.placing)
                self.discard(part)
                return there
            if there is not None:
                series.passed(number, there.placing.sha256)
                continue
            placing = Placing(str(candidate), size, sha256)
            try:
                self._store.items.place(item, placing)
            except PlaceTaken:
                if self._store.items.being_placed(placing.path) == sha256:
                    # The same track of another playlist, a moment ahead of us: a try from now
                    # it is done and ours as well.
                    raise
                series.passed(number, "")
                continue
            if self._move(part, placing):
                return Placed(self._timed(placing), ours=True)
            series.passed(number, "")
        raise AssertionError("the numbers never end")

    def adopt(self, item: ClaimedItem, twin: FileRow | None) -> Placed | None:
        """Takes the file of another item for this one too; None when it is not there any more."""
        if twin is None:
            return None
        with disk(f"cannot read {twin.path}"):
            path = self._library.absolute(twin.path)
            if path.is_symlink() or not path.is_file() or path.stat().st_size != twin.size:
                return None
        placing = Placing(twin.path, twin.size, twin.sha256)
        self._store.items.place(item, placing)
        return Placed(placing, ours=twin.ours)

    def recall(
        self, item: ClaimedItem, alive: Callable[[], None] | None = None
    ) -> tuple[Placed, str] | None:
        """What was finished for this track after the copy that the database was restored from.

        :returns: where it is, and the hash it had before tags were filled in; None unless it is
            still what it was.
        """
        found = self._store.recalled.item(item.id)
        if found is None:
            return None
        self._library.check()
        with disk(f"cannot read {found.path}"):
            file = self._library.absolute(found.path)
            if not is_file_of(file, found.size, found.sha256, alive):
                return None
        placing = Placing(found.path, found.size, found.sha256)
        self._store.items.place(item, placing)
        return Placed(placing, ours=found.ours), found.content_sha256

    def resume(self, item: ClaimedItem, alive: Callable[[], None] | None = None) -> Placed | None:
        """What became of an item whose process died between its two commits; decided by hash.

        None when neither the file nor the part is what was committed: it is fetched again.
        """
        placing = item.placing
        if placing is None:
            return None
        with disk(f"cannot read {placing.path}"):
            target = self._library.absolute(placing.path)
            part = self._library.absolute(item.part_path) if item.part_path else None
            if is_file_of(target, placing.size, placing.sha256, alive):
                if part is not None:
                    self.discard(part)
                return Placed(self._timed(placing), ours=True)
            if part is None or not is_file_of(part, placing.size, placing.sha256, alive):
                return None
        moved = self._move(part, placing)
        return Placed(self._timed(placing), ours=True) if moved else None

    def _timed(self, placing: Placing) -> Placing:
        """With the time at which the file was written, by which a later change is told."""
        try:
            status = (self._library.root / placing.path).stat()
        except OSError:
            return placing
        return replace(placing, mtime_ns=status.st_mtime_ns)

    def discard(self, part: Path) -> None:
        """Removes a part file, and the folders that were made for it and are empty.

        For good: once its item is done, nobody looks for it any more.
        """
        with disk(f"cannot remove {part.name}"):
            remove_for_good(part)
            prune_folders(self._library.root, part.parent)

    def _there(
        self,
        candidate: PurePosixPath,
        size: int,
        sha256: str,
        alive: Callable[[], None] | None,
    ) -> Placed | None:
        """What has the name already: the same content, or (with an empty path) another; or None.

        Of another the hash is that on record, empty if there is none.
        """
        row = self._store.library.at(str(candidate))
        other = Placed(Placing("", 0, "" if row is None else row.sha256), ours=False)
        with disk(f"cannot read the folder of {candidate}"):
            parent = self._library.root / candidate.parent
            name = same_name(parent, candidate.name)
            if name is None:
                return None if row is None else other
            found = Placing(str(candidate.parent / name), size, sha256)
            if (row is not None and row.sha256 != sha256) or not is_file_of(
                parent / name, found.size, found.sha256, alive
            ):
                return other
        return Placed(found, ours=row is not None and row.ours)

    def _move(self, part: Path, placing: Placing) -> bool:
        """Renames; False when somebody put a file there a moment ago."""
        self._library.check()
        folder = PurePosixPath(placing.path).parent
        with disk(f"cannot create {folder}"):
            make_folder(self._library.root, folder)
        target = self._library.absolute(placing.path)
        with disk(f"cannot move {part.name} to {placing.path}"):
            try:
                move_without_replacing(part, target)
            except FileExistsError:
                return False
            if part.parent != target.parent:
                prune_folders(self._library.root, part.parent)
        return True
