# SPDX-License-Identifier: GPL-3.0-or-later
"""What the core asks of the outside: a clock, an ear for events, a catalogue."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.events import Event
from catalogsync_gui.core.models import (
    CatalogPage,
    MediaAnswer,
    MediaRef,
    MediaRequest,
    SidecarRef,
)

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
    """What an adapter may use. All of it is safe from every thread and may block on the disk.

    :ivar proxy: proxy address for http and https, or empty.
    :ivar secret: reads a secret of this source by name (``password``, ``token``, ``session``),
        None if unset.
    :ivar ca_file: the source's own CA file, or empty.
    :ivar keep_secret: stores a secret of this source: an access token got by logging in
        (``session``). Empty text removes it. ``secret`` reads it from the next opening on.
    :ivar remember: adds to what :attr:`Source.memory` holds at the next opening; no secrets.
    :ivar moved: the catalogue lives at another address for good (a chain of permanent redirects,
        a feed that says so).
    :ivar now: seconds since the epoch.
    """

    proxy: str = ""
    ca_file: str = ""
    secret: Callable[[str], str | None] = field(default=lambda _name: None)
    keep_secret: Callable[[str, str], None] = field(default=lambda _name, _secret: None)
    remember: Callable[[Mapping[str, str]], None] = field(default=lambda _facts: None)
    moved: Callable[[str], None] = field(default=lambda _address: None)
    now: Callable[[], float] = field(default=lambda: 0.0)


class CatalogSource(Protocol):
    """One subscription's catalogue. Used by one thread at a time; holds its own connections."""

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The catalogue, page by page (about 500 entries), playlist after playlist.

        Playlists that are known and are not among the pages count as removed at the source, once
        the iteration has come to its end. One that is unchanged is still named, by its page.

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

    def refused(self, ref: MediaRef, answer: MediaAnswer) -> MediaRequest | None:
        """What to ask for instead, when a request of :meth:`media` was not answered by audio.

        Called by the worker thread at an error status and at a document in place of audio, at most
        twice for an attempt. None when there is nothing to add to what HTTP says.

        :raises CatalogSyncError: the adapter knows better why the server refused. Which error it
            is decides whether the item is tried again.
        """

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        """A small file's content; None when the server has none. Worker and source threads.

        :raises SourceError: it could not be had.
        :raises Interrupted: soon after ``cancel`` is set.
        """

    def close(self) -> None:
        """Gives connections back. No other call follows."""
