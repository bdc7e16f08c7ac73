# SPDX-License-Identifier: GPL-3.0-or-later
"""Agents that launchd starts when somebody logs in (launchd.plist(5))."""

import plistlib
from pathlib import Path
from typing import Any

from catalogsync_gui.autostart.command import Command
from catalogsync_gui.autostart.xdg import remove_file, write_whole
from catalogsync_gui.core.errors import CannotRun

_LABEL = "catalog-sync"
_MOST = 100_000


def render(label: str, command: Command) -> bytes:
    """The property list of an agent: once, at the login, in a session with windows only."""
    agent: dict[str, Any] = {
        "Label": label,
        "ProgramArguments": list(command.arguments),
        "RunAtLoad": True,
        "LimitLoadToSessionType": "Aqua",
        "ProcessType": "Interactive",
    }
    if command.folder:
        agent["WorkingDirectory"] = command.folder
    return plistlib.dumps(agent)


def parse(data: bytes) -> tuple[str, ...] | None:
    """The arguments that an agent starts at the login; None where it starts nothing.

    :raises ValueError: it is no property list of an agent.
    """
    try:
        agent = plistlib.loads(data)
    except Exception as error:
        # It raises what its parsers do: ExpatError, ValueError, KeyError, struct.error.
        raise ValueError("it is no property list") from error
    arguments = agent.get("ProgramArguments") if isinstance(agent, dict) else None
    if not isinstance(arguments, list) or not all(isinstance(one, str) for one in arguments):
        raise ValueError("it names no program")
    started = agent.get("RunAtLoad") is True and agent.get("Disabled") is not True
    return tuple(arguments) if started and arguments else None


class Agent:
    """The agent of one profile.

    :param key: tells the profile from others; empty for the user's own.
    """

    def __init__(self, home: Path, key: str) -> None:
        self._label = f"{_LABEL}.{key}" if key else _LABEL
        self._path = home / "Library" / "LaunchAgents" / f"{self._label}.plist"

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self._path)

    def read(self) -> tuple[str, ...] | None:
        """See :class:`catalogsync_gui.autostart.Entry`."""
        try:
            with self._path.open("rb") as file:
                return parse(file.read(_MOST))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CannotRun(f"{self._path} cannot be read: {error.strerror}") from error
        except ValueError as error:
            raise CannotRun(
                f"{self._path} cannot be read: {error}. Switch the start with the session on "
                "again, or remove the file"
            ) from error

    def write(self, command: Command) -> None:
        """See :class:`catalogsync_gui.autostart.Entry`."""
        write_whole(self._path, render(self._label, command))

    def remove(self) -> None:
        """See :class:`catalogsync_gui.autostart.Entry`."""
        remove_file(self._path)
