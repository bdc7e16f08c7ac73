# SPDX-License-Identifier: GPL-3.0-or-later
"""A source whose address holds a token: the adapter sees it, the database does not."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaAnswer,
    MediaRef,
    MediaRequest,
    SidecarRef,
)
from catalogsync_gui.core.ports import CatalogSource
from catalogsync_gui.core.veils import Veil


class Veiled:
    """A ``CatalogSource`` around another: what comes out is covered, what goes in is lifted.

    Feeds repeat the token in the addresses of their episodes, and adapters in what they note of a
    playlist. Titles are no addresses: what they hold of it is gone.
    """

    def __init__(self, adapter: CatalogSource, veil: Veil) -> None:
        self._adapter = adapter
        self._veil = veil

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The adapter's pages, covered."""
        lift = self._veil.lift
        whole = {lift(key): lift(revision) for key, revision in known.items()}
        for page in self._adapter.pages(whole, cancel):
            yield self._page(page) if self._veil.active else page

    def media(self, ref: MediaRef) -> MediaRequest:
        """As the adapter."""
        return self._adapter.media(self._whole(ref))

    def refused(self, ref: MediaRef, answer: MediaAnswer) -> MediaRequest | None:
        """As the adapter."""
        return self._adapter.refused(self._whole(ref), answer)

    def sidecar(self, ref: SidecarRef, cancel: StopToken) -> bytes | None:
        """As the adapter."""
        whole = replace(ref, address=self._veil.lift(ref.address))
        return self._adapter.sidecar(whole, cancel)

    def close(self) -> None:
        """As the adapter."""
        self._adapter.close()

    def _whole(self, ref: MediaRef) -> MediaRef:
        return replace(ref, address=self._veil.lift(ref.address))

    def _page(self, page: CatalogPage) -> CatalogPage:
        cover = self._veil.cover
        listed = page.playlist
        playlist = replace(
            listed,
            key=cover(listed.key),
            title=self._veil.hide(listed.title),
            revision=cover(listed.revision),
        )
        return replace(page, playlist=playlist, entries=tuple(map(self._entry, page.entries)))

    def _entry(self, entry: CatalogEntry) -> CatalogEntry:
        cover = self._veil.cover
        media = entry.media
        return replace(
            entry,
            key=cover(entry.key),
            info=self._veil.hide(entry.info),
            media=media and replace(media, address=cover(media.address)),
            reason=self._veil.hide(entry.reason),
            sidecars=tuple(replace(one, address=cover(one.address)) for one in entry.sidecars),
        )
