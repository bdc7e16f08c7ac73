# SPDX-License-Identifier: GPL-3.0-or-later
"""A source of Catalog Sync: a text with one track a line, its title, a tab, its address."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import urljoin

from catalogsync_gui.core.addresses import host_of, origin_of, split, stem_of, without_userinfo
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaRef,
    MediaRequest,
    PlaylistRef,
    Source,
    TrackInfo,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.playlists.text import clean_text, decode_text
from catalogsync_gui.sources.base import Adapter, Option, Recognised, SourceKind, whole_number
from catalogsync_gui.sources.http import DocumentClient

PAGE = 500
MOST = 200_000
LONGEST_ADDRESS = 4000
_KEY = "tracks"
_SUFFIX = ".tracks"


class TrackList(Adapter):
    """One list, which is one playlist."""

    def __init__(self, source: Source, context: SourceContext) -> None:
        super().__init__(source, context)
        self._client = DocumentClient(
            source.location,
            proxy=context.proxy,
            ca_file=context.ca_file,
            allow_private=self.allow_private,
            credentials=self._credentials,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def media(self, ref: MediaRef) -> MediaRequest:
        """The token goes to the server of the list and to no other."""
        own = origin_of(ref.address) == origin_of(self.source.location)
        return MediaRequest(
            ref.address,
            headers=self._credentials() if own else {},
            own_host=host_of(self.source.location),
            allow_private=self.allow_private,
            ca_file=self.context.ca_file,
        )

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """The list's tracks, or one page saying that it is unchanged."""
        most = int(self.source.options.get("most", MOST))
        # The revision is whatever this adapter makes of it: the server's, and how it was read.
        read_with, _, etag = known.get(_KEY, "").partition(" ")
        same = {"If-None-Match": etag} if etag and read_with == str(most) else {}
        document = self._client.get(self.source.location, cancel, same)
        if document.unchanged:
            playlist = PlaylistRef(_KEY, self.source.name, known[_KEY])
            yield CatalogPage(playlist, unchanged=True)
            return
        entries = list(_entries(decode_text(document.data), document.address))[:most]
        etag = document.validators.get("If-None-Match", "")
        playlist = PlaylistRef(_KEY, stem_of(document.address), f"{most} {etag}")
        for start in range(0, max(1, len(entries)), PAGE):
            cancel.check()
            page = tuple(entries[start : start + PAGE])
            yield CatalogPage(playlist, page, start, last=start + PAGE >= len(entries))

    def _credentials(self) -> dict[str, str]:
        token = self.context.secret("token")
        return {"Authorization": f"Bearer {token}"} if token else {}


def _entries(text: str, base: str) -> Iterator[CatalogEntry]:
    for line in text.splitlines():
        title, tab, address = line.partition("\t")
        if not tab:
            continue
        info = TrackInfo(title=clean_text(title) or "")
        try:
            address = without_userinfo(urljoin(base, address.strip()))
        except ValueError:
            address = ""
        if split(address) is None or len(address) > LONGEST_ADDRESS:
            yield CatalogEntry(info.title, info, None, "its address is none of the web")
        else:
            yield CatalogEntry(address, info, MediaRef(address))


def _recognise(location: str) -> Recognised | None:
    parts = split(location)
    if parts is None:
        return None
    sure = PurePosixPath(parts.path).suffix == _SUFFIX
    return Recognised(location, stem_of(location)) if sure else None


KIND = SourceKind(
    name="tracklist",
    label="Track list",
    open=TrackList,
    recognise=_recognise,
    options={"most": Option("how many tracks to take from its top", whole_number(1, MOST))},
    secrets=("token",),
)
