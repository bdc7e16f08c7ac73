# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening podcasts, and what they answer."""

from collections.abc import Mapping

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import CatalogEntry, CatalogPage, Source
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.sources.podcast import Podcast


class Opened:
    """Opens feeds, and keeps what they tell the application."""

    def __init__(self) -> None:
        self.moves: list[str] = []
        self.memory: dict[str, str] = {}
        self._sources: list[Podcast] = []

    def __call__(
        self,
        location: str,
        *,
        secrets: Mapping[str, str] | None = None,
        memory: Mapping[str, str] | None = None,
        **options: str,
    ) -> Podcast:
        source = Podcast(
            Source(1, "podcast", "Mine", location, options, memory=memory or {}),
            SourceContext(
                secret=(secrets or {}).get, remember=self.memory.update, moved=self.moves.append
            ),
        )
        self._sources.append(source)
        return source

    def close(self) -> None:
        for source in self._sources:
            source.close()


def pages(source: Podcast, known: Mapping[str, str] | None = None) -> list[CatalogPage]:
    return list(source.pages(known or {}, StopToken()))


def entries(source: Podcast) -> list[CatalogEntry]:
    found = pages(source)
    assert [page.last for page in found] == [False] * (len(found) - 1) + [True]
    return [entry for page in found for entry in page.entries]


def titles(source: Podcast) -> list[str]:
    return [entry.info.title for entry in entries(source)]


def known_of(found: list[CatalogPage]) -> dict[str, str]:
    return {found[-1].playlist.key: found[-1].playlist.revision}
