# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting with the session: what is written for each system, and read back."""

import plistlib
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui import autostart
from catalogsync_gui.autostart import launchd, registry, xdg
from catalogsync_gui.autostart.command import Command, own_command
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.paths import Profile

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ARGUMENTS = st.lists(st.text(CHARACTERS), min_size=1, max_size=4).map(
    lambda found: ("/opt/a b/catalogsync-gui", *found)
)
NASTY = ('/opt/Ca`t $HOME/it\'s "so" \\ 100%/x', "--profile", "/nas/a;b & c*?#()~|<>\t\n", "")


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        ("/usr/bin/catalogsync-gui", "/usr/bin/catalogsync-gui"),
        ("a b", '"a b"'),
        ('say "x"', r'"say \"x\""'),
        ("$HOME", r'"\$HOME"'),
        ("a`b", r'"a\`b"'),
        ("a\\b", r'"a\\b"'),
        ("100%", "100%%"),
        ("%f", "%%f"),
        ("", '""'),
    ],
)
def test_arguments_are_quoted_as_desktops_read_them(argument: str, written: str) -> None:
    assert xdg.quoted(argument) == written


@given(ARGUMENTS)
def test_an_entry_starts_what_was_asked_for(arguments: tuple[str, ...]) -> None:
    assert xdg.parse(xdg.render(Command(arguments))) == arguments


def test_no_argument_adds_a_line_to_an_entry() -> None:
    text = xdg.render(Command(NASTY, "/work\nHidden=true"))
    assert xdg.parse(text) == NASTY
    assert len(text.splitlines()) == 10
    assert "\nPath=/work\\nHidden=true\n" in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[Desktop Entry]\nType=Application\n",
        "[Desktop Entry]\nExec=x\nHidden=true\n",
        "[Desktop Entry]\nExec=x\nX-GNOME-Autostart-enabled=false\n",
        "[Desktop Action new]\nExec=x\n",
        "\0\ufffd=[",
    ],
)
def test_an_entry_that_is_switched_off_or_none_starts_nothing(text: str) -> None:
    assert xdg.parse(text) is None


def test_a_program_with_an_equals_sign_is_refused_in_words() -> None:
    with pytest.raises(CannotRun, match="Move it to another folder"):
        xdg.render(Command(("/opt/a=b/x",)))


