# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the history: syncs, and how the tracks of one of them ended."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.history import Outcome, mean_speed, took
from catalogsync_gui.core.models import Job
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.history_commands import ListedJob, listed
from catalogsync_gui.ui import formats, icons
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.history_words import JOB_ICONS, HistoryWords
from catalogsync_gui.ui.labels import breakable, tooltip
from catalogsync_gui.ui.paged_model import PagedModel, Rows
from catalogsync_gui.ui.track_states import STATE_ICONS

_LONGEST = 300
_LONGEST_TOOLTIP = 1000
_DISPLAY = Qt.ItemDataRole.DisplayRole


class JobColumn(IntEnum):
    """The columns of the syncs, in order."""

    BEGAN = 0
    RESULT = 1
    WHY = 2
    DONE = 3
    FAILED = 4
    SKIPPED = 5
    BYTES = 6
    TOOK = 7
    SPEED = 8
    SOURCES = 9


class JobsModel(PagedModel):
    """The syncs that are on record, the last one first."""

    def __init__(self, engine: Engine, parent: QObject) -> None:
        self.words = HistoryWords()
        headings = (
            self.tr("Began"),
            self.tr("Result"),
            self.tr("Why"),
            self.tr("Done"),
            self.tr("Failed"),
            self.tr("Skipped"),
            self.tr("Data"),
            self.tr("Took"),
            self.tr("Average"),
            self.tr("Sources"),
        )
        super().__init__(engine, headings, parent)
        self.words.setParent(self)
        self.refresh()

    def counting(self) -> Callable[[Desk], int]:
        return lambda desk: desk.store.jobs.count()

    def paging(self) -> Callable[[Desk, int, int], Rows]:
        return listed

    def is_number(self, column: int) -> bool:
        return JobColumn.DONE <= column <= JobColumn.SPEED

    def cell(self, row: ListedJob, column: int, role: int) -> Any:
        job = row.job
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if column == JobColumn.SOURCES:
                    return self.words.sources(tuple(plain(name) for name in row.names))
                return self._text(job, JobColumn(column))
            case Qt.ItemDataRole.DecorationRole if column == JobColumn.RESULT:
                return icons.icon(JOB_ICONS[job.state])
            case Qt.ItemDataRole.ToolTipRole if column == JobColumn.BEGAN:
                return tooltip(self.words.times(job, self._engine.clock.now()))
            case Qt.ItemDataRole.ToolTipRole if column == JobColumn.RESULT and job.error:
                return tooltip(breakable(sentences([job.error.message])[:_LONGEST_TOOLTIP]))
            case Qt.ItemDataRole.AccessibleTextRole if column == JobColumn.BEGAN:
                return self.summary(job)
            case Qt.ItemDataRole.UserRole:
                return row
        return None

    def _text(self, job: Job, column: JobColumn) -> str:
        now = self._engine.clock.now()
        match column:
            case JobColumn.BEGAN:
                return formats.time_text(job.started_at)
            case JobColumn.RESULT:
                return self.words.result(job)
            case JobColumn.WHY:
                return self.words.why(job)
            case JobColumn.BYTES:
                return formats.size_text(job.counts.bytes) if job.counts.bytes else "–"
            case JobColumn.TOOK:
                return formats.duration_text(took(job, now))
            case JobColumn.SPEED:
                speed = mean_speed(job, now)
                return "–" if speed is None else formats.speed_text(speed)
        numbers = {
            JobColumn.DONE: job.counts.done,
            JobColumn.FAILED: job.counts.failed,
            JobColumn.SKIPPED: job.counts.skipped,
        }
        return formats.count_text(numbers[column])

    def summary(self, job: Job) -> str:
        """A row as a screen reader reads it."""
        return ", ".join(
            (
                formats.time_text(job.started_at),
                self.words.result(job),
                self.words.why(job),
                self.words.figures(job, self._engine.clock.now()).replace("  ·  ", ", "),
            )
        )


