# SPDX-License-Identifier: GPL-3.0-or-later
"""What passes between those who want playlist files written and the one who writes them."""

from dataclasses import dataclass

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.states import ExportReason


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """One line of a playlist to be exported; path relative to the library."""

    path: str
    info: TrackInfo


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A wish to have a playlist's file written."""

    playlist: int
    reason: ExportReason
    job: int | None


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """What was last written for a playlist. ``path`` relative to the library."""

    path: str
    format: str
    sha256: str
    size: int
    mtime_ns: int
    entries: int
    missing: int
