# SPDX-License-Identifier: GPL-3.0-or-later
"""Which adapter reads which kind of source."""

from collections.abc import Callable

from catalogsync_gui.core.errors import SourceError
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.sources.playlist_files import PlaylistFiles

_ADAPTERS: dict[str, Callable[[Source, SourceContext], CatalogSource]] = {
    "playlist": PlaylistFiles,
}


def kinds() -> tuple[str, ...]:
    """The kinds of source there are adapters for."""
    return tuple(_ADAPTERS)


def open_source(source: Source, context: SourceContext) -> CatalogSource:
    """An adapter for a source, for the calling thread alone.

    :raises SourceError: nothing reads that kind.
    """
    adapter = _ADAPTERS.get(source.kind)
    if adapter is None:
        raise SourceError(
            f"sources of the kind {source.kind!r} cannot be read by this version", kind="no_adapter"
        )
    return adapter(source, context)
