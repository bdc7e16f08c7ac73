# SPDX-License-Identifier: GPL-3.0-or-later
"""What the core asks of the outside: a clock, an ear for events, a catalogue."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import Event
from catalogsync_gui.core.models import CatalogPage, MediaRef, MediaRequest

Report = Callable[[Event], None]
"""Takes an event. Callable from every thread; must return at once."""


class Clock(Protocol):
    """Time, injectable."""

    def now(self) -> float:
        """Seconds since the epoch."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""


@dataclass(frozen=True, slots=True)
class SourceContext:
    """What an adapter may use.

    :ivar proxy: proxy address for http and https, or empty.
    :ivar secret: reads a secret of this source by name (``password``, ``token``), None if unset.
    :ivar ca_file: the source's own CA file, or empty.
    """

    proxy: str = ""
    ca_file: str = ""
    secret: Callable[[str], str | None] = field(default=lambda _name: None)


class CatalogSource(Protocol):
    """One subscription's catalogue. Used by one thread at a time; holds its own connections."""

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The catalogue, page by page (about 500 entries), playlist after playlist.

        :param known: playlist key -> revision of the last complete refresh, so that a playlist
            that has not changed is answered with one ``unchanged`` page.
        :raises SourceError: when the catalogue cannot be read; pages yielded before stay.
        :raises Interrupted: soon after ``cancel`` is set.
        """

    def media(self, ref: MediaRef) -> MediaRequest:
        """Makes a stored reference ready to be asked for: adds credentials, resolves addresses.

        Called by a worker thread just before the fetch, and again when an address has expired.

        :raises SourceError: when it cannot be resolved.
        """

    def close(self) -> None:
        """Gives connections back. No other call follows."""
