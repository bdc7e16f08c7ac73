# SPDX-License-Identifier: GPL-3.0-or-later
"""From a catalogue's entries and what is known of them to the work there is to do. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogsync_gui.core.addresses import host_of
from catalogsync_gui.core.models import (
    CatalogEntry,
    MediaRef,
    SidecarRef,
    TrackInfo,
)
from catalogsync_gui.core.states import ItemState


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item to be created, or whose address changed."""

    key: str
    info: TrackInfo
    media: MediaRef | None
    host: str
    reason: str = ""
    sidecars: tuple[SidecarRef, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTrack:
    """What the database holds of a track.

    :ivar state: its item's state.
    """

    info: TrackInfo
    media: MediaRef | None
    state: ItemState
    sidecars: frozenset[SidecarRef] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What one page asks for.

    :ivar new: tracks seen for the first time.
    :ivar changed: tracks whose description, address or sidecars are others now.
    """

    new: tuple[PlannedItem, ...]
    changed: tuple[PlannedItem, ...]


def diff(entries: Iterable[CatalogEntry], known: Mapping[str, KnownTrack]) -> Plan:
    """The work in ``entries``. A key that occurs twice is one item; the first one counts.

    A done item stays done whatever the catalogue says of its address later: an address is where
    a track was found, not what it is.
    """
    new: dict[str, PlannedItem] = {}
    changed: dict[str, PlannedItem] = {}
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            continue
        seen.add(entry.key)
        before = known.get(entry.key)
        planned = PlannedItem(
            key=entry.key,
            info=entry.info,
            media=entry.media,
            host=host_of(entry.media.address) if entry.media and not entry.media.local else "",
            reason=entry.reason,
            sidecars=entry.sidecars,
        )
        if before is None:
            new[entry.key] = planned
        elif (before.info, before.media, before.sidecars) != (
            entry.info,
            entry.media,
            frozenset(entry.sidecars),
        ):
            changed[entry.key] = planned
    return Plan(tuple(new.values()), tuple(changed.values()))
