# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that have run out: the catalogue is read again, once for all that ask at the time.

Catalogues sign their tracks' addresses for an hour or a day (Amazon S3, CloudFront and the like).
A long job comes to its last tracks when the server answers 403, 404 or 410 to them.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from catalogsync_gui.core.errors import SourceError
from catalogsync_gui.core.models import CatalogPage, MediaRef, MediaRequest
from catalogsync_gui.core.ports import Clock

log = logging.getLogger(__name__)

_SIGN = 5.0
"""Seconds after which one that waits shows that it is alive."""

FRESH = 600.0
"""An address that was read less than so many seconds ago has not run out: the track is gone."""


def may_run_out(request: MediaRequest) -> bool:
    """Whether an address looks signed: a signature is in the query, and is the catalogue's own."""
    try:
        return not (request.local or request.params) and bool(urlsplit(request.address).query)
    except ValueError:
        return False


@dataclass(slots=True)
class _Reading:
    lock: threading.Lock = field(default_factory=threading.Lock)
    at: float | None = None
    by_key: dict[str, MediaRef] = field(default_factory=dict)
    by_path: dict[str, set[MediaRef]] = field(default_factory=dict)

    def of(self, key: str, stale: MediaRef) -> MediaRef | None:
        """By the track's identity; in playlists that is the address, so else by its path."""
        same = self.by_path.get(_path(stale), set())
        return self.by_key.get(key) or (next(iter(same)) if len(same) == 1 else None)

    def take(self, pages: Iterable[CatalogPage]) -> None:
        """Replaces what was read before."""
        self.by_key, self.by_path = {}, {}
        for page in pages:
            for entry in page.entries:
                if entry.media is not None:
                    self.by_key[entry.key] = entry.media
                    self.by_path.setdefault(_path(entry.media), set()).add(entry.media)


def _path(ref: MediaRef) -> str:
    return ref.address.partition("?")[0]


class Readdressing:
    """What catalogues say now of addresses that have run out. Safe from every worker thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._readings: dict[int, _Reading] = {}

    def again(
        self,
        source: int,
        key: str,
        stale: MediaRef,
        read: Callable[[], Iterable[CatalogPage]],
        alive: Callable[[], None] = lambda: None,
    ) -> MediaRef | None:
        """The track's address as its catalogue has it now; None where that is no other one.

        Blocks while another worker reads the same catalogue.

        :param read: reads the whole catalogue, by the calling worker's own adapter.
        :param alive: called every few seconds, and with every page.
        :raises Interrupted: the reading was stopped.
        """
        with self._lock:
            reading = self._readings.setdefault(source, _Reading())
        while not reading.lock.acquire(timeout=_SIGN):
            alive()
        try:
            ref = reading.of(key, stale)
            due = reading.at is None or self._clock.now() - reading.at >= FRESH
            if (ref is None or ref == stale) and due:
                reading.at = self._clock.now()
                try:
                    reading.take(_shown_alive(read(), alive))
                except SourceError as error:
                    log.info("source %d: its addresses cannot be read again: %s", source, error)
                ref = reading.of(key, stale)
        finally:
            reading.lock.release()
        return None if ref == stale else ref


def _shown_alive(pages: Iterable[CatalogPage], alive: Callable[[], None]) -> Iterator[CatalogPage]:
    for page in pages:
        alive()
        yield page
