# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can have done to the catalogue and the library, window and command line alike.

Plain functions that block on files and the database: they run on the desk thread of an engine, or
on a desk of a command that holds the profile's lock.
"""

import contextlib
import hashlib
import itertools
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalogsync_gui.core.errors import (
    CannotRun,
    CatalogSyncError,
    PathRefused,
    UnknownThing,
    UsageError,
)
from catalogsync_gui.core.models import HAS_SECRETS, UNNAMED
from catalogsync_gui.core.settings import Settings, with_text
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.previewing import Gained
from catalogsync_gui.engine.subscribing import AddRequest, subscription, warnings_for
from catalogsync_gui.media.volume import Library, create_marker, open_library
from catalogsync_gui.pipeline.recovery import remove_parts
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.opml import Outline
from catalogsync_gui.store.library import FileRow
from catalogsync_gui.store.shelves import Turn
from catalogsync_gui.store.store import Store

FEED_KIND = "podcast"
"""The kind of source that a list of feeds names."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class RemoveReport:
    """What an unsubscription did.

    :ivar files: track files deleted, :ivar kept: those left because they were changed since.
    :ivar playlists: playlist files deleted.
    """

    name: str
    files: int = 0
    kept: int = 0
    playlists: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as the database knows it.

    :ivar kind: ``missing``, ``changed`` or ``unreadable``. :ivar path: relative to the library.
    """

    kind: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many files were looked at, and how many were not as they should be."""

    checked: int = 0
    missing: int = 0
    changed: int = 0
    unreadable: int = 0

    @property
    def clean(self) -> bool:
        """Whether the library is as the database knows it."""
        return not (self.missing or self.changed or self.unreadable)


def set_library(desk: Desk, directory: Path) -> Settings:
    """Makes a folder the library; returns the settings, which the caller saves.

    Its files are taken on record when the settings are in force, see ``store.shelves``.

    :raises CannotRun: a sync is running, which belongs to the library there is now.
    :raises UsageError: the folder does not exist.
    :raises VolumeError, PathRefused: it cannot be written to.
    """
    root = directory.absolute()
    if str(root) != desk.settings.library and desk.store.jobs.is_open():
        raise CannotRun(
            "a sync is running, and its files go to the library there is now. Stop it or wait for "
            "its end, then set the library"
        )
    # A database from before libraries were told apart belongs to the one that was set until now.
    desk.store.shelves.use(desk.settings.library_id)
    return replace(desk.settings, library=str(root), library_id=create_marker(root))


def turn_words(turn: Turn) -> str:
    """What it means that another library took the place of the former one."""
    words = []
    if turn.left:
        words.append(
            f"{turn.left} tracks stay in the former library and on record: they are back when it "
            "is set again. The next sync fetches them for this one"
        )
    if turn.back:
        words.append(f"{turn.back} tracks are on record for this library")
    return "; ".join(words) or "nothing was in the former library"


def add_source(
    desk: Desk,
    request: AddRequest,
    *,
    gained: Gained | None = None,
    warn: Callable[[str], None] | None = None,
) -> int:
    """Subscribes; returns the source's id. Asks no network.

    Where the kind is neither named nor told by the location's form it is taken for a playlist;
    ``engine.recognising`` finds it out before, and not on a desk, as that may take minutes.

    :param gained: what a preview of this request has brought.
    :param warn: takes what the person should know of a source that was added all the same.
    :raises UsageError: there is something wrong with the request, or it is subscribed already.
    :raises CannotRun: there is no place to keep the secret in.
    """
    wanted = subscription(request)
    gained = gained or Gained()
    secrets = dict([wanted.secret] if wanted.secret else []) | dict(gained.secrets)
    if secrets:
        desk.secrets.require()
    source = desk.store.catalogue.add_source(
        wanted.kind, wanted.name, wanted.location, wanted.options, desk.clock.now()
    )
    # Noted before the secrets are there: without the note nobody asks for them.
    memory = {**gained.memory, **(HAS_SECRETS if secrets else {})}
    if not request.name and registry.kinds()[wanted.kind].titled:
        memory |= UNNAMED
    if memory:
        desk.store.catalogue.remember(source, memory)
    try:
        for secret_name, text in secrets.items():
            desk.secrets.put(source, secret_name, text)
    except CatalogSyncError:
        desk.store.catalogue.remove_source(source)
        with contextlib.suppress(CatalogSyncError):
            desk.secrets.forget(source)
        raise
    if warn is not None:
        for words in warnings_for(wanted):
            warn(words)
    return source


