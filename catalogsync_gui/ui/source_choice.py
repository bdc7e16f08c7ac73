# SPDX-License-Identifier: GPL-3.0-or-later
"""The choice of one source, or of all, that a list is narrowed to."""

from PySide6.QtWidgets import QComboBox, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.engine.desk import Desk

_LONGEST = 80
_CHARACTERS = 14

Named = tuple[tuple[int, str], ...]
"""Ids and names."""


class SourceChoice(QComboBox):
    """Its data is the id of a source, None for all of them. Main thread only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources: Named = ()
        self.setAccessibleName(self.tr("Source"))
        self.addItem(self.tr("All sources"), None)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_CHARACTERS)

    def show_sources(self, sources: Named) -> bool:
        """Offers these sources; what was chosen stays chosen, and no signal tells of it.

        :returns: whether they are others than before.
        """
        if sources == self._sources:
            return False
        self._sources = sources
        chosen = self.currentData()
        self.blockSignals(True)
        self.clear()
        self.addItem(self.tr("All sources"), None)
        for number, name in sources:
            self.addItem(plain(name, _LONGEST), number)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)
        return True


def named_sources(desk: Desk) -> Named:
    """All sources, as a choice takes them."""
    return tuple((row.source.id, row.source.name) for row in desk.store.catalogue.sources())
