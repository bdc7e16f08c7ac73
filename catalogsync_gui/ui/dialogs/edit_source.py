# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing a subscription: its name, its login, its options."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.namings import OPTION
from catalogsync_gui.core.veils import without_secrets
from catalogsync_gui.engine.editing import Edit, edit_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.sources import registry
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.source_options import SourceOptions
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable
from catalogsync_gui.ui.naming_preview import NamingPreview

_WIDTH, _HEIGHT = 600, 560
_LONGEST = 1000


class EditSourceDialog(QDialog):
    """Shows what a source is now. Fields of secrets are empty; left so, the secret stays."""

    def __init__(self, engine: Engine, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._source = source
        self._kind = registry.kinds().get(source.kind)
        self.setWindowTitle(self.tr("Edit a source"))
        self.name = QLineEdit(source.name)
        self.user = QLineEdit(source.options.get("user", ""))
        self.password = QLineEdit()
        self.token = QLineEdit()
        self.options = SourceOptions(whole=True)
        self.naming = NamingPreview(engine, self, source.id)
        self.error = PlainLabel("")
        self.error.setAccessibleName(self.tr("Error"))
        self.error.hide()
        for field in (self.password, self.token):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(self.tr("Unchanged"))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.options.set_kind(self._kind)
        self.options.enter(source.options)
        self.options.add_below(OPTION, self.naming)
        self._build()
        self._show_naming()
        self.options.changed.connect(self._show_naming)
        self.resize(max(_WIDTH, 75 * self.fontMetrics().averageCharWidth()), _HEIGHT)
        self.buttons.accepted.connect(self._on_save)
        self.buttons.rejected.connect(self.reject)

    def _build(self) -> None:
        secrets = self._kind.secrets if self._kind else ()
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, field, shown in (
            (self.tr("&Name"), self.name, True),
            (self.tr("&User"), self.user, bool(secrets)),
            (self.tr("&Password"), self.password, "password" in secrets),
            (self.tr("&Token"), self.token, "token" in secrets),
        ):
            label = PlainLabel(text)
            label.setWordWrap(False)
            label.setBuddy(field)
            form.addRow(label, field)
            form.setRowVisible(field, shown)
        kind = in_words(self._kind.label) if self._kind else plain(self._source.kind)
        place = plain(without_secrets(self._source.location), _LONGEST)
        what = MutedLabel(breakable(f"{kind} · {place}"), self)
        what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.addWidget(what)
        layout.addSpacing(4)
        layout.addLayout(form)
        layout.addSpacing(10)
        layout.addWidget(self.options, 1)
        layout.addWidget(self.error)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        # One that is set alone would take the place of what the words need.
        self.setMinimumWidth(max(_WIDTH, self.minimumSizeHint().width()))

    def _show_naming(self) -> None:
        """What its tracks would be called; by the settings where it has no template of its own."""
        text = self.options.values().get(OPTION, "")
        self.naming.show_template(text or self._engine.settings.naming)

    def _on_save(self) -> None:
        secrets = [
            (name, field.text())
            for name, field in (("password", self.password), ("token", self.token))
            if field.text()
        ]
        if len(secrets) > 1:
            self._on_failed(self.tr("Give a password or a token, not both."))
            return
        entered = self.options.values()
        edit = Edit(
            name=self.name.text(),
            user=self.user.text(),
            secret=secrets[0] if secrets else None,
            options={key: entered.get(key, "") for key in self.options.keys()},  # noqa: SIM118
        )
        source = self._source.id
        self.setEnabled(False)
        self._engine.desk.ask(
            lambda desk: edit_source(desk, source, edit), self._on_saved, self._on_failed
        )

    def _on_saved(self, _nothing: object) -> None:
        self._engine.keeper.catalogue_changed()
        self.accept()

    def _on_failed(self, error: CatalogSyncError | str) -> None:
        self.setEnabled(True)
        self.error.setText(in_words(str(error)))
        self.error.show()
