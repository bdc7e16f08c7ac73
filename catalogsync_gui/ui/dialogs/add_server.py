# SPDX-License-Identifier: GPL-3.0-or-later
"""A server or player to be told of the library: what it is and how to reach it."""

import shlex

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import CatalogSyncError, UsageError
from catalogsync_gui.core.servers import ServerKind
from catalogsync_gui.engine.server_commands import ServerRequest
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.labels import MutedLabel

_WIDTH = 520
_WITH_USER = (ServerKind.SUBSONIC, ServerKind.JELLYFIN)


class AddServerDialog(QDialog):
    """Asks for a server. Whoever opened it adds it, and accepts or refuses."""

    wanted = Signal(object)
    """ServerRequest: somebody pressed Add."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Add server"))
        self.kind = QComboBox()
        for kind, words in (
            (ServerKind.SUBSONIC, self.tr("Navidrome, gonic or another Subsonic server")),
            (ServerKind.JELLYFIN, self.tr("Jellyfin")),
            (ServerKind.PLEX, self.tr("Plex")),
            (ServerKind.MPD, self.tr("Music Player Daemon (MPD)")),
            (ServerKind.COMMAND, self.tr("A command of my own")),
        ):
            self.kind.addItem(words, kind.value)
        self.address = QLineEdit()
        self.name = QLineEdit()
        self.user = QLineEdit()
        self.secret = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.library = QLineEdit()
        self.upload = QLineEdit()
        self.hint = MutedLabel("")
        self.failure = Notice()
        self.failure.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accepting = self.buttons.addButton(
            self.tr("&Add"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._labels: dict[QWidget, QLabel] = {}
        for text, widget in (
            (self.tr("&Kind"), self.kind),
            (self.tr("A&ddress"), self.address),
            (self.tr("&Name"), self.name),
            (self.tr("&User"), self.user),
            (self.tr("&Password"), self.secret),
            (self.tr("&Library there"), self.library),
            (self.tr("Pla&ylists there"), self.upload),
        ):
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(widget)
            self._labels[widget] = label
            self._form.addRow(label, widget)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addWidget(self.hint)
        layout.addStretch(1)
        layout.addWidget(self.failure)
        layout.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        self.name.setPlaceholderText(self.tr("After its address, if nothing is given"))
        self.kind.currentIndexChanged.connect(self._follow)
        self.buttons.accepted.connect(self._on_add)
        self.buttons.rejected.connect(self.reject)
        self._follow()
        # One that is set alone would take the place of what the words need.
        self.setMinimumWidth(max(_WIDTH, self.minimumSizeHint().width()))

    def _follow(self) -> None:
        kind = ServerKind(self.kind.currentData())
        command = kind is ServerKind.COMMAND
        self._form.setRowVisible(self.user, kind in _WITH_USER)
        self._form.setRowVisible(self.secret, not command)
        self._form.setRowVisible(self.library, not command)
        self._form.setRowVisible(self.upload, kind is ServerKind.PLEX)
        self._labels[self.address].setText(self.tr("Co&mmand") if command else self.tr("A&ddress"))
        self._labels[self.secret].setText(
            self.tr("&Token") if kind is ServerKind.PLEX else self.tr("&Password")
        )
        self.address.setPlaceholderText(_EXAMPLES[kind])
        mpd = kind is ServerKind.MPD
        self.library.setPlaceholderText(
            self.tr("Folder in its music directory; nothing if it is that directory")
            if mpd
            else self.tr("Path as the server sees it, e.g. /music; not needed as a rule")
        )
        self.upload.setPlaceholderText(
            self.tr("Folder with playlists of absolute paths, as Plex sees it")
        )
        hints = {
            ServerKind.SUBSONIC: self.tr("Most servers let only administrators start a scan."),
            ServerKind.JELLYFIN: self.tr(
                "Without a user the password is taken for an API key. Jellyfin lets only "
                "administrators and API keys start a scan."
            ),
            ServerKind.COMMAND: self.tr(
                "Started through no shell, with the library in CATALOGSYNC_LIBRARY and lists of "
                "the playlist files in the files CATALOGSYNC_CHANGED and CATALOGSYNC_REMOVED."
            ),
        }
        self.hint.setText(hints.get(kind, ""))
        self.hint.setVisible(kind in hints)

    def request(self) -> ServerRequest:
        """What was asked for.

        :raises UsageError: the command's quotes are not closed.
        """
        kind = ServerKind(self.kind.currentData())
        address, arguments = self.address.text().strip(), list[str]()
        if kind is ServerKind.COMMAND:
            try:
                address, *arguments = shlex.split(address) or [""]
            except ValueError as error:
                raise UsageError(f"the command cannot be read: {error}") from None
            return ServerRequest(kind, address, tuple(arguments), name=self.name.text())
        user = self.user.text().strip() if kind in _WITH_USER else ""
        password = kind is ServerKind.MPD or bool(user)
        text = self.secret.text()
        options = {"library": self.library.text().strip()}
        if kind is ServerKind.PLEX:
            options["upload"] = self.upload.text().strip()
        return ServerRequest(
            kind,
            address,
            name=self.name.text(),
            user=user,
            secret=("password" if password else "token", text) if text else None,
            options=options,
        )

    def _on_add(self) -> None:
        try:
            request = self.request()
        except UsageError as error:
            self.refused(error)
            return
        self.accepting.setEnabled(False)
        self.failure.hide()
        self.wanted.emit(request)

    def refused(self, error: CatalogSyncError) -> None:
        """It could not be added; says why, and lets the person try again."""
        self.accepting.setEnabled(True)
        self.failure.say(sentences([str(error)]))
        self.failure.show()


_EXAMPLES = {
    ServerKind.SUBSONIC: "http://nas:4533",
    ServerKind.JELLYFIN: "http://nas:8096",
    ServerKind.PLEX: "http://nas:32400",
    ServerKind.MPD: "nas:6600",
    ServerKind.COMMAND: "/usr/local/bin/rescan --quiet",
}