@dataclass(frozen=True, slots=True)
class AddedFeeds:
    """What became of a list of feeds.

    :ivar sources: the ids of those added. :ivar left: why each of the others was not, in words.
    """

    sources: tuple[int, ...] = ()
    left: tuple[str, ...] = ()


def add_feeds(desk: Desk, feeds: Iterable[Outline]) -> AddedFeeds:
    """Subscribes to the feeds of a list; one that cannot be is no reason to leave the others."""
    added: list[int] = []
    left: list[str] = []
    for feed in feeds:
        request = AddRequest(feed.address, kind=FEED_KIND, name=feed.title or None)
        try:
            added.append(add_source(desk, request))
        except UsageError as error:
            left.append(f"{feed.title}: {error}")
    return AddedFeeds(tuple(added), tuple(left))


def subscribed_feeds(store: Store) -> frozenset[str]:
    """The addresses of all podcasts."""
    return frozenset(
        row.source.location for row in store.catalogue.sources() if row.source.kind == FEED_KIND
    )


def find_source(desk: Desk, word: str) -> int:
    """The id of the source a person means by its id or its name.

    :raises UnknownThing: no source is called that, or several are.
    """
    rows = [row.source for row in desk.store.catalogue.sources()]
    named = [source.id for source in rows if source.name == word]
    by_id = [source.id for source in rows if word.isdecimal() and source.id == int(word)]
    # A number is an id first: names come from catalogues, ids do not.
    found = by_id or named
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownThing(
            f"{len(found)} sources are called {word!r}; name one by its id: "
            f"{', '.join(map(str, found))}"
        )
    raise UnknownThing(f'there is no source {word!r}; "catalogsync-gui sources" lists them')


def remove_source(desk: Desk, source: int, *, delete_files: bool = False) -> RemoveReport:
    """Unsubscribes. Its playlist files go; the tracks stay unless told.

    Only files that this program wrote, that no other source holds and that are still as they were
    written are ever deleted. The database comes first: a file that a crash leaves behind is known
    to nobody and harms nobody, a record of a deleted file would be a lie.

    :raises UnknownThing: there is no such source.
    :raises CannotRun: files are to be deleted and the library is offline.
    """
    name = desk.store.catalogue.source(source).name
    library = _library_if_there(desk, must=delete_files)
    parts = desk.store.library.parts_of(source)
    files = desk.store.library.only_of(source) if delete_files else []
    sidecars = desk.store.sidecars.only_of(source) if delete_files else []
    if not delete_files:
        desk.store.library.leave_to_the_person(source)
    desk.store.catalogue.remove_source(source)
    desk.secrets.forget(source)
    if library is None:
        desk.store.shelves.drop_litter(parts)
        return RemoveReport(name)
    playlists = _remove_orphans(desk, library)
    with contextlib.suppress(OSError):
        remove_parts(library.root, parts)
    for row in sidecars:
        _delete(library, row, desk.store.sidecars.forget)
    deleted = sum(_delete(library, row, desk.store.library.forget) for row in files)
    return RemoveReport(name, deleted, len(files) - deleted, playlists)


def retry(desk: Desk, items: Sequence[int] | None) -> int:
    """Puts failed items back to pending: those named, or all; returns how many.

    :raises UnknownThing: one of those named does not exist, or has nothing to be tried again.
    """
    count = desk.store.items.retry(items, desk.clock.now())
    if items is not None and count < len(set(items)):
        raise UnknownThing(
            f"{count} of {len(set(items))} items were put back; the others do not exist or have "
            'not failed ("catalogsync-gui items --state failed" lists those that have)'
        )
    return count


