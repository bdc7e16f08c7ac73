# SPDX-License-Identifier: GPL-3.0-or-later
"""What is spoken over the control socket: JSON objects, one a line, UTF-8.

::

    client   {"v": 1, "argv": ["sync", "--json"], "cwd": "/home/ann", "secret": null}
    server   {"ack": 1}            the request was understood; from here on it is carried out
             {"out": "a line"}     for the caller's stdout
             {"err": "a line"}     an error, for the caller's stderr
             {"warn": "a line"}    a warning, for the caller's stderr
             {"exit": 0}           the exit status; the server then closes

A second start of the window sends ``{"v": 1, "show": true}``. A client that hangs up withdraws its
ear, not its request.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

VERSION = 1
LONGEST_LINE = 1 << 20
"""Bytes. A retry of a hundred thousand items fits; garbage without an end does not."""


_FIELDS = (("out", str), ("err", str), ("warn", str), ("exit", int), ("ack", int))


class ProtocolError(ValueError):
    """The other side does not speak this protocol."""


@dataclass(frozen=True, slots=True)
class Request:
    """A command for the running instance.

    :ivar argv: the command and its arguments, as typed.
    :ivar cwd: the caller's working directory, which relative paths among them start from.
    :ivar secret: what the caller read from its stdin, or None.
    :ivar show: bring the window up instead of carrying out a command.
    """

    argv: tuple[str, ...] = ()
    cwd: str = ""
    secret: str | None = None
    show: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One line of an answer: the field's name (``ack``, ``out``, ...) and its value."""

    kind: str
    value: str | int


def encode_request(request: Request) -> bytes:
    """The request as a line."""
    return _line({"v": VERSION, **asdict(request)})


def decode_request(line: bytes) -> Request:
    """The reverse of :func:`encode_request`.

    :raises ProtocolError: it is no request.
    """
    data = _object(line)
    if data.get("v") != VERSION:
        raise ProtocolError(
            "the caller is of another version than the running instance; restart the latter"
        )
    argv, cwd, secret = data.get("argv", []), data.get("cwd", ""), data.get("secret")
    if not isinstance(argv, list) or not all(isinstance(part, str) for part in argv):
        raise ProtocolError("argv is no list of strings")
    if not isinstance(cwd, str) or not (secret is None or isinstance(secret, str)):
        raise ProtocolError("cwd or secret is no string")
    return Request(tuple(argv), cwd, secret, data.get("show") is True)


def encode_message(kind: str, value: str | int) -> bytes:
    """One line of an answer."""
    return _line({kind: value})


def decode_message(line: bytes) -> Message:
    """The reverse of :func:`encode_message`.

    :raises ProtocolError: it is no message.
    """
    data = _object(line)
    for kind, expected in _FIELDS:
        value = data.get(kind)
        if isinstance(value, expected):
            return Message(kind, value)
    raise ProtocolError("a line of the answer is none of out, err, warn, exit and ack")


def _line(data: dict[str, Any]) -> bytes:
    # ASCII, because arguments may hold bytes that are not UTF-8, as lone surrogates.
    return json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise ProtocolError("a line is not JSON") from None
    if not isinstance(data, dict):
        raise ProtocolError("a line is no JSON object")
    return data
