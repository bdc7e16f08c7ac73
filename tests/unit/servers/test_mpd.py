# SPDX-License-Identifier: GPL-3.0-or-later
"""MPD's line protocol (https://mpd.readthedocs.io/en/stable/protocol.html)."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    Interrupted,
    PlaylistUnreadable,
    SourceError,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.servers import ServerKind
from catalogsync_gui.servers.mpd import place_of
from tests.unit.servers.far import GO_ON, MIX, NEWS, opened
from tests.unit.sources.web import scripted


@contextmanager
def fake(answer: Callable[[str], str], greeting: str = "OK MPD 0.23.5\n") -> Iterator[str]:
    def script(connection: socket.socket) -> None:
        connection.sendall(greeting.encode())
        with connection.makefile("rb") as lines:
            for line in lines:
                connection.sendall(answer(line.decode().rstrip("\n")).encode())

    with scripted(script) as url:
        yield url.removeprefix("http://").partition("/")[0]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("nas", ("nas", 6600)),
        ("nas:6601", ("nas", 6601)),
        ("mpd://nas/", ("nas", 6600)),
        ("[::1]:7", ("::1", 7)),
        ("/run/mpd/socket", "/run/mpd/socket"),
        ("", None),
        ("nas:0", None),
        ("nas:port", None),
        ("user@nas", None),
        ("two words", None),
    ],
)
def test_addresses(address: str, place: tuple[str, int] | str | None) -> None:
    assert place_of(address) == place


def test_the_password_comes_first_and_words_are_quoted() -> None:
    asked: list[str] = []

    def answer(line: str) -> str:
        asked.append(line)
        return "updating_db: 1\nOK\n"

    with fake(answer) as address:
        secrets = {"password": 'a"b\\c'}
        server = opened(ServerKind.MPD, address, secrets, library="/My music/")
        server.tell(NEWS, GO_ON)
        assert server.scanning(GO_ON)
        server.close()
    assert asked == ['password "a\\"b\\\\c"', 'update "My music"', "status"]


def test_songs_that_are_not_in_the_database_do_not_count() -> None:
    one, two = (entry.path for entry in MIX.entries)

    def answer(line: str) -> str:
        if line.startswith("lsinfo"):
            known = f"file: {one}\nLast-Modified: x\nduration: 60.1\n"
            return f"directory: Ann/Other\n{known}playlist: a.m3u\nLast-Modified: x\nOK\n"
        if line.startswith('listplaylistinfo "Playlists/'):
            return f"file: {one}\nLast-Modified: x\nfile: {two}\nOK\n"
        return "ACK [5@0] {} unknown command\n"

    with fake(answer) as address:
        server = opened(ServerKind.MPD, address, {})
        findings = server.look([MIX], GO_ON)
        server.close()
    assert findings is not None
    for sighting in (findings.library, findings.listed[MIX.playlist]):
        assert [sighting.has(entry) for entry in MIX.entries] == [True, False]


def test_folders_and_playlists_that_are_not_there_are_no_error() -> None:
    with fake(lambda _: "ACK [50@0] {lsinfo} No such directory\n") as address:
        server = opened(ServerKind.MPD, address, {})
        findings = server.look([MIX], GO_ON)
        server.close()
    assert findings is not None
    assert findings.library.nothing
    assert findings.listed == {}


@pytest.mark.parametrize(
    ("line", "error", "words"),
    [
        ("ACK [4@0] {update} you don't have permission", SourceRefused, "does not allow update"),
        ("ACK [2@0] {update} Malformed path", SourceError, "Malformed path"),
    ],
)
def test_refusals_are_told_in_words(line: str, error: type[SourceError], words: str) -> None:
    with fake(lambda _: f"{line}\n") as address:
        server = opened(ServerKind.MPD, address, {})
        with pytest.raises(error, match=words):
            server.tell(NEWS, GO_ON)


def test_what_is_no_mpd_is_told_apart() -> None:
    with (
        fake(lambda _: "", "SSH-2.0-OpenSSH\n") as address,
        pytest.raises(PlaylistUnreadable, match="as an MPD does"),
    ):
        opened(ServerKind.MPD, address, {}).tell(NEWS, GO_ON)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(SourceUnreachable, match="does not answer"):
        opened(ServerKind.MPD, address, {}).tell(NEWS, GO_ON)


def test_a_stop_does_not_wait_for_an_answer() -> None:
    asked, stop = threading.Event(), StopToken()

    def answer(_line: str) -> str:
        asked.set()
        return ""

    with fake(answer) as address:
        server = opened(ServerKind.MPD, address, {})

        def stop_it() -> None:
            asked.wait(30)
            stop.set()

        thread = threading.Thread(target=stop_it)
        thread.start()
        with pytest.raises(Interrupted):
            server.tell(NEWS, stop)
        thread.join()
