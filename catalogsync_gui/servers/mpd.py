# SPDX-License-Identifier: GPL-3.0-or-later
"""A Music Player Daemon, asked in its own line protocol.

https://mpd.readthedocs.io/en/stable/protocol.html: a command is a line, arguments in quotes with
backslash escapes; an answer is lines ``key: value`` ended by ``OK``, or ``ACK [code@…] words``.
"""

import contextlib
import errno
import socket
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import BinaryIO

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    PlaylistUnreadable,
    SourceError,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.servers import Exported, Findings, News, Server, ServerTrack, Sighting
from catalogsync_gui.servers.base import MusicServer

PORT = 6600
SECONDS = 30.0
"""An answer's next bytes have to come within this."""

_CONNECT_SECONDS = 10.0
_MOST = 50_000_000
_LONGEST_LINE = 1 << 20
_NO_EXIST = "50"
_DENIED = ("3", "4")
"""ACK_ERROR_PASSWORD, ACK_ERROR_PERMISSION and ACK_ERROR_NO_EXIST (MPD, src/protocol/Ack.hxx)."""


def place_of(address: str) -> tuple[str, int] | str | None:
    """Where an MPD is: host and port, or the path of its socket; None where that is neither."""
    text = address.removeprefix("mpd://").rstrip("/") if "://" in address else address
    if text.startswith("/"):
        return text
    if text.startswith("["):
        host, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    else:
        host, _, port = text.partition(":")
    if not host or any(c.isspace() or c in "/@?#" for c in text):
        return None
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536):
        return None
    return host, int(port or PORT)


class MpdAnswerError(Exception):
    """An answer ``ACK``; ``code`` is the number in it."""

    def __init__(self, line: str) -> None:
        super().__init__(line.partition("} ")[2] or line)
        self.code = line.partition("[")[2].partition("@")[0]


