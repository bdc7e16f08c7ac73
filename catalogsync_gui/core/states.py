# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of items, jobs and stages, and the names of the stages."""

from enum import StrEnum


class ItemState(StrEnum):
    """Where one item stands.

    ``placing`` is the short time between the commit of the final path and the commit of
    ``done``. ``held`` means that a person holds it back, for as long as they like. ``missing``
    means that the person removed the file: it is not fetched again unasked. ``trashed`` means that
    the catalogue does not list the track any more and its file lies in the trash.
    """

    PENDING = "pending"
    HELD = "held"
    RUNNING = "running"
    PLACING = "placing"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    MISSING = "missing"
    TRASHED = "trashed"


OPEN_STATES = (ItemState.PENDING, ItemState.RUNNING, ItemState.PLACING)
"""An item in one of these keeps its download stage open."""


class JobState(StrEnum):
    """How a job stands, or how it ended."""

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"


class StageName(StrEnum):
    """The stages of a job. Download overlaps refresh; finalize comes after both."""

    REFRESH = "refresh"
    DOWNLOAD = "download"
    FINALIZE = "finalize"


class StageState(StrEnum):
    """Where a stage stands."""

    OPEN = "open"
    FINISHED = "finished"


class SidecarKind(StrEnum):
    """A small file that is kept beside a track."""

    COVER = "cover"
    LYRICS = "lyrics"
    TRANSCRIPT = "transcript"
    CHAPTERS = "chapters"


class TrashState(StrEnum):
    """Where an entry of the trash stands; the first and the last outlive a crash only."""

    MOVING = "moving"
    KEPT = "kept"
    RESTORING = "restoring"


class ExportReason(StrEnum):
    """Why a playlist file is written: an item finished, its stage did, or a person asked."""

    ITEM = "item"
    STAGE = "stage"
    ASKED = "asked"


class TagPolicy(StrEnum):
    """What becomes of a downloaded file's own tags.

    ``fill`` adds what they lack, ``overwrite`` puts what the catalogue knows in place of what
    they say, ``leave`` does not touch them.
    """

    FILL = "fill"
    OVERWRITE = "overwrite"
    LEAVE = "leave"


class OnMetered(StrEnum):
    """What is done on a network that costs by the byte."""

    IGNORE = "ignore"
    WAIT = "wait"
    OFF = "off"