def check_playlists(desk: Desk, wanted: Iterable[int]) -> tuple[int, ...]:
    """The ids of the playlists named, or of all when none is.

    :raises UnknownThing: there is no playlist of that id.
    """
    known = [playlist.id for playlist in desk.store.catalogue.playlists()]
    asked = tuple(dict.fromkeys(wanted))
    for playlist in asked:
        if playlist not in known:
            raise UnknownThing(
                f'there is no playlist {playlist}; "catalogsync-gui playlists" lists them'
            )
    return asked or tuple(known)


def verify(desk: Desk, report: Callable[[Difference], None]) -> VerifyReport:
    """Compares every file on record with the library: size first, then content. Changes nothing.

    :param report: takes each difference as it is found.
    :raises CannotRun: no library is set, or it is offline.
    """
    library = current_library(desk)
    library.check()
    found = VerifyReport()
    tracks, sidecars = desk.store.library, desk.store.sidecars
    rows = itertools.chain(
        ((row, tracks.at) for row in tracks.files()),
        ((row, sidecars.at) for row in sidecars.files()),
    )
    for row, at in rows:
        found = replace(found, checked=found.checked + 1)
        difference = _compare(library, row)
        if difference is None:
            continue
        # A sync may go on meanwhile, or the library may go; neither is a difference.
        if at(row.path) != row:
            continue
        library.check()
        found = replace(found, **{difference.kind: getattr(found, difference.kind) + 1})
        report(difference)
    return found


def with_setting(desk: Desk, name: str, text: str) -> Settings:
    """The settings with one of them set from its text; the caller saves them.

    :raises SettingError: there is no such setting, or it cannot take the value.
    """
    return with_text(desk.settings, name, text)


def current_library(desk: Desk) -> Library:
    """The library, for reading, renaming and deleting: they need no free space, so no reserve.

    :raises CannotRun: none is set, or the database still speaks of another one.
    """
    library = open_library(desk.settings.library, desk.settings.library_id, 0)
    if desk.store.shelves.current() not in (None, library.identity):
        raise CannotRun(
            "another library was set while a sync is running; wait for the sync's end",
            kind="library_changed",
        )
    return library


def _library_if_there(desk: Desk, *, must: bool) -> Library | None:
    try:
        library = current_library(desk)
        library.check()
    except CannotRun:
        if must:
            raise
        return None
    return library


def _remove_orphans(desk: Desk, library: Library) -> int:
    removed = 0
    for row, record in desk.store.exports.orphans():
        # What cannot be removed now stays on record, and the next export tries again.
        with contextlib.suppress(OSError, CatalogSyncError):
            removed += _unlink_if(library.absolute(record.path), record.size, record.sha256)
            desk.store.exports.forget(row)
    return removed


def _delete(library: Library, row: FileRow, forget: Callable[[int], None]) -> bool:
    with contextlib.suppress(OSError, CatalogSyncError):
        path = library.absolute(row.path)
        if _unlink_if(path, row.size, row.sha256):
            forget(row.id)
            _remove_empty_folders(path.parent, library.root)
            return True
    return False


def _remove_empty_folders(folder: Path, root: Path) -> None:
    with contextlib.suppress(OSError):
        while folder != root and root in folder.parents:
            folder.rmdir()
            folder = folder.parent


def _unlink_if(path: Path, size: int, sha256: str) -> bool:
    """Deletes a file that is as it was written; whether it did."""
    try:
        if path.stat().st_size != size or _sha256(path) != sha256:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _compare(library: Library, row: FileRow) -> Difference | None:
    try:
        path = library.absolute(row.path)
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return Difference("changed", row.path, "is no regular file")
        if status.st_size != row.size:
            return Difference("changed", row.path, f"{status.st_size} bytes, not {row.size}")
        if _sha256(path) != row.sha256:
            return Difference("changed", row.path, "same size, other content")
    except (FileNotFoundError, NotADirectoryError):
        return Difference("missing", row.path, "is not there")
    except OSError as error:
        return Difference("unreadable", row.path, error.strerror or type(error).__name__)
    except PathRefused as error:
        return Difference("unreadable", row.path, str(error))
    return None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(_CHUNK))
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            # A whole library goes through once; it need not push everything else out of memory.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_NOREUSE)
        while count := file.readinto(buffer):
            digest.update(buffer[:count])
    return digest.hexdigest()
