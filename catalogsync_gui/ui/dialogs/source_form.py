# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody enters about a source: an address or a file, and what that turns out to need."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.engine import quick_connecting
from catalogsync_gui.engine.recognising import candidates
from catalogsync_gui.engine.subscribing import AddRequest, warnings_for
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.base import SourceKind
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.dialogs.source_options import SourceOptions
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel

_TYPING_MS = 400


class SourceForm(QWidget):
    """The fields. Which of them are shown follows from the kind, as far as that is known."""

    edited = Signal()
    """Something else is asked for now."""

    quick_connect_wanted = Signal()
    """A login by a code is asked for."""

    def __init__(self, location: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.location = QLineEdit(location)
        self.browse = QPushButton(icons.icon("open-folder"), self.tr("&Browse…"))
        self.kind = QComboBox()
        self.recognised = MutedLabel()
        self.name = QLineEdit()
        self.user = QLineEdit()
        self.password = QLineEdit()
        self.token = QLineEdit()
        self.quick = QPushButton(self.tr("Sign in with &Quick Connect"))
        self.signed_in = MutedLabel()
        self._session = ""
        self.warning = Notice()
        self.options = SourceOptions()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._fill()
        self._build()
        # What was signed in for another server, or is to be replaced, goes first.
        for field in (self.location, self.password, self.token):
            field.textChanged.connect(self._sign_out)
        self.kind.currentIndexChanged.connect(self._sign_out)
        self.location.textChanged.connect(self._on_location)
        self.kind.currentIndexChanged.connect(self._on_kind)
        for field in (self.name, self.user, self.password, self.token):
            field.textChanged.connect(self.edited)
        self.options.changed.connect(self.edited)
        self.edited.connect(self._on_edited)
        self._typing.timeout.connect(self.recognise)
        self.browse.clicked.connect(self._on_browse)
        self.quick.clicked.connect(self.quick_connect_wanted)
        self.recognise()

    def _fill(self) -> None:
        # On one line: a label that wraps would have the rows guess at each other's heights.
        self.recognised.setWordWrap(False)
        self.location.setPlaceholderText(self.tr("https://… or a file on this computer"))
        self.location.setClearButtonEnabled(True)
        for button in (self.browse, self.quick):
            button.setAutoDefault(False)
        self.kind.addItem(self.tr("Automatic"), None)
        for kind in registry.kinds().values():
            self.kind.addItem(icons.kind_icon(kind.name), in_words(kind.label), kind.name)
        self.user.setPlaceholderText(self.tr("Only if the server asks for one"))
        self.token.setPlaceholderText(self.tr("An API key or access token, in place of a password"))
        for field in (self.password, self.token):
            field.setEchoMode(QLineEdit.EchoMode.Password)

    def _build(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self.location, 1)
        where.addWidget(self.browse)
        what = QHBoxLayout()
        what.addWidget(self.kind)
        what.addWidget(self.recognised, 1)
        self._login = QWidget(self)
        login = QHBoxLayout(self._login)
        login.setContentsMargins(0, 0, 0, 0)
        login.addWidget(self.quick)
        login.addWidget(self.signed_in, 1)
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, field, row in (
            (self.tr("Address or &file"), self.location, where),
            (self.tr("&Kind"), self.kind, what),
            (self.tr("&Name"), self.name, None),
            (self.tr("&User"), self.user, None),
            (self.tr("&Password"), self.password, None),
            (self.tr("Tok&en"), self.token, None),
        ):
            label = PlainLabel(text)
            label.setWordWrap(False)
            label.setBuddy(field)
            self._rows.addRow(label, field if row is None else row)
        self._rows.addRow("", self._login)
        self._rows.addRow("", self.warning)
        self._rows.addRow("", self.options)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def request(self) -> AddRequest:
        """What is asked for. What no field is shown for is not part of it.

        :raises UsageError: a password and a token were entered.
        """
        secrets = [
            (name, field.text())
            for name, field in (("password", self.password), ("token", self.token))
            if field.text() and self._rows.isRowVisible(field)
        ]
        if self._session:
            secrets.append((quick_connecting.SECRET, self._session))
        if len(secrets) > 1:
            raise UsageError(self.tr("Enter a password or a token, not both."))
        user = self.user.text().strip() if self._rows.isRowVisible(self.user) else ""
        location = self.location.text().strip()
        if location.startswith("~"):
            location = str(Path(location).expanduser())
        return AddRequest(
            location,
            kind=self.kind.currentData() or (quick_connecting.KIND if self._session else None),
            name=self.name.text().strip() or None,
            user=user or None,
            secret=secrets[0] if secrets else None,
            options=self.options.values(),
        )

    def quick_connect_request(self) -> AddRequest:
        """What a login by Quick Connect is asked for, whatever login was entered so far."""
        self.password.clear()
        self.token.clear()
        self._sign_out()
        asked = replace(self.request(), kind=quick_connecting.KIND)
        self._warn(warnings_for(replace(asked, secret=(quick_connecting.SECRET, ""))))
        return asked

    def sign_in(self, token: str) -> None:
        """Has what is asked for use this access token, until another login is entered."""
        self._session = token
        self.signed_in.setText(self.tr("Signed in"))
        self.edited.emit()

    def _sign_out(self) -> None:
        self._session = ""
        self.signed_in.setText("")

    def warnings(self) -> tuple[str, ...]:
        """What should be known before what was entered is sent anywhere."""
        try:
            return warnings_for(self.request())
        except UsageError:
            return ()

    def recognise(self) -> None:
        """Says which kind it is as far as the form of the location tells."""
        self._typing.stop()
        kinds = self._kinds()
        if len(kinds) == 1:
            self.found(kinds[0])
            return
        typed = bool(self.location.text().strip())
        self.recognised.setText(self.tr("Its content will tell") if typed else "")
        self.name.setPlaceholderText(self.tr("As it calls itself"))
        self._show_fields(kinds)
        self.options.set_kind(None)

    def found(self, kind: SourceKind, name: str = "") -> None:
        """Says which kind it is, what it calls itself, and asks for what it takes."""
        self.name.setPlaceholderText(plain(name) or self.tr("As it calls itself"))
        automatic = self.kind.currentData() is None
        words = self.tr("Recognised: {kind}").format(kind=in_words(kind.label))
        self.recognised.setText(words if automatic else "")
        self._show_fields((kind,))
        self.options.set_kind(kind)

    def found_list(self) -> None:
        """Says that it is a list of feeds."""
        self.recognised.setText(self.tr("Recognised: list of podcasts (OPML)"))

    def ask_for_login(self) -> None:
        """Goes to where a login is entered."""
        if self._rows.isRowVisible(self.user):
            (self.password if self.user.text() else self.user).setFocus()

    def _kinds(self) -> tuple[SourceKind, ...]:
        chosen = registry.kinds().get(self.kind.currentData() or "")
        return (chosen,) if chosen else candidates(self.location.text())

    def _show_fields(self, kinds: tuple[SourceKind, ...]) -> None:
        # A file on this computer needs no login.
        web = "://" in self.location.text()
        taken = {secret for kind in kinds for secret in kind.secrets} if web else set()
        for field, secret in (
            (self.user, "password"),
            (self.password, "password"),
            (self.token, "token"),
        ):
            self._rows.setRowVisible(field, secret in taken)
        quick = [kind.name for kind in kinds] == [quick_connecting.KIND]
        self._rows.setRowVisible(self._login, web and quick)
        self._on_edited()

    def _on_edited(self) -> None:
        self._warn(self.warnings())

    def _warn(self, words: tuple[str, ...]) -> None:
        self.warning.say(sentences(words))
        self._rows.setRowVisible(self.warning, bool(words))

    def _on_location(self) -> None:
        self.edited.emit()
        # What is sure is said at once; the rest when the typing has come to a rest.
        if len(self._kinds()) == 1:
            self.recognise()
        else:
            self._typing.start()

    def _on_kind(self) -> None:
        self.edited.emit()
        self.recognise()

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a playlist or a list of podcasts"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr(
                    "Playlists and lists of podcasts (*.m3u *.m3u8 *.pls *.xspf *.jspf *.opml)"
                ),
                self.tr("All files (*)"),
            ]
        )
        dialog.fileSelected.connect(self.location.setText)
        # The dialog may be destroyed while the file is chosen; then this one goes with it.
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
