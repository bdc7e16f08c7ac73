# SPDX-License-Identifier: GPL-3.0-or-later
"""The log as the window shows it: bounded, plain, filtered, and following its end."""

import logging
import os
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import CannotRun, CatalogSyncError
from catalogsync_gui.core.history import Outcome
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.labels import MutedLabel
from catalogsync_gui.ui.log_lines import LineFilter, LogLine, LogLines
from catalogsync_gui.ui.log_text import LogText
from catalogsync_gui.ui.source_choice import Named, SourceChoice, named_sources

_QUEUED = Qt.ConnectionType.QueuedConnection
_BATCH_MS = 150
"""Lines that come within it are written together, however many they are."""

_TYPING_MS = 250
_LONGEST_TITLE = 60


class LogView(QWidget):
    """Shows what this process logs and what the engine tells. Main thread only.

    Nothing is written while it is not shown; what is kept then is written when it is.
    """

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._folder = engine.profile.logs
        self.lines = LogLines(engine, self)
        self.filter = LineFilter()
        self._held: list[LogLine] = []
        # What is on record of the one item that is shown, from before this start.
        self._past: tuple[LogLine, ...] = ()
        self._following = True
        self._stale = True
        self.level = QComboBox(self)
        self.source = SourceChoice(self)
        self.search = QLineEdit(self)
        self.item = QPushButton(icons.icon("remove"), "", self)
        self.text = LogText(self)
        self.state = MutedLabel("", self)
        self.pause = QPushButton(icons.icon("pause"), self.tr("&Pause"), self)
        self.end = QPushButton(icons.icon("download"), self.tr("To the &end"), self)
        self.copy = QPushButton(self.tr("&Copy"), self)
        self.save = QPushButton(self.tr("&Save…"), self)
        self.folder = QPushButton(self.tr("Open log folder"), self)
        self._batch = self._timer(_BATCH_MS)
        self._typing = self._timer(_TYPING_MS)
        self._build()
        self._arrange()
        self._connect()
        self._follow()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer

    def _build(self) -> None:
        self.level.addItem(self.tr("Everything"), logging.INFO)
        self.level.addItem(self.tr("Warnings and errors"), logging.WARNING)
        self.level.addItem(self.tr("Errors only"), logging.ERROR)
        self.level.setAccessibleName(self.tr("Lines to show"))
        self.search.setPlaceholderText(self.tr("Search the lines"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.item.setToolTip(self.tr("Show the lines of all tracks again"))
        self.item.hide()
        self.text.setAccessibleName(self.tr("Log"))
        self.state.setWordWrap(False)
        self.pause.setCheckable(True)
        self.pause.setToolTip(self.tr("Show no new lines until this is released"))
        self.end.setToolTip(self.tr("Show the newest lines, and go on following them"))
        self.copy.setToolTip(self.tr("Copy the selected lines, or all that are shown"))

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.level)
        bar.addWidget(self.source)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.item)
        foot = QHBoxLayout()
        foot.addWidget(self.state, 1)
        for button in (self.end, self.pause, self.copy, self.save, self.folder):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(bar)
        layout.addWidget(self.text, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.lines.woken.connect(self._batch.start)
        self._batch.timeout.connect(self._on_batch)
        self._typing.timeout.connect(self._apply)
        self.level.currentIndexChanged.connect(self._apply)
        self.source.currentIndexChanged.connect(self._apply)
        self.search.textChanged.connect(self._on_typed)
        self.item.clicked.connect(self._on_all_items)
        self.text.moved.connect(self._on_moved)
        self.pause.toggled.connect(self._on_pause)
        self.end.clicked.connect(self.to_end)
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        self.folder.clicked.connect(self._on_folder)
        self._engine.signals.catalogue_changed.connect(self._on_catalogue, _QUEUED)

    def detach(self) -> None:
        """Collects no more; to be called before the view goes."""
        self.lines.detach()

    # ------------------------------------------------------------ lines

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._engine.desk.ask(named_sources, self._on_sources)
        if self._stale:
            self._show_all()

    def _on_batch(self) -> None:
        lines = self.lines.take()
        fitting = [line for line in lines if self.filter.fits(line)]
        if not self._following:
            # Who reads further up keeps what they read: at its bound the text loses its beginning.
            self._held += fitting
            del self._held[: -(self.lines.kept.maxlen or 1)]
        elif self.isVisible() and not self._stale:
            self.text.write(fitting)
        else:
            self._stale = True
        self._follow()

    def _show_all(self) -> None:
        self.lines.take()
        self._stale = False
        self._held.clear()
        self._following = not self.pause.isChecked()
        kept = (*self._past, *self.lines.kept)
        self.text.rewrite(line for line in kept if self.filter.fits(line))
        self._follow()

    def _on_moved(self, at_end: bool) -> None:
        if at_end:
            self._go_on()
        else:
            self._following = False
            self._follow()

    def _go_on(self) -> None:
        if self.pause.isChecked():
            return
        self._following = True
        held, self._held = self._held, []
        if held:
            self.text.write(held)
        self._follow()

    def to_end(self) -> None:
        """Shows the newest lines, and follows them."""
        self.pause.setChecked(False)
        self._go_on()
        self.text.to_end()

    def _on_pause(self, paused: bool) -> None:
        if paused:
            self._following = False
            self._follow()
        else:
            self.to_end()

    def _follow(self) -> None:
        self.end.setEnabled(not self._following)
        held = len(self._held)
        if self._following:
            words = self.tr("Follows the newest lines")
        elif self.pause.isChecked():
            words = self.tr("Paused")
        else:
            words = self.tr("Does not follow while you read further up")
        if held == 1:
            words = self.tr("{state}, 1 new line").format(state=words)
        elif held:
            words = self.tr("{state}, {count} new lines").format(
                state=words, count=count_text(held)
            )
        self.state.setText(words)
        self.text.setPlaceholderText(
            self.tr("No such line since Catalog Sync was started; the log folder has older ones.")
            if self.lines.kept
            else self.tr("Nothing has happened yet.")
        )

    # ------------------------------------------------------------ which lines

    def _on_typed(self) -> None:
        self._typing.start()

    def _apply(self) -> None:
        wanted = LineFilter(
            self.level.currentData(),
            self.source.currentData(),
            self.filter.item,
            self.search.text().strip(),
        )
        self._use(wanted)

    def _use(self, wanted: LineFilter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self._show_all()

    def only(self, item: int, title: str) -> None:
        """Shows the lines of one item and no others, until a person takes that back."""
        for box in (self.level, self.source):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        # Mnemonics are no part of a title.
        named = plain(title, _LONGEST_TITLE) or self.tr("one track")
        self.item.setText(self.tr("Only {title}").format(title=named).replace("&", "&&"))
        self.item.show()
        self._past = ()
        self._use(LineFilter(item=item))
        self._engine.desk.ask(lambda desk: tuple(desk.store.history.of_item(item)), self._on_past)

    def _on_past(self, outcomes: tuple[Outcome, ...]) -> None:
        if not outcomes or outcomes[0].item != self.filter.item:
            return
        self._past = self.lines.before(outcomes)
        self._stale = True
        if self.isVisible():
            self._show_all()

    def _on_all_items(self) -> None:
        self.item.hide()
        self._past = ()
        self._use(LineFilter(self.filter.level, self.filter.source, None, self.filter.text))

    def _on_catalogue(self) -> None:
        if self.isVisible():
            self._engine.desk.ask(named_sources, self._on_sources)

    def _on_sources(self, sources: Named) -> None:
        if self.source.show_sources(sources):
            self._apply()

    # ------------------------------------------------------------ what is done with them

    def _on_copy(self) -> None:
        cursor = self.text.textCursor()
        if cursor.hasSelection():
            self.text.copy()
        else:
            QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the lines that are shown"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("catalog-sync-log.txt")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Writes the lines that are shown to a file, on the desk."""
        text = self.text.toPlainText() + "\n"
        self._engine.desk.ask(lambda _desk: _write(Path(path), text), self._on_saved, self._on_lost)

    def _on_saved(self, name: str) -> None:
        self.state.setText(self.tr("Saved as {name}").format(name=plain(name)))

    def _on_lost(self, error: CatalogSyncError) -> None:
        self.state.setText(sentences([str(error)]))

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _write(path: Path, text: str) -> str:
    try:
        # For its owner only: names of tracks and servers are nobody else's to read.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise CannotRun(f"{path} cannot be written: {error.strerror or error}") from error
    return path.name
