# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that may never answer (a hanging share, a silent host), asked with patience and no more."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from catalogsync_gui.core.addresses import origin_of
from catalogsync_gui.core.cancel import StopToken

T = TypeVar("T")
CONNECT_SECONDS = 5.0
_SLICE = 0.1
"""Seconds between two looks at whether anybody still waits."""


class Silent(Exception):
    """There was no answer in time. The thread that waits for it is left behind."""


def within(seconds: float, work: Callable[[], T], cancel: StopToken) -> T:
    """The result of ``work``, which runs in a thread of its own; what it raises is raised.

    :raises Silent: it took longer.
    :raises Interrupted: ``cancel`` was set.
    """
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            errors.append(error)

    # A daemon: what sleeps in the kernel cannot be ended, and must not hold up the program's end.
    thread = threading.Thread(target=run, name="probe", daemon=True)
    thread.start()
    _join([thread], seconds, cancel)
    if errors:
        raise errors[0]
    if not results:
        raise Silent
    return results[0]


def _join(threads: Iterable[threading.Thread], seconds: float, cancel: StopToken) -> None:
    until = time.monotonic() + seconds
    for thread in threads:
        while thread.is_alive() and time.monotonic() < until:
            cancel.check()
            thread.join(min(_SLICE, max(0.0, until - time.monotonic())))
    cancel.check()


def reach(addresses: Iterable[str], cancel: StopToken) -> dict[str, str]:
    """By origin of the addresses, whether it takes connections: ``ok``, or why not, in words.

    All are asked at once; nothing is sent but the handshake of TLS.

    :raises Interrupted: ``cancel`` was set.
    """
    origins = sorted({origin for address in addresses if (origin := origin_of(address))})
    found: dict[str, str] = {}
    threads = []
    for scheme, host, port in origins:
        name = f"{scheme}://{host}:{port}"
        found[name] = "did not answer in time"

        def run(name: str = name, place: tuple[str, str, int] = (scheme, host, port)) -> None:
            found[name] = _connected(*place)

        threads.append(threading.Thread(target=run, name="probe", daemon=True))
    for thread in threads:
        thread.start()
    _join(threads, 2 * CONNECT_SECONDS, cancel)
    return dict(found)


def _connected(scheme: str, host: str, port: int) -> str:
    try:
        with socket.create_connection((host, port), CONNECT_SECONDS) as line:
            if scheme == "https":
                context = ssl.create_default_context()
                # Whether the certificate is to be trusted is the source's own matter (ca_file).
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
                with context.wrap_socket(line, server_hostname=host):
                    return "ok"
        return "ok"
    except socket.gaierror as error:
        return f"its name is not known here ({error.strerror})"
    except TimeoutError:
        return "did not answer in time"
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or type(error).__name__
