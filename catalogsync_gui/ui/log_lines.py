# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines that the window shows of the log: where they come from, and which of them fit."""

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from catalogsync_gui.control.wording import Narrator, duration, moment, plain, size
from catalogsync_gui.core.events import (
    Event,
    ItemFinished,
    ItemStarted,
    JobFinished,
    Notice,
    PlaylistExported,
    SourceRefreshed,
)
from catalogsync_gui.core.history import Outcome
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.logs import ContextFilter, RedactingFormatter

LONGEST = 5000
"""Lines that are kept."""

_LONGEST_LINE = 2000
_MOST_RUNNING = 1000
_QUEUED = Qt.ConnectionType.QueuedConnection
_TIME = "%H:%M:%S"


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line, and the ids of the source and the item it is about, where it is about one."""

    level: int
    text: str
    source: int | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines are shown; None and the empty text mean all. The text is looked for anywhere."""

    level: int = logging.INFO
    source: int | None = None
    item: int | None = None
    text: str = ""

    def fits(self, line: LogLine) -> bool:
        """Whether a line is shown."""
        return (
            line.level >= self.level
            and self.source in (None, line.source)
            and self.item in (None, line.item)
            and (not self.text or self.text.casefold() in line.text.casefold())
        )


class _Herald(QObject):
    woken = Signal()


class LogCollector(logging.Handler):
    """Collects lines from every thread and wakes the view, once however many they are."""

    def __init__(self, view: QObject) -> None:
        super().__init__(logging.INFO)
        self.herald = _Herald(view)
        self._lines: deque[LogLine] = deque(maxlen=LONGEST)
        self._guard = threading.Lock()
        self._awake = False
        self.addFilter(ContextFilter())
        self.setFormatter(RedactingFormatter("%(asctime)s  %(levelname)-8s %(message)s", _TIME))

    def emit(self, record: logging.LogRecord) -> None:
        """Takes a record, in whatever thread it was logged."""
        try:
            text = self.format(record)
        except Exception:
            self.handleError(record)
            return
        source, item = getattr(record, "source", None), getattr(record, "item", None)
        with self._guard:
            for line in text.splitlines() or [""]:
                self._lines.append(
                    LogLine(record.levelno, plain(line, _LONGEST_LINE), source, item)
                )
            wake, self._awake = not self._awake, True
        if wake and shiboken6.isValid(self.herald):
            self.herald.woken.emit()

    def take(self) -> list[LogLine]:
        """Hands over what was collected."""
        with self._guard:
            lines = list(self._lines)
            self._lines.clear()
            self._awake = False
        return lines


class LogLines(QObject):
    """What this process logs and what the engine tells, bounded. Main thread only.

    :ivar kept: the last lines, the oldest first.
    """

    woken = Signal()
    """Lines have come: :meth:`take` hands them over."""

    def __init__(self, engine: Engine, parent: QObject) -> None:
        super().__init__(parent)
        self.kept: deque[LogLine] = deque(maxlen=LONGEST)
        self._narrator = Narrator()
        self._started = engine.clock.now()
        # The source of what runs: the event at its end may name the item alone.
        self._running: OrderedDict[int, int] = OrderedDict()
        self._collector = LogCollector(self)
        self._collector.herald.woken.connect(self.woken, _QUEUED)
        logging.getLogger().addHandler(self._collector)
        engine.signals.happened.connect(self._on_event, _QUEUED)

    def take(self) -> list[LogLine]:
        """What is new; it is kept from now on."""
        lines = self._collector.take()
        self.kept.extend(lines)
        return lines

    def before(self, outcomes: Iterable[Outcome]) -> tuple[LogLine, ...]:
        """What is on record from before this program was started, as lines; the oldest first."""
        return tuple(
            LogLine(
                logging.WARNING if outcome.state is ItemState.FAILED else logging.INFO,
                plain(_past(outcome), _LONGEST_LINE),
                outcome.source,
                outcome.item,
            )
            for outcome in reversed(tuple(outcomes))
            if outcome.at < self._started
        )

    def detach(self) -> None:
        """Collects no more; to be called before the window goes."""
        logging.getLogger().removeHandler(self._collector)
        self._collector.close()

    def _on_event(self, event: Event) -> None:
        source, item = self._about(event)
        line = self._narrator.line(event)
        if line is None:
            return
        level = logging.WARNING if _warns(event) else logging.INFO
        # Into the view alone: a line in the log file for each item would have the window's
        # thread write to a disk.
        self._collector.handle(
            logging.makeLogRecord(
                {
                    "levelno": level,
                    "levelname": logging.getLevelName(level),
                    "msg": line,
                    "source": source,
                    "item": item,
                }
            )
        )

    def _about(self, event: Event) -> tuple[int | None, int | None]:
        match event:
            case ItemStarted():
                self._running[event.item] = event.source
                while len(self._running) > _MOST_RUNNING:
                    self._running.popitem(last=False)
                return event.source, event.item
            case ItemFinished():
                source = self._running.pop(event.item, None)
                return (source if event.source is None else event.source), event.item
            case SourceRefreshed():
                return event.source, None
        return None, None


def _past(outcome: Outcome) -> str:
    level = "WARNING" if outcome.state is ItemState.FAILED else "INFO"
    reason = f": {outcome.error.message}" if outcome.error else ""
    figures = f" ({size(outcome.bytes)}, {duration(outcome.seconds)})" if outcome.bytes else ""
    return (
        f"{moment(outcome.at)}  {level:<8} sync {outcome.job}: {outcome.state.value:<9} "
        f"{outcome.title}{figures}{reason}"
    )


def _warns(event: Event) -> bool:
    match event:
        case ItemFinished():
            return event.state is ItemState.FAILED
        case SourceRefreshed() | PlaylistExported() | JobFinished():
            return event.error is not None
        case Notice():
            return event.level == "warning"
    return False
