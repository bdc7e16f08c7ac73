# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can have done to the catalogue and the library, window and command line alike.

Plain functions that block on files and the database: they run on the desk thread of an engine, or
on a desk of a command that holds the profile's lock.
"""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CannotRun,
    CatalogSyncError,
    UnknownThing,
    UsageError,
)
from catalogsync_gui.core.models import HAS_SECRETS, UNNAMED
from catalogsync_gui.core.settings import Settings, with_text
from catalogsync_gui.core.veils import SECRET_NAME
from catalogsync_gui.engine.address_secrets import veil_for, whole_location
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.previewing import Gained
from catalogsync_gui.engine.subscribing import AddRequest, subscription, warnings_for
from catalogsync_gui.media.asking import ask_within
from catalogsync_gui.media.volume import Library, open_library
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.opml import Outline
from catalogsync_gui.store.shelves import Turn
from catalogsync_gui.store.store import Store

_PATIENCE = 10.0
"""Seconds in which a library has to answer: everything else that the desk is asked for waits."""

FEED_KIND = "podcast"
"""The kind of source that a list of feeds names."""


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
    veil, tokens = veil_for(desk.store, desk.secrets, wanted.kind, wanted.location, warn)
    if tokens:
        secrets[SECRET_NAME] = tokens
    source = desk.store.catalogue.add_source(
        wanted.kind, wanted.name, veil.cover(wanted.location), wanted.options, desk.clock.now()
    )
    # Noted before the secrets are there: without the note nobody asks for them.
    memory = {name: veil.cover(fact) for name, fact in gained.memory.items()}
    memory |= HAS_SECRETS if secrets else {}
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


def subscribed_feeds(store: Store, secrets: SecretStore) -> frozenset[str]:
    """The addresses of all podcasts."""
    return frozenset(
        whole_location(secrets, row.source)
        for row in store.catalogue.sources()
        if row.source.kind == FEED_KIND
    )


def find_source(desk: Desk, word: str) -> int:
    """The id of the source a person means by its id or its name.

    :raises UnknownThing: no source is called that, or several are.
    """
    rows = [row.source for row in desk.store.catalogue.sources()]
    named = [source.id for source in rows if source.name == word]
    if not named:  # typed as one remembers it; what is written exactly so comes first
        named = [source.id for source in rows if source.name.casefold() == word.casefold()]
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


def retry(desk: Desk, items: Sequence[int] | None) -> int:
    """Puts failed items back to pending: those named, or all; returns how many.

    :raises UnknownThing: one of those named does not exist, or has nothing to be tried again.
    """
    if items is None:
        return desk.store.items.retry(None, desk.clock.now())
    count = desk.store.queue.again(items).count
    if count < len(set(items)):
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


def mark_playlists(desk: Desk, playlists: tuple[int, ...] | None) -> tuple[int, ...]:
    """Marks playlists as to be written again, or all; returns their ids."""
    wanted = playlists
    if wanted is None:
        wanted = desk.store.catalogue.playlist_ids(desk.store.catalogue.source_ids())
    desk.store.exports.mark(wanted)
    return wanted


def with_setting(desk: Desk, name: str, text: str) -> Settings:
    """The settings with one of them set from its text; the caller saves them.

    :raises SettingError: there is no such setting, or it cannot take the value.
    """
    return with_text(desk.settings, name, text)


def current_library(desk: Desk) -> Library:
    """The library, for reading, renaming and deleting: they need no free space, so no reserve.

    :raises CannotRun: none is set, it is offline or does not answer, or the database still speaks
        of another one.
    """
    library = open_library(desk.settings.library, desk.settings.library_id, 0)
    if desk.store.shelves.current() not in (None, library.identity):
        raise CannotRun(
            "another library was set while a sync is running; wait for the sync's end",
            kind="library_changed",
        )
    ask_within(_PATIENCE, f"the library {library.root}", library.check_marker, StopToken())
    return library
