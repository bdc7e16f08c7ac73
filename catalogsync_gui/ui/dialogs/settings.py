# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings: sections in a list, and a field that finds whatever they say."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, SettingError
from catalogsync_gui.core.settings import Settings, checked, merged
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.folder_look import make_folder
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.engine.variant_commands import take_folders
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.labels import MutedLabel
from catalogsync_gui.ui.settings.download_section import DownloadSection, ScheduleSection
from catalogsync_gui.ui.settings.exchange_section import ExchangeSection
from catalogsync_gui.ui.settings.library_section import LibrarySection
from catalogsync_gui.ui.settings.name_section import NameSection, TagSection
from catalogsync_gui.ui.settings.network_section import NetworkSection
from catalogsync_gui.ui.settings.page_sections import PlaylistSection, ServerSection
from catalogsync_gui.ui.settings.program_sections import (
    HistorySection,
    LookSection,
    MessageSection,
    StartSection,
    switch_autostart,
)
from catalogsync_gui.ui.settings.section import Row, Section, folded

_SIZE = QSize(820, 560)
_LEAST = QSize(620, 400)
_ICON = 18
_BAR = 24
"""Room for a scroll bar and a margin."""

_LINES = 34
_SHARE = 0.95


class SettingsDialog(QDialog):
    """Shows the settings as they are; OK checks and applies them all at once."""

    restart_wanted = Signal()
    """All is applied, and the program is to be started anew."""

    again_wanted = Signal(str)
    """Settings were imported, so that the fields are out of date: what there is to say of that."""

    def __init__(
        self, engine: Engine, parent: QWidget | None = None, *, spoken: str | None = None
    ) -> None:
        """Builds it.

        :param spoken: the setting by which the window's language was chosen when it started.
        """
        super().__init__(parent)
        self._engine = engine
        self._settings = now = engine.settings
        self._restarts = False
        self.setWindowTitle(self.tr("Settings"))
        self.library_section = LibrarySection(engine, now)
        self.downloads = DownloadSection(now)
        self.schedule = ScheduleSection(now)
        self.names = NameSection(engine, now)
        self.tags = TagSection(now)
        self.playlist_section = PlaylistSection(now)
        self.server_section = ServerSection(engine)
        self.network = NetworkSection(engine, now)
        self.messages = MessageSection(now)
        self.startup = StartSection(engine, now)
        self.history = HistorySection(now)
        self.look = LookSection(now, now.language if spoken is None else spoken)
        self.exchange = ExchangeSection(engine)
        self.sections: tuple[Section, ...] = (
            self.library_section,
            self.downloads,
            self.schedule,
            self.names,
            self.tags,
            self.playlist_section,
            self.server_section,
            self.network,
            self.messages,
            self.startup,
            self.look,
            self.history,
            self.exchange,
        )
        self.search = QLineEdit()
        self.found = MutedLabel()
        self.list = QListWidget()
        self.stack = QStackedWidget()
        self.error = Notice()
        self.error.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._hits: list[tuple[Section, Row]] = []
        self._hit = -1
        self._build()
        self._connect()
        self.setMinimumSize(_LEAST)
        self.resize(self._fitting_size())
        self.list.setCurrentRow(0)

    # ------------------------------------------------------------ building it

    def _build(self) -> None:
        self.search.setPlaceholderText(self.tr("Search settings"))
        self.search.setAccessibleName(self.tr("Search settings"))
        self.search.setToolTip(self.tr("Ctrl+F; Enter goes to the next that was found"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.found.setAccessibleName(self.tr("What was found"))
        self.found.hide()
        self.list.setAccessibleName(self.tr("Sections"))
        self.list.setIconSize(QSize(_ICON, _ICON))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        widest = 0
        for section in self.sections:
            item = QListWidgetItem(icons.icon(section.icon), section.title)
            self.list.addItem(item)
            widest = max(widest, self.list.fontMetrics().horizontalAdvance(section.title))
            item.setSizeHint(QSize(0, max(_ICON, self.list.fontMetrics().height()) + 12))
            area = QScrollArea()
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(section)
            self.stack.addWidget(area)
        self.list.setFixedWidth(widest + _ICON + 70)
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.found)
        left.addWidget(self.list, 1)
        self.search.setFixedWidth(self.list.width())
        self.found.setFixedWidth(self.list.width())
        top = QHBoxLayout()
        top.addLayout(left)
        top.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(top, 1)
        layout.addWidget(self.error)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.search.textChanged.connect(self._on_search)
        self.search.installEventFilter(self)
        QShortcut(QKeySequence.StandardKey.Find, self, self._on_find)
        self.look.restart_wanted.connect(self._on_restart)
        self.exchange.imported.connect(self._on_imported)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def _fitting_size(self) -> QSize:
        """Wide enough for every section in whatever font, as far as the screen goes."""
        widest = max(section.minimumSizeHint().width() for section in self.sections)
        lines = _LINES * self.fontMetrics().lineSpacing()
        wanted = QSize(self.list.width() + widest + 2 * _BAR, lines).expandedTo(_SIZE)
        return wanted.boundedTo(self.screen().availableSize() * _SHARE)

    # ------------------------------------------------------------ finding something

    def _on_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _on_search(self, text: str) -> None:
        words = folded(text).split()
        self._hits = []
        self._hit = -1
        first: int | None = None
        for number, section in enumerate(self.sections):
            rows = section.matching(words) if words else []
            section.mark(rows)
            self._hits += [(section, row) for row in rows]
            item = self.list.item(number)
            named = bool(words) and all(word in folded(section.title) for word in words)
            item.setHidden(bool(words) and not rows and not named)
            item.setText(f"{section.title} ({len(rows)})" if rows else section.title)
            if words and first is None and (rows or named):
                first = number
        self.found.setVisible(bool(words))
        self.found.setText(self._found_words(first))
        if first is not None:
            self.list.setCurrentRow(first)
        if self._hits:
            self._reveal(*self._hits[0])

    def _found_words(self, first: int | None) -> str:
        number = len(self._hits)
        if number == 1:
            return self.tr("1 setting found")
        if number:
            return self.tr("{count} settings found").format(count=number)
        if first is not None:
            return self.tr("1 section found")
        return self.tr("Nothing is called so. Try another word.")

    def _reveal(self, section: Section, row: Row) -> None:
        number = self.sections.index(section)
        self.list.setCurrentRow(number)
        area = self.stack.widget(number)
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(row.parts[0])

    def _next_hit(self) -> None:
        if self._hits:
            self._hit = (self._hit + 1) % len(self._hits)
            section, row = self._hits[self._hit]
            self._reveal(section, row)
            row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down go from the search to what was found, Esc ends it."""
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if watched is self.search and pressed and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self._next_hit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def show_section(self, section: Section) -> None:
        """Shows a section, whatever is searched for."""
        self.search.clear()
        self.list.setCurrentRow(self.sections.index(section))

    # ------------------------------------------------------------ applying it

    def _wanted(self) -> Settings:
        values: dict[str, Any] = {}
        for section in self.sections:
            try:
                section.check()
            except SettingError:
                self.show_section(section)
                raise
            values.update(section.values())
        return checked(replace(self._engine.settings, **values))

    def _on_accepted(self) -> None:
        try:
            wanted = self._wanted()
        except SettingError as error:
            self._on_failed(error)
            return
        section = self.library_section
        folder = section.folder
        former = self._engine.settings.exports
        changed = [variant for variant in wanted.exports if variant not in former]
        start = self.startup.wanted
        # Somebody else may have set another one meanwhile: that stays, unless it is changed here.
        moves = folder != self._settings.library
        if not moves and not changed and start is None:
            self._on_taken(wanted)
            return
        make = section.to_be_made

        def take(desk: Desk) -> Settings:
            taken = wanted
            if moves:
                if make:
                    make_folder(Path(folder), StopToken())
                library = set_library(desk, Path(folder))
                taken = replace(wanted, library=library.library, library_id=library.library_id)
            _take_rest(desk, changed, start)
            return taken

        # Folders are looked at, and marked, away from the window's thread.
        self.buttons.setEnabled(False)
        self._engine.desk.ask(take, self._on_taken, self._on_failed)

    def _on_taken(self, settings: Settings) -> None:
        self._engine.apply_settings(merged(settings, self._settings, self._engine.settings))
        self.accept()
        if self._restarts:
            self.restart_wanted.emit()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._restarts = False
        self.buttons.setEnabled(True)
        self.error.say(sentences([str(error)]))
        self.error.show()

    def _on_restart(self) -> None:
        self._restarts = True
        self._on_accepted()

    def _on_imported(self, said: str) -> None:
        """The fields show what was, and an OK would put that back: a new dialog takes over."""
        self.reject()
        self.again_wanted.emit(said)

    def done(self, result: int) -> None:
        """Closes; what is still being asked is left."""
        for section in self.sections:
            section.close_down()
        super().done(result)


def _take_rest(desk: Desk, changed: list[ExportVariant], start: tuple[bool, bool] | None) -> None:
    take_folders(desk, changed)
    if start is not None:
        switch_autostart(desk, on=start[0], minimized=start[1])
