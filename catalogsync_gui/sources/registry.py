# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of source there are: the built-in ones and those of plug-ins."""

import threading
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint
from types import MappingProxyType

from catalogsync_gui.core.errors import SourceError
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.sources import (
    archive,
    jellyfin,
    playlist_files,
    plug_ins,
    podcast,
    subsonic,
)
from catalogsync_gui.sources.base import Recognised, SourceKind, unfolded
from catalogsync_gui.sources.plug_ins import LeftOut, PlugIn, PlugIns

_BUILT_IN: tuple[SourceKind, ...] = (
    archive.KIND,
    jellyfin.KIND,
    subsonic.KIND,
    podcast.KIND,
    playlist_files.KIND,
)
"""In the order in which they are asked whether they know a location. A playlist may be at any
address, so it is asked last, after the plug-ins."""

_MEMORY = "plug-in"
"""Under which fact a source remembers the distribution that reads it."""


class Registry:
    """All kinds. Safe from every thread; imports the plug-ins when it is first asked anything."""

    def __init__(
        self,
        built_in: tuple[SourceKind, ...] = _BUILT_IN,
        find: Callable[[], Iterable[EntryPoint]] = plug_ins.installed,
    ) -> None:
        self._built_in = built_in
        self._find = find
        self._lock = threading.RLock()
        self._found: PlugIns | None = None

    def kinds(self) -> Mapping[str, SourceKind]:
        """All kinds by name: the built-in ones, then those of plug-ins."""
        brought = [kind for kind, _ in self._plug_ins().kinds]
        return MappingProxyType({kind.name: kind for kind in (*self._built_in, *brought)})

    def plug_in(self, name: str) -> PlugIn | None:
        """Where a kind comes from; None when it is built in or not there."""
        for kind, origin in self._plug_ins().kinds:
            if kind.name == name:
                return origin
        return None

    def left_out(self) -> tuple[LeftOut, ...]:
        """The plug-ins that are installed and cannot be used."""
        return self._plug_ins().left_out

    def open_source(self, source: Source, context: SourceContext) -> CatalogSource:
        """An adapter for a source, for the calling thread alone.

        A source that a plug-in reads remembers which, so that it can be named when it is gone.

        :raises SourceError: nothing reads that kind.
        """
        kind = self.kinds().get(source.kind)
        if kind is None:
            raise SourceError(self._missing(source), kind="no_adapter")
        origin = self.plug_in(source.kind)
        if origin is not None and source.memory.get(_MEMORY) != origin.distribution:
            context.remember({_MEMORY: origin.distribution})
        return kind.open(source, context)

    def own_scheme(self, location: str) -> tuple[str, SourceKind | None]:
        """An address with a scheme that only one kind has, as the address meant, and that kind."""
        for kind in self.kinds().values():
            address = unfolded(location, kind.schemes)
            if address != location:
                return address, kind
        return location, None

    def recognise(self, location: str) -> list[tuple[SourceKind, Recognised]]:
        """The kinds a location may be of, the likeliest first; only one where that is sure.

        :param location: an http(s) address without userinfo, or an absolute path.
        """
        found: list[tuple[SourceKind, Recognised]] = []
        brought = [kind for kind, _ in self._plug_ins().kinds]
        for kind in (*self._built_in[:-1], *brought, *self._built_in[-1:]):
            what = kind.recognise(location)
            if what is not None and what.sure:
                return [(kind, what)]
            if what is not None:
                found.append((kind, what))
        return found

    def _plug_ins(self) -> PlugIns:
        with self._lock:
            if self._found is None:
                # A plug-in that asks for the kinds while it is imported sees the built-in ones.
                self._found = PlugIns()
                self._found = plug_ins.load([kind.name for kind in self._built_in], self._find)
            return self._found

    def _missing(self, source: Source) -> str:
        what = f"the source is of the kind {source.kind!r}, "
        brought_by = source.memory.get(_MEMORY)
        if not brought_by:
            return (
                f"{what}which nothing here reads; install the plug-in that brings this kind or a "
                "newer Catalog Sync, or remove the source"
            )
        for left in self.left_out():
            if left.plug_in.distribution == brought_by:
                return (
                    f"{what}and {left}; install a version of {brought_by} that works, or remove "
                    "the source"
                )
        return (
            f"{what}which the plug-in {brought_by} read and does no more; install {brought_by} "
            "where Catalog Sync is installed, or remove the source"
        )


_registry = Registry()
kinds = _registry.kinds
plug_in = _registry.plug_in
left_out = _registry.left_out
own_scheme = _registry.own_scheme
open_source = _registry.open_source
recognise = _registry.recognise


def most_per_host(kind: str) -> int | None:
    """The limit of a built-in kind; plug-ins are not loaded for that, as a job begins with it."""
    return next((known.most_per_host for known in _BUILT_IN if known.name == kind), None)
