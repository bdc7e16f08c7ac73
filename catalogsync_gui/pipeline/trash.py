# SPDX-License-Identifier: GPL-3.0-or-later
"""The trash: where files go whose track its catalogue does not list any more, and back.

Everything is a rename within the library's volume. What a crash interrupts is on record (see
``store.trash``) and is brought to its end by the next :meth:`Trash.tidy`.
"""

import itertools
import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.damage import Damage
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.naming import with_number
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.states import TrashState
from catalogsync_gui.core.trashed import TrashEntry, TrashFile
from catalogsync_gui.media.publish import (
    existing_folder,
    finish_link,
    is_file_of,
    make_folder,
    move_without_replacing,
    prune_folders,
    same_name,
)
from catalogsync_gui.media.volume import FOLDER, Library, disk
from catalogsync_gui.pipeline.recovery import remove_parts
from catalogsync_gui.pipeline.turn import turn
from catalogsync_gui.store.store import Store
from catalogsync_gui.store.trash import Unlisted

log = logging.getLogger(__name__)

PLACE = f"{FOLDER}/trash"
"""The trash, relative to the library."""

DAYS = 30
"""How long a file waits there unless its source says otherwise."""

_DAY = 86400.0


class Trash:
    """Used by one thread, with its store."""

    def __init__(self, store: Store, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    def tidy(self, sources: Iterable[Source], stop: StopToken) -> None:
        """Brings everything to where it belongs.

        :param sources: whose catalogue was just read to its end: what it does not list any more
            goes to the trash where the source's option says so.
        :raises VolumeError: the library is not there, or refuses; the rest is for the next time.
        :raises Interrupted: ``stop`` was set.
        """
        self._library.check_marker()
        with disk("cannot remove a part file"):
            for item, part in self._store.refresh.parts():
                remove_parts(self._library.root, [part])
                self._store.refresh.forget(item)
            for item, part in self._store.queue.parts():
                remove_parts(self._library.root, [part])
                self._store.queue.forget_part(item)
        with turn:
            for entry in self._store.trash.unsettled():
                stop.check()
                if entry.state is TrashState.MOVING:
                    self._move(entry)
                else:
                    self._put_back(entry)
        for entry in self._store.trash.listed_again():
            stop.check()
            self._in_turn(entry, restore=True)
        for entry in self._store.trash.expired(self._clock.now()):
            stop.check()
            self._in_turn(entry, restore=False)
        for source in sources:
            if source.options.get("removed") == "trash":
                days = int(source.options.get("trash_days", DAYS))
                for found in self._store.trash.unlisted(source.id):
                    stop.check()
                    self._throw(found, days)

    def restore(self, number: int) -> tuple[str, ...]:
        """Takes one entry out of the trash; where its files are now, relative to the library.

        :raises UnknownThing: there is none of that id.
        :raises CannotRun: it is on its way already, or its files are not in the trash any more.
        :raises VolumeError: the library is not there, or refuses.
        """
        self._library.check_marker()
        with turn:
            entry = self._store.trash.entry(number)
            if entry.state is TrashState.MOVING:
                self._move(entry)
                entry = self._store.trash.entry(number)
            found = self._put_back(entry)
        if not found:
            raise CannotRun(
                f"the files of {number} are not in the trash any more; somebody has removed them"
            )
        return found

    def delete(self, number: int) -> bool:
        """Deletes the files of one entry; whether nobody else did something to it meanwhile.

        :raises UnknownThing: there is none of that id.
        :raises VolumeError: the library is not there, or refuses.
        """
        self._library.check_marker()
        return self._in_turn(self._store.trash.entry(number), restore=False)

    def empty(self) -> int:
        """Deletes everything in the trash; the number of tracks.

        :raises VolumeError: the library is not there, or refuses.
        """
        self._library.check_marker()
        count = 0
        for entry in self._store.trash.entries():
            count += self._in_turn(entry, restore=False)
        return count

    def _in_turn(self, entry: TrashEntry, *, restore: bool) -> bool:
        """Restores or deletes an entry, unless somebody else did something to it meanwhile."""
        with turn:
            # An unmounted library must not pass for an empty trash.
            self._library.check_marker()
            if not self._store.trash.is_kept(entry.id):
                return False
            if restore:
                self._put_back(entry)
            else:
                self._delete(entry)
        return True

    def replace(self, damage: Damage) -> None:
        """Makes way for the new file of an item: what there is of the old one goes to the trash.

        Only if we wrote it and it is still what was found; else it stays, and is forgotten.

        :raises VolumeError, PathRefused: the library is not there, or refuses.
        """
        found, now = damage.difference, self._clock.now()
        with turn:
            self._library.check_marker()
            path = self._library.absolute(found.path)
            with disk(f"cannot read {found.path}"):
                known = bool(found.sha256) and is_file_of(path, found.size, found.sha256)
            if not (known and damage.ours):
                self._store.damage.let_go(damage)
                return
            self._move(self._store.trash.put_damaged(damage, PLACE, now, now + DAYS * _DAY))

    def _throw(self, found: Unlisted, days: int) -> None:
        with turn:
            self._library.check_marker()
            with disk(f"cannot read {found.file.path}"):
                path = self._library.absolute(found.file.path)
                if not path.exists():
                    # The export or a verification tells that the person removed it.
                    return
                if not is_file_of(path, found.file.size, found.file.sha256):
                    log.info("%s was changed by somebody; it stays", found.file.path)
                    self._store.trash.keep(found.track)
                    return
            now = self._clock.now()
            entry = self._store.trash.put(found, PLACE, now, now + days * _DAY)
            if entry is not None:
                self._move(entry)

    def _move(self, entry: TrashEntry) -> None:
        """From the library into the trash."""
        root = self._library.root
        for file in entry.files:
            with disk(f"cannot move {file.original} to the trash"):
                here, there = self._library.absolute(file.original), root / file.path
                if not self._store.trash.path_free(file.original):
                    # Another item has taken the file over since.
                    here = there
                if is_file_of(there, file.size, file.sha256):
                    finish_link(here, there)
                elif here != there and is_file_of(here, file.size, file.sha256):
                    make_folder(root, PurePosixPath(file.path).parent)
                    move_without_replacing(here, self._library.absolute(file.path))
                else:
                    self._store.trash.lost(file)
                    continue
                prune_folders(root, here.parent)
        self._store.trash.turn(entry.id, TrashState.KEPT)

    def _put_back(self, entry: TrashEntry) -> tuple[str, ...]:
        """From the trash to where it was, or beside it; where that is."""
        self._store.trash.turn(entry.id, TrashState.RESTORING)
        files = []
        for file in entry.files:
            with disk(f"cannot take {file.original} out of the trash"):
                target = self._place(file)
            if target is None:
                self._store.trash.lost(file)
            else:
                files.append(replace(file, target=target))
        self._store.trash.restored(replace(entry, files=tuple(files)), self._clock.now())
        return tuple(file.target for file in files)

    def _place(self, file: TrashFile) -> str | None:
        """Moves one file to the first free name; None when it is not in the trash."""
        root, there = self._library.root, self._library.absolute(file.path)
        if file.target and self._store.trash.path_free(file.target):
            target = self._library.absolute(file.target)
            if is_file_of(target, file.size, file.sha256):
                finish_link(there, target)
                prune_folders(root, there.parent)
                return file.target
        if not is_file_of(there, file.size, file.sha256):
            return None
        wanted = PurePosixPath(file.original)
        wanted = existing_folder(root, wanted.parent) / wanted.name
        numbered = (with_number(wanted, number) for number in itertools.count(2))
        for candidate in itertools.chain([wanted], numbered):
            taken = same_name(root / candidate.parent, candidate.name) is not None
            if taken or not self._store.trash.path_free(str(candidate)):
                continue
            self._store.trash.aim(file, str(candidate))
            make_folder(root, candidate.parent)
            try:
                move_without_replacing(there, self._library.absolute(str(candidate)))
            except FileExistsError:
                continue
            prune_folders(root, there.parent)
            return str(candidate)
        raise AssertionError("the numbers never end")

    def _delete(self, entry: TrashEntry) -> None:
        for file in entry.files:
            with disk(f"cannot delete {file.path}"):
                path = self._library.absolute(file.path)
                path.unlink(missing_ok=True)
                prune_folders(self._library.root, path.parent)
        self._store.trash.dropped(entry)
