# SPDX-License-Identifier: GPL-3.0-or-later
"""A real gnome-keyring on a session bus of its own, with keyrings in the test's own home."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.scenario.cli_world import PATIENCE, FarEnd, World, environment, finish
from tests.scenario.servers import wait_until

pytestmark = [
    pytest.mark.scenario,
    pytest.mark.skipif(
        shutil.which("dbus-run-session") is None,
        reason="dbus-run-session is missing; packaging/dev.py test installs it on Debian",
    ),
]

# Nothing is started by the bus: neither a second keyring nor a prompt that waits for a person.
_BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

_OWNED = """
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
with open_dbus_connection() as bus:
    print(bus.send_and_get_reply(message_bus.NameHasOwner("org.freedesktop.secrets")).body[0])
"""

_STORE = """
import sys
from pathlib import Path
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.secrets import SecretStore
store = SecretStore(Path(sys.argv[1]), file_allowed=sys.argv[2] == "file")
try:
    print(eval(sys.argv[3]))
except CannotRun as error:
    print("CannotRun:", error)
"""


@pytest.fixture(autouse=True)
def _session_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session bus for as long as the test lasts, and keyring free to find what is on it."""
    config = tmp_path / "bus.conf"
    config.write_text(_BUS)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    command = ["dbus-run-session", f"--config-file={config}", "--"]
    # It ends with its command, and that with its standard input.
    command += ["sh", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat']
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as session:
        assert session.stdin is not None
        assert session.stdout is not None
        address = session.stdout.readline().strip()
        assert address, "dbus-run-session started no bus"
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        try:
            yield
        finally:
            session.stdin.close()
            session.wait(PATIENCE)


@contextmanager
def _keyring(password: str | None) -> Iterator[None]:
    """The daemon, its login keyring opened by a password; locked without one."""
    assert shutil.which("gnome-keyring-daemon"), "packaging/dev.py test installs gnome-keyring"
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    if password is not None:
        command.append("--unlock")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as daemon:
        assert daemon.stdin is not None
        daemon.stdin.write((password or "").encode())
        daemon.stdin.close()
        try:
            wait_until(lambda: _python(_OWNED) == "True")
            yield
        finally:
            daemon.terminate()
            daemon.wait(PATIENCE)
    wait_until(lambda: _python(_OWNED) == "False")


def _python(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def secrets(tmp_path: Path) -> Callable[..., str]:
    """Asks a secret store in a process of its own."""
    file = tmp_path / "profile" / "secrets.json"
    file.parent.mkdir()
    return lambda ask, mode="no file": _python(_STORE, str(file), mode, ask)


def test_secrets_live_in_the_desktops_store_and_outlive_the_process(
    secrets: Callable[..., str], tmp_path: Path
) -> None:
    with _keyring("login word"):
        # Also with consent to the file: that is for where there is no store.
        assert secrets('store.put(7, "password", "pässwörd one")', "file") == "None"
        assert secrets('store.put(7, "token", "token-two")') == "None"
        assert secrets('store.get(7, "password"), store.get(7, "token")') == (
            "('pässwörd one', 'token-two')"
        )
        assert secrets('store.get(77, "password")') == "None"
        assert secrets("store.forget(7)") == "None"
        assert secrets('store.get(7, "password"), store.get(7, "token")') == "(None, None)"
        assert secrets('store.put(8, "password", "kept-word")') == "None"
    # The daemon's next start, as after a login.
    with _keyring("login word"):
        assert secrets('store.get(8, "password")') == "kept-word"
    assert list((tmp_path / "profile").iterdir()) == []
    data = Path(os.environ["XDG_DATA_HOME"])
    assert (data / "keyrings" / "login.keyring").exists()
    assert not any(b"kept-word" in path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_a_locked_store_is_said_to_be_locked_and_gives_nothing(
    secrets: Callable[..., str], tmp_path: Path
) -> None:
    with _keyring("login word"):
        secrets('store.put(7, "password", "hunter22")')
    with _keyring(None):
        said = secrets('store.put(7, "password", "hunter23")')
        assert said.startswith("CannotRun: the desktop's secret store refused the password")
        assert "unlock it" in said
        assert "hunter" not in said
        assert secrets('store.get(7, "password")') == "None"
    assert list((tmp_path / "profile").iterdir()) == []


def test_without_a_daemon_a_file_is_offered_and_used_only_by_consent(
    secrets: Callable[..., str], tmp_path: Path
) -> None:
    said = secrets('store.put(7, "password", "hunter22")')
    assert said.startswith("CannotRun: there is no desktop secret store")
    assert "secrets_file yes" in said
    assert list((tmp_path / "profile").iterdir()) == []
    assert secrets('store.put(7, "password", "hunter22")', "file") == "None"
    assert secrets('store.get(7, "password")', "file") == "hunter22"


def test_a_source_is_read_with_a_password_from_the_store(tmp_path: Path) -> None:
    world = World(tmp_path)
    with FarEnd() as far, _keyring("login word"):
        address = far.playlist("/x.m3u", "ac-dc.mp3")
        for argv, text in (
            (("library", str(world.library)), None),
            (("add", address, "--user", "ann", "--password-stdin"), "hunter22\n"),
            (("sync",), None),
        ):
            with world.start(*argv, stdin=subprocess.PIPE) as process:
                out, err = finish(process, text)
            assert process.returncode == 0, (out, err)
        assert set(far.authorization) == {"Basic YW5uOmh1bnRlcjIy"}
    assert not (world.profile / "secrets.json").exists()
    for path in world.profile.rglob("*"):
        assert not path.is_file() or b"hunter22" not in path.read_bytes(), path
