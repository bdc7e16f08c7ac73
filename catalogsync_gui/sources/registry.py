# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of source there are."""

from collections.abc import Mapping

from catalogsync_gui.core.errors import SourceError
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.sources import archive, jellyfin, playlist_files, podcast, subsonic
from catalogsync_gui.sources.base import Recognised, SourceKind, unfolded

_BUILT_IN: tuple[SourceKind, ...] = (
    archive.KIND,
    jellyfin.KIND,
    subsonic.KIND,
    podcast.KIND,
    playlist_files.KIND,
)
"""In the order in which they are asked whether they know a location. A playlist may be at any
address, so it is asked last."""


def kinds() -> Mapping[str, SourceKind]:
    """All kinds by name."""
    return {kind.name: kind for kind in _BUILT_IN}


def open_source(source: Source, context: SourceContext) -> CatalogSource:
    """An adapter for a source, for the calling thread alone.

    :raises SourceError: nothing reads that kind.
    """
    kind = kinds().get(source.kind)
    if kind is None:
        raise SourceError(
            f"sources of the kind {source.kind!r} cannot be read by this version", kind="no_adapter"
        )
    return kind.open(source, context)


def own_scheme(location: str) -> tuple[str, SourceKind | None]:
    """An address with a scheme that only one kind has, as the address meant, and that kind."""
    for kind in kinds().values():
        address = unfolded(location, kind.schemes)
        if address != location:
            return address, kind
    return location, None


def recognise(location: str) -> list[tuple[SourceKind, Recognised]]:
    """The kinds a location may be of, the likeliest first; only one where that is sure.

    :param location: an http(s) address without userinfo, or an absolute path.
    """
    found: list[tuple[SourceKind, Recognised]] = []
    for kind in kinds().values():
        what = kind.recognise(location)
        if what is not None and what.sure:
            return [(kind, what)]
        if what is not None:
            found.append((kind, what))
    return found
