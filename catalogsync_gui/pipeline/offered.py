# SPDX-License-Identifier: GPL-3.0-or-later
"""Small files that catalogues offer, each fetched once a job, for tags and for the folder.

Workers embed a track's cover, lyrics and chapters before the file gets its name; later the same
bytes become the files beside it. What an album shares is asked for by its first track, and the
others wait for that.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, SourceRefused, SourceUnreachable

_MOST_BYTES = 32 << 20
_PATIENCE = 3
"""A source that fails so often in a row is left alone until the next job."""

_LOOK = 0.5  # seconds between two looks at a stop


class Offered:
    """What one job fetched so far. Safe from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._held: OrderedDict[Hashable, bytes | None] = OrderedDict()
        self._busy: set[Hashable] = set()
        self._failed: set[Hashable] = set()
        self._failures: Counter[int] = Counter()
        self._bytes = 0

    def get(
        self,
        source: int,
        key: Hashable,
        fetch: Callable[[], bytes | None],
        cancel: StopToken,
    ) -> bytes | None:
        """A file's bytes, fetched unless they are held; None when there are none to be had.

        :param source: the source's id.
        :param key: what tells the file from others, and its forms from each other.
        :raises Interrupted: ``cancel`` was set.
        :raises CatalogSyncError: whatever ``fetch`` raises; for others there is none then.
        """
        with self._lock:
            while key in self._busy:
                self._lock.wait(_LOOK)
                cancel.check()
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            if key in self._failed or self._failures[source] >= _PATIENCE:
                return None
            self._busy.add(key)
        try:
            data = fetch()
            with self._lock:
                self._failures[source] = 0
                self._keep(key, data)
            return data
        except Interrupted:
            raise
        except Exception as error:
            with self._lock:
                self._failed.add(key)
                self._failures[source] += isinstance(error, SourceUnreachable | SourceRefused)
            raise
        finally:
            with self._lock:
                self._busy.discard(key)
                self._lock.notify_all()

    def gave_up(self, source: int) -> bool:
        """Whether a source failed so often that it is left alone."""
        with self._lock:
            return self._failures[source] >= _PATIENCE

    def failed(self, source: int) -> None:
        """A source did not answer, or refused."""
        with self._lock:
            self._failures[source] += 1

    def answered(self, source: int) -> None:
        """A source works."""
        with self._lock:
            self._failures[source] = 0

    def taken(self, key: Hashable) -> tuple[bool, bytes | None]:
        """Whether a file is held, and its bytes."""
        with self._lock:
            return key in self._held, self._held.get(key)

    def _keep(self, key: Hashable, data: bytes | None) -> None:
        self._held[key] = data
        self._bytes += len(data or b"")
        while self._bytes > _MOST_BYTES:
            _, oldest = self._held.popitem(last=False)
            self._bytes -= len(oldest or b"")
