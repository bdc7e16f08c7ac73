# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings on disk: TOML, written atomically, with the last good copy beside it."""

import json
import logging
import os
import tomllib
from dataclasses import fields, replace
from pathlib import Path

from catalogsync_gui.core.errors import CannotRun, SettingError
from catalogsync_gui.core.settings import Settings, checked

log = logging.getLogger(__name__)


class SettingsFile:
    """Reads and writes one settings file. Blocks on the disk; not for the GUI thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._good = path.with_name(path.name + ".good")
        self.notice = ""
        """What a person should know of the last :meth:`load`: settings that were damaged."""

    def load(self) -> Settings:
        """The settings; the defaults where there is no file.

        A damaged file is set aside and the last good one is used, with a warning in the log.
        """
        self.notice = ""
        damaged = False
        for path in (self._path, self._good):
            try:
                settings = _parsed(path.read_text("utf-8"))
            except FileNotFoundError:
                continue
            except (OSError, ValueError, SettingError) as error:
                log.warning("the settings in %s cannot be used: %s", path, error)
                damaged = True
                self._set_aside(path)
                continue
            if path == self._good:
                self._tell("the copy of the last good ones is used")
            return settings
        if damaged:
            self._tell("the defaults are used, and no library is set")
        return Settings()

    def _tell(self, what: str) -> None:
        self.notice = (
            f"the settings in {self._path} could not be read; {what}. The damaged file was kept "
            f"as {self._path.name}.damaged"
        )
        log.warning("%s", self.notice)

    def save(self, settings: Settings) -> None:
        """Writes the settings, the former ones becoming the last good copy.

        :raises SettingError: a value is not allowed.
        :raises CannotRun: the file cannot be written.
        """
        checked(settings)
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            for target in (self._path, self._good):
                _write(temporary, _text(settings))
                temporary.replace(target)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise CannotRun(
                f"the settings cannot be saved in {self._path}: {error.strerror}", kind="settings"
            ) from error

    @staticmethod
    def _set_aside(path: Path) -> None:
        try:
            path.replace(path.with_name(path.name + ".damaged"))
        except OSError as error:
            log.warning("the damaged settings cannot be set aside: %s", error)


def _write(path: Path, text: str) -> None:
    # For its owner only: the address of a proxy may hold a password.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _parsed(text: str) -> Settings:
    data = tomllib.loads(text)
    default = Settings()
    known: dict[str, object] = {}
    for entry in fields(Settings):
        if entry.name not in data:
            continue
        value = data[entry.name]
        wanted = type(getattr(default, entry.name))
        if wanted is float and type(value) is int:
            value = float(value)
        if type(value) is not wanted:
            raise SettingError(f"{entry.name} has a value of the wrong type: {value!r}")
        known[entry.name] = value
    unknown = data.keys() - {entry.name for entry in fields(Settings)}
    if unknown:
        log.info("settings of another version are left out: %s", ", ".join(sorted(unknown)))
    return checked(replace(default, **known))  # type: ignore[arg-type]


def _text(settings: Settings) -> str:
    lines = ["# Settings of Catalog Sync. Change them in the window or with the config command."]
    for entry in fields(Settings):
        value = getattr(settings, entry.name)
        # JSON's strings, numbers and booleans are TOML's as well (toml.io/en/v1.0.0), but for
        # DEL, which JSON leaves as it is.
        text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        lines.append(f"{entry.name} = {text}")
    return "\n".join(lines) + "\n"
