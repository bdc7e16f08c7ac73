# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the Internet Archive share: a far end, and sources whose waits pass at once."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import (
    CatalogPage,
    Source,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.sources.archive import Archive
from tests.unit.sources.archive_answers import (
    collection,
    found,
    plain,
    put_item,
    search_path,
)
from tests.unit.sources.web import Web, serving

REMEMBERED = {"collection": "All of it"}
SEARCH = search_path("collection:(all)")


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@dataclass(slots=True)
class Desk:
    """Opens sources whose waits pass at once, and keeps what was waited for and noted."""

    waits: list[float] = field(default_factory=list)
    memory: dict[str, str] = field(default_factory=dict)
    now: float = 0.0
    on_wait: Callable[[StopToken, float], object] = lambda _cancel, _duration: None
    opened: list[Archive] = field(default_factory=list)

    def open(
        self, location: str, memory: Mapping[str, str] | None = None, **options: str
    ) -> Archive:
        source = Archive(
            Source(1, "archive", "Mine", location, options, memory=memory or {}),
            SourceContext(remember=self.memory.update, now=lambda: self.now),
            wait=self.wait,
        )
        self.opened.append(source)
        return source

    def wait(self, cancel: StopToken, duration: float) -> bool:
        self.waits.append(duration)
        self.on_wait(cancel, duration)
        return cancel.is_set()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    for source in desk.opened:
        source.close()


def pages(source: Archive, known: Mapping[str, str] | None = None) -> list[CatalogPage]:
    return list(source.pages(known or {}, StopToken()))


def revisions(found: list[CatalogPage]) -> dict[str, str]:
    return {page.playlist.key: page.playlist.revision for page in found if page.last}


def keys(found: list[CatalogPage]) -> list[str]:
    return [entry.key for page in found for entry in page.entries]


def put_collection(web: Web, *identifiers: str, stamp: str = "1") -> str:
    """A collection "all" of items with two tracks each; gives its address."""
    web.put("/metadata/all", json.dumps(collection("all", "All of it")))
    web.put(SEARCH, json.dumps(found(*identifiers, stamp=stamp)))
    for identifier in identifiers:
        put_item(web, plain(identifier))
    return web.url("/details/all")
