# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers and players that are told of the library, and what they know of it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.events import Event, ServerChecked, ServerTold
from catalogsync_gui.core.servers import Server, ServerKind
from catalogsync_gui.engine import server_commands
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.server_commands import Checked, ServerRequest
from catalogsync_gui.ui.dialogs.add_server import AddServerDialog
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.formats import count_text, time_text
from catalogsync_gui.ui.labels import MutedLabel
from catalogsync_gui.ui.preview_models import TextTable, small_table

_MOST_UNKNOWN = 1000
"""More entries that a server does not know are not listed; the command line lists all."""

_QUEUED = Qt.ConnectionType.QueuedConnection


class ServersPage(QWidget):
    """Adds, removes and asks servers; all of it at once, whatever becomes of the dialog."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._servers: list[Server] = []
        self._asking: StopToken | None = None
        self._warnings: list[str] = []
        self.hint = MutedLabel(
            self.tr(
                "Servers and players that read this library are told when a sync has written its "
                "playlists. Changes here count at once."
            )
        )
        self.table = TextTable(
            (self.tr("Server"), self.tr("Told"), self.tr("Knows"), self.tr("State")), parent=self
        )
        self.view = small_table(self.table, self.tr("Servers"), (24, 18, 20, 0))
        self.add = QPushButton(self.tr("&Add…"))
        self.remove = QPushButton(self.tr("&Remove"))
        self.ask = QPushButton(self.tr("As&k what they know"))
        self.answer = MutedLabel("")
        self.unknown = TextTable(
            (self.tr("Not known to"), self.tr("File"), self.tr("Why")), parent=self
        )
        self.unknown_view = small_table(
            self.unknown, self.tr("Files that servers do not know"), (16, 30, 0)
        )
        self.failure = Notice()
        for widget in (self.failure, self.answer, self.unknown_view):
            widget.hide()
        buttons = QHBoxLayout()
        for button in (self.add, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.ask)
        layout = QVBoxLayout(self)
        layout.addWidget(self.hint)
        layout.addWidget(self.view, 2)
        layout.addLayout(buttons)
        layout.addWidget(self.answer)
        layout.addWidget(self.unknown_view, 2)
        layout.addWidget(self.failure)
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)
        self.ask.clicked.connect(self._on_ask)
        self.view.selectionModel().selectionChanged.connect(self._follow)
        engine.signals.happened.connect(self._on_event, _QUEUED)
        self._load()

    def _load(self) -> None:
        self._engine.desk.ask(server_commands.listed, self._on_servers, self._on_failed)
        self._follow()

    def _on_servers(self, servers: list[Server]) -> None:
        self._servers = servers
        self.table.show([self._row(server) for server in servers])
        self._follow()

    def _row(self, server: Server) -> tuple[str, ...]:
        knows = self.tr("{known} of {entries}").format(
            known=count_text(server.known), entries=count_text(server.entries)
        )
        if server.problem:
            state = server.problem
        elif server.told_at is None:
            state = self.tr("Not told yet")
        elif server.checked_at is None and server.kind is not ServerKind.COMMAND:
            state = self.tr("Told")
        else:
            state = self.tr("Well")
        return (
            server.name,
            time_text(server.told_at) if server.told_at is not None else "",
            knows if server.checked_at is not None else "",
            state,
        )

    def _follow(self) -> None:
        self.remove.setEnabled(bool(self.view.selectionModel().selectedRows()))
        self.ask.setEnabled(bool(self._servers) and self._asking is None)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, ServerTold | ServerChecked):
            self._load()

    # ------------------------------------------------------------ what is asked for

    def _on_add(self) -> None:
        dialog = AddServerDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self._on_wanted)
        self.dialog = dialog
        dialog.open()

    def _on_wanted(self, request: ServerRequest) -> None:
        self._warnings = warnings = list[str]()
        self._engine.desk.ask(
            lambda desk: server_commands.add(desk, request, warnings.append),
            self._on_added,
            self.dialog.refused,
        )

    def _on_added(self, _server: int) -> None:
        self.dialog.accept()
        self.failure.say(sentences(self._warnings))
        self.failure.setVisible(bool(self._warnings))
        self._engine.teller.wake()
        self._load()

    def _on_remove(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        for server in [self._servers[index.row()] for index in rows]:
            self._engine.desk.ask(
                partial(server_commands.remove, server=server), self._on_removed, self._on_failed
            )

    def _on_removed(self, _nothing: object) -> None:
        self._engine.teller.wake()
        self._load()

    def _on_ask(self) -> None:
        self.failure.hide()
        self._say(self.tr("Asking… a large library takes a while."))
        engine = self._engine
        self._asking = engine.lookups.ask(
            partial(server_commands.check_apart, engine.profile, engine.settings, engine.clock),
            self._on_answer,
            self._on_failed,
        )
        self._follow()

    def _on_answer(self, answers: list[Checked]) -> None:
        self._asking = None
        unknown = [
            (answer.server.name, one.path, one.words)
            for answer in answers
            for proof in answer.proofs or ()
            for one in proof.unresolved
        ]
        self.unknown.show(unknown[:_MOST_UNKNOWN])
        self.unknown_view.setVisible(bool(unknown))
        self._say(" ".join(self._sentence(a) for a in answers if a.proofs is not None))
        problems = [f"{one.server.name}: {one.problem}" for one in answers if one.problem]
        self.failure.say(sentences(problems))
        self.failure.setVisible(bool(problems))
        self._follow()

    def _sentence(self, answer: Checked) -> str:
        proofs = answer.proofs or ()
        return self.tr("{name} knows {known} of {entries} playlist entries.").format(
            name=answer.server.name,
            known=count_text(sum(proof.known for proof in proofs)),
            entries=count_text(sum(proof.entries for proof in proofs)),
        )

    def _say(self, text: str) -> None:
        self.answer.setText(text)
        self.answer.setVisible(bool(text))

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._asking = None
        self._say("")
        self.failure.say(sentences([str(error)]))
        self.failure.show()
        self._follow()
