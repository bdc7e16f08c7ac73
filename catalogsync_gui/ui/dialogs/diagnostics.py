# SPDX-License-Identifier: GPL-3.0-or-later
"""What is well and what is not, to read, to copy and to save for whoever is to help."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QDir, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.diagnosis import Finding, findings
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.engine import diagnosis_file
from catalogsync_gui.engine.diagnosing import diagnose
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import PlainLabel, breakable

_LONGEST = 1000
_SIZE = (620, 440)


class DiagnosticsDialog(QDialog):
    """Looks as soon as it opens, in a thread of its own."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._facts: dict[str, Any] = {}
        self._stop = StopToken()
        self.setWindowTitle(self.tr("Diagnostics"))
        self.resize(*_SIZE)
        self.words = PlainLabel(
            self.tr(
                "What is saved tells of versions, settings, sources, errors and the log. It holds "
                "no passwords and no tokens, but the names of your sources and servers."
            )
        )
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("What was found"))
        self.text.setPlaceholderText(
            self.tr("Looking. A server that does not answer takes a while…")
        )
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(self.tr("Looking"))
        self.said = PlainLabel()
        self.said.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.save = self.buttons.addButton(
            self.tr("&Save…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy = self.buttons.addButton(
            self.tr("&Copy this list"), QDialogButtonBox.ButtonRole.ActionRole
        )
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(self.text, 1)
        for widget in (self.busy, self.said, self.buttons):
            layout.addWidget(widget)
        tab_as_seen(self.buttons)
        self.save.clicked.connect(self._on_save)
        self.copy.clicked.connect(self._on_copy)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._on_finished)
        self._allow()
        profile, clock = engine.profile, engine.clock
        self._stop = engine.lookups.ask(
            lambda stop: diagnose(profile, clock.now(), {"running": True}, stop),
            self._on_found,
            self._on_failed,
        )

    def _allow(self) -> None:
        self.save.setEnabled(bool(self._facts))
        self.copy.setEnabled(bool(self._facts))

    def _on_found(self, facts: dict[str, Any]) -> None:
        self._facts = facts
        self.busy.hide()
        self.text.setPlainText("\n".join(map(self._line, findings(facts))))
        self._allow()

    def _line(self, finding: Finding) -> str:
        state = {
            "ok": self.tr("OK"),
            "note": self.tr("Note"),
            "problem": self.tr("PROBLEM"),
        }[finding.state]
        line = f"{state} – {in_words(finding.about)}: {plain(in_words(finding.words), _LONGEST)}"
        return f"{line}\n    → {plain(finding.advice, _LONGEST)}" if finding.advice else line

    def _on_copy(self) -> None:
        QApplication.clipboard().setText(redactor.redact(self.text.toPlainText()))

    def _on_save(self) -> None:
        date = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        dialog = QFileDialog(self, self.tr("Save diagnostics"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(QDir.homePath())
        dialog.setNameFilters([self.tr("Archive (*.zip)"), self.tr("JSON (*.json)")])
        dialog.selectFile(f"catalog-sync-diagnostics-{date}.zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, file: str) -> None:
        """Writes the file, on the desk: it may lie on a slow volume."""
        facts, path = self._facts, Path(file)

        def write(_desk: object) -> str:
            diagnosis_file.save(facts, path)
            return str(path)

        self._engine.desk.ask(write, self._on_saved, self._on_failed)

    def _on_saved(self, path: str) -> None:
        self._say(self.tr("Saved as {path}").format(path=path))

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.busy.hide()
        self._say(in_words(str(error)))

    def _say(self, words: str) -> None:
        self.said.setText(breakable(plain(words, _LONGEST)))
        self.said.show()

    def _on_finished(self) -> None:
        self._stop.set()
