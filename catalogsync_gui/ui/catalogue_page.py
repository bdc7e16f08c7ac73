# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of what is followed."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.sources_panel import SourcesPanel


class CataloguePage(QWidget):
    """Main thread only."""

    def __init__(
        self, engine: Engine, add: QAction, trash: QAction, parent: QWidget | None = None
    ) -> None:
        """Builds the page.

        :param add: the window's action to add a source. :param trash: the one to open the trash.
        """
        super().__init__(parent)
        self.sources = SourcesPanel(engine, add, trash, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sources)

    def draw_icons(self) -> None:
        """Draws the icons in the palette's colours."""
        self.sources.draw_icons()
