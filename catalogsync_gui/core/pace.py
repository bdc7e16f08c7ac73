# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast downloads may be at a time, and who says so. Pure.

A person's word for now comes first, then the network's cost, then the week's hours, then the limit
that holds at all times.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Any

from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import OnMetered
from catalogsync_gui.core.week_grid import HourState, WeekGrid


class PaceCause(StrEnum):
    """Who says how fast downloads may be."""

    SETTING = "setting"
    SCHEDULE = "schedule"
    ASKED = "asked"
    METERED = "metered"


@dataclass(frozen=True, slots=True)
class Override:
    """What a person asked for now.

    :ivar kbps: kilobytes (1000 bytes) a second, 0 for full speed.
    :ivar until: epoch seconds; None until it is taken back.
    """

    kbps: int
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast downloads may be now.

    :ivar state: full, limited or off.
    :ivar kbps: kilobytes (1000 bytes) a second for all together; 0 where there is no limit.
    :ivar until: when that changes by itself, epoch seconds; None where it does not.
    """

    state: HourState = HourState.FULL
    kbps: int = 0
    until: float | None = None
    cause: PaceCause = PaceCause.SETTING

    @property
    def off_words(self) -> str:
        """Why nothing is downloaded now, in words for a person."""
        if self.cause is PaceCause.METERED:
            return (
                "downloads are off on this metered network (the setting on_metered says so); "
                "they go on with another network"
            )
        return "downloads are off at this hour by your schedule"

    def to_json(self) -> dict[str, Any]:
        """As ``status --json`` prints it."""
        return {
            "state": self.state.value,
            "limit_kbps": self.kbps or None,
            "until": self.until,
            "cause": self.cause.value,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> "Pace":
        """What :meth:`to_json` made; None is what versions before said of it.

        :raises KeyError, TypeError, ValueError: it is none.
        """
        if data is None:
            return cls()
        return cls(
            HourState(data["state"]),
            data["limit_kbps"] or 0,
            data["until"],
            PaceCause(data["cause"]),
        )


def pace_at(
    now: float,
    settings: Settings,
    *,
    override: Override | None = None,
    metered: bool = False,
    asked: bool = False,
    zone: tzinfo | None = None,
) -> Pace:
    """How fast downloads may be.

    :param now: epoch seconds. :param zone: of the week's hours; None for the machine's own.
    :param metered: whether the network costs by the byte.
    :param asked: a person asked for the sync that runs: no network is too dear for it.
    """
    if override is not None and (override.until is None or override.until > now):
        state = HourState.LIMITED if override.kbps else HourState.FULL
        return Pace(state, override.kbps, override.until, PaceCause.ASKED)
    if metered and not asked and settings.on_metered == OnMetered.OFF:
        return Pace(HourState.OFF, cause=PaceCause.METERED)
    general = settings.limit_kbps
    grid = WeekGrid.parse(settings.download_hours)
    state, until = grid.at(now, zone), grid.until(now, zone)
    cause = PaceCause.SETTING if state is HourState.FULL else PaceCause.SCHEDULE
    match state:
        case HourState.OFF:
            return Pace(state, until=until, cause=cause)
        case HourState.LIMITED:
            kbps = min(settings.limited_kbps, general or settings.limited_kbps)
            return Pace(state, kbps, until, cause)
    return Pace(HourState.LIMITED if general else state, general, until, cause)
