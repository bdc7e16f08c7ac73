# SPDX-License-Identifier: GPL-3.0-or-later
"""Desktop entries in the user's autostart folder.

XDG Desktop Application Autostart Specification 0.5, and Desktop Entry Specification 1.5 for the
entry itself.
"""

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from catalogsync_gui.autostart.command import Command
from catalogsync_gui.core.errors import CannotRun

_NAME = "catalog-sync"
_RESERVED = re.compile(r"[\s\"'\\><~|&;$*?#()`]")
"""What has an argument quoted ("The Exec key" of the specification)."""

_ESCAPED = re.compile(r'(["`$\\])')
_STRING = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_STRING_BACK = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_MOST = 100_000


def folder(environ: Mapping[str, str]) -> Path:
    """The user's autostart folder.

    A relative ``XDG_CONFIG_HOME`` counts as none (XDG Base Directory Specification 0.8).
    """
    chosen = environ.get("XDG_CONFIG_HOME", "")
    root = Path(chosen) if chosen and Path(chosen).is_absolute() else Path.home() / ".config"
    return root / "autostart"


def quoted(argument: str) -> str:
    """One argument of an ``Exec`` key."""
    text = argument.replace("%", "%%")
    if text and not _RESERVED.search(text):
        return text
    return '"' + _ESCAPED.sub(r"\\\1", text) + '"'


def render(command: Command) -> str:
    """The text of an entry.

    :raises CannotRun: the program's path holds ``=``, which the specification does not allow.
    """
    if "=" in command.arguments[0]:
        raise CannotRun(
            f"{command.arguments[0]} cannot be started with the session: desktops take no program "
            "with = in its path. Move it to another folder"
        )
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        "Name=Catalog Sync",
        f"Exec={_string(' '.join(map(quoted, command.arguments)))}",
        *([f"Path={_string(command.folder)}"] if command.folder else []),
        "Icon=catalog-sync",
        "Terminal=false",
        "StartupNotify=false",
        "X-GNOME-Autostart-enabled=true",
    ]
    return "\n".join(lines) + "\n"


def parse(text: str) -> tuple[str, ...] | None:
    """The arguments that an entry starts; None where it starts nothing.

    ``Hidden`` has it switched off, and so has GNOME's own key, which its settings write.
    """
    keys: dict[str, str] = {}
    group = ""
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("["):
            group = stripped
        elif group == "[Desktop Entry]" and "=" in stripped and not stripped.startswith("#"):
            key, _, value = stripped.partition("=")
            keys.setdefault(key.strip(), _unescaped(value.strip()))
    off = keys.get("Hidden", "false").lower() == "true"
    off = off or keys.get("X-GNOME-Autostart-enabled", "true").lower() == "false"
    arguments = _split(keys.get("Exec", ""))
    return arguments if arguments and not off else None


def _string(text: str) -> str:
    """A value of type string."""
    return "".join(_STRING.get(character, character) for character in text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _STRING_BACK.get(found[1], found[0]), text)


def _split(text: str) -> tuple[str, ...]:
    """The reverse of :func:`quoted`, argument by argument; what else is written is kept."""
    found: list[str] = []
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)', text, re.DOTALL):
        inside, plain = match.groups()
        one = re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL) if plain is None else plain
        found.append(one.replace("%%", "%"))
    return tuple(found)


class DesktopEntry:
    """The file of one profile.

    :param key: tells the profile from others; empty for the user's own.
    """

    def __init__(self, autostart: Path, key: str) -> None:
        self._path = autostart / (f"{_NAME}-{key}.desktop" if key else f"{_NAME}.desktop")

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self._path)

    def read(self) -> tuple[str, ...] | None:
        """See :class:`catalogsync_gui.autostart.Entry`."""
        try:
            with self._path.open(encoding="utf-8", errors="replace") as file:
                return parse(file.read(_MOST))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CannotRun(f"{self._path} cannot be read: {error.strerror}") from error

    def write(self, command: Command) -> None:
        """See :class:`catalogsync_gui.autostart.Entry`."""
        write_whole(self._path, render(command).encode("utf-8", "surrogateescape"))

    def remove(self) -> None:
        """See :class:`catalogsync_gui.autostart.Entry`."""
        remove_file(self._path)


def write_whole(path: Path, data: bytes) -> None:
    """Puts a file in place in one step: a session that begins meanwhile never reads half of it.

    :raises CannotRun: it cannot be written; the former one is still there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise CannotRun(
            f"the start with the session cannot be switched on: {path} cannot be written "
            f"({error.strerror}). Check the rights of its folder"
        ) from error


def remove_file(path: Path) -> None:
    """Removes an entry's file.

    :raises CannotRun: it is there and cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotRun(
            f"the start with the session cannot be switched off: {path} cannot be removed "
            f"({error.strerror}). Check the rights of its folder"
        ) from error
