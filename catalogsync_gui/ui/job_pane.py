# SPDX-License-Identifier: GPL-3.0-or-later
"""One sync of the history: its figures, its tracks, its errors by cause, and its catalogues."""

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.history import Reading
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.history_commands import JobDetails
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.causes_pane import CausesPane
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.history_words import HistoryWords
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel
from catalogsync_gui.ui.outcomes_pane import OutcomesPane
from catalogsync_gui.ui.preview_models import TextTable, small_table

_LONGEST = 500


class JobPane(QWidget):
    """Main thread only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.words = HistoryWords(self)
        self.title = PlainLabel("", self)
        self.title.enlarge(1.15)
        self.figures = PlainLabel("", self)
        self.times = MutedLabel("", self)
        self.trouble = Notice(self)
        # Before what is in it: Tab goes by the order in which they were made.
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tracks = OutcomesPane(engine, self)
        self.causes = CausesPane(engine, of_job=True, parent=self)
        self.readings = TextTable(
            (
                self.tr("Source"),
                self.tr("Playlists"),
                self.tr("Tracks"),
                self.tr("New"),
                self.tr("Error"),
            ),
            right=(1, 2, 3),
            parent=self,
        )
        self.readings_view = small_table(
            self.readings, self.tr("Catalogues that were read"), (30, 11, 11, 11, 0)
        )
        self.tabs.addTab(self.tracks, self.tr("Tracks"))
        self.tabs.addTab(self.causes, self.tr("Errors by cause"))
        self.tabs.addTab(self.readings_view, self.tr("Catalogues"))
        head = QVBoxLayout()
        head.setContentsMargins(12, 8, 12, 6)
        head.setSpacing(2)
        for widget in (self.title, self.figures, self.times, self.trouble):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        self.trouble.hide()

    @property
    def job(self) -> int | None:
        """The sync that is shown."""
        return self.tracks.model.wanted.job

    def show_details(self, details: JobDetails) -> None:
        """Shows a sync, or what is new of the one that is shown."""
        job, now = details.job, self._engine.clock.now()
        names = tuple(plain(name) for name in details.names)
        self.title.setText(
            self.tr("{result}: {sources}").format(
                result=self.words.result(job), sources=self.words.sources(names)
            )
            if names
            else self.words.result(job)
        )
        self.figures.setText(self.words.figures(job, now))
        self.times.setText(f"{self.words.why(job)}  ·  {self.words.times(job, now)}")
        if job.error is not None:
            self.trouble.say(sentences([plain(job.error.message, _LONGEST)]))
        self.trouble.setVisible(job.error is not None)
        self.tracks.show_job(job.id, details.outcomes)
        self.causes.show_groups(details.causes, job.id)
        failed = sum(group.count for group in details.causes)
        self.tabs.setTabText(
            1,
            self.tr("Errors by cause ({count})").format(count=formats.count_text(failed))
            if failed
            else self.tr("Errors by cause"),
        )
        self.readings.show([self._reading(reading) for reading in details.readings])
        self.tabs.setTabVisible(2, bool(details.readings))

    def _reading(self, reading: Reading) -> tuple[str, ...]:
        return (
            reading.source_name or self.tr("a removed source"),
            formats.count_text(reading.playlists),
            formats.count_text(reading.tracks),
            formats.count_text(reading.new),
            sentences([reading.error.message]) if reading.error else "",
        )

    def clear(self) -> None:
        """Shows no sync."""
        for label in (self.title, self.figures, self.times):
            label.setText("")
        self.trouble.hide()
        self.causes.show_groups(())
        self.readings.show(())
