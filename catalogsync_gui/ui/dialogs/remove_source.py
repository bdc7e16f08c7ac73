# SPDX-License-Identifier: GPL-3.0-or-later
"""Unsubscribing: says what it will do before it does it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import Source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.removing import RemoveReport, remove_source
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.engine_words import in_words

_LONGEST = 120
_WIDTH = 440


class RemoveSourceDialog(QDialog):
    """Asks before a subscription ends."""

    def __init__(self, engine: Engine, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._source = source
        self.setWindowTitle(self.tr("Remove a source"))
        words = QLabel(
            self.tr(
                "“{name}” will not be followed any more. Its playlist files are removed from the "
                "library; the tracks that were downloaded stay."
            ).format(name=source.name[:_LONGEST])
        )
        self.delete = QCheckBox(self.tr("&Delete its downloaded tracks as well"))
        self.warning = QLabel(
            self.tr(
                "Only files that Catalog Sync wrote, that nobody changed since and that no other "
                "source holds are deleted. They cannot be brought back."
            )
        )
        self.error = QLabel()
        for label in (words, self.warning, self.error):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.warning.setVisible(False)
        self.error.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.remove = self.buttons.addButton(
            self.tr("&Remove"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        layout = QVBoxLayout(self)
        for widget in (words, self.delete, self.warning, self.error):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        # One that is set alone would take the place of what the words need.
        self.setMinimumWidth(max(_WIDTH, self.minimumSizeHint().width()))
        self.delete.toggled.connect(self.warning.setVisible)
        self.remove.clicked.connect(self._on_remove)
        self.buttons.rejected.connect(self.reject)

    def _on_remove(self) -> None:
        source, delete = self._source.id, self.delete.isChecked()
        self.remove.setEnabled(False)
        self.delete.setEnabled(False)
        self._engine.desk.ask(
            lambda desk: remove_source(desk, source, delete_files=delete),
            self._on_removed,
            self._on_failed,
        )

    def _on_removed(self, _report: RemoveReport) -> None:
        self._engine.clear_removed()
        self.accept()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.remove.setEnabled(True)
        self.delete.setEnabled(True)
        self.error.setText(in_words(str(error)))
        self.error.show()
