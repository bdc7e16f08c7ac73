# SPDX-License-Identifier: GPL-3.0-or-later
"""The Run key of Windows ("Run and RunOnce Registry Keys" in Microsoft's documentation)."""

import importlib
import subprocess
from typing import Any

from catalogsync_gui.autostart.command import Command
from catalogsync_gui.core.errors import CannotRun

_NAME = "Catalog Sync"
_EXPLORER = r"Software\Microsoft\Windows\CurrentVersion"
_RUN = rf"{_EXPLORER}\Run"
_APPROVED = rf"{_EXPLORER}\Explorer\StartupApproved\Run"
_LONGEST = 260
"""Characters that Windows takes of a command in the Run key."""


def render(command: Command) -> str:
    """The command line, quoted as the C runtime takes it apart.

    :raises CannotRun: it is too long, or needs a working directory, which the key has no place for.
    """
    if command.folder:
        raise CannotRun(
            f"Catalog Sync runs from its source in {command.folder}, and Windows starts programs "
            "elsewhere. Install it (pip install), then switch this on"
        )
    line = subprocess.list2cmdline(command.arguments)
    if len(line) > _LONGEST:
        raise CannotRun(
            f"the command is longer than the {_LONGEST} characters that Windows takes of a "
            "program that starts with the session. Move the program to a folder with a shorter path"
        )
    return line


def parse(line: str) -> tuple[str, ...]:
    """The reverse of :func:`render` ("Parsing C command-line arguments", Microsoft)."""
    found: list[str] = []
    current: list[str] = []
    begun = quoting = False
    slashes = 0
    for character in line:
        if character == "\\":
            slashes += 1
            begun = True
            continue
        if character == '"':
            current.append("\\" * (slashes // 2))
            if slashes % 2:
                current.append('"')
            else:
                quoting = not quoting
            begun = True
        else:
            current.append("\\" * slashes)
            if character in " \t" and not quoting:
                if begun:
                    found.append("".join(current))
                current, begun = [], False
            else:
                current.append(character)
                begun = True
        slashes = 0
    current.append("\\" * slashes)
    if begun:
        found.append("".join(current))
    return tuple(found)


class RunKey:
    """The value of one profile in the Run key of the user.

    :param key: tells the profile from others; empty for the user's own.
    :param winreg: the module of that name.
    """

    def __init__(self, key: str, winreg: Any = None) -> None:
        self._name = f"{_NAME} {key}" if key else _NAME
        self._winreg = winreg if winreg is not None else importlib.import_module("winreg")

    @property
    def place(self) -> str:
        """The value's path."""
        return rf"HKEY_CURRENT_USER\{_RUN}\{self._name}"

    def read(self) -> tuple[str, ...] | None:
        """See :class:`catalogsync_gui.autostart.Entry`. The Task Manager's word counts, too."""
        try:
            line = self._value(_RUN)
            approved = self._value(_APPROVED)
        except OSError as error:
            raise CannotRun(f"the registry cannot be read: {error.strerror}") from error
        # The first byte is odd where the Task Manager has switched it off.
        off = isinstance(approved, bytes) and bool(approved) and bool(approved[0] & 1)
        if not isinstance(line, str) or off:
            return None
        return parse(line) or None

    def write(self, command: Command) -> None:
        """See :class:`catalogsync_gui.autostart.Entry`."""
        line = render(command)
        reg = self._winreg
        try:
            with reg.CreateKeyEx(reg.HKEY_CURRENT_USER, _RUN, 0, reg.KEY_SET_VALUE) as key:
                reg.SetValueEx(key, self._name, 0, reg.REG_SZ, line)
            self._drop(_APPROVED)
        except OSError as error:
            raise CannotRun(
                f"the start with the session cannot be switched on: {error.strerror}"
            ) from error

    def remove(self) -> None:
        """See :class:`catalogsync_gui.autostart.Entry`."""
        try:
            self._drop(_RUN)
            self._drop(_APPROVED)
        except OSError as error:
            raise CannotRun(
                f"the start with the session cannot be switched off: {error.strerror}"
            ) from error

    def _value(self, path: str) -> object:
        reg = self._winreg
        try:
            with reg.OpenKey(reg.HKEY_CURRENT_USER, path) as key:
                value: object = reg.QueryValueEx(key, self._name)[0]
                return value
        except FileNotFoundError:
            return None

    def _drop(self, path: str) -> None:
        reg = self._winreg
        try:
            with reg.OpenKey(reg.HKEY_CURRENT_USER, path, 0, reg.KEY_SET_VALUE) as key:
                reg.DeleteValue(key, self._name)
        except FileNotFoundError:
            return
