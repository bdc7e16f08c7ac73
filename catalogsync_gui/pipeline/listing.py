# SPDX-License-Identifier: GPL-3.0-or-later
"""Refreshing catalogues: pages in, planned items out, page by page."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, DatabaseUnusable, Interrupted, SourceError
from catalogsync_gui.core.events import ItemFinished, SourceRefreshed
from catalogsync_gui.core.models import LONGEST_SOURCE_NAME, UNNAMED, CatalogPage, ErrorInfo
from catalogsync_gui.core.pausing import rests_until
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.shrinking import (
    emptied_warning,
    entries_shrank,
    playlists_shrank,
    warning,
)
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.store.catalogue import SkippedItem
from catalogsync_gui.store.refresh import Unnamed
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

MOST_TRACKS = 200_000
"""Tracks of one source; more is a mistake, or an attack."""

_LONGEST_TITLE = 60
"""Of a playlist named in a warning."""


@dataclass(slots=True)
class _Read:
    """What has been read of one source's catalogue so far.

    :ivar before: how many playlists and entries were known of it.
    :ivar named: the keys of its playlists, the only thing of it that is held in memory.
    :ivar title: of the playlist read last.
    :ivar losses: what has shrunk and was therefore left as it was, in words.
    :ivar warning: of the losses, for a person; empty while there are none.
    """

    before: tuple[int, int] = (0, 0)
    playlists: int = 0
    tracks: int = 0
    new: int = 0
    changed: bool = False
    named: set[str] = field(default_factory=set)
    title: str = ""
    unnamed: bool = False
    losses: list[str] = field(default_factory=list)
    warning: str = ""


class Refresh:
    """Reads the catalogues of a job. Used by the source thread.

    :ivar complete: the sources that were read to their end, with nothing odd about them: what they
        do not list is not in their catalogue any more.
    :ivar errors: how each refresh ended; empty for those that went well.
    """

    def __init__(
        self,
        ports: Ports,
        store: Store,
        job: int,
        on_work: Callable[[], None],
        *,
        accept_shrunk: bool = False,
    ) -> None:
        """Takes ``on_work``, which is called after every page that left items pending.

        :param accept_shrunk: a catalogue that has become much smaller is right.
        """
        self._ports = ports
        self._store = store
        self._job = job
        self._on_work = on_work
        self._accept_shrunk = accept_shrunk
        self.complete: list[int] = []
        self.errors: list[str] = []

    def source(self, source: int, cancel: StopToken) -> SourceRefreshed:
        """Reads one source's catalogue; what was read before an error stays.

        :raises DatabaseUnusable: the result cannot be kept.
        :raises Interrupted: ``cancel`` was set. Every playlist is the old one or the new one.
        """
        read = _Read()
        error: ErrorInfo | None = None
        retry_after: float | None = None
        try:
            self._read(source, read, cancel)
        except (Interrupted, DatabaseUnusable):
            raise
        except CatalogSyncError as problem:
            error = ErrorInfo(problem.kind, str(problem))
            retry_after = getattr(problem, "retry_after", None)
        except Exception as problem:
            # An adapter may come from a plug-in; its mistakes are one source's error.
            log.exception("source %s: unexpected error", source)
            error = ErrorInfo(
                "internal",
                f"unexpected {type(problem).__name__} while reading the catalogue; "
                "the log has the details",
            )
        if error is None:
            self._ended_well(source, read, cancel)
        else:
            until = rests_until(retry_after, self._ports.clock.now())
            read.warning = warning(source, read.losses) if read.losses else ""
            paused = self._store.refresh.failed(source, error, until, read.warning)
            if paused is not None:
                self._ports.notify(
                    self._job,
                    "source_paused",
                    f"source {source} is paused: {paused}",
                    source=source,
                )
        if read.warning:
            self._ports.notify(self._job, "catalogue_shrunk", f"source {source}: {read.warning}")
        self.errors.append(error.message if error else "")
        return SourceRefreshed(
            at=self._ports.clock.now(),
            job=self._job,
            source=source,
            playlists=read.playlists,
            tracks=read.tracks,
            new=read.new,
            unchanged=not read.changed and error is None,
            error=error,
        )

    def _read(self, source: int, read: _Read, cancel: StopToken) -> None:
        # A catalogue that was not believed the last time is looked at again from its beginning.
        row = self._store.catalogue.source(source)
        doubted = bool(row.warning)
        read.unnamed = UNNAMED.items() <= row.memory.items()
        known = {} if doubted else self._store.catalogue.revisions(source)
        read.before = self._store.refresh.totals(source)
        adapter = self._ports.open_source(source)
        try:
            for page in adapter.pages(known, cancel):
                cancel.check()
                read.playlists += page.last
                read.tracks += len(page.entries)
                if read.tracks > MOST_TRACKS:
                    raise SourceError(
                        f"the catalogue has more than {MOST_TRACKS:,} tracks; the rest is left",
                        kind="too_large",
                    )
                read.named.add(page.playlist.key)
                if page.unchanged:
                    read.tracks += self._store.catalogue.entry_count(source, page.playlist.key)
                else:
                    read.title = page.playlist.title
                    read.changed = True
                    self._page(source, page, read)
        finally:
            adapter.close()

    def _page(self, source: int, page: CatalogPage, read: _Read) -> None:
        known = self._store.catalogue.known(source, {entry.key for entry in page.entries})
        plan = diff(page.entries, known)
        written = self._store.catalogue.write_page(
            source, page, plan, accept_shrunk=self._accept_shrunk
        )
        read.new += 0 if written.shrunk else len(plan.new)
        self._skipped(source, written.skipped)
        if written.shrunk is not None:
            before, now = written.shrunk
            title = page.playlist.title[:_LONGEST_TITLE]
            read.losses.append(f'"{title}" has {now:,} tracks instead of {before:,}')
        if written.work:
            self._on_work()

    def _skipped(self, source: int, items: tuple[SkippedItem, ...]) -> None:
        """Tells of what cannot be fetched: it is an outcome like any other."""
        if not items:
            return
        self._store.jobs.count_skipped(
            self._job, [item.id for item in items], self._ports.clock.now()
        )
        for item in items:
            self._ports.report(
                ItemFinished(
                    at=self._ports.clock.now(),
                    job=self._job,
                    item=item.id,
                    worker=None,
                    title=item.title,
                    state=ItemState.SKIPPED,
                    path="",
                    bytes=0,
                    seconds=0.0,
                    error=item.reason,
                    source=source,
                )
            )

    def _ended_well(self, source: int, read: _Read, cancel: StopToken) -> None:
        """The catalogue was read to its end: what it did not name is gone from it."""
        refresh = self._store.refresh
        gone = refresh.unnamed(source, read.named)
        if gone and not self._accept_shrunk:
            playlists, entries = read.before
            left = refresh.totals(source)[1] - sum(playlist.entries for playlist in gone)
            if playlists_shrank(playlists, len(read.named)):
                read.losses.append(f"{len(read.named):,} playlists instead of {playlists:,}")
            elif entries_shrank(entries, left):
                read.losses.append(
                    f"without its playlist {_titles(gone)} it has {left:,} tracks "
                    f"instead of {entries:,}"
                )
        if read.losses:
            read.warning = warning(source, read.losses)
        elif not self._accept_shrunk:
            read.warning = self._emptied(source, gone)
        if read.warning:
            # Pages before the one that was not believed may have brought tracks, too.
            refresh.remove_unlisted(source)
            refresh.succeeded(source, self._ports.clock.now(), read.warning)
            return
        for playlist in gone:
            cancel.check()
            read.changed = True
            refresh.remove_playlist(playlist.id)
        refresh.remove_unlisted(source)
        if refresh.take_back(source):
            self._on_work()
        if read.unnamed and read.title and len(read.named) == 1:
            refresh.rename(source, read.title[:LONGEST_SOURCE_NAME])
        refresh.succeeded(source, self._ports.clock.now(), "")
        self.complete.append(source)

    def _emptied(self, source: int, gone: list[Unnamed]) -> str:
        """What is to be said of a catalogue that would send all its tracks to the trash.

        However few they are: a server that is half set up lists nothing as well.
        """
        if self._store.catalogue.source(source).options.get("removed") != "trash":
            return ""
        listed = self._store.refresh.totals(source)[1] - sum(one.entries for one in gone)
        here = self._store.listing.counts(source).get(ItemState.DONE, 0)
        return emptied_warning(source, here) if here and not listed else ""


def _titles(gone: list[Unnamed]) -> str:
    first = f'"{gone[0].title[:_LONGEST_TITLE]}"'
    return first if len(gone) == 1 else f"{first} and {len(gone) - 1} more"
