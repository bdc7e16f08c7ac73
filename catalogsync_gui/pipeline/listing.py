# SPDX-License-Identifier: GPL-3.0-or-later
"""Refreshing catalogues: pages in, planned items out, page by page."""

import logging
from collections.abc import Callable

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, DatabaseUnusable, Interrupted, SourceError
from catalogsync_gui.core.events import SourceRefreshed
from catalogsync_gui.core.models import CatalogPage, ErrorInfo
from catalogsync_gui.core.plan import diff
from catalogsync_gui.pipeline.job_run import Ports
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

MOST_TRACKS = 200_000
"""Tracks of one source; more is a mistake, or an attack."""


class Refresh:
    """Reads the catalogues of a job. Used by the source thread."""

    def __init__(self, ports: Ports, store: Store, job: int, on_work: Callable[[], None]) -> None:
        """Takes ``on_work``, which is called after every page that left items pending."""
        self._ports = ports
        self._store = store
        self._job = job
        self._on_work = on_work

    def source(self, source: int, cancel: StopToken) -> SourceRefreshed:
        """Reads one source's catalogue; what was read before an error stays.

        :raises DatabaseUnusable: the result cannot be kept.
        :raises Interrupted: ``cancel`` was set.
        """
        playlists = tracks = new = 0
        changed = False
        error: ErrorInfo | None = None
        try:
            adapter = self._ports.open_source(source)
            try:
                for page in adapter.pages(self._store.catalogue.revisions(source), cancel):
                    cancel.check()
                    playlists += page.last
                    tracks += len(page.entries)
                    if tracks > MOST_TRACKS:
                        raise SourceError(
                            f"the catalogue has more than {MOST_TRACKS:,} tracks; the rest is left",
                            kind="too_large",
                        )
                    if not page.unchanged:
                        changed = True
                        new += self._page(source, page)
            finally:
                adapter.close()
        except (Interrupted, DatabaseUnusable):
            raise
        except CatalogSyncError as problem:
            error = ErrorInfo(problem.kind, str(problem))
        except Exception as problem:
            # An adapter may come from a plug-in; its mistakes are one source's error.
            log.exception("source %s: unexpected error", source)
            error = ErrorInfo(
                "internal",
                f"unexpected {type(problem).__name__} while reading the catalogue; "
                "the log has the details",
            )
        self._store.catalogue.refreshed(
            source, self._ports.clock.now(), error.message if error else ""
        )
        return SourceRefreshed(
            at=self._ports.clock.now(),
            job=self._job,
            source=source,
            playlists=playlists,
            tracks=tracks,
            new=new,
            unchanged=not changed and error is None,
            error=error,
        )

    def _page(self, source: int, page: CatalogPage) -> int:
        known = self._store.catalogue.known(source, {entry.key for entry in page.entries})
        plan = diff(page.entries, known)
        written = self._store.catalogue.write_page(source, page, plan)
        if written.work:
            self._on_work()
        return len(plan.new)
