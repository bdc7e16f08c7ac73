# SPDX-License-Identifier: GPL-3.0-or-later
"""How the catalogue says where a track stands: a drawing and a word, never one alone."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon

from catalogsync_gui.core.states import ItemState
from catalogsync_gui.ui import icons

STATE_ICONS = {
    ItemState.PENDING: "waiting",
    ItemState.HELD: "pause",
    ItemState.RUNNING: "download",
    ItemState.PLACING: "download",
    ItemState.DONE: "done",
    ItemState.FAILED: "failed",
    ItemState.SKIPPED: "info",
    ItemState.MISSING: "warning",
    ItemState.TRASHED: "remove",
}
"""The drawings, wherever states are listed; the words differ with the list."""


class TrackStates(QObject):
    """The words and drawings, for whoever lists tracks by where they are."""

    @staticmethod
    def icon(state: ItemState) -> QIcon:
        """A state's drawing."""
        return icons.icon(STATE_ICONS.get(state, "info"))

    def text(self, state: ItemState) -> str:
        """A state in words."""
        words = {
            ItemState.PENDING: self.tr("Waiting"),
            ItemState.HELD: self.tr("Held back"),
            ItemState.RUNNING: self.tr("Downloading"),
            ItemState.PLACING: self.tr("Putting in place"),
            ItemState.DONE: self.tr("Here"),
            ItemState.FAILED: self.tr("Failed"),
            ItemState.SKIPPED: self.tr("Skipped"),
            ItemState.TRASHED: self.tr("In the trash"),
            ItemState.MISSING: self.tr("Removed by you"),
        }
        return words.get(state, str(state.value))
