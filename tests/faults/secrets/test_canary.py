# SPDX-License-Identifier: GPL-3.0-or-later
"""Canaries in the place of passwords and tokens: every kind of failure, and none is found.

One profile subscribes to servers that fail in all the ways of the table, each with a secret of its
own, and repeat what they were sent. An instance syncs them and is killed, the command line syncs
them again; then every file but the secret store, everything that was said, and what the processes
showed to others is searched for each secret, in all the forms in which it may have travelled.
"""

import base64
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from catalogsync_gui.sources import registry
from tests.faults.secrets import echoing
from tests.faults.secrets.echoing import Answer, EchoServer, listed, reply, status
from tests.scenario.cli_world import PATIENCE, TRACKS, Program, World, environment, finish

pytestmark = pytest.mark.scenario

_PLUGIN = Path(__file__).parent / "plugin" / "catalogsync_leaky.py"
_TRACK = next(TRACKS.glob("*.mp3"))


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to fail.

    :ivar answer: of the server at the fault's own address.
    :ivar kind: of source. :ivar how: where the secret goes: ``password``, ``token``, ``userinfo``
        or ``address`` (a parameter of the address).
    :ivar told: part of the error that is told of it.
    """

    name: str
    answer: Answer
    kind: str = "playlist"
    how: str = "password"
    told: str = ""
    scheme: str = "http"


FAULTS = [
    Fault("wrong-password", status("401 Unauthorized"), told="password"),
    Fault("no-rights", status("403 Forbidden"), how="token", told="403"),
    Fault("reason", echoing.reason, told="403"),
    Fault("gone", status("410 Gone"), how="userinfo", told="410"),
    Fault("busy", status("429 Too Many Requests"), how="address", told="429"),
    Fault("broken-server", status("500 Internal Server Error"), how="address", told="500"),
    Fault("login-page", echoing.page, how="token"),
    Fault("login-page-at-a-feed", echoing.page, kind="podcast", how="address"),
    Fault("redirect", echoing.elsewhere("/elsewhere?{asked}"), how="address", told="404"),
    Fault("redirect-with-login", echoing.elsewhere("/elsewhere?{asked}"), told="404"),
    Fault("redirect-to-ftp", echoing.elsewhere("ftp://{asked}@host/x"), told="redirects"),
    Fault("redirect-to-user", echoing.elsewhere("{base}/x?{asked}#{asked}"), how="token"),
    Fault("redirect-for-ever", echoing.elsewhere("?{asked}&more=1"), how="address"),
    Fault("no-tls", echoing.nothing, how="address", scheme="https", told="TLS"),
    Fault("no-http", echoing.no_http),
    Fault("bad-length", echoing.bad_length, how="token"),
    Fault("bad-header", echoing.bad_header, how="address"),
    Fault("cut-short", echoing.cut_short),
    Fault("bad-coding", echoing.bad_coding, how="token"),
    Fault("hangs-up", echoing.nothing, how="address"),
    Fault("malformed-feed", echoing.bad_xml, kind="podcast", how="address"),
    Fault("malformed-feed-with-password", echoing.bad_xml, kind="podcast"),
    Fault("subsonic", status("500 Oops"), kind="subsonic", told="500"),
    Fault("subsonic-key", status("403 No"), kind="subsonic", how="token", told="403"),
    Fault("jellyfin-key", status("401 Unauthorized"), kind="jellyfin", how="token"),
    Fault("exception", echoing.nothing, kind="leaky", how="token", told="RuntimeError"),
    Fault("error", echoing.nothing, kind="leaky", how="token", told="GET"),
    Fault("thread", echoing.nothing, kind="leaky", how="token", told="thread died"),
    Fault("log", echoing.nothing, kind="leaky", how="token", told="logged"),
    Fault("worker", echoing.nothing, kind="leaky", how="token"),
    Fault(
        "tracks-that-fail",
        listed(
            "#EXTINF:5,A - Refused", "/media/401.mp3", "#EXTINF:5,A - Page", "/media/page.mp3",
            "#EXTINF:5,A - There", "/media/there.mp3",
            "#EXTINF:5,{said}", "/media/gone.mp3",
        ),
    ),
    Fault(
        "tokens-in-a-list",
        lambda request: reply(
            "200 OK",
            f"#EXTM3U\n/media/gone.mp3?{request.target.partition('?')[2]}\n"
            f"/media/401.mp3?{request.target.partition('?')[2]}\n",
        ),
        how="address",
    ),
    Fault("track-that-breaks", listed("#EXTINF:5,A - Cut", "/media/cut.mp3")),
    Fault("hangs", echoing.hanging, how="address", told="503"),
]  # fmt: skip
_ITEMS = {"worker", "tokens-in-a-list"}
"""Where a catalogue is read and its tracks fail."""

_IN_LIST = "canaryinlist-x9"
_PROXY = "canaryproxy-x9"
_ORIGIN = "canaryorigin-x9"
_KEYRING = "canarykeyring-x9"
_CORRUPT = "canarycorrupt-x9"


def core_of(fault: Fault) -> str:
    """What makes the fault's secret its own, in letters that no coding changes."""
    return "canary" + fault.name.replace("-", "") + "x9"