def test_the_autostart_folder_is_where_the_specification_says(tmp_path: Path) -> None:
    assert xdg.folder({"XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "autostart"
    default = Path.home() / ".config" / "autostart"
    assert xdg.folder({"XDG_CONFIG_HOME": "relative"}) == default
    assert xdg.folder({}) == default


def test_an_agent_is_read_back_and_its_switches_count() -> None:
    command = Command(NASTY, "/work")
    data = launchd.render("catalog-sync", command)
    assert launchd.parse(data) == NASTY
    agent = plistlib.loads(data)
    assert agent["WorkingDirectory"] == "/work"
    assert agent["LimitLoadToSessionType"] == "Aqua"
    assert launchd.parse(plistlib.dumps(agent | {"Disabled": True})) is None
    assert launchd.parse(plistlib.dumps(agent | {"RunAtLoad": False})) is None


@pytest.mark.parametrize("data", [b"", b"<plist", b"bplist00\xff", plistlib.dumps({"a": 1})])
def test_a_damaged_agent_is_said_to_be_one(data: bytes, tmp_path: Path) -> None:
    agent = launchd.Agent(tmp_path, "")
    Path(agent.place).parent.mkdir(parents=True)
    Path(agent.place).write_bytes(data)
    with pytest.raises(CannotRun, match="remove the file"):
        agent.read()


@given(st.lists(st.text(CHARACTERS), max_size=4))
def test_a_command_line_of_windows_is_taken_apart_again(more: list[str]) -> None:
    command = Command((r"C:\Program Files\catalogsync-gui.exe", *(one[:20] for one in more)))
    assert registry.parse(registry.render(command)) == command.arguments


class FakeRegistry:
    """What is used of ``winreg``: no other system has one."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = 1, 2, 1

    def __init__(self) -> None:
        self.values: dict[str, dict[str, object]] = {}

    def OpenKey(self, _root: int, path: str, *_: int) -> "FakeKey":
        if path not in self.values:
            raise FileNotFoundError(2, "there is no such key")
        return FakeKey(self.values[path])

    def CreateKeyEx(self, _root: int, path: str, *_: int) -> "FakeKey":
        return FakeKey(self.values.setdefault(path, {}))

    @staticmethod
    def SetValueEx(key: "FakeKey", name: str, _zero: int, _kind: int, value: object) -> None:
        key.values[name] = value

    @staticmethod
    def QueryValueEx(key: "FakeKey", name: str) -> tuple[object, int]:
        if name not in key.values:
            raise FileNotFoundError(2, "there is no such value")
        return key.values[name], 1

    @staticmethod
    def DeleteValue(key: "FakeKey", name: str) -> None:
        if name not in key.values:
            raise FileNotFoundError(2, "there is no such value")
        del key.values[name]


class FakeKey:
    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes nothing."""


def test_the_run_key_is_written_read_and_emptied() -> None:
    winreg = FakeRegistry()
    entry = registry.RunKey("", winreg)
    assert entry.read() is None
    entry.remove()
    command = Command((r"C:\a b\catalogsync-gui.exe", "--minimized"))
    entry.write(command)
    assert entry.read() == command.arguments
    assert registry.RunKey("1234", winreg).read() is None
    # As the Task Manager does.
    approved = registry._APPROVED
    winreg.values[approved] = {"Catalog Sync": b"\x03" + bytes(11)}
    assert entry.read() is None
    entry.write(command)
    assert entry.read() == command.arguments
    entry.remove()
    assert entry.read() is None


def test_windows_has_no_place_for_a_folder_or_a_long_command() -> None:
    with pytest.raises(CannotRun, match="Install it"):
        registry.render(Command(("python", "-m", "x"), "C:\\source"))
    with pytest.raises(CannotRun, match="260"):
        registry.render(Command(("x" * 300,)))


def test_the_program_is_started_as_it_runs_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "catalogsync-gui"
    script.touch()
    assert own_command([str(script)], {}) == Command((str(script),))
    module = own_command(["/x/catalogsync_gui/__main__.py"], {})
    assert module.arguments[1:] == ("-m", "catalogsync_gui")
    image = str(tmp_path / "Catalog Sync.AppImage")
    assert own_command([str(script)], {"APPIMAGE": image}) == Command((image,))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/catalog-sync/catalogsync-gui")
    assert own_command(["x"], {}) == Command(("/opt/catalog-sync/catalogsync-gui",))


@pytest.mark.parametrize("platform", ["linux", "darwin", "freebsd14"])
def test_it_is_switched_on_and_off_for_each_profile(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    own, other = Profile.resolve(None), Profile.resolve(str(tmp_path / "pro file"))
    environ = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    entries = [autostart.entry_for(one, platform, environ) for one in (own, other)]
    commands = [autostart.command_of(one, minimized=True) for one in (own, other)]
    assert entries[0].place != entries[1].place
    assert not autostart.state(entries[0], commands[0]).on
    autostart.switch(entries[0], commands[0], on=True)
    found = autostart.switch(entries[1], commands[1], on=True)
    assert found.on
    assert found.minimized
    assert not found.stale
    assert found.command.endswith(f"--profile {tmp_path / 'pro file'}")
    shown = autostart.command_of(other, minimized=False)
    found = autostart.switch(entries[1], shown, on=True)
    assert not found.minimized
    assert autostart.state(entries[1], Command(("/elsewhere/catalogsync-gui",))).stale
    autostart.switch(entries[1], shown, on=False)
    assert not autostart.state(entries[1], shown).on
    assert autostart.state(entries[0], commands[0]).on
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert left == [Path(entries[0].place)]


def test_a_folder_that_takes_no_file_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file")
    entry = xdg.DesktopEntry(tmp_path / "autostart", "")
    with pytest.raises(CannotRun, match="cannot be switched on"):
        entry.write(Command(("x",)))
    assert (tmp_path / "autostart").read_text() == "a file"
