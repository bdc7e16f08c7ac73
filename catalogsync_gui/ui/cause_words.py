# SPDX-License-Identifier: GPL-3.0-or-later
"""What a kind of error means, and what a person can do about it, in one line each."""

from PySide6.QtCore import QObject

_REFUSED = ("401", "403", "407")
_GONE = ("404", "410")


def _family(kind: str) -> str:
    """What stands for a status of HTTP (``http_503``); the kind itself where it is none."""
    http, _, status = kind.partition("_")
    if http != "http":
        return kind
    if status in _REFUSED:
        return "refused"
    if status in _GONE:
        return "gone"
    return "server_error" if status.startswith("5") or status in ("408", "429") else kind


class CauseWords(QObject):
    """Main thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = {
            kind: (title, advice) for kinds, title, advice in self._known() for kind in kinds
        }

    def title(self, kind: str) -> str:
        """What happened."""
        return self._words.get(_family(kind), (self.tr("It could not be fetched"), ""))[0]

    def advice(self, kind: str) -> str:
        """What to do about it."""
        otherwise = ("", self.tr("Try again; the log may tell more."))
        return self._words.get(_family(kind), otherwise)[1]

    def waits_for_sync(self, kind: str) -> bool:
        """Whether the next sync tries it again, though it has no time of its own."""
        return _family(kind) == "refused"

    def _known(self) -> tuple[tuple[tuple[str, ...], str, str], ...]:
        return (
            (
                ("refused",),
                self.tr("The server refused"),
                self.tr("Check the source's user name, password and rights, then try again."),
            ),
            (
                ("gone",),
                self.tr("It is not there any more"),
                self.tr("Nothing helps unless it is put back there; then try again."),
            ),
            (
                ("not_audio",),
                self.tr("What came was no audio"),
                self.tr("Open the address in a browser: the server may want a login."),
            ),
            (
                (
                    "host_silent",
                    "unreachable",
                    "timeout",
                ),
                self.tr("The server did not answer"),
                self.tr("It is tried again by itself; try again when the server is back."),
            ),
            (
                (
                    "network",
                    "short_body",
                    "no_connection",
                ),
                self.tr("The connection broke off"),
                self.tr("It is tried again by itself; check the network if it goes on."),
            ),
            (
                ("slow",),
                self.tr("The server was too slow"),
                self.tr("It is tried again by itself; try again when the server is back."),
            ),
            (
                ("server_error",),
                self.tr("The server had trouble"),
                self.tr("It is tried again by itself; try again when the server is back."),
            ),
            (
                ("no_network",),
                self.tr("There was no network"),
                self.tr("It is tried again by itself; check the network if it goes on."),
            ),
            (
                ("no_room",),
                self.tr("There was no room for it"),
                self.tr("Make room on the volume of the music folder, then try again."),
            ),
            (
                (
                    "wrong_digest",
                    "wrong_size",
                ),
                self.tr("The file was not what the catalogue promised"),
                self.tr("Try again; if it stays so, tell whoever keeps the catalogue."),
            ),
            (
                ("tls",),
                self.tr("The secure connection failed"),
                self.tr("Check the clock of this computer and the server's certificate."),
            ),
            (
                ("proxy",),
                self.tr("The proxy did not let it through"),
                self.tr("Check the proxy in the settings."),
            ),
            (
                (
                    "address_refused",
                    "bad_address",
                    "bad_redirect",
                ),
                self.tr("The address is not allowed"),
                self.tr("If you trust the server, allow private addresses for this source."),
            ),
            (
                (
                    "path",
                    "outside_library",
                ),
                self.tr("Its place in the music folder cannot be used"),
                self.tr("Look at that folder's rights and name, then try again."),
            ),
            (
                ("no_address",),
                self.tr("The catalogue names no address"),
                self.tr("It is found by itself when the same track comes from elsewhere."),
            ),
            (
                ("too_large",),
                self.tr("It is too large"),
                self.tr("Leave it out, or tell whoever keeps the catalogue."),
            ),
            (
                (
                    "no_memory",
                    "system_busy",
                ),
                self.tr("This computer had nothing left for it"),
                self.tr("Close other programs or lower the number of downloads at a time."),
            ),
            (
                ("internal",),
                self.tr("Something unexpected went wrong"),
                self.tr("The log tells more; save diagnostics when you report it."),
            ),
        )
