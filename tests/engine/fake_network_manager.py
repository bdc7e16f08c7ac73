# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that answers for NetworkManager: ``python fake_network_manager.py ADDRESS METERED``.

Prints ``ready``; every line on standard input is a new value of the property. Ends with the input.
"""

import os
import sys
import threading
from typing import Any

from jeepney import (  # type: ignore[import-untyped]
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

PATH = "/org/freedesktop/NetworkManager"
NAME = "org.freedesktop.NetworkManager"
PROPERTIES = "org.freedesktop.DBus.Properties"


def main(address: str, metered: int) -> None:
    """Serves one property until standard input ends."""
    bus: Any = open_dbus_connection(address)
    bus.send_and_get_reply(message_bus.RequestName(NAME))
    values = {"Metered": metered}

    def follow() -> None:
        emitter = DBusAddress(PATH, NAME, PROPERTIES)
        # From the same connection: whoever listens goes by the sender. It sends whole messages.
        for line in sys.stdin:
            values["Metered"] = int(line)
            changed = {"Metered": ("u", int(line))}
            bus.send(new_signal(emitter, "PropertiesChanged", "sa{sv}as", (NAME, changed, [])))
        os._exit(0)

    threading.Thread(target=follow, daemon=True).start()
    print("ready", flush=True)
    while True:
        message = bus.receive()
        if message.header.message_type is not MessageType.method_call:
            continue
        if message.header.fields.get(HeaderFields.member) == "Get":
            bus.send(new_method_return(message, "v", (("u", values["Metered"]),)))
        else:
            bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