def secret_of(fault: Fault) -> str:
    """With what has another form in an address, in JSON, in markup."""
    return core_of(fault) + ("" if fault.how == "address" else '/&"ä=')


def forms(core: str) -> set[bytes]:
    """How the core may be found: as it is, in hexadecimal, within base64 at each of three places.

    The codings of addresses, JSON and markup leave it as it is.
    """
    data = core.encode()
    found = {data, data.hex().encode()}
    for before in range(3):
        text = base64.b64encode(b"\0" * before + data)
        found.add(text[(before * 8 + 5) // 6 : (before + len(data)) * 8 // 6])
    return found


@dataclass(slots=True)
class Aftermath:
    """What was left behind and said, by where."""

    places: dict[str, bytes] = field(default_factory=dict)
    asked: list[echoing.Request] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def found(self, *cores: str) -> list[str]:
        """Where one of these can be read."""
        needles = {form for core in cores for form in forms(core)}
        return [
            place
            for place, data in self.places.items()
            if any(needle in data or needle in data.lower() for needle in needles)
        ]


class Stage(World):
    """The program as processes that find the plug-in."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.after = Aftermath()
        self.plug_ins = folder.parent / f"{folder.name}-plug-ins"
        facts = self.plug_ins / "catalogsync_leaky-1.dist-info"
        facts.mkdir(parents=True)
        shutil.copy(_PLUGIN, self.plug_ins)
        (facts / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: catalogsync-leaky\nVersion: 1"
        )
        (facts / "entry_points.txt").write_text(
            "[catalogsync_gui.sources]\nleaky = catalogsync_leaky:KIND\n"
        )

    def program(self, *argv: str, **more: str) -> Program:
        """Starts it."""
        path = os.pathsep.join([environment()["PYTHONPATH"], str(self.plug_ins)])
        return Program(
            [*self.command_line, "--verbose", *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment() | {"PYTHONPATH": path} | more,
            cwd=self.folder,
        )

    @property
    def command_line(self) -> list[str]:
        """How it is started."""
        return [sys.executable, "-m", "catalogsync_gui", "--profile", str(self.profile)]

    def said(self, name: str, *texts: str) -> None:
        """Notes what a process said."""
        self.after.places[f"output of {name}"] = "\n".join(texts).encode()

    def does(self, *argv: str, text: str = "", **more: str) -> int:
        """Runs a command as a process and notes what it says; its exit status."""
        with self.program(*argv, **more) as process:
            out, err = finish(process, text)
        self.said(f"{' '.join(argv)[:60]} ({len(self.after.places)})", out, err)
        return int(process.returncode)

    def look_at_processes(self, of: int) -> None:
        """Notes what everybody can see of a process and of those it started."""
        for folder in Path("/proc").iterdir():
            if not folder.name.isdecimal():
                continue
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if of in (int(folder.name), parent):
                    for name in ("cmdline", "environ"):
                        data = (folder / name).read_bytes()
                        self.after.places[f"/proc/{folder.name}/{name}"] = data
            except OSError:
                continue  # it has ended


def _subscribe(stage: Stage, far: EchoServer, fault: Fault) -> None:
    path = f"/{fault.name}"
    far.answers[path] = fault.answer
    if fault.kind in {"subsonic", "jellyfin"}:
        for method in ("ping", "getOpenSubsonicExtensions", "getPlaylists"):
            far.answers[f"{path}/rest/{method}.view"] = fault.answer
            far.answers[f"{path}/rest/{method}"] = fault.answer
    secret, location = secret_of(fault), far.url(path, fault.scheme)
    argv, text = ["--kind", fault.kind, "--name", fault.name], ""
    match fault.how:
        case "password":
            argv, text = [*argv, "--user", "bea", "--password-stdin"], secret
        case "token":
            argv, text = [*argv, "--token-stdin"], secret
        case "userinfo":
            location = location.replace("://", f"://bea:{quote(secret, safe='')}@")
        case "address":
            location += f"?show=1&token={secret}"
    stage.outcome("add", location, *argv, status=0, text=text)


def _media(far: EchoServer) -> None:
    far.answers["/media/401.mp3"] = status("401 Unauthorized")
    far.answers["/media/page.mp3"] = echoing.page
    far.answers["/media/cut.mp3"] = echoing.cut_short
    data = _TRACK.read_bytes()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\nContent-Type: audio/mpeg\r\n\r\n"
    far.answers["/media/there.mp3"] = lambda _request: head.encode() + data
    far.answers["/in-list"] = listed(f"{far.url().replace('://', f'://ann:{_IN_LIST}@')}/x.mp3")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """Everything happens here, once."""
    stage = Stage(tmp_path_factory.mktemp("canary"))
    with pytest.MonkeyPatch.context() as patch, echoing.echoing() as far:
        # Subscribing happens in this process, which may have looked for plug-ins before.
        patch.syspath_prepend(stage.plug_ins)
        patch.setattr(registry._registry, "_found", None)
        _everything(stage, far)
        stage.after.asked = list(far.asked)
    kept = stage.profile / "secrets.json"
    for path in stage.folder.rglob("*"):
        if path.is_file() and path != kept:
            stage.after.places[str(path.relative_to(stage.folder))] = path.read_bytes()
    return stage.after


def _everything(stage: Stage, far: EchoServer) -> None:
    stage.outcome("config", "secrets_file", "yes", status=0)
    stage.outcome("config", "refresh_hours", "0", status=0)
    stage.outcome("library", str(stage.library), status=0)
    _media(far)
    for fault in FAULTS:
        _subscribe(stage, far, fault)
    stage.outcome("add", far.url("/in-list"), "--kind", "playlist", status=0)
    with stage.program("--headless") as service:
        service.line("running without a window", err=True)
        with stage.program("sync", "--json") as caller:
            service.line("unexpected RuntimeError; the log has the details", err=True)
            assert far.hung.wait(PATIENCE)
            stage.look_at_processes(service.pid)
            service.send_signal(signal.SIGKILL)
            stage.said("the instance", *finish(service))
            stage.said("its caller", *finish(caller))
    far.let_go.set()
    # Without those that are tried again and again.
    rest = [fault.name for fault in FAULTS if fault.name not in {"worker", "track-that-breaks"}]
    assert stage.does("sync", "--json", *rest) == 1
    for command in ("export", "sources --json", "sources --opml", "items --json", "config"):
        assert stage.does(*command.split()) == 0
    assert stage.does("doctor", "--output", "diagnostics.json") == 1
    with closing(sqlite3.connect(stage.profile / "catalog-sync.db")) as database:
        stage.after.errors = dict(database.execute("SELECT name, error FROM sources"))
    _proxy(stage, far)
    _keyring(stage, far)


def _proxy(stage: Stage, far: EchoServer) -> None:
    """A proxy that refuses its login, and the settings that hold it."""
    far.answers[f"http://origin.example/?token={_ORIGIN}"] = status("407 Who are you")
    far.answers["http://origin.example/"] = status("407 Who are you")
    address = far.url().replace("://", f"://bea:{_PROXY}@")
    stage.outcome("config", "proxy", address, status=0)
    location = f"http://origin.example/?token={_ORIGIN}"
    stage.outcome("add", location, "--kind", "podcast", "--name", "proxied", status=0)
    assert stage.does("sync", "proxied", "--json") == 1
    assert stage.does("config") == 0
    for name in ("proxied.toml", "proxied.toml.good"):
        shutil.copy(stage.profile / name.replace("proxied", "settings"), stage.folder / name)


def _keyring(stage: Stage, far: EchoServer) -> None:
    """Stores of secrets that fail."""
    location = far.url("/never")
    login = ("--kind", "playlist", "--user", "bea", "--password-stdin")
    broken = {"PYTHON_KEYRING_BACKEND": "catalogsync_leaky.Keyring"}
    stage.outcome("config", "secrets_file", "no", status=0)
    assert stage.does("add", location, *login, text=_KEYRING, **broken) == 3
    stage.outcome("config", "secrets_file", "yes", status=0)
    file = stage.profile / "secrets.json"
    before = file.read_bytes()
    file.write_text('{"1/password": "' + _CORRUPT)
    assert stage.does("add", location, *login, text=_CORRUPT) == 3
    assert stage.does("sync", "wrong-password", "--json") == 1
    file.write_bytes(before)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_secret_that_met_this_failure_is_nowhere(after: Aftermath, fault: Fault) -> None:
    assert after.found(core_of(fault)) == []
    assert fault.told in after.errors[fault.name]
    assert after.errors[fault.name] or "track" in fault.name or fault.name in _ITEMS


def test_the_secrets_were_sent(after: Aftermath) -> None:
    """Otherwise nothing of this means anything."""
    said = "\n".join(request.said for request in after.asked)
    silent = {"no-tls", *(fault.name for fault in FAULTS if fault.kind == "leaky")}
    # Subsonic's login proves that it knows the password, and does not tell it.
    silent.add("subsonic")
    for fault in FAULTS:
        assert (core_of(fault) in said) == (fault.name not in silent), fault.name


@pytest.mark.parametrize("core", [_IN_LIST, _PROXY, _ORIGIN, _KEYRING, _CORRUPT])
def test_nor_are_those_of_lists_proxies_and_broken_stores(after: Aftermath, core: str) -> None:
    assert after.found(core) == []


def test_nor_are_logins_made_of_them(after: Aftermath) -> None:
    """Subsonic's token with its salt logs in as well as the password."""
    tokens = {
        value
        for request in after.asked
        if request.path.startswith("/subsonic/")
        for value in parse_qs(urlsplit(request.target).query + "&" + request.said).get("t", [])
    }
    assert tokens
    assert after.found(*(token.split()[0] for token in tokens)) == []


def test_it_was_all_looked_at(after: Aftermath) -> None:
    places = after.places
    for name in (
        "catalog-sync.log",
        "catalog-sync.db",
        "settings.toml",
        "proxied.toml",
        ".m3u",
        "diagnostics.json",
    ):
        assert any(place.endswith(name) for place in places), name
    for name in ("cmdline", "environ", "output of sync", "output of the instance"):
        assert any(name in place for place in places), name
    log = b"".join(data for place, data in places.items() if place.endswith(".log"))
    assert b"Traceback" in log
    assert b"unexpected ValueError" in b"".join(places.values())
