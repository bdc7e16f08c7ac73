# SPDX-License-Identifier: GPL-3.0-or-later
"""What a rename of the library would do. Reads files and the database, changes nothing."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import PathRefused, TagError
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.naming import AUDIO_SUFFIXES, collision_key, fitted, render
from catalogsync_gui.core.namings import Namings
from catalogsync_gui.core.renaming import KeptSidecar, NamedTrack, PlannedMove, RenamePlan
from catalogsync_gui.media.publish import existing_folder
from catalogsync_gui.media.sniff import Refused, sniff_file
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.media.volume import Library, disk
from catalogsync_gui.pipeline.name_plan import Wish, given_names
from catalogsync_gui.store.store import Store

_TELL_EVERY = 20
"""Tracks between two words about how far it is."""


def described(
    tags: TagProcess, library: Library, track: NamedTrack, stop: StopToken
) -> TrackInfo | None:
    """What file and catalogue say of a track, as when it was given its first name.

    The file's own tags win. None when the file is not there, or is another one by its size.

    :raises VolumeError: the library is offline, or cannot be read.
    :raises Interrupted: ``stop`` was set.
    """
    try:
        with disk(f"cannot read {track.path}"):
            path = library.absolute(track.path)
            if not _is_of_size(path, track.size):
                library.check_marker()
                return None
            kind = sniff_file(path, hint=path.suffix.lower())
        if isinstance(kind, Refused):
            return track.info
        own = tags.read(path, kind.format, stop)
    except (TagError, PathRefused):
        library.check_marker()
        return track.info
    known = {entry.name: getattr(own, entry.name) for entry in fields(TrackInfo)}
    return replace(track.info, **{name: value for name, value in known.items() if value})


def path_of(namings: Namings, track: NamedTrack, info: TrackInfo) -> PurePosixPath:
    """The path that the templates give a track; its folders and a number are another matter.

    :raises ValueError: its suffix is none of audio.
    """
    return render(
        namings.of(track.source),
        info,
        suffix=PurePosixPath(track.path).suffix,
        fallback_title=track.fallback,
        playlist=track.playlist,
        source=track.source_name,
    )


def plan_rename(
    store: Store,
    library: Library,
    namings: Namings,
    stop: StopToken,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> RenamePlan:
    """What giving every track of ours its name by these templates would do.

    Reads the tags of every file: what a track is called depends on them.

    :param progress: takes how many tracks were looked at, and of how many.
    :raises VolumeError: the library is offline, or cannot be read.
    :raises Interrupted: ``stop`` was set.
    """
    library.check_marker()
    tags = TagProcess()
    try:
        return _Planner(store, library, namings, stop).plan(tags, progress)
    finally:
        tags.close()


@dataclass(slots=True)
class _Counts:
    unchanged: int = 0
    not_ours: int = 0


class _Planner:
    def __init__(self, store: Store, library: Library, namings: Namings, stop: StopToken) -> None:
        self._store = store
        self._library = library
        self._namings = namings
        self._stop = stop
        self._longest = store.traits.longest_name(library.identity)
        self._left: list[tuple[str, str]] = []
        self._keys = store.names.keys()
        self._folders: dict[tuple[PurePosixPath, str], PurePosixPath] = {}
        self._listings: dict[PurePosixPath, frozenset[str]] = {}

    def plan(self, tags: TagProcess, progress: Callable[[int, int], None]) -> RenamePlan:
        tracks = list(self._store.names.tracks())
        counts = _Counts()
        wishes = list(self._wishes(tracks, tags, counts, progress))
        given = given_names(wishes, self._is_taken)
        counts.unchanged += len(wishes) - len(given)
        moves = self._moves({track.file: track for track in tracks}, given)
        wanted = {wish.file: wish.wanted for wish in wishes}
        return RenamePlan(
            template=self._namings.default.text,
            moves=tuple(moves),
            unchanged=counts.unchanged,
            numbered=sum(wanted[file] != path for file, path in given.items()),
            not_ours=counts.not_ours,
            left=tuple(self._left),
        )

    def _wishes(
        self,
        tracks: Sequence[NamedTrack],
        tags: TagProcess,
        counts: _Counts,
        progress: Callable[[int, int], None],
    ) -> Iterator[Wish]:
        for number, track in enumerate(tracks):
            self._stop.check()
            if number % _TELL_EVERY == 0:
                progress(number, len(tracks))
            path = PurePosixPath(track.path)
            if not track.ours:
                counts.not_ours += 1
            elif path.suffix not in AUDIO_SUFFIXES:
                self._left.append((track.path, "its suffix is none of audio"))
            elif (info := described(tags, self._library, track, self._stop)) is None:
                self._left.append((track.path, "it was removed or changed by somebody"))
            else:
                wanted = fitted(path_of(self._namings, track, info), self._longest)
                yield Wish(track.file, path, self._folder(wanted.parent) / wanted.name)
        progress(len(tracks), len(tracks))

    def _folder(self, folder: PurePosixPath) -> PurePosixPath:
        """The folder in the spelling that it has on the disk, or was given here first."""
        found = PurePosixPath()
        for part in folder.parts:
            key = (found, collision_key(part))
            if key not in self._folders:
                with disk(f"cannot read the folder {found}"):
                    self._folders[key] = existing_folder(self._library.root, found / part)
            found = self._folders[key]
        return found

    def _is_taken(self, path: PurePosixPath) -> bool:
        return collision_key(path) in self._keys or collision_key(path.name) in self._names(
            path.parent
        )

    def _names(self, folder: PurePosixPath) -> frozenset[str]:
        if folder not in self._listings:
            with disk(f"cannot read the folder {folder}"):
                try:
                    names = os.listdir(self._library.root / folder)  # noqa: PTH208
                except (FileNotFoundError, NotADirectoryError):
                    names = []
            self._listings[folder] = frozenset(map(collision_key, names))
        return self._listings[folder]

    def _moves(
        self, tracks: dict[int, NamedTrack], given: Mapping[int, PurePosixPath]
    ) -> list[PlannedMove]:
        """The tracks in their order, each with what goes with it alone; covers at the end."""
        own: dict[int, list[KeptSidecar]] = {}
        shared: list[KeptSidecar] = []
        for sidecar in self._store.names.sidecars():
            if sidecar.album:
                shared.append(sidecar)
                continue
            for file in sidecar.tracks:
                if file in given and _tail(sidecar.path, tracks[file].path) is not None:
                    own.setdefault(file, []).append(sidecar)
                    break
        moves: list[PlannedMove] = []
        for file, target in given.items():
            track, place = tracks[file], len(moves)
            moves.append(PlannedMove(track.path, str(target), track.size, track.sha256))
            for sidecar in own.get(file, ()):
                path = sidecar_path(sidecar.path, track.path, str(target))
                moves.append(
                    PlannedMove(sidecar.path, path, sidecar.size, sidecar.sha256, True, place)
                )
        moves += self._covers(shared, tracks, given)
        return moves

    def _covers(
        self,
        shared: list[KeptSidecar],
        tracks: dict[int, NamedTrack],
        given: Mapping[int, PurePosixPath],
    ) -> Iterator[PlannedMove]:
        """The cover of a folder that is left by all of its tracks goes where most of them go."""
        taken: set[str] = set()
        for sidecar in shared:
            path = PurePosixPath(sidecar.path)
            beside = [f for f in sidecar.tracks if _folder(tracks[f].path) == path.parent]
            to = Counter(given[file].parent if file in given else path.parent for file in beside)
            if not to or path.parent in to:
                continue
            folder = to.most_common(1)[0][0]
            target = folder / path.name
            if not folder.parts:
                self._left.append((sidecar.path, "its tracks lie in no folder of an album then"))
            elif self._is_taken(target) or collision_key(target) in taken:
                self._left.append((sidecar.path, f"there is a {path.name} in {folder} already"))
            else:
                taken.add(collision_key(target))
                yield PlannedMove(sidecar.path, str(target), sidecar.size, sidecar.sha256, True)


def sidecar_path(path: str, track: str, target: str) -> str:
    """What a sidecar is called when its track is called ``target``; beside it, whatever it was."""
    new = PurePosixPath(target)
    return str(new.with_name(new.stem + (_tail(path, track) or PurePosixPath(path).suffix)))


def _tail(path: str, track: str) -> str | None:
    """What follows the track's name in that of a sidecar beside it; None if that is no such one."""
    sidecar, stem = PurePosixPath(path), PurePosixPath(track).stem
    if sidecar.parent != _folder(track) or not sidecar.name.startswith(f"{stem}."):
        return None
    return sidecar.name.removeprefix(stem)


def _folder(path: str) -> PurePosixPath:
    return PurePosixPath(path).parent


def _is_of_size(path: Path, size: int) -> bool:
    try:
        return not path.is_symlink() and path.is_file() and path.stat().st_size == size
    except (FileNotFoundError, NotADirectoryError):
        return False
