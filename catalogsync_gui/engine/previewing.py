# SPDX-License-Identifier: GPL-3.0-or-later
"""What a source would bring, before it is subscribed to; at once a test of the connection.

Blocks on the network, and stores nothing. Runs in any thread but the main one.
"""

import contextlib
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, SourceUnreachable
from catalogsync_gui.core.models import CatalogEntry, CatalogPage, Source
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.veils import exposed
from catalogsync_gui.engine.recognising import recognised
from catalogsync_gui.engine.subscribing import AddRequest, Subscription, subscription, warnings_for
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.detecting import FeedList

MOST_ENTRIES = 500
MOST_PLAYLISTS = 20
MOST_SECONDS = 30.0
"""A preview ends at whichever comes first: it is a first page, not the catalogue."""

SHOWN_TRACKS = 50


@dataclass(frozen=True, slots=True)
class PreviewPlaylist:
    """A playlist. :ivar complete: ``entries`` are all it has, else there are at least so many."""

    title: str
    entries: int
    complete: bool


@dataclass(frozen=True, slots=True)
class PreviewTrack:
    """A track. :ivar duration: seconds, or None."""

    title: str
    artist: str
    album: str
    duration: float | None


@dataclass(frozen=True, slots=True)
class Gained:
    """What the adapter got from its server and would otherwise have to get again.

    :ivar secrets: by name, such as the access token that a login brought.
    :ivar memory: facts for :attr:`core.models.Source.memory`.
    """

    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    memory: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a catalogue.

    :ivar request: with its kind and its location as they were found.
    :ivar label: what a person calls the kind.
    :ivar name: what the source would be called: as asked for, or as the catalogue calls itself.
    :ivar tracks: the first SHOWN_TRACKS entries.
    :ivar entries: how many were read.
    :ivar complete: that is the whole catalogue; else there are at least so many.
    :ivar without_address: how many of ``entries`` cannot be fetched.
    :ivar warnings: what a person should know before subscribing.
    """

    request: AddRequest
    kind: str
    label: str
    name: str
    location: str
    playlists: tuple[PreviewPlaylist, ...]
    tracks: tuple[PreviewTrack, ...]
    entries: int
    complete: bool
    without_address: int
    warnings: tuple[str, ...]
    gained: Gained = field(default_factory=Gained)


def preview(
    request: AddRequest,
    settings: Settings,
    cancel: StopToken,
    *,
    open_source: Callable[[Source, SourceContext], CatalogSource] = registry.open_source,
    now: Callable[[], float] = lambda: 0.0,
    seconds: float = MOST_SECONDS,
) -> Preview | FeedList:
    """Reads the beginning of what is asked for, with the credentials of the request alone.

    :param now: seconds since the epoch.
    :param seconds: after so many it ends with what there is.
    :raises UsageError: the request is wrong.
    :raises SourceError: the source cannot be read, and why.
    :raises Interrupted: ``cancel`` was set.
    """
    if request.secret is not None:
        redactor.hide(request.secret[1])
    for token in exposed(request.location):
        redactor.hide(token)
    found = recognised(request, settings, cancel)
    if isinstance(found, FeedList):
        return found
    wanted = subscription(found)
    memory: dict[str, str] = {}
    secrets = _Secrets(wanted.secret)
    context = SourceContext(
        proxy=settings.proxy,
        ca_file=wanted.options.get("ca_file", ""),
        secret=secrets.get,
        keep_secret=secrets.keep,
        remember=memory.update,
        now=now,
    )
    source = Source(0, wanted.kind, wanted.name, wanted.location, wanted.options)
    reading = _Reading()
    adapter = open_source(source, context)
    try:
        _read(adapter, reading, cancel, seconds, wanted.location)
    finally:
        adapter.close()
    return _told(found, wanted, reading, Gained(secrets.gained, memory))


class _Secrets:
    """The request's own secret, and those that the adapter gains."""

    def __init__(self, own: tuple[str, str] | None) -> None:
        self._own = dict([own] if own else [])
        self.gained: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.gained.get(name) or self._own.get(name)

    def keep(self, name: str, secret: str) -> None:
        if secret:
            redactor.hide(secret)
            self.gained[name] = secret
        else:
            self.gained.pop(name, None)
            self._own.pop(name, None)


class _Reading:
    """What came so far."""

    def __init__(self) -> None:
        self.playlists: dict[str, PreviewPlaylist] = {}
        self.tracks: list[PreviewTrack] = []
        self.entries = 0
        self.without_address = 0
        self.complete = False

    @property
    def enough(self) -> bool:
        return self.entries >= MOST_ENTRIES or len(self.playlists) >= MOST_PLAYLISTS

    def take(self, page: CatalogPage) -> None:
        before = self.playlists.get(page.playlist.key)
        entries = (before.entries if before else 0) + len(page.entries)
        self.playlists[page.playlist.key] = PreviewPlaylist(page.playlist.title, entries, page.last)
        self.entries += len(page.entries)
        self.without_address += sum(entry.media is None for entry in page.entries)
        room = SHOWN_TRACKS - len(self.tracks)
        self.tracks += map(_track, page.entries[:room])


def _track(entry: CatalogEntry) -> PreviewTrack:
    info = entry.info
    return PreviewTrack(info.title, ", ".join(info.artists), info.album, info.duration)


def _read(
    adapter: CatalogSource, reading: _Reading, cancel: StopToken, seconds: float, location: str
) -> None:
    stop = StopToken()
    unsubscribe = cancel.subscribe(stop.set)
    timer = threading.Timer(seconds, stop.set)
    timer.daemon = True
    timer.start()
    try:
        pages = adapter.pages({}, stop)
        with contextlib.ExitStack() as stack:
            close = getattr(pages, "close", None)
            if close is not None:
                stack.callback(close)
            for page in pages:
                reading.take(page)
                if reading.enough:
                    return
            reading.complete = True
    except Interrupted:
        cancel.check()
        if not reading.playlists:
            raise SourceUnreachable(
                f"{shown(location)} answers, but nothing of its catalogue came within "
                f"{seconds:.0f} s; it may still be added",
                kind="slow",
            ) from None
    finally:
        timer.cancel()
        unsubscribe()


def _told(request: AddRequest, wanted: Subscription, reading: _Reading, gained: Gained) -> Preview:
    kind = registry.kinds()[wanted.kind]
    name = wanted.name
    # A server of which one playlist was enough for a first page may have many more.
    whole = reading.complete or not kind.is_server
    if not request.name and whole and len(reading.playlists) == 1:
        (only,) = reading.playlists.values()
        name = only.title or name
    return Preview(
        request=request,
        kind=kind.name,
        label=kind.label,
        name=name,
        location=wanted.location,
        playlists=tuple(reading.playlists.values()),
        tracks=tuple(reading.tracks),
        entries=reading.entries,
        complete=reading.complete,
        without_address=reading.without_address,
        warnings=(*warnings_for(wanted), *_warnings(reading)),
        gained=gained,
    )


def _warnings(reading: _Reading) -> Iterable[str]:
    if not reading.playlists:
        yield "there is no playlist in it"
    elif not reading.entries:
        yield "there is no track in it"
    elif reading.without_address == reading.entries:
        yield "none of its tracks has an address, so nothing could be downloaded"
