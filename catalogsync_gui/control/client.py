# SPDX-License-Identifier: GPL-3.0-or-later
"""The caller's end of the control socket. Blocks; needs no event loop."""

from collections.abc import Callable

from PySide6.QtNetwork import QLocalSocket

from catalogsync_gui.control.protocol import (
    Message,
    ProtocolError,
    Request,
    decode_message,
    encode_request,
)
from catalogsync_gui.core.errors import CannotRun

_CONNECT_MS = 2_000
_ACKNOWLEDGE_MS = 5_000
_SLICE_MS = 200
"""How long one wait lasts: Python sees Ctrl-C between two of them."""

Line = Callable[[str], None]


def ask(name: str, request: Request, out: Line, err: Line, warn: Line) -> int | None:
    """Has the running instance carry out a request; returns its exit status.

    :param name: the socket's absolute path.
    :param out: takes each line for stdout as it comes, :param err: each error, :param warn: each
        warning.
    :returns: None when nobody takes the request: no instance runs, or it is just ending.
    :raises CannotRun: the instance ended, or talked nonsense, while carrying it out.
    """
    socket = QLocalSocket()
    socket.connectToServer(name)
    try:
        if not socket.waitForConnected(_CONNECT_MS):
            return None
        socket.write(encode_request(request))
        socket.flush()
        return _converse(socket, out, err, warn)
    finally:
        socket.abort()


def _converse(socket: QLocalSocket, out: Line, err: Line, warn: Line) -> int | None:
    taken = False
    waited = 0
    buffer = b""
    while True:
        line, newline, rest = buffer.partition(b"\n")
        if newline:
            buffer = rest
            message = _message(line)
            if message.kind == "exit":
                return int(message.value)
            taken = True
            if message.kind == "out":
                out(str(message.value))
            elif message.kind == "err":
                err(str(message.value))
            elif message.kind == "warn":
                warn(str(message.value))
            continue
        # Asked for again after the connection went: the last lines may be in Qt's buffer still.
        arrived = socket.readAll().data()
        if arrived:
            buffer += arrived
        elif socket.state() is not QLocalSocket.LocalSocketState.ConnectedState:
            if taken:
                raise CannotRun("the running instance ended before it had answered")
            return None
        elif not socket.waitForReadyRead(_SLICE_MS) and not taken:
            waited += _SLICE_MS
            if waited >= _ACKNOWLEDGE_MS:
                raise CannotRun("the running instance does not answer; end it and try again")


def _message(line: bytes) -> Message:
    try:
        return decode_message(line)
    except ProtocolError as error:
        raise CannotRun(f"the running instance does not answer as expected: {error}") from None
