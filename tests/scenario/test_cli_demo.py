# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo: the main job in some seconds, with no network and nothing left behind."""

import http.client
import io
import signal
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from catalogsync_gui import app
from catalogsync_gui.cli.demo import run_demo
from catalogsync_gui.cli.demo_server import DemoServer
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.paths import resources
from tests.scenario.cli_world import World, finish

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

_DEMO = resources() / "demo"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def _run(keep: Path | None) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        args = Namespace(keep=None if keep is None else str(keep))
        assert run_demo(args, Terminal(), rate=None) == 0
    return out.getvalue()


def test_it_syncs_shows_what_there_is_and_cleans_up(temporary: Path) -> None:
    text = _run(None)
    assert "0 failed" in text
    assert "3 playlist files" in text
    assert "--keep DIR" in text
    assert list(temporary.iterdir()) == []


def test_what_is_kept_is_the_music_alone(tmp_path: Path, temporary: Path) -> None:
    music = tmp_path / "deep" / "music"
    text = _run(music)
    assert "removed" not in text
    files = [path for path in music.rglob("*") if path.is_file()]
    assert len([path for path in files if path.suffix == ".m3u"]) == 3
    assert len(files) >= len(list((_DEMO / "tracks").iterdir())) + 3
    assert [path.name for path in music.iterdir() if path.name.startswith(".")] == [".catalog-sync"]
    assert list(temporary.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.mp3").write_text("x")
    for keep in (tmp_path, tmp_path / "mine.mp3"):
        with pytest.raises(UsageError):
            _run(keep)
    assert (tmp_path / "mine.mp3").read_text() == "x"


def test_the_command_runs_without_a_display_and_ctrl_c_leaves_nothing(
    tmp_path: Path, temporary: Path
) -> None:
    with World(tmp_path).start("demo", "--headless") as process:
        process.line("done ")
        process.send_signal(signal.SIGINT)
        out, err = finish(process)
    assert (process.returncode, err) == (130, "")
    assert "Sync stopped" in out
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "profile").exists()


@pytest.mark.parametrize(
    ("environment", "seen"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "xcb:something"}, True),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({}, False),
    ],
)
def test_a_window_is_for_a_display(
    environment: dict[str, str], seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert app.has_display() is seen


@pytest.fixture
def far() -> Iterator[http.client.HTTPConnection]:
    with DemoServer(_DEMO, None) as server:
        assert len(server.playlists) == 3
        address = urlsplit(server.playlists[0])
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        yield connection
        connection.close()


def _get(
    far: http.client.HTTPConnection, path: str, **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    far.request("GET", path, headers=named)
    answer = far.getresponse()
    return answer.status, answer.headers, answer.read()


def test_the_server_answers_ranges_like_a_real_one(far: http.client.HTTPConnection) -> None:
    data = (_DEMO / "tracks/ac-dc.mp3").read_bytes()
    status, headers, body = _get(far, "/tracks/ac-dc.mp3")
    assert (status, body) == (200, data)
    etag = headers["ETag"]
    for wanted, part in (
        ("bytes=0-9", data[:10]),
        ("bytes=70000-", data[70000:]),
        ("bytes=-5", data[-5:]),
        (f"bytes=10-{len(data) * 2}", data[10:]),
    ):
        status, headers, body = _get(far, "/tracks/ac-dc.mp3", Range=wanted, If_Range=etag)
        assert (status, body) == (206, part)
        assert headers["Content-Range"].endswith(f"/{len(data)}")
    assert _get(far, "/tracks/ac-dc.mp3", Range="bytes=0-9", If_Range='"old"')[2] == data
    status, headers, _ = _get(far, "/tracks/ac-dc.mp3", Range=f"bytes={len(data)}-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{len(data)}")
    assert _get(far, "/tracks/ac-dc.mp3", If_None_Match=etag)[0] == 304


def test_the_server_has_nothing_but_the_catalogue(far: http.client.HTTPConnection) -> None:
    for path in ("/", "/nope", "/../../pyproject.toml", "/tracks/", "/README.md", "/%2e%2e/x"):
        assert _get(far, path)[0] == 404
