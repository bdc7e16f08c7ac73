# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the row of facts: today, the music folder, the next sync, what waits."""

import math

from PySide6.QtCore import QLocale, QTime, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from catalogsync_gui.core.models import Counts
from catalogsync_gui.core.schedule import Rule
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.core.today import midnight
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_space import LibrarySpace, SpaceWatch
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.fact_tiles import FactRow, FactTile
from catalogsync_gui.ui.status_words import StatusWords

_AGAIN_MS = 30_000
"""What is told changes with the time of day alone: when the next sync is, and which day it is."""


class Facts(FactRow):
    """Asks the desk and the volume, and only while it is seen. Main thread only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        self.today = FactTile()
        self.folder = FactTile()
        self.next = FactTile()
        self.waiting = FactTile()
        super().__init__((self.today, self.folder, self.next, self.waiting), parent)
        for tile, title in (
            (self.today, self.tr("Today")),
            (self.folder, self.tr("Music folder")),
            (self.next, self.tr("Next sync")),
            (self.waiting, self.tr("Waiting")),
        ):
            tile.name(title)
        self._engine = engine
        self._words = StatusWords(self)
        self._status = engine.status()
        self._waits = self._failed = 0
        self.space = SpaceWatch(engine, self)
        self.space.changed.connect(self._on_space)
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self._on_today(Counts())
        self._on_space(None)
        self.show_status(self._status)
        self.show_waiting(0, 0)

    def refresh(self) -> None:
        """Asks anew, if it is seen."""
        if self.isVisible():
            self._engine.desk.ask(_today, self._on_today)
            self.show_status(self._engine.status())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.space.begin()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.space.end()

    def show_status(self, status: EngineStatus) -> None:
        """Shows when the next sync is."""
        held = self._status.held is not status.held
        self._status = status
        if held and self.isVisible():
            self.space.look()
        self.next.say(*self._next(status))

    def show_waiting(self, waits: int, failed: int) -> None:
        """Shows how many items are still to be worked on, and how many have failed."""
        note = (
            self.tr("{count} failed").format(count=formats.count_text(failed))
            if failed
            else self.tr("tracks in the queue")
        )
        self.waiting.say(formats.count_text(waits), note)

    # ------------------------------------------------------------ in words

    def _next(self, status: EngineStatus) -> tuple[str, str]:
        every = self._rule()
        if status.job is not None and status.state is not Activity.PAUSED:
            if status.next_sync is None:
                return self.tr("Running"), self.tr("then only when you ask")
            return self.tr("Running"), every
        if status.next_sync is None:
            return self.tr("Not planned"), self.tr("only when you ask for it")
        until = status.paused_until
        if until is not None and (math.isinf(until) or until > status.next_sync):
            return self.tr("After the pause"), every
        left = status.next_sync - self._engine.clock.now()
        if left < 60:
            return self.tr("In a moment"), every
        return formats.time_text(status.next_sync), every

    def _rule(self) -> str:
        settings = self._engine.settings
        rule = Rule.of_settings(settings.refresh_hours, settings.refresh_at)
        if rule.times:
            short = QLocale.FormatType.ShortFormat
            times = [QLocale().toString(QTime(t.hour, t.minute), short) for t in rule.times]
            return self.tr("daily at {times}").format(times=", ".join(times))
        if not rule.hours:
            return self.tr("by the schedule of its source")
        if rule.hours == 1:
            return self.tr("every hour")
        return self.tr("every {hours} hours").format(hours=f"{rule.hours:g}")

    def _on_today(self, counts: Counts) -> None:
        parts = []
        if counts.bytes:
            parts.append(formats.size_text(counts.bytes))
        if counts.failed:
            parts.append(self.tr("{count} failed").format(count=formats.count_text(counts.failed)))
        self.today.say(
            self._words.tracks(counts.done) if counts.done else self.tr("No tracks yet"),
            "  ·  ".join(parts) or self.tr("nothing downloaded"),
        )

    def _on_space(self, space: LibrarySpace | None) -> None:
        tile = self.folder
        if space is None or space.problem is not None:
            tile.bar.show_share(None, tight=False)
        if space is None:
            library = bool(self._engine.settings.library)
            tile.say("…" if library else self.tr("Not chosen yet"))
        elif space.problem is not None:
            tile.say(*self._trouble(space.problem.kind))
        elif space.free is None or not space.total:
            tile.bar.show_share(None, tight=False)
            tile.say(self.tr("There"), self.tr("its free space is not told"))
        else:
            tile.bar.show_share(1 - space.free / space.total, tight=space.nearly_full)
            tile.say(
                self.tr("{size} free").format(size=formats.size_text(space.free)),
                self._room(space),
            )

    def _room(self, space: LibrarySpace) -> str:
        total = formats.size_text(space.total)
        reserve = formats.size_text(space.reserve)
        if space.nearly_full:
            return self.tr("full: {reserve} of {total} are kept free").format(
                reserve=reserve, total=total
            )
        if space.reserve:
            return self.tr("of {total}, {reserve} kept free").format(total=total, reserve=reserve)
        return self.tr("of {total}").format(total=total)

    def _trouble(self, kind: str) -> tuple[str, str]:
        match kind:
            case "storage_offline":
                return self.tr("Offline"), self.tr("connect or mount it again")
            case "storage_silent":
                return self.tr("No answer"), self.tr("its disk or server hangs")
            case _:
                return self.tr("Not usable"), self.tr("check its rights and its disk")


def _today(desk: Desk) -> Counts:
    return desk.store.today.since(midnight(desk.clock.now()))