class ItemColumn(IntEnum):
    """The columns of the tracks of a sync, in order."""

    RESULT = 0
    TITLE = 1
    ARTIST = 2
    SOURCE = 3
    WHEN = 4
    BYTES = 5
    TOOK = 6
    SPEED = 7
    DETAILS = 8


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which outcomes are shown; None and the empty text mean all. ``job`` None: of no sync."""

    job: int | None = None
    state: ItemState | None = None
    text: str = ""


class OutcomesModel(PagedModel):
    """How the tracks of one sync ended, the last one first."""

    def __init__(self, engine: Engine, parent: QObject) -> None:
        self.words = HistoryWords()
        self.wanted = ItemFilter()
        headings = (
            self.tr("Result"),
            self.tr("Title"),
            self.tr("Artist"),
            self.tr("Source"),
            self.tr("When"),
            self.tr("Data"),
            self.tr("Took"),
            self.tr("Average"),
            self.tr("File or reason"),
        )
        super().__init__(engine, headings, parent)
        self.words.setParent(self)

    def set_filter(self, wanted: ItemFilter) -> None:
        """Shows other outcomes."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.restart()

    def counting(self) -> Callable[[Desk], int]:
        job, state, text = self.wanted.job, self.wanted.state, self.wanted.text
        if job is None:
            return lambda _desk: 0
        return lambda desk: desk.store.history.count(job, state=state, text=text)

    def paging(self) -> Callable[[Desk, int, int], Rows]:
        job, state, text = self.wanted.job, self.wanted.state, self.wanted.text
        if job is None:
            return lambda _desk, _offset, _limit: ()
        return lambda desk, offset, limit: tuple(
            desk.store.history.page(job, offset, limit, state=state, text=text)
        )

    def is_number(self, column: int) -> bool:
        return ItemColumn.BYTES <= column <= ItemColumn.SPEED

    def cell(self, row: Outcome, column: int, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, ItemColumn(column))
            case Qt.ItemDataRole.DecorationRole if column == ItemColumn.RESULT:
                return icons.icon(STATE_ICONS[row.state])
            case Qt.ItemDataRole.ToolTipRole if column == ItemColumn.WHEN:
                return tooltip(formats.ago_text(row.at, self._engine.clock.now()))
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(*(breakable(line) for line in self.lines(row)))
            case Qt.ItemDataRole.AccessibleTextRole if column == ItemColumn.RESULT:
                return ", ".join(self.lines(row))
            case Qt.ItemDataRole.UserRole:
                return row
        return None

    def _text(self, row: Outcome, column: ItemColumn) -> str:
        match column:
            case ItemColumn.RESULT:
                return self.words.ended(row.state)
            case ItemColumn.TITLE | ItemColumn.ARTIST | ItemColumn.SOURCE:
                return plain((row.title, row.artist, row.source_name)[column - 1], _LONGEST)
            case ItemColumn.WHEN:
                return formats.time_text(row.at)
            case ItemColumn.BYTES:
                return formats.size_text(row.bytes) if row.bytes else "–"
            case ItemColumn.TOOK:
                return formats.duration_text(row.seconds) if row.tries else "–"
            case ItemColumn.SPEED:
                return "–" if row.speed is None else formats.speed_text(row.speed)
            case _:
                return self._details(row)

    def _details(self, row: Outcome) -> str:
        if row.error is None:
            return plain(row.path, 2 * _LONGEST) or self.words.since(row)
        words = (self.words.since(row), sentences([row.error.message]))
        return plain(" ".join(part for part in words if part), 2 * _LONGEST)

    def lines(self, row: Outcome) -> tuple[str, ...]:
        """An outcome in full, for the clipboard, tooltips and screen readers."""
        named = " – ".join(part for part in (row.artist, row.title) if part)
        lines = [
            plain(named, _LONGEST_TOOLTIP),
            f"{self.words.ended(row.state)}, {formats.time_text(row.at)}",
            plain(row.source_name),
        ]
        if row.tries > 1:
            lines.append(self.tr("after {count} tries").format(count=row.tries))
        if row.speed is not None:
            lines.append(
                self.tr("{size} in {duration}, {speed}").format(
                    size=formats.size_text(row.bytes),
                    duration=formats.duration_text(row.seconds),
                    speed=formats.speed_text(row.speed),
                )
            )
        if row.error is not None:
            lines.append(plain(sentences([row.error.message]), _LONGEST_TOOLTIP))
        lines += [plain(row.path, _LONGEST_TOOLTIP), self.words.since(row)]
        return tuple(line for line in lines if line)
