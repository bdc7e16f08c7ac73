# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts with several addresses, silent ones among them; and a machine without a network."""

import contextlib
import ctypes
import socket
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from catalogsync_gui import dialing
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, NetworkAway, SourceUnreachable, TransferError
from catalogsync_gui.core.models import MediaRequest
from catalogsync_gui.dialing import Place, dial, no_route
from catalogsync_gui.pipeline.hosts import FIRST_REST, HostGate
from catalogsync_gui.sources.http import DocumentClient
from tests.unit.media.far import SOUND, Far, says
from tests.unit.media.fetching import Line
from tests.unit.pipeline.clock import FakeClock

_NEWNET = 0x40000000  # CLONE_NEWNET, sched.h


@contextlib.contextmanager
def silent(host: str = "::1") -> Iterator[int]:
    """A port whose queue is full: it answers nobody (listen(2))."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.ExitStack() as held:
        server = held.enter_context(socket.socket(family))
        server.bind((host, 0))
        server.listen(0)
        for _ in range(3):
            sock = held.enter_context(socket.socket(family))
            sock.setblocking(False)
            sock.connect_ex(server.getsockname())
        yield server.getsockname()[1]


def places(*found: tuple[str, int]) -> list[Place]:
    return [
        (socket.AF_INET6 if ":" in host else socket.AF_INET, (host, port)) for host, port in found
    ]


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has every name stand for these addresses, each with its port."""

    def to(*found: tuple[str, int]) -> None:
        answer = [
            (family, socket.SOCK_STREAM, 6, "", address) for family, address in places(*found)
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)

    return to


def test_an_ipv6_address_that_swallows_everything_costs_a_moment(
    line: Line, far: Far, resolves: Callable[..., None]
) -> None:
    far.then(says(200, SOUND))
    with silent() as port:
        resolves(("::1", port), ("127.0.0.1", int(far.host.partition(":")[2])))
        line.fetch(MediaRequest("http://two.example/x.mp3", allow_private=True))
    assert far.asked[0].headers["host"] == "two.example"


def test_a_closed_port_of_one_family_is_no_obstacle() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with dial(places(("::1", port), ("127.0.0.1", port)), seconds=10) as sock:
            assert sock.getpeername() == ("127.0.0.1", port)


def test_families_take_turns(resolves: Callable[..., None]) -> None:
    resolves(("::1", 1), ("::2", 1), ("::3", 1), ("127.0.0.1", 1))
    found = [place[1][0] for place in dialing.places_of("x.example", 1)]
    assert found == ["::1", "127.0.0.1", "::2", "::3"]


def test_each_address_has_its_seconds() -> None:
    with silent() as one, silent("127.0.0.1") as two, pytest.raises(TimeoutError):
        dial(places(("::1", one), ("127.0.0.1", two)), seconds=0.01)


def test_of_two_addresses_only_the_allowed_one_is_asked(
    line: Line, resolves: Callable[..., None]
) -> None:
    """A name that leads home and to a cloud's metadata at once is asked at home."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        resolves(("169.254.169.254", 80), ("127.0.0.1", server.getsockname()[1]))
        server.settimeout(20)

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10008\r\n\r\n" + SOUND)

        thread = threading.Thread(target=answer)
        thread.start()
        line.fetch(MediaRequest("http://both.example/x.mp3", allow_private=True))
        thread.join()


def test_a_name_that_changes_its_mind_is_looked_at_again(
    line: Line, far: Far, resolves: Callable[..., None]
) -> None:
    """What a name led to before counts for nothing (DNS rebinding)."""
    resolves(("127.0.0.1", int(far.host.partition(":")[2])))
    with pytest.raises(TransferError, match="allow_private=yes"):
        line.fetch(MediaRequest("http://public.example/x.mp3"))
    assert far.asked == []


def test_a_stop_does_not_wait_for_a_silent_address(line: Line) -> None:
    with silent("127.0.0.1") as port:
        timer = threading.Timer(0.05, line.cancel.set)
        timer.start()
        with pytest.raises(Interrupted):
            line.fetch(MediaRequest(f"http://127.0.0.1:{port}/x.mp3", allow_private=True))
        timer.join()


def without_network(do: Callable[[], object]) -> None:
    """Runs something in a network namespace of its own, without any interface that is up."""
    if sys.platform != "linux":
        pytest.skip("there are no network namespaces here")
    problems: list[BaseException] = []

    def run() -> None:
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.unshare(_NEWNET):
                pytest.skip("this user may not make network namespaces")
            do()
        except BaseException as problem:
            problems.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if problems:
        raise problems[0]


@pytest.mark.parametrize("host", ["9.9.9.9", "[2620:fe::9]", "tracks.example"])
def test_a_machine_without_a_network_says_so(line: Line, host: str) -> None:
    def ask() -> None:
        assert no_route()
        with pytest.raises(NetworkAway, match="no network connection") as caught:
            line.fetch(MediaRequest(f"http://{host}/x.mp3"))
        assert caught.value.kind == "no_network"
        client = DocumentClient(f"http://{host}/")
        with pytest.raises(SourceUnreachable, match="no network connection") as source:
            client.get(f"http://{host}/", StopToken())
        client.close()
        assert source.value.kind == "no_network"

    without_network(ask)


def test_without_a_network_hosts_rest_for_no_longer_each_time_and_it_is_said_once() -> None:
    clock = FakeClock()
    gate = HostGate(clock, 3)
    assert gate.network_away("a.example", "no network")
    assert not gate.network_away("b.example", "no network")
    assert not gate.may("a.example")
    assert gate.without_network
    for _ in range(5):
        clock.time += FIRST_REST
        assert gate.may("a.example")
        assert not gate.network_away("a.example", "no network")
        assert gate.rests_until("a.example") == clock.time + FIRST_REST
    gate.succeeded("a.example")
    assert gate.network_away("b.example", "no network"), "it is news again"
    gate.failed("b.example", 1, None, "it answers, but badly")
    assert not gate.without_network
