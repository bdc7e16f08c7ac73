# SPDX-License-Identifier: GPL-3.0-or-later
"""Events and numbers as a person reads them in a terminal or a log. Pure.

Titles and names come from strangers: what a terminal would take for a command never gets through.
"""

import math
import unicodedata
from datetime import datetime
from itertools import pairwise

from catalogsync_gui.core.errors import CatalogSyncError, VolumeError
from catalogsync_gui.core.events import (
    Event,
    FileDiffers,
    FileRenamed,
    ItemFinished,
    ItemStarted,
    JobFinished,
    JobOpened,
    Notice,
    PlaylistExported,
    RenameFinished,
    RenameStarted,
    ServerChecked,
    ServerTold,
    SourceRefreshed,
)
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.renaming import RenameState
from catalogsync_gui.core.states import ExportReason, ItemState, JobState

_LONGEST = 300
_LONGEST_NOTICE = 1000
"""What is to be done comes last in a notice, and must not be cut off."""
_SPANS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")

_LONGEST_PATH = 1000
_RENAME_WORDS = {
    RenameState.DONE: "Rename done",
    RenameState.STOPPED: "Rename stopped",
    RenameState.RUNNING: "Rename interrupted; it goes on at the next start or sync",
}
_JOB_WORDS = {
    JobState.DONE: "Sync done",
    JobState.PARTIAL: "Sync done, with failures",
    JobState.FAILED: "Sync failed",
    JobState.CANCELLED: "Sync stopped",
}


def plain(text: str, longest: int = _LONGEST) -> str:
    """One line of text without control, bidirectional, line-separating or broken characters.

    Escape sequences (ECMA-48) begin with a control character, so none survives.
    """
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    return "".join(
        " " if c in "\t\r\n\u2028\u2029" else "\ufffd" if _unsafe(c) else c for c in text
    )


def _unsafe(character: str) -> bool:
    # Cc: control. Cf: formatting, which holds the bidirectional overrides. Cs: lone surrogates.
    category = unicodedata.category(character)
    return category in {"Cc", "Cs"} or (category == "Cf" and character not in "\u200c\u200d")


def measure(count: float) -> tuple[float, int, str]:
    """Bytes as a number, the digits it is written with after the point, and its unit.

    Powers of 1000, as disks are sold, with the units of the SI; three figures are enough.
    """
    unit = 0
    while count >= 999.5 and unit < len(_UNITS) - 1:
        count /= 1000
        unit += 1
    digits = 1 if unit and count < 99.95 else 0
    return count, digits, "byte" if unit == 0 and round(count) == 1 else _UNITS[unit]


def size(count: float) -> str:
    """Bytes: ``1.2 MB``."""
    number, digits, unit = measure(count)
    return f"{number:.{digits}f} {unit}"


def duration(seconds: float) -> str:
    """Seconds: ``0.4 s``, ``12 s``, ``3 min 20 s``, ``2 h 5 min``, ``3 d 4 h``."""
    if not math.isfinite(seconds):
        return "unknown"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    for (large, word), (small, small_word) in pairwise(_SPANS):
        if whole >= large:
            rest = whole % large // small
            return f"{whole // large} {word}" + (f" {rest} {small_word}" if rest else "")
    return f"{whole} s"


def moment(seconds: float | None) -> str:
    """Seconds since the epoch as local time, ``-`` for none."""
    if seconds is None:
        return "-"
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")


def count(number: int, singular: str, plural: str | None = None) -> str:
    """``1 track``, ``12 tracks``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


_OF_STORAGE = frozenset({VolumeError.kind, *(kind.kind for kind in VolumeError.__subclasses__())})


def ending(error: CatalogSyncError | ErrorInfo) -> str:
    """What ended a command. What waits for the library's volume by itself ends no command."""
    text = error.message if isinstance(error, ErrorInfo) else str(error)
    return f"{text} Then run the command again." if error.kind in _OF_STORAGE else text


