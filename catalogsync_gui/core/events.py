# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens in a job, as values; and their form as JSON, which scripts rely on.

The fields and their names are the contract of ``sync --json``: adding a field is allowed, renaming
or removing one is not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from catalogsync_gui.core.damage import DamageKind
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.renaming import RenameState
from catalogsync_gui.core.states import ExportReason, ItemState, JobState, StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events.

    :ivar at: when it was reported, seconds since the epoch.
    :ivar job: the job it belongs to; None for an export that no job asked for.
    """

    at: float
    job: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOpened(Event):
    """A job began. ``sources`` are ids; ``automatic``: by the schedule, not by a person."""

    sources: tuple[int, ...]
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOpened(Event):
    """A stage began."""

    stage: StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFinished(Event):
    """A stage ended. The counts are those of the items it brought to an end.

    The refresh skips items that have no usable address; finalize matches some of them.
    """

    stage: StageName
    done: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRefreshed(Event):
    """A source's catalogue was read, or could not be.

    :ivar new: tracks not known before.
    """

    source: int
    playlists: int
    tracks: int
    new: int
    unchanged: bool
    error: ErrorInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStarted(Event):
    """A worker claimed an item. ``source`` is an id."""

    item: int
    worker: int
    title: str
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFinished(Event):
    """A worker let go of an item, or it was settled without one.

    :ivar worker: None when the item was put off without having been started again, or got a file
        that was there already.
    :ivar title: only then; otherwise ``item_started`` told it.
    :ivar state: done, failed or skipped; pending when it was put back.
    :ivar path: relative to the library, with ``/``; empty unless done.
    :ivar bytes: bytes transferred by this attempt.
    :ivar seconds: how long this attempt took.
    :ivar source: its id; None where the item got a file by a match.
    """

    item: int
    worker: int | None
    state: ItemState
    path: str
    bytes: int
    seconds: float
    error: ErrorInfo | None = None
    title: str = ""
    source: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequested(Event):
    """A playlist's file will be written."""

    playlist: int
    reason: ExportReason


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaylistExported(Event):
    """A playlist's file is up to date.

    :ivar path: relative to the library, absolute where an export variant goes outside of it; None
        when no entry is there yet and so no file is.
    :ivar entries: lines written. :ivar missing: entries whose file is not there, or whose name the
        file's encoding cannot hold.
    :ivar error: set when the file could not be written.
    :ivar variant: name of the export variant; empty for the usual file.
    :ivar kept: name of the file, in the same folder, that holds what somebody else had made of the
        playlist file; None where nobody had.
    """

    playlist: int
    path: str | None
    format: str
    entries: int
    missing: int
    reason: ExportReason
    error: ErrorInfo | None = None
    variant: str = ""
    kept: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFinished(Event):
    """A job ended. Its counts equal the ``item_finished`` events of it that ended an item.

    :ivar unwritten: playlists whose file could not be written.
    """

    state: JobState
    done: int
    failed: int
    skipped: int
    bytes: int
    seconds: float
    error: ErrorInfo | None = None
    unwritten: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Event):
    """Something a person should know that is no item's outcome (storage offline, host resting).

    :ivar level: ``info`` or ``warning``. :ivar kind: stable word, e.g. ``storage_offline``.
    :ivar source: the one that it is about, if it is about one.
    """

    level: str
    kind: str
    message: str
    source: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDiffers(Event):
    """A file of the library was read again and is not as recorded. ``items`` are ids of its items.

    :ivar path: relative to the library.
    """

    kind: DamageKind
    path: str
    detail: str
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameStarted(Event):
    """A rename of the library began, or goes on.

    :ivar template: of the settings. :ivar undo: whether names are put back.
    :ivar files: how many are to be looked at, sidecars included.
    """

    rename: int
    template: str
    undo: bool
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRenamed(Event):
    """A file has another name, or keeps the one it has.

    :ivar path: relative to the library, as it was. :ivar target: as it is now; None if it stays.
    :ivar reason: why it keeps its name.
    """

    rename: int
    path: str
    target: str | None
    sidecar: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameFinished(Event):
    """A rename ended, or was interrupted.

    :ivar state: ``done``, ``stopped`` (by a person), or ``running`` when it goes on later.
    :ivar open: files whose turn has not come.
    """

    rename: int
    undo: bool
    state: RenameState
    moved: int
    left: int
    open: int
    error: ErrorInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTold(Event):
    """A server was told that the library has changed, or could not be told or asked.

    :ivar server: its id. :ivar playlists: how many playlist files changed or are gone.
    """

    server: int
    name: str
    playlists: int
    error: ErrorInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerChecked(Event):
    """A server was asked how many entries of the playlist files it knows.

    :ivar server: its id. :ivar playlists: how many were asked about.
    :ivar entries: of all of them. :ivar known: those that the server knows.
    """

    server: int
    name: str
    playlists: int
    entries: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerRemoved(Event):
    """A server is told no more. ``server`` is its id."""

    server: int


_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


class EventName:
    """Names of the event classes as JSON spells them."""

    _names: ClassVar[dict[type[Event], str]] = {}

    @classmethod
    def of(cls, event: Event) -> str:
        """``JobOpened`` -> ``job_opened``."""
        kind = type(event)
        name = cls._names.get(kind)
        if name is None:
            name = cls._names[kind] = _WORD.sub("_", kind.__name__).lower()
        return name


def to_json(event: Event) -> dict[str, Any]:
    """The event as a JSON object: ``event``, ``at``, ``job``, then its own fields."""
    data: dict[str, Any] = {"event": EventName.of(event), "at": event.at, "job": event.job}
    for entry in fields(event):
        if entry.name not in data:
            data[entry.name] = _plain(getattr(event, entry.name))
    return data


def _plain(value: object) -> object:
    if isinstance(value, ErrorInfo):
        return {"kind": value.kind, "message": value.message}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return str(value) if isinstance(value, str) else value
