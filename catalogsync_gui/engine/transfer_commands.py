# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving settings and subscriptions to another computer, and taking them over.

Like ``engine.commands``. What is taken over is read and compared first, and only then applied.
"""

import contextlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from catalogsync_gui.core import transfer
from catalogsync_gui.core.errors import CannotRun, CatalogSyncError, UsageError
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.transfer import CarriedSource, Change, Transfer
from catalogsync_gui.core.veils import bare
from catalogsync_gui.engine.commands import FEED_KIND, add_source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.engine.variant_commands import take_folders
from catalogsync_gui.sources.opml import Outline, render_opml


@dataclass(frozen=True, slots=True)
class Given:
    """What was written.

    :ivar incomplete: names of sources whose password or token is not in the file.
    """

    path: Path
    sources: int
    incomplete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a file would change here.

    :ivar settings: as they would be.
    :ivar new: sources that are not subscribed to. :ivar there: how many are already.
    :ivar left: export variants that cannot be taken over, as their folder is not there.
    :ivar unknown: settings that this version does not have.
    """

    settings: Settings
    changes: tuple[Change, ...]
    new: tuple[CarriedSource, ...]
    there: int
    left: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing would be another afterwards."""
        return not self.changes and not self.new


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an offer.

    :ivar settings: as they are to be applied.
    :ivar added: the ids of new sources.
    :ivar incomplete: the names of those that wait for their password or token.
    :ivar failed: why each of the others was not added, in words.
    """

    settings: Settings
    added: tuple[int, ...]
    incomplete: tuple[str, ...]
    failed: tuple[str, ...]


def give(desk: Desk, path: Path, *, sources: bool) -> Given:
    """Writes a file with the settings.

    :param sources: with the subscriptions.
    :raises CannotRun: it cannot be written; what was there before still is.
    """
    rows = [row.source for row in desk.store.catalogue.sources()] if sources else []
    _write(path, transfer.render(desk.settings, rows))
    incomplete = tuple(row.name for row in rows if transfer.carried(row).incomplete)
    return Given(path, len(rows), incomplete)


def feeds_document(sources: list[Source]) -> tuple[bytes, tuple[str, ...]]:
    """The podcasts as a list of feeds (OPML), and the names of those whose token is left out."""
    feeds = [one for one in sources if one.kind == FEED_KIND]
    data = render_opml("Catalog Sync", (Outline(one.name, bare(one.location)) for one in feeds))
    return data, tuple(one.name for one in feeds if bare(one.location) != one.location)


def give_feeds(desk: Desk, path: Path) -> Given:
    """Writes the podcasts as a list of feeds.

    :raises CannotRun: there are none, or it cannot be written.
    """
    rows = [row.source for row in desk.store.catalogue.sources()]
    number = sum(one.kind == FEED_KIND for one in rows)
    if not number:
        raise CannotRun("there are no podcasts among the sources, so there is no list to write")
    data, incomplete = feeds_document(rows)
    _write(path, data)
    return Given(path, number, incomplete)


def offered(desk: Desk, path: Path) -> Offer:
    """What a file would change; changes nothing.

    :raises CannotRun: it cannot be read.
    :raises SettingError: it is no such file, or something in it cannot be.
    """
    found = transfer.parse(_read(path))
    found, left = _without_missing_folders(found)
    settings = transfer.taken_over(found, desk.settings)
    there = {
        (one.kind, one.location)
        for one in (transfer.carried(row.source) for row in desk.store.catalogue.sources())
    }
    new = {
        (one.kind, one.location): one
        for one in found.sources
        if (one.kind, one.location) not in there
    }
    return Offer(
        settings,
        transfer.changes(desk.settings, settings),
        tuple(new.values()),
        len(found.sources) - len(new),
        left,
        found.unknown,
    )


def take(desk: Desk, offer: Offer) -> Taken:
    """Adds the sources of an offer; the caller applies the settings and saves them.

    A source that cannot be added is no reason to leave the others.

    :raises SettingError: an export folder is not there any more; nothing was taken then.
    """
    former = desk.settings.exports
    take_folders(desk, [variant for variant in offer.settings.exports if variant not in former])
    added: list[int] = []
    incomplete: list[str] = []
    failed: list[str] = []
    for one in offer.new:
        options = dict(one.options)
        user = options.pop("user", None)
        request = AddRequest(one.location, one.kind, one.name or None, user, None, options)
        try:
            added.append(add_source(desk, request))
        except CatalogSyncError as error:
            failed.append(f"{one.name or one.location}: {error}")
            continue
        if one.incomplete:
            incomplete.append(one.name or one.location)
    return Taken(offer.settings, tuple(added), tuple(incomplete), tuple(failed))


def _without_missing_folders(found: Transfer) -> tuple[Transfer, tuple[str, ...]]:
    variants = found.settings.get("exports", ())
    missing = [one for one in variants if one.is_outside and not Path(one.folder).is_dir()]
    if not missing:
        return found, ()
    kept = tuple(one for one in variants if one not in missing)
    left = tuple(f"{one.name}: there is no folder {one.folder}" for one in missing)
    return replace(found, settings={**found.settings, "exports": kept}), left


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file; choose a file that was exported")
    try:
        with path.open("rb") as file:
            return file.read(transfer.MOST_BYTES + 1)
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror}; choose another file") from error


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        # For its owner: it tells what somebody listens to.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise CannotRun(f"{path} cannot be written: {error.strerror}; name another file") from error
