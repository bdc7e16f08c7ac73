# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking with the Internet Archive: slowly, one request after the other.

It publishes no limits. What is kept here is what its own client does (jjjake/internetarchive,
session.py: three retries that respect Retry-After) and a pause between two requests.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    PlaylistUnreadable,
    SourceError,
    SourceGone,
    SourceUnreachable,
)
from catalogsync_gui.sources import archive_values as values
from catalogsync_gui.sources.archive_places import is_identifier
from catalogsync_gui.sources.http import Ask, DocumentClient

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between an answer and the next request."""

LONGEST_WAIT = 60.0
"""Seconds the Archive may ask to wait within a refresh; the next one comes soon enough."""

RETRIES = 3
_FIRST_WAIT = 2.0

_ANSWER_BYTES = 16_000_000
_SCRAPE_LEAST = 100
_SCRAPE_MOST = 10_000
_SOUND = "mediatype:(audio OR etree)"
_MEDIATYPES = {"audio", "etree"}
_FIELDS = "identifier,mediatype,oai_updatedate,item_size,publicdate"
_SORTS = {
    "newest": "publicdate desc",
    "oldest": "publicdate asc",
    "title": "titleSorter asc",
    "downloads": "downloads desc",
}
SORTS = tuple(_SORTS)

Wait = Callable[[StopToken, float], bool]
"""Waits so many seconds unless the token is set first; returns whether it is."""


def waiting(cancel: StopToken, duration: float) -> bool:
    """Waits in earnest."""
    return cancel.wait(duration)


@dataclass(frozen=True, slots=True)
class Member:
    """An item within a collection, a list or an answer to a search.

    :ivar stamp: changes when the item does; empty when nothing was said of it.
    """

    identifier: str
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Members:
    """The items of a collection, a list or an answer to a search.

    :ivar more: there are others besides.
    """

    items: tuple[Member, ...]
    title: str = ""
    more: bool = False


class ArchiveApi:
    """Requests for one source. Used by one thread at a time."""

    def __init__(self, origin: str, client: DocumentClient, wait: Wait = waiting) -> None:
        self._origin = origin
        self._client = client
        self._wait = wait
        self._answered = False

    def metadata(self, identifier: str, cancel: StopToken) -> Mapping[str, object]:
        """What the Archive tells of an item (``/metadata/{identifier}``).

        :raises SourceError: it cannot be had.
        :raises Interrupted: ``cancel`` was set.
        """
        return self._get(f"/metadata/{identifier}", cancel)

    def search(self, query: str, sort: str, most: int, cancel: StopToken) -> Members:
        """The recordings a query finds, by the interface that pages with a cursor.

        (``/services/search/v1/scrape``: 100 to 10,000 results an answer.)

        :param sort: one of SORTS.
        :param most: so many items are taken.
        :raises SourceError: it cannot be had.
        :raises Interrupted: ``cancel`` was set.
        """
        fields = {
            "q": f"({query}) AND {_SOUND}",
            "fields": _FIELDS,
            "sorts": _SORTS[sort],
            "count": str(min(max(most, _SCRAPE_LEAST), _SCRAPE_MOST)),
        }
        found: dict[str, Member] = {}
        cursors = {""}
        cursor = ""
        while True:
            answer = self._scraped(fields | ({"cursor": cursor} if cursor else {}), cancel)
            items = answer["items"]
            before = len(found)
            for member in _members(items):
                if member.identifier in found:
                    continue
                if len(found) == most:
                    return Members(tuple(found.values()), more=True)
                found[member.identifier] = member
            next_cursor = answer.get("cursor")
            cursor = next_cursor if isinstance(next_cursor, str) else ""
            if cursor and len(found) == most:
                return Members(tuple(found.values()), more=True)
            if cursor in cursors or len(found) == before:
                return Members(tuple(found.values()))
            cursors.add(cursor)

    def user_list(self, user: str, number: str, most: int, cancel: StopToken) -> Members:
        """An account's public list (``/services/users/@user/lists/number``).

        It may name items of every kind, and tells nothing of when they changed.

        :raises SourceError: it cannot be had.
        :raises Interrupted: ``cancel`` was set.
        """
        answer = self._get(f"/services/users/@{user}/lists/{number}", cancel)
        value = answer.get("value")
        named = value.get("members") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(named, list):
            raise SourceGone(
                f"the Internet Archive shows no list {number} of {user}; "
                "was it removed, or is it private?",
                kind="list",
            )
        words = [one.get("identifier") if isinstance(one, dict) else one for one in named]
        known = dict.fromkeys(w for w in words if isinstance(w, str) and is_identifier(w))
        items = tuple(Member(identifier) for identifier in known)
        return Members(
            items[:most], title=values.first(value.get("list_name")), more=len(items) > most
        )

    def _scraped(self, fields: Mapping[str, str], cancel: StopToken) -> Mapping[str, object]:
        try:
            answer = self._get(f"/services/search/v1/scrape?{urlencode(fields)}", cancel)
        except SourceError as error:
            if error.kind != "http_400":
                raise
            answer = {}
        if not isinstance(answer.get("items"), list):
            said = values.first(answer.get("error"))
            raise PlaylistUnreadable(
                "the Internet Archive does not answer the search"
                + (f" (it says: {said})" if said else "")
                + "; try the same words on its search page",
                kind="search",
            )
        return answer

    def _get(self, path: str, cancel: StopToken) -> Mapping[str, object]:
        return _json(self.fetch(f"{self._origin}{path}", _ANSWER_BYTES, cancel), path)

    def fetch(self, address: str, most: int, cancel: StopToken) -> bytes:
        """A document of at most so many bytes, with a pause before it; patient as all requests are.

        :raises SourceError: it cannot be had.
        :raises Interrupted: ``cancel`` was set.
        """
        for tried in range(RETRIES + 1):
            if self._answered and not tried:
                self._rest(PAUSE, cancel)
            cancel.check()
            try:
                document = self._client.get(address, cancel, ask=Ask(most=most))
            except SourceUnreachable as error:
                wait = self._wait_for(error, tried)
                if wait is None:
                    raise
                log.info("the Internet Archive is busy; asking again in %.0f s", wait)
                self._rest(wait, cancel)
            else:
                self._answered = True
                return document.data
        raise AssertionError("the last try returns or raises")

    def _wait_for(self, error: SourceUnreachable, tried: int) -> float | None:
        """Seconds until the next try; None when there shall be none."""
        if tried == RETRIES or error.kind != SourceUnreachable.kind:
            return None
        if error.retry_after is not None:
            return error.retry_after if error.retry_after <= LONGEST_WAIT else None
        # Who has answered before will do so again; who has not may as well be asked next time.
        return _FIRST_WAIT * 2**tried if self._answered else None

    def _rest(self, duration: float, cancel: StopToken) -> None:
        self._wait(cancel, duration)
        cancel.check()


def _json(data: bytes, path: str) -> Mapping[str, object]:
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        answer = None
    if answer == []:
        answer = {}  # PHP's way to write an empty object
    if not isinstance(answer, dict):
        raise PlaylistUnreadable(
            f"the Internet Archive's answer at {path.partition('?')[0]} cannot be read; "
            "it is asked again at the next sync",
            kind="answer",
        )
    return answer


def _members(items: object) -> list[Member]:
    found = []
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        kinds = values.texts(item.get("mediatype"))
        identifier = values.first(item.get("identifier"))
        if is_identifier(identifier) and (not kinds or _MEDIATYPES & set(kinds)):
            updates = max(values.texts(item.get("oai_updatedate")), default="")
            others = (values.first(item.get(name)) for name in ("item_size", "publicdate"))
            found.append(Member(identifier, " ".join([updates, *others]).strip()))
    return found
