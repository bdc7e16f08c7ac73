# SPDX-License-Identifier: GPL-3.0-or-later
"""What a kind of error means, and what a person can do about it, in one line each."""

from PySide6.QtCore import QObject


class CauseWords(QObject):
    """Main thread only."""

    def title(self, kind: str) -> str:
        """What happened."""
        match kind:
            case "refused":
                return self.tr("The server refused")
            case "gone":
                return self.tr("It is not there any more")
            case "not_audio":
                return self.tr("What came was no audio")
            case "host_silent" | "unreachable" | "timeout":
                return self.tr("The server did not answer")
            case "network" | "short_body" | "no_connection":
                return self.tr("The connection broke off")
            case "slow":
                return self.tr("The server was too slow")
            case "server_error":
                return self.tr("The server had trouble")
            case "no_network":
                return self.tr("There was no network")
            case "no_room":
                return self.tr("There was no room for it")
            case "wrong_digest" | "wrong_size":
                return self.tr("The file was not what the catalogue promised")
            case "tls":
                return self.tr("The secure connection failed")
            case "proxy":
                return self.tr("The proxy did not let it through")
            case "address_refused" | "bad_address" | "bad_redirect":
                return self.tr("The address is not allowed")
            case "path" | "outside_library":
                return self.tr("Its place in the music folder cannot be used")
            case "no_address":
                return self.tr("The catalogue names no address")
            case "too_large":
                return self.tr("It is too large")
            case "no_memory" | "system_busy":
                return self.tr("This computer had nothing left for it")
            case "internal":
                return self.tr("Something unexpected went wrong")
        return self.tr("It could not be fetched")

    def advice(self, kind: str) -> str:
        """What to do about it."""
        match kind:
            case "refused":
                return self.tr("Check the source's user name, password and rights, then try again.")
            case "gone":
                return self.tr("Nothing helps unless it is put back there; then try again.")
            case "not_audio":
                return self.tr("Open the address in a browser: the server may want a login.")
            case "host_silent" | "unreachable" | "timeout" | "slow" | "server_error":
                return self.tr("It is tried again by itself; try again when the server is back.")
            case "network" | "short_body" | "no_connection" | "no_network":
                return self.tr("It is tried again by itself; check the network if it goes on.")
            case "no_room":
                return self.tr("Make room on the volume of the music folder, then try again.")
            case "wrong_digest" | "wrong_size":
                return self.tr("Try again; if it stays so, tell whoever keeps the catalogue.")
            case "tls":
                return self.tr("Check the clock of this computer and the server's certificate.")
            case "proxy":
                return self.tr("Check the proxy in the settings.")
            case "address_refused" | "bad_address" | "bad_redirect":
                return self.tr("If you trust the server, allow private addresses for this source.")
            case "path" | "outside_library":
                return self.tr("Look at that folder's rights and name, then try again.")
            case "no_address":
                return self.tr("It is found by itself when the same track comes from elsewhere.")
            case "too_large":
                return self.tr("Leave it out, or tell whoever keeps the catalogue.")
            case "no_memory" | "system_busy":
                return self.tr("Close other programs or lower the number of downloads at a time.")
            case "internal":
                return self.tr("The log tells more; save diagnostics when you report it.")
        return self.tr("Try again; the log may tell more.")
