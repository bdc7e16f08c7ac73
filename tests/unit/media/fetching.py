# SPDX-License-Identifier: GPL-3.0-or-later
"""A fetcher with a part file, for tests of what comes over the line."""

import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.media.fetch import Fetcher
from catalogsync_gui.media.part_file import Fetched
from catalogsync_gui.media.transport import Transport
from catalogsync_gui.media.watchdog import Watchdog
from tests.unit.media.far import Far
from tests.unit.pipeline.clock import FakeClock


@dataclass(slots=True)
class Line:
    """One worker's means of fetching. Close it.

    :ivar begun: what was noted before the first byte: validator, total, offset.
    :ivar advanced: bytes that were counted.
    """

    tls: ssl.SSLContext
    part: Path
    clock: FakeClock = field(default_factory=FakeClock)
    cancel: StopToken = field(default_factory=StopToken)
    begun: list[tuple[str, int | None, int]] = field(default_factory=list)
    advanced: int = 0
    _more: threading.Condition = field(default_factory=threading.Condition)
    _watchdog: Watchdog = field(init=False)
    _transport: Transport = field(init=False)

    def __post_init__(self) -> None:
        self._watchdog = Watchdog(self.clock)
        self._transport = Transport(self.tls)

    def close(self) -> None:
        self._transport.close()
        self._watchdog.close()

    def begin(self, *, validator: str, total: int | None, offset: int) -> None:
        self.begun.append((validator, total, offset))

    def advance(self, count: int) -> None:
        with self._more:
            self.advanced += count
            self._more.notify_all()

    def wait_for(self, count: int) -> bool:
        """For the far end: whether so many bytes are in the part, soon."""
        with self._more:
            return self._more.wait_for(lambda: self.advanced >= count, 10)

    def fetch(
        self, request: MediaRequest, *, validator: str = "", total: int | None = None
    ) -> Fetched:
        return Fetcher(self._transport, self._watchdog, self.clock).fetch(
            request,
            self.part,
            validator=validator,
            total=total,
            log=self,
            cancel=self.cancel,
        )

    def get(
        self,
        far: Far,
        *,
        validator: str = "",
        total: int | None = None,
        size: int | None = None,
        digest: str = "",
    ) -> Fetched:
        """Fetches what the far end has under its usual address."""
        request = MediaRequest(far.url(), own_host=far.host, size=size, digest=digest)
        return self.fetch(request, validator=validator, total=total)
