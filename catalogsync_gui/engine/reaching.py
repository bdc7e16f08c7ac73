# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether servers take connections; asked with patience and no more."""

import socket
import ssl
import threading
import time
from collections.abc import Iterable

from catalogsync_gui.core.addresses import origin_of
from catalogsync_gui.core.cancel import StopToken

CONNECT_SECONDS = 5.0
_SLICE = 0.1
"""Seconds between two looks at whether anybody still waits."""


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
                with context.wrap_socket(
                    line, server_hostname=host, do_handshake_on_connect=False
                ) as secure:
                    secure.do_handshake()
        return "ok"
    except socket.gaierror as error:
        return f"its name is not known here ({error.strerror})"
    except TimeoutError:
        return "did not answer in time"
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or type(error).__name__
