# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of source that other distributions bring, as entry points of the group ``GROUP``.

An entry point names a :class:`~catalogsync_gui.sources.base.SourceKind` in a module of its
distribution (https://packaging.python.org/specifications/entry-points/). What cannot be used is
left out with one warning, and the program goes on without it.

A frozen build (PyInstaller) has only what was put into it: a plug-in is found there if the spec
names its module in ``hiddenimports`` and adds ``copy_metadata()`` of its distribution to ``datas``
(https://pyinstaller.org/en/stable/hooks.html, "PyInstaller.utils.hooks").
"""

import logging
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from catalogsync_gui.sources.base import Option, Recognised, SourceKind

GROUP = "catalogsync_gui.sources"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_SECRETS = frozenset({"password", "token", "session"})
_SCHEMES = frozenset({"http", "https", "file"})
"""Everybody's: a kind that took one over would get every address."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlugIn:
    """The distribution that a kind comes from, as its metadata names it."""

    distribution: str
    version: str

    def __str__(self) -> str:
        return f"{self.distribution} {self.version}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A plug-in that is installed and cannot be used, and why, in words."""

    plug_in: PlugIn
    reason: str

    def __str__(self) -> str:
        return f"the plug-in {self.plug_in} is left out: {self.reason}"


@dataclass(frozen=True, slots=True)
class PlugIns:
    """What was found, in the order of the distributions' names."""

    kinds: tuple[tuple[SourceKind, PlugIn], ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def installed() -> Iterable[EntryPoint]:
    """The entry points of all distributions on the module search path."""
    return entry_points(group=GROUP)


def load(built_in: Collection[str], find: Callable[[], Iterable[EntryPoint]]) -> PlugIns:
    """Imports all plug-ins. Raises nothing that one of them raises.

    :param built_in: names that no plug-in may take.
    """
    try:
        found = sorted(((_origin(entry), entry) for entry in find()), key=_order)
    except Exception:
        _log.warning("plug-ins cannot be looked for", exc_info=True)
        return PlugIns()
    taken = dict.fromkeys(built_in, "Catalog Sync itself")
    kinds: list[tuple[SourceKind, PlugIn]] = []
    left_out: list[LeftOut] = []
    for origin, entry in found:
        kind, reason = _kind(entry)
        if kind is not None and kind.name in taken:
            reason = f"it names its kind {kind.name!r}, as {taken[kind.name]} does"
        if kind is None or reason:
            left_out.append(LeftOut(origin, reason))
            _log.warning("%s", left_out[-1])
            continue
        taken[kind.name] = f"the plug-in {origin}"
        kinds.append((_careful(kind, origin), origin))
    return PlugIns(tuple(kinds), tuple(left_out))


def _order(found: tuple[PlugIn, EntryPoint]) -> tuple[str, str]:
    return found[0].distribution, found[1].name


def _origin(entry: EntryPoint) -> PlugIn:
    metadata = entry.dist.metadata if entry.dist is not None else None
    name, version = (
        metadata[field] if metadata is not None and field in metadata else ""
        for field in ("Name", "Version")
    )
    return PlugIn(name or "without a name", version or "of no version")


def _kind(entry: EntryPoint) -> tuple[SourceKind | None, str]:
    """The kind an entry point leads to, or why there is none."""
    try:
        kind = entry.load()
    # A module may also call sys.exit when it misses something.
    except (Exception, SystemExit) as error:
        return None, f"{entry.value} cannot be imported ({type(error).__name__}: {error})"
    if not isinstance(kind, SourceKind):
        return None, f"{entry.value} is a {type(kind).__name__} and no SourceKind"
    flaw = _flaw(kind)
    return (None, f"its SourceKind {flaw}") if flaw else (kind, "")


def _flaw(kind: Any) -> str:
    """What is wrong with a description that nobody's type checker may have seen."""
    if not isinstance(kind.name, str) or not _NAME.fullmatch(kind.name):
        return "has no name of lower-case letters, digits and hyphens"
    if not isinstance(kind.label, str) or not kind.label.strip():
        return "has no label"
    if not all(callable(part) for part in (kind.open, kind.recognise, kind.detect)):
        return "has something in open, recognise or detect that cannot be called"
    if not isinstance(kind.options, Mapping) or not all(
        isinstance(name, str) and isinstance(option, Option)
        for name, option in kind.options.items()
    ):
        return "has options that are no mapping of names to Option"
    if not isinstance(kind.schemes, Mapping) or not all(
        isinstance(scheme, str)
        and scheme not in _SCHEMES
        and isinstance(plain, str)
        and (plain in ("http", "https") or plain.startswith(("http://", "https://")))
        for scheme, plain in kind.schemes.items()
    ):
        return "has schemes that are not its own, or that stand for neither http nor https"
    if not isinstance(kind.secrets, tuple) or not _SECRETS.issuperset(kind.secrets):
        return f"asks for other secrets than {', '.join(sorted(_SECRETS))}"
    return ""


def _careful(kind: SourceKind, origin: PlugIn) -> SourceKind:
    """The kind, its mistakes about a location kept from everybody else's locations.

    Locations may hold tokens, and so may the words of a foreign error: neither is logged.
    """

    def recognise(location: str) -> Recognised | None:
        try:
            what = kind.recognise(location)
        except Exception as error:
            _log.warning("the plug-in %s failed at a location: %s", origin, type(error).__name__)
            return None
        return what if isinstance(what, Recognised) else None

    def detect(address: str, content_type: str, data: bytes) -> bool:
        try:
            return bool(kind.detect(address, content_type, data))
        except Exception as error:
            _log.warning("the plug-in %s failed at a document: %s", origin, type(error).__name__)
            return False

    return replace(kind, recognise=recognise, detect=detect)
