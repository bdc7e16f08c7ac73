# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done to the selected rows of the queue: the actions, their keys, their menu."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from catalogsync_gui.core.models import ItemRow
from catalogsync_gui.core.queueing import Priority, Wish
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.queue_words import QueueWords

_WAITING = frozenset({ItemState.PENDING, ItemState.HELD, ItemState.FAILED})
MOVABLE = frozenset({ItemState.PENDING, ItemState.HELD})
"""The states of what has a place in the queue."""
_CLAIMED = frozenset({ItemState.RUNNING, ItemState.PLACING})
_AGAIN = frozenset({ItemState.FAILED, ItemState.MISSING, ItemState.SKIPPED})


class QueueActions(QObject):
    """The keys work where ``place`` or something in it has the focus. Main thread only."""

    def __init__(self, place: QWidget, words: QueueWords) -> None:
        super().__init__(place)
        self._place = place
        self.start = self._make(self.tr("Start now"), "start-now", "Ctrl+Return")
        self.top = self._make(self.tr("Move to the top"), "move-top", "Alt+Home")
        self.up = self._make(self.tr("Move up"), "move-up", "Alt+Up")
        self.down = self._make(self.tr("Move down"), "move-down", "Alt+Down")
        self.bottom = self._make(self.tr("Move to the bottom"), "move-bottom", "Alt+End")
        self.hold = self._make(self.tr("Hold"), "pause", "Ctrl+H")
        self.resume = self._make(self.tr("Resume"), "resume", "Ctrl+Shift+H")
        self.again = self._make(self.tr("Try again"), "retry", "Ctrl+T")
        self.cancel = self._make(self.tr("Cancel"), "cancel", "Del")
        self.why = self._make(self.tr("Why not here?"), "info", "Ctrl+I")
        self.folder = self._make(self.tr("Show in file manager"), "open-folder", "Ctrl+Shift+O")
        self.copy = self._make(self.tr("Copy details"), "", "Ctrl+C")
        self.address = self._make(self.tr("Copy address"), "", "Ctrl+Shift+C")
        self.priorities = {
            priority: self._make(words.priority(priority), "", "")
            for priority in (Priority.HIGH, Priority.NORMAL, Priority.LOW, Priority.SAME)
        }
        self.priority = QMenu(self.tr("Priority"), place)
        for action in self.priorities.values():
            action.setCheckable(True)
            self.priority.addAction(action)
        self.start.setToolTip(self._hint(self.start, self.tr("Download before everything else")))
        self.hold.setToolTip(
            self._hint(self.hold, self.tr("Keep from being downloaded until you resume it"))
        )
        self.resume.setToolTip(self._hint(self.resume, self.tr("Let it wait for its turn again")))
        self.cancel.setToolTip(
            self._hint(self.cancel, self.tr("Leave out for good, until you try it again"))
        )
        self.follow(0, ())

    def _make(self, text: str, icon: str, keys: str) -> QAction:
        action = QAction(text, self)
        if icon:
            action.setIcon(icons.icon(icon))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setToolTip(self._hint(action, text))
        return action

    @staticmethod
    def _hint(action: QAction, text: str) -> str:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return f"{text} ({keys})"

    def fill(self, bar: QToolBar) -> None:
        """Puts them into a toolbar and into the context menu of the place."""
        separators = [QAction(self) for _ in range(4)]
        for separator in separators:
            separator.setSeparator(True)
        one, two, three, four = separators
        menu = self.priority.menuAction()
        bar.addActions([self.start, self.hold, self.resume, self.again, self.cancel])
        bar.addActions([one, self.top, self.up, self.down, self.bottom, menu])
        button = bar.widgetForAction(menu)
        if isinstance(button, QToolButton):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for action in (self.top, self.up, self.down, self.bottom):
            button = bar.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._place.addActions([self.start, self.hold, self.resume, self.again, self.cancel])
        self._place.addActions([two, self.top, self.up, self.down, self.bottom, menu])
        self._place.addActions([three, self.why, self.folder, four, self.copy, self.address])

    def follow(self, count: int, rows: Sequence[ItemRow]) -> None:
        """Allows what makes sense for the selection.

        :param count: rows that are selected.
        :param rows: what is known of them; of very many only some are, and anything may be there.
        """
        some = count > len(rows)
        states = {row.state for row in rows}
        wished = any(row.wish is Wish.HELD for row in rows)
        self.start.setEnabled(some or bool(states & (_WAITING | _AGAIN)))
        for action in (self.top, self.up, self.down, self.bottom):
            action.setEnabled(some or bool(states & MOVABLE))
        self.hold.setEnabled(
            some or bool(states & (_CLAIMED | {ItemState.PENDING, ItemState.FAILED}))
        )
        self.resume.setEnabled(some or ItemState.HELD in states or wished)
        self.again.setEnabled(some or bool(states & _AGAIN))
        self.cancel.setEnabled(some or bool(states & (_WAITING | _CLAIMED)))
        self.priority.setEnabled(some or any(row.state is not ItemState.DONE for row in rows))
        own = {row.priority if row.ranked else Priority.SAME for row in rows}
        for priority, action in self.priorities.items():
            action.setChecked(own == {priority})
        self.why.setEnabled(count == 1)
        self.folder.setEnabled(count == 1 and bool(rows and rows[0].path))
        self.copy.setEnabled(count > 0)
        self.address.setEnabled(count > 0)
