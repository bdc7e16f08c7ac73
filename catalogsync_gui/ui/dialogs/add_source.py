# SPDX-License-Identifier: GPL-3.0-or-later
"""Subscribing: paste, type, drop or choose a playlist."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons

_WIDTH = 520


class AddSourceDialog(QDialog):
    """Asks what to follow, has it subscribed, and starts its first sync."""

    def __init__(self, engine: Engine, parent: QWidget | None = None, location: str = "") -> None:
        super().__init__(parent)
        self._engine = engine
        self.setWindowTitle(self.tr("Add a source"))
        self.setAcceptDrops(True)
        self.setMinimumWidth(_WIDTH)
        self.location = QLineEdit(location)
        self.browse = QPushButton(icons.icon("open-folder"), self.tr("&Browse…"))
        self.name = QLineEdit()
        self.user = QLineEdit()
        self.password = QLineEdit()
        self.sync = QCheckBox(self.tr("&Sync it now"))
        self.error = QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = self.buttons.addButton(self.tr("&Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._build()
        self.location.textChanged.connect(self._on_typed)
        self.browse.clicked.connect(self._on_browse)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self._on_typed()

    def _build(self) -> None:
        self.location.setPlaceholderText(
            self.tr("https://example.org/mix.m3u8 or a playlist file on this computer")
        )
        self.location.setClearButtonEnabled(True)
        self.name.setPlaceholderText(self.tr("As the playlist is called"))
        self.user.setPlaceholderText(self.tr("Only if the server asks for one"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.sync.setChecked(True)
        hint = QLabel(
            self.tr("M3U, M3U8, PLS, XSPF and JSPF playlists. You can also drop one here.")
        )
        for label in (hint, self.error):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        hint.setEnabled(False)
        self.error.setAccessibleName(self.tr("Error"))
        self.error.hide()
        where = QHBoxLayout()
        where.addWidget(self.location, 1)
        where.addWidget(self.browse)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self._label(self.tr("A&ddress or file"), self.location), where)
        form.addRow("", hint)
        form.addRow(self._label(self.tr("&Name"), self.name), self.name)
        form.addRow(self._label(self.tr("&User"), self.user), self.user)
        form.addRow(self._label(self.tr("&Password"), self.password), self.password)
        form.addRow("", self.sync)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.error)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    @staticmethod
    def _label(text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(buddy)
        return label

    def _on_typed(self) -> None:
        self.add.setEnabled(bool(self.location.text().strip()))
        self.error.hide()

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a playlist"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Playlists (*.m3u *.m3u8 *.pls *.xspf *.jspf)"),
                self.tr("All files (*)"),
            ]
        )
        dialog.fileSelected.connect(self.location.setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_accepted(self) -> None:
        location = self.location.text().strip()
        name = self.name.text().strip() or None
        user = self.user.text().strip() or None
        password = self.password.text()
        secret = ("password", password) if password else None
        self._set_busy(True)
        self._engine.desk.ask(
            lambda desk: add_source(desk, location=location, name=name, user=user, secret=secret),
            self._on_added,
            self._on_failed,
        )

    def _on_added(self, source: int) -> None:
        self._engine.keeper.catalogue_changed()
        if self.sync.isChecked():
            self._engine.start_job(JobSpec(sources=(source,)))
        self.accept()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._set_busy(False)
        self.error.setText(str(error))
        self.error.show()
        self.location.setFocus()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.location, self.browse, self.name, self.user, self.password, self.add):
            widget.setEnabled(not busy)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls:
            url = urls[0]
            self.location.setText(url.toLocalFile() if url.isLocalFile() else url.toString())
        else:
            self.location.setText(event.mimeData().text().strip())
        event.acceptProposedAction()
