# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a proxy answers, takes its login, and lets one through.

Blocks on the network for some seconds at most; runs in any thread but the main one.
"""

import base64
import socket
import ssl
from urllib.parse import unquote

from catalogsync_gui.core.addresses import origin_of, split
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun, SettingError
from catalogsync_gui.core.redaction import redactor

_SECONDS = 8.0
_MOST = 4096
_PORTS = {"http": 80, "https": 443}


def check_proxy(proxy: str, target: str, cancel: StopToken) -> str:
    """Asks the proxy for a way to a server; returns the server, or nothing if there was none.

    :param proxy: its address, with its login if it has one.
    :param target: an address of a source; empty for none: then the proxy has to answer, no more.
    :raises SettingError: that is no address of a proxy.
    :raises CannotRun: it does not work; says why and what to do.
    :raises Interrupted: ``cancel`` was set meanwhile.
    """
    parts = split(proxy)
    if parts is None:
        raise SettingError("that is no address of a proxy; it looks like http://proxy.example:3128")
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme.lower()]
    origin = origin_of(target)
    try:
        with socket.create_connection((host, port), _SECONDS) as plain:
            line = plain
            if parts.scheme.lower() == "https":
                line = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            cancel.check()
            if origin is None:
                return ""
            login = ""
            if parts.username is not None:
                words = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
                redactor.hide(unquote(parts.password or ""))
                token = base64.b64encode(words.encode()).decode()
                login = f"Proxy-Authorization: Basic {token}\r\n"
            name = f"[{origin[1]}]" if ":" in origin[1] else origin[1]
            place = f"{name}:{origin[2]}"
            line.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n{login}\r\n".encode())
            line.settimeout(_SECONDS)
            answer = _first_line(line)
    except TimeoutError:
        raise CannotRun(
            f"the proxy {host}:{port} does not answer. Check its address and that it runs"
        ) from None
    except socket.gaierror:
        raise CannotRun(f"the proxy's name {host} is not known here. Check its spelling") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise CannotRun(
            f"the proxy {host}:{port} cannot be connected to ({why}). Check its address and port"
        ) from None
    cancel.check()
    _judge(answer, host, place)
    return place


def _first_line(line: socket.socket) -> bytes:
    found = b""
    while b"\n" not in found and len(found) < _MOST:
        data = line.recv(_MOST)
        if not data:
            break
        found += data
    return found.partition(b"\n")[0].strip()


def _judge(answer: bytes, host: str, place: str) -> None:
    words = answer.split(None, 2)
    status = words[1] if len(words) > 1 and words[0].startswith(b"HTTP/") else b""
    if status == b"200":
        return
    if status == b"407":
        raise CannotRun(
            f"the proxy {host} wants another login. Put it into the address: "
            "http://USER:PASSWORD@proxy.example:3128"
        )
    if not status.isdigit():
        raise CannotRun(f"what answers at {host} is no proxy. Check its address and port")
    raise CannotRun(
        f"the proxy {host} lets nobody through to {place} (status {status.decode()}). Ask whoever "
        "looks after it"
    )