class Narrator:
    """Tells a stream of events. Remembers the titles of what runs, for the line at its end."""

    def __init__(self) -> None:
        self._titles: dict[int, str] = {}

    def line(self, event: Event) -> str | None:
        """A line for an event, or None when it is not worth one."""
        if isinstance(event, ItemStarted):
            self._titles[event.item] = plain(event.title)
            return None
        return self._finished(event) if isinstance(event, ItemFinished) else _line(event)

    def _finished(self, event: ItemFinished) -> str:
        title = self._titles.pop(event.item, plain(event.title) or f"item {event.item}")
        reason = f": {plain(event.error.message)}" if event.error else ""
        match event.state:
            case ItemState.DONE:
                if event.worker is None:
                    return f"matched   {title}: {plain(event.path)}"
                measure = f"{size(event.bytes)}, {duration(event.seconds)}"
                return f"done      {plain(event.path)} ({measure})"
            case ItemState.PENDING:
                return f"put back  {title}{reason}"
            case state:
                return f"{state.value:<9} {title}{reason}"


def _line(event: Event) -> str | None:
    match event:
        case JobOpened():
            return f"Sync {event.job}: {count(len(event.sources), 'source')}"
        case SourceRefreshed():
            return _refreshed(event)
        case PlaylistExported():
            return _exported(event)
        case Notice():
            return f"{event.level}: {plain(event.message, _LONGEST_NOTICE)}"
        case FileDiffers():
            path = plain(event.path, _LONGEST_NOTICE)
            return f"{event.kind:<9} {path} ({plain(event.detail)})"
        case ServerTold() | ServerChecked():
            return _of_server(event)
        case JobFinished():
            return _ended(event)
    return _of_rename(event)


def _of_server(event: ServerTold | ServerChecked) -> str:
    name = f"server {plain(event.name)}"
    if isinstance(event, ServerChecked):
        entries = count(event.entries, "playlist entry", "playlist entries")
        return f"{name} knows {event.known} of {entries}"
    if event.error is not None:
        return f"{name}: {plain(event.error.message, _LONGEST_NOTICE)}"
    return f"{name} was told of {count(event.playlists, 'changed playlist')}"


def _refreshed(event: SourceRefreshed) -> str:
    name = f"source {event.source}"
    if event.error is not None:
        return f"{name} could not be read: {plain(event.error.message)}"
    if event.unchanged:
        return f"{name} is unchanged"
    return (
        f"{name}: {count(event.playlists, 'playlist')}, {count(event.tracks, 'track')}, "
        f"{event.new} new"
    )


def _of_rename(event: Event) -> str | None:
    match event:
        case RenameStarted():
            verb = "Putting back the names of" if event.undo else "Renaming"
            return f"{verb} {count(event.files, 'file')}"
        case FileRenamed(target=None):
            return f"kept      {plain(event.path, _LONGEST_PATH)}: {plain(event.reason)}"
        case FileRenamed():
            target = plain(event.target or "", _LONGEST_PATH)
            return f"renamed   {plain(event.path, _LONGEST_PATH)} -> {target}"
        case RenameFinished():
            return _rename_ended(event)
    return None


def _rename_ended(event: RenameFinished) -> str:
    reason = f" ({plain(event.error.message)})" if event.error else ""
    rest = f", {event.open} not reached" if event.open else ""
    return (
        f"{_RENAME_WORDS[event.state]}{reason}: {count(event.moved, 'file')} renamed, "
        f"{event.left} kept{rest}"
    )


def _exported(event: PlaylistExported) -> str | None:
    if event.error is not None:
        return f"playlist {event.playlist} could not be written: {plain(event.error.message)}"
    if event.kept is not None:
        return (
            f"playlist  {plain(event.path or '')} was changed by somebody else; it is written "
            f"anew, and their file is kept beside it as {plain(event.kept)}"
        )
    if event.reason is ExportReason.ITEM:
        return None
    if event.path is None:
        return f"playlist {event.playlist}: none of its tracks is there yet"
    missing = f", {event.missing} missing" if event.missing else ""
    return f"playlist  {plain(event.path)} ({count(event.entries, 'track')}{missing})"


def _ended(event: JobFinished) -> str:
    reason = f" ({plain(event.error.message)})" if event.error else ""
    skipped = f", {event.skipped} skipped" if event.skipped else ""
    unwritten = f", {count(event.unwritten, 'playlist')} not written" if event.unwritten else ""
    return (
        f"{_JOB_WORDS.get(event.state, 'Sync ended')}{reason}: {event.done} done, "
        f"{event.failed} failed{skipped}{unwritten}, "
        f"{size(event.bytes)} in {duration(event.seconds)}"
    )
