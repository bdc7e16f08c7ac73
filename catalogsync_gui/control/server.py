# SPDX-License-Identifier: GPL-3.0-or-later
"""The running instance's end of the control socket. Lives in the main thread."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from catalogsync_gui.control.protocol import (
    LONGEST_LINE,
    ProtocolError,
    Request,
    decode_request,
    encode_message,
)
from catalogsync_gui.core.errors import CannotRun

_SESSIONS = 32
_ASK_WITHIN_MS = 10_000
_LONGEST_BACKLOG = 16 << 20
"""Bytes an ear may lag behind before it is taken for dead: about 50,000 events."""

_log = logging.getLogger(__name__)


class Reply(QObject):
    """The answer to one request: lines, then an exit status. Main thread only."""

    closed = Signal()
    """The caller is gone or was answered; nothing that is written from now on is read."""

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self.open = True

    def out(self, line: str) -> None:
        """A line for the caller's stdout."""
        self._send("out", line)

    def err(self, line: str) -> None:
        """An error for the caller's stderr."""
        self._send("err", line)

    def warn(self, line: str) -> None:
        """A warning for the caller's stderr."""
        self._send("warn", line)

    def exit(self, status: int) -> None:
        """The exit status; ends the answer."""
        self._send("exit", status)
        if self.open:
            self._socket.disconnectFromServer()
        self.hang_up()

    def acknowledge(self) -> None:
        """Tells the caller that its request is carried out from here on."""
        self._send("ack", 1)

    def hang_up(self) -> None:
        """Marks the answer as ended."""
        if self.open:
            self.open = False
            self.closed.emit()

    def _send(self, kind: str, value: str | int) -> None:
        if not self.open:
            return
        self._socket.write(encode_message(kind, value))
        # Written at once: the caller may be reading events as they happen.
        self._socket.flush()
        if self._socket.bytesToWrite() > _LONGEST_BACKLOG:
            _log.warning("a caller does not read its answer; it is disconnected")
            self._socket.abort()
            self.hang_up()


Serve = Callable[[Request, Reply], None]
"""Carries out a request. Returns at once; the reply may be written and ended later."""


class _Session(QObject):
    """One caller."""

    ended = Signal(QObject)

    def __init__(self, socket: QLocalSocket, server: "ControlServer") -> None:
        super().__init__(server)
        self._server = server
        self._socket = socket
        self._buffer = b""
        self._asked = False
        socket.setParent(self)
        self.reply = Reply(socket, self)
        self._patience = QTimer(self, singleShot=True, interval=_ASK_WITHIN_MS)
        self._patience.timeout.connect(self._on_impatient, Qt.ConnectionType.QueuedConnection)
        self._patience.start()
        socket.readyRead.connect(self._on_ready_read, Qt.ConnectionType.QueuedConnection)
        socket.disconnected.connect(self._on_disconnected, Qt.ConnectionType.QueuedConnection)
        if socket.bytesAvailable():
            self._on_ready_read()

    def end(self) -> None:
        """Hangs up."""
        self._socket.abort()

    def _on_ready_read(self) -> None:
        if not self._socket.isOpen():
            return
        if self._asked:
            self._socket.readAll()
            return
        self._buffer += self._socket.read(LONGEST_LINE + 1 - len(self._buffer)).data()
        line, newline, _ = self._buffer.partition(b"\n")
        if newline:
            self._asked = True
            self._buffer = b""
            self._patience.stop()
            self._take(line)
        elif len(self._buffer) > LONGEST_LINE:
            self._refuse("the request is too long")

    def _take(self, line: bytes) -> None:
        try:
            request = decode_request(line)
        except ProtocolError as error:
            self._refuse(str(error))
            return
        self.reply.acknowledge()
        self._server.take(request, self.reply)

    def _refuse(self, reason: str) -> None:
        self._asked = True
        self._patience.stop()
        self.reply.acknowledge()
        self.reply.err(f"the running instance did not understand: {reason}")
        self.reply.exit(3)

    def _on_impatient(self) -> None:
        self._socket.abort()

    def _on_disconnected(self) -> None:
        self._patience.stop()
        self.reply.hang_up()
        self.ended.emit(self)


class ControlServer(QObject):
    """Listens on the profile's socket.

    :param name: absolute path of the socket; its folder is accessible to its owner only.
    :param serve: carries out requests.
    """

    show_requested = Signal()
    """Somebody started the program again, and wants to see it."""

    idle = Signal()
    """The last caller has gone."""

    def __init__(self, name: str, serve: Serve, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._serve = serve
        self._sessions: set[_Session] = set()
        self.has_window = False
        self._server = QLocalServer(self)
        # For the owner only, and a dead socket of that name is replaced.
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(
            self._on_new_connection, Qt.ConnectionType.QueuedConnection
        )

    @property
    def callers(self) -> int:
        """How many are connected."""
        return len(self._sessions)

    def listen(self) -> None:
        """Begins to answer. To be called by the holder of the profile's lock.

        :raises CannotRun: the socket cannot be made.
        """
        if not self._server.listen(self._name):
            raise CannotRun(
                f"the control socket {self._name} cannot be made: {self._server.errorString()}"
            )
        if os.name == "posix":
            # Qt leaves the x bit on, which means nothing for a socket.
            Path(self._server.fullServerName()).chmod(0o600)

    def close(self) -> None:
        """Stops answering and hangs up on everybody."""
        self._server.close()
        for session in tuple(self._sessions):
            session.end()

    def take(self, request: Request, reply: Reply) -> None:
        """Carries out one request."""
        if not request.show:
            self._serve(request, reply)
        elif self.has_window:
            self.show_requested.emit()
            reply.exit(0)
        else:
            reply.err("Catalog Sync runs on this profile without a window; stop that first")
            reply.exit(3)

    def _on_new_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            if len(self._sessions) >= _SESSIONS:
                _log.warning("too many callers on the control socket; one is turned away")
                socket.abort()
                socket.deleteLater()
                continue
            session = _Session(socket, self)
            self._sessions.add(session)
            session.ended.connect(self._on_session_ended, Qt.ConnectionType.QueuedConnection)

    def _on_session_ended(self, session: QObject) -> None:
        if isinstance(session, _Session):
            self._sessions.discard(session)
            session.deleteLater()
        if not self._sessions:
            self.idle.emit()
