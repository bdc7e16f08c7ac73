# SPDX-License-Identifier: GPL-3.0-or-later
"""A subscription to a fake Jellyfin server, for the tests of its adapter."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import CatalogEntry, CatalogPage, Source
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.sources.jellyfin import Jellyfin
from tests.unit.sources.fake_jellyfin import FakeJellyfin

KEY = "api key/ü"


class Subscription:
    """A source with its memory and secrets, as they stay from one opening to the next."""

    def __init__(self, fake: FakeJellyfin, **options: str) -> None:
        self.fake = fake
        self.options = options
        self.memory: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        self.adapters: list[Jellyfin] = []

    def open(self) -> Jellyfin:
        context = SourceContext(
            secret=self.secrets.get,
            keep_secret=self.secrets.__setitem__,
            remember=self.memory.update,
        )
        source = Source(1, "jellyfin", "Mine", self.fake.base, self.options, memory=self.memory)
        adapter = Jellyfin(source, context)
        self.adapters.append(adapter)
        return adapter

    def close(self) -> None:
        for adapter in self.adapters:
            adapter.close()

    def pages(self, known: Mapping[str, str] | None = None) -> list[CatalogPage]:
        return list(self.open().pages(known or {}, StopToken()))

    def entries(self) -> list[CatalogEntry]:
        return [entry for page in self.pages() for entry in page.entries]


Subscribe = Callable[..., Subscription]


@contextmanager
def subscribing(fake: FakeJellyfin) -> Iterator[Subscribe]:
    """Makes subscriptions by API key, for ann."""
    made: list[Subscription] = []

    def make(**options: str) -> Subscription:
        fake.keys.add(KEY)
        subscription = Subscription(fake, **{"user": "ann", **options})
        subscription.secrets["token"] = KEY
        made.append(subscription)
        return subscription

    yield make
    for subscription in made:
        subscription.close()
