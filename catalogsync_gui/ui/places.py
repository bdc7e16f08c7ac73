# SPDX-License-Identifier: GPL-3.0-or-later
"""The places of the window: a list at its side, and the page of the one that was chosen."""

from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.ui import icons

_ICON = 20
_NARROW = 800
"""Below this width of the window, in pixels, the list shows icons only."""

_TITLE = Qt.ItemDataRole.UserRole + 1


class Place(Enum):
    """Where one can be, in the order of the list. The value names the icon."""

    NOW = "now"
    CATALOGUE = "playlist"
    QUEUE = "queue"
    HISTORY = "history"
    SCHEDULE = "schedule"
    LOG = "log"


class Places(QWidget):
    """The list and the pages. Main thread only."""

    changed = Signal(object)
    """Place: another page is shown."""

    def __init__(self, foot: QAction, parent: QWidget | None = None) -> None:
        """Builds it without pages.

        :param foot: an action that stands below the list.
        """
        super().__init__(parent)
        self._pages: dict[Place, QWidget] = {}
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Places"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(_ICON, _ICON))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.list.setUniformItemSizes(True)
        # The ground of the window: a list of places is no content.
        self.list.viewport().setAutoFillBackground(False)
        self.stack = QStackedWidget(self)
        self._foot = QToolButton(self)
        self._foot.setDefaultAction(foot)
        self._foot.setAutoRaise(True)
        self._foot.setIconSize(QSize(_ICON, _ICON))
        self._foot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._side = QFrame(self)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(4, 6, 4, 6)
        side.setSpacing(4)
        side.addWidget(self.list, 1)
        side.addWidget(self._foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._side)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.head = QVBoxLayout()
        """What stands above every page."""
        column.addLayout(self.head)
        column.addWidget(self.stack, 1)
        layout.addLayout(column, 1)
        self.list.currentRowChanged.connect(self._on_row)
        self._narrow: bool | None = None

    def add(self, place: Place, title: str, page: QWidget) -> None:
        """Adds a page; its place in the list is the one that :class:`Place` gives it."""
        order = list(Place)
        row = sum(1 for other in self._pages if order.index(other) < order.index(place))
        item = QListWidgetItem(icons.icon(place.value), title)
        item.setData(Qt.ItemDataRole.UserRole, place)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, title)
        item.setData(_TITLE, title)
        item.setToolTip(title)
        self._pages[place] = page
        self.stack.addWidget(page)
        self.list.insertItem(row, item)
        if len(self._pages) == 1:
            self.list.setCurrentRow(0)
        self._fit()

    def places(self) -> tuple[Place, ...]:
        """Those that have a page, in order."""
        return tuple(place for place in Place if place in self._pages)

    def title(self, place: Place) -> str:
        """What a place is called."""
        return str(self.list.item(self.places().index(place)).data(_TITLE))

    def hint(self, place: Place, text: str) -> None:
        """Says something else of a place to whoever points at it."""
        self.list.item(self.places().index(place)).setToolTip(text)

    def page(self, place: Place) -> QWidget:
        """The page of a place."""
        return self._pages[place]

    @property
    def current(self) -> Place:
        """The place that is shown."""
        place: Place = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        return place

    def go(self, place: Place) -> None:
        """Shows a place."""
        self.list.setCurrentRow(self.places().index(place))

    def _on_row(self, row: int) -> None:
        if row >= 0:
            place = self.current
            self.stack.setCurrentWidget(self._pages[place])
            self.changed.emit(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._narrow = None
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        """Text beside the icons where there is room for it."""
        narrow = self.width() < _NARROW
        metrics = self.list.fontMetrics()
        high = max(_ICON, metrics.height()) + 14
        widest = _ICON + 16
        for row in range(self.list.count()):
            item = self.list.item(row)
            title = str(item.data(_TITLE))
            item.setText("" if narrow else title)
            item.setSizeHint(QSize(0, high))
            if not narrow:
                widest = max(widest, _ICON + metrics.horizontalAdvance(title) + 36)
        self.list.setFixedWidth(widest)
        if narrow is not self._narrow:
            self._narrow = narrow
            self._foot.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonIconOnly
                if narrow
                else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            )
