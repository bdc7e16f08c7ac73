# SPDX-License-Identifier: GPL-3.0-or-later
"""What all servers can be asked, and the base of those that can do less."""

from collections.abc import Sequence
from typing import Any

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.core.servers import Exported, Findings, News

PAGE = 500
"""Tracks that are asked for at a time."""

MOST_TRACKS = 1_000_000
"""More a server is not asked for; one that never comes to an end is noticed by this."""


class MusicServer:
    """One server. Used by one thread at a time; blocks on the network, within limits of time.

    All methods raise SourceError in words, and Interrupted soon after ``cancel`` is set.
    """

    settles = False
    """Whether :meth:`settle` has something to do; the server counts as told only then."""

    def tell(self, news: News, cancel: StopToken) -> None:
        """Has the server look at the library again; returns when it has begun to."""
        raise NotImplementedError

    def scanning(self, _cancel: StopToken) -> bool:
        """Whether the server is still looking."""
        return False

    def settle(self, news: News, cancel: StopToken) -> None:
        """What is to be done when the server has looked."""

    def look(self, _playlists: Sequence[Exported], _cancel: StopToken) -> Findings | None:
        """What the server has of these playlists; None where it cannot be asked."""
        return None

    def close(self) -> None:
        """Gives connections back."""


def number_of(value: object) -> float | None:
    """A number in a server's JSON."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def text_in(data: dict[str, Any], key: str) -> str:
    """A text in a server's JSON; empty where there is none."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def objects_in(data: Any, key: str) -> list[dict[str, Any]]:
    """The objects of a list in a server's JSON; a list that is missing is empty."""
    value = data.get(key) if isinstance(data, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def endless(address: str) -> PlaylistUnreadable:
    """The error of a server whose list does not come to an end."""
    return PlaylistUnreadable(
        f"{shown(address)} goes on listing tracks after {MOST_TRACKS:,}; that is no library",
        kind="too_large",
    )
