# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that lie in the library already: which tracks they are, and making them theirs.

The files stay as and where they are. Nothing outside of the library is looked at.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from catalogsync_gui.core.adopting import (
    Adoption,
    AdoptPlan,
    FoundFile,
    by_hash,
    by_tags,
    settled,
)
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, PathRefused, TagError
from catalogsync_gui.core.models import Placing
from catalogsync_gui.core.naming import AUDIO_SUFFIXES
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.media.publish import hash_file
from catalogsync_gui.media.sniff import Refused, sniff_file
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.inspecting import sha256_of
from catalogsync_gui.store.store import Store

Progress = Callable[[int, int], None]

_ALGORITHMS = ("md5", "sha1", "sha256")
_TELL_EVERY = 20
"""Files between two words about how far it is."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of one adoption.

    :ivar reason: why it was not made; empty where it was.
    :ivar playlists: ids of those whose files are to be written again.
    """

    adoption: Adoption
    reason: str = ""
    playlists: tuple[int, ...] = ()


def plan_adoption(
    store: Store, library: Library, folder: str, stop: StopToken, progress: Progress
) -> AdoptPlan:
    """What of a folder could be adopted. Reads files and the database, changes nothing.

    :param folder: relative to the library; empty for all of it.
    :param progress: takes how many files were looked at, and of how many.
    :raises VolumeError: the library is offline, or cannot be read.
    :raises Interrupted: ``stop`` was set.
    """
    library.check_marker()
    tags = TagProcess()
    try:
        return _Planner(store, library, stop).plan(folder, tags, progress)
    finally:
        tags.close()


class _Planner:
    def __init__(self, store: Store, library: Library, stop: StopToken) -> None:
        self._store = store
        self._library = library
        self._stop = stop
        self._left: list[tuple[str, str]] = []
        # By size (None: the catalogue does not tell) and algorithm: the items that have a hash.
        self._hashes: dict[tuple[int | None, str], defaultdict[str, list[int]]] = {}

    def plan(self, folder: str, tags: TagProcess, progress: Progress) -> AdoptPlan:
        for item, digest, size in self._store.adopting.hashed():
            algorithm, _, value = digest.lower().partition(":")
            if algorithm in _ALGORITHMS:
                place = size, algorithm
                self._hashes.setdefault(place, defaultdict(list))[value].append(item)
        paths = list(self._paths(folder))
        found: list[Adoption] = []
        known = unmatched = 0
        for number, path in enumerate(paths):
            self._stop.check()
            if number % _TELL_EVERY == 0:
                progress(number, len(paths))
            if self._store.adopting.is_taken(path):
                known += 1
                continue
            try:
                candidates = self._candidates(path, tags)
            except TagError as error:
                self._left.append((path, str(error)))
                continue
            except CatalogSyncError as error:
                self._left.append((path, str(blamed(self._library, error))))
                continue
            unmatched += not candidates
            found += candidates
        progress(len(paths), len(paths))
        # An unmounted library has no files, which is no plan.
        self._library.check_marker()
        return AdoptPlan(settled(found), len(paths), known, unmatched, tuple(self._left))

    def _paths(self, folder: str) -> Iterator[str]:
        """The audio files beneath a folder, without following links."""
        self._stop.check()
        try:
            with (
                disk(f"cannot read the folder {folder}"),
                os.scandir(self._library.root / folder) as listing,
            ):
                entries = sorted(listing, key=lambda entry: entry.name)
        except CatalogSyncError as error:
            self._left.append((folder or ".", str(blamed(self._library, error))))
            return
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            # Ours, and what others hide.
            if entry.name.startswith("."):
                continue
            with disk(f"cannot read {path}"):
                is_folder = entry.is_dir(follow_symlinks=False)
                is_file = entry.is_file(follow_symlinks=False)
            if is_folder:
                yield from self._paths(path)
            elif is_file and Path(path).suffix.lower() in AUDIO_SUFFIXES:
                if _is_text(path):
                    yield path
                else:
                    words = "its name is none in UTF-8; rename it first"
                    self._left.append((path.encode("utf-8", "replace").decode(), words))

    def _candidates(self, path: str, tags: TagProcess) -> list[Adoption]:
        absolute = self._library.absolute(path)
        with disk(f"cannot read {path}"):
            status = absolute.stat()
            file = FoundFile(path, status.st_size, status.st_mtime_ns)
            items = self._by_hash(absolute, file.size)
            if items:
                return [by_hash(wanted, file) for wanted in self._store.adopting.wanted(items)]
            kind = sniff_file(absolute, hint=absolute.suffix.lower())
        if isinstance(kind, Refused):
            raise TagError("it is not audio, whatever its name says")
        file = replace(file, info=tags.read(absolute, kind.format, self._stop))
        alike = (by_tags(one, file) for one in self._store.adopting.alike(file.info))
        return [one for one in alike if one is not None]

    def _by_hash(self, path: Path, size: int) -> list[int]:
        """The items whose catalogue gives the hash that this file has."""
        items: list[int] = []
        for algorithm in _ALGORITHMS:
            places = [place for place in ((size, algorithm), (None, algorithm))
                      if place in self._hashes]  # fmt: skip
            if places:
                self._stop.check()
                value, _ = hash_file(path, algorithm)
                items += [item for place in places for item in self._hashes[place].get(value, ())]
        return items


def adopt(
    store: Store,
    library: Library,
    adoptions: Iterable[Adoption],
    clock: Clock,
    stop: StopToken,
) -> Iterator[Adopted]:
    """Makes files the tracks' they were found to be, one after the other, as they are asked for.

    Each is on record when it is yielded; what was not reached is found again by another plan.

    :raises VolumeError: the library is offline, or cannot be read.
    :raises Interrupted: ``stop`` was set.
    """
    last: Placing | None = None
    for adoption in sorted(adoptions, key=lambda one: one.file.path):
        stop.check()
        library.check_marker()
        shared = last is not None and last.path == adoption.file.path
        try:
            placing = last if shared else _hashed(library, adoption.file, stop)
        except CatalogSyncError as error:
            yield Adopted(adoption, str(blamed(library, error)))
            continue
        if placing is None:
            yield Adopted(adoption, "it was changed or removed meanwhile")
            continue
        taken = store.adopting.take(adoption.wanted.item, placing, clock.now(), shared=shared)
        if taken is None:
            yield Adopted(adoption, "the track has a file, or the file a track, meanwhile")
            continue
        store.recalled.note_item(adoption.wanted.item, placing, ours=False, content="")
        last = placing
        yield Adopted(adoption, playlists=taken)


def _hashed(library: Library, file: FoundFile, stop: StopToken) -> Placing | None:
    """The file with its hash; None if it is not what was looked at."""
    with disk(f"cannot read {file.path}"):
        path = library.absolute(file.path)
        try:
            sha256 = sha256_of(path, stop.check)
            status = path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
    if path.is_symlink() or (status.st_size, status.st_mtime_ns) != (file.size, file.mtime_ns):
        return None
    return Placing(file.path, file.size, sha256, file.mtime_ns)


def blamed(library: Library, error: CatalogSyncError) -> CatalogSyncError:
    """An error as that of one file.

    :raises CatalogSyncError: it is the volume's, or the program's.
    """
    problem = library.blame(error)
    if not isinstance(problem, PathRefused):
        raise problem from error
    return problem


def _is_text(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
