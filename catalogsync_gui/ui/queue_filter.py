# SPDX-License-Identifier: GPL-3.0-or-later
"""The line above the queue: which items it shows, and in what order."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from catalogsync_gui.core.queueing import TO_COME
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.ui.formats import count_text
from catalogsync_gui.ui.queue_words import QueueWords
from catalogsync_gui.ui.source_choice import Named, SourceChoice

_TYPING_MS = 250
_COMING = "to_come"


class QueueFilter(QWidget):
    """Main thread only."""

    changed = Signal()
    """Another filter was chosen, and typing has paused."""

    order_wanted = Signal()
    """The rows are to be in the order of the queue again."""

    def __init__(self, words: QueueWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = QComboBox(self)
        self.source = SourceChoice(self)
        self.search = QLineEdit(self)
        self.order = QPushButton(self.tr("Queue order"), self)
        self.count = QLabel(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self.state.setAccessibleName(self.tr("State"))
        self.state.addItem(self.tr("All states"), None)
        self.state.addItem(self.tr("Still to come"), _COMING)
        for state in ItemState:
            if state is not ItemState.PLACING:
                self.state.addItem(words.state(state), state.value)
        self.search.setPlaceholderText(self.tr("Search title, artist and album"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.order.setToolTip(
            self.tr("Sort the rows as they are downloaded again; only then they can be moved")
        )
        self.order.hide()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 8, 8, 0)
        for widget in (self.state, self.source):
            line.addWidget(widget)
        line.addWidget(self.search, 1)
        line.addWidget(self.order)
        line.addWidget(self.count)
        self.state.currentIndexChanged.connect(self.changed)
        self.source.currentIndexChanged.connect(self.changed)
        self.search.textChanged.connect(self._on_typed)
        self._typing.timeout.connect(self.changed)
        self.order.clicked.connect(self.order_wanted)

    def find_action(self, owner: QWidget) -> QAction:
        """Ctrl+F goes to the search."""
        find = QAction(self.tr("Find"), owner)
        find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self.search.setFocus)
        return find

    def states(self) -> tuple[ItemState, ...]:
        """Those chosen; none for all."""
        chosen = self.state.currentData()
        if chosen == _COMING:
            return TO_COME
        if chosen == ItemState.RUNNING.value:
            return (ItemState.RUNNING, ItemState.PLACING)
        return (ItemState(chosen),) if chosen else ()

    def text(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    def show_count(self, count: int) -> None:
        """Says how many rows there are."""
        words = self.tr("1 track") if count == 1 else self.tr("{count} tracks")
        self.count.setText(words.format(count=count_text(count)))

    def show_sources(self, sources: Named) -> None:
        """Offers these sources, ids and names; what was chosen stays chosen."""
        if self.source.show_sources(sources):
            self.changed.emit()

    def show_only(self, source: int | None, text: str) -> None:
        """Leaves everything out but what a search finds in one source, whatever its state."""
        self.state.setCurrentIndex(0)
        self.source.setCurrentIndex(max(0, self.source.findData(source)))
        self.search.setText(text)
        self._typing.stop()
        self.changed.emit()

    def _on_typed(self) -> None:
        self._typing.start()