class MpdServer(MusicServer):
    """An MPD. What it is told of lies below its music directory."""

    def __init__(self, server: Server, context: SourceContext) -> None:
        self._address = server.address
        self._root = server.options.get("library", "").strip("/")
        self._context = context
        self._socket: socket.socket | None = None
        self._file: BinaryIO | None = None

    def tell(self, news: News, cancel: StopToken) -> None:
        """Has the library's part of the database updated."""
        del news
        self._say(cancel, "update", *([self._root] if self._root else []))

    def scanning(self, cancel: StopToken) -> bool:
        """Whether an update is running."""
        return any(key == "updating_db" for key, _ in self._say(cancel, "status"))

    def look(self, playlists: Sequence[Exported], cancel: StopToken) -> Findings:
        """The folders that entries are in, and the playlists as MPD reads them."""
        wanted = tuple(chain.from_iterable(playlist.entries for playlist in playlists))
        library = Sighting(wanted)
        for folder in sorted({str(PurePosixPath(entry.path).parent) for entry in wanted}):
            self._see(library, cancel, "lsinfo", self._below(folder))
        found = {}
        for playlist in playlists:
            sighting = Sighting(playlist.entries)
            file = PurePosixPath(playlist.path)
            # In the music directory by its path, in MPD's own playlist directory by its name.
            names = (file.stem,) if file.is_absolute() else (self._below(playlist.path), file.stem)
            for name in names:
                if self._see(sighting, cancel, "listplaylistinfo", name):
                    found[playlist.playlist] = sighting
                    break
        return Findings(library, found)

    def _below(self, path: str) -> str:
        return "/".join(part for part in (self._root, path) if part not in ("", "."))

    def _see(self, sighting: Sighting, cancel: StopToken, *words: str) -> bool:
        """Notes the songs of an answer that are in MPD's database; whether there was one.

        Of a song that is not, a playlist holds nothing but the name.
        """
        try:
            lines = self._say(cancel, *words)
        except SourceError as error:
            if error.kind == "not_there":
                return False
            raise
        for path, facts in _songs(lines):
            if "Last-Modified" in facts:
                seconds = None
                with contextlib.suppress(ValueError):
                    seconds = float(facts.get("duration", ""))
                sighting.see(ServerTrack(path, facts.get("Title", ""), seconds))
        return True

    def _say(self, cancel: StopToken, *words: str) -> list[tuple[str, str]]:
        """The lines of an answer.

        :raises SourceError: there is none, or it is an error; kind ``not_there`` where what is
            named does not exist.
        """
        sock = self._socket
        # Shut down, not closed: the thread that reads notices the one and not the other.
        unsubscribe = cancel.subscribe(lambda: _shut(self._socket))
        try:
            if sock is None:
                sock = self._connect(cancel)
            return self._ask(sock, *words)
        except MpdAnswerError as error:
            raise self._translated(error, words[0]) from None
        except OSError as error:
            self.close()
            cancel.check()
            raise SourceUnreachable(
                f"the MPD at {self._address} does not answer ({_words(error)}); check that it runs "
                "and that its bind_to_address lets this computer in"
            ) from None
        finally:
            unsubscribe()

    def _connect(self, cancel: StopToken) -> socket.socket:
        place = place_of(self._address)
        if place is None:
            raise SourceError(f"{self._address} is no address of an MPD", kind="not_mpd")
        if isinstance(place, str):
            sock = socket.socket(socket.AF_UNIX)
            self._socket = sock
            sock.settimeout(_CONNECT_SECONDS)
            sock.connect(place)
        else:
            sock = socket.create_connection(place, _CONNECT_SECONDS)
            self._socket = sock
        cancel.check()
        sock.settimeout(SECONDS)
        self._file = sock.makefile("rb")
        if not self._line().startswith("OK MPD "):
            self.close()
            raise PlaylistUnreadable(
                f"{self._address} does not answer as an MPD does; its port is {PORT} as a rule",
                kind="not_mpd",
            )
        password = self._context.secret("password")
        if password:
            self._ask(sock, "password", password)
        return sock

    def _ask(self, sock: socket.socket, *words: str) -> list[tuple[str, str]]:
        line = " ".join([words[0], *map(_quoted, words[1:])])
        sock.sendall(line.encode("utf-8", "surrogateescape") + b"\n")
        lines: list[tuple[str, str]] = []
        size = 0
        while (text := self._line()) != "OK":
            if text.startswith("ACK "):
                raise MpdAnswerError(text)
            size += len(text)
            if size > _MOST:
                raise OSError(errno.EFBIG, "its answer has no end")
            key, _, value = text.partition(": ")
            lines.append((key, value))
        return lines

    def _line(self) -> str:
        line = self._file.readline(_LONGEST_LINE) if self._file is not None else b""
        if not line.endswith(b"\n"):
            raise ConnectionResetError(errno.ECONNRESET, "it hung up")
        return line[:-1].decode("utf-8", "surrogateescape")

    def _translated(self, error: MpdAnswerError, command: str) -> SourceError:
        if error.code == _NO_EXIST:
            return SourceError(f"the MPD has no such thing: {error}", kind="not_there")
        self.close()
        if error.code in _DENIED:
            return SourceRefused(
                f"the MPD at {self._address} does not allow {command} ({error}); give its "
                "password, or allow it in mpd.conf (default_permissions)",
                kind="not_allowed",
            )
        return SourceError(
            f"the MPD at {self._address} answers {command} with: {error}", kind="server_error"
        )

    def close(self) -> None:
        """Closes the connection."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _songs(lines: list[tuple[str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    path, facts = "", dict[str, str]()
    for key, value in [*lines, ("file", "")]:
        if key in ("file", "directory", "playlist"):
            if path:
                yield path, facts
            path, facts = (value if key == "file" else ""), {}
        else:
            facts.setdefault(key, value)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _shut(sock: socket.socket | None) -> None:
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _words(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "it took too long"
    return error.strerror or type(error).__name__
