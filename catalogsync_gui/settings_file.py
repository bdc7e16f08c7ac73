# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings on disk: TOML, written atomically, with the last good copy beside it.

The password of a proxy is not written there but kept in the secret store, where there is one.
"""

import contextlib
import json
import logging
import os
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlunsplit

from catalogsync_gui.core.addresses import split
from catalogsync_gui.core.errors import CannotRun, SettingError
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.settings import Settings, checked, fitting

log = logging.getLogger(__name__)

_TYPES = {entry.name: type(getattr(Settings(), entry.name)) for entry in fields(Settings)}

_OWN, _PROXY = 0, "password"
"""Under which source and name the secret store keeps it. No source has the number 0."""

_KEPT_APART = "~secret~"
"""Stands in the file for a password that the secret store has."""


class Secrets(Protocol):
    """What is used of ``secrets.SecretStore``."""

    file_allowed: bool

    def put(self, source: int, name: str, secret: str) -> None:
        """Stores a secret; raises CannotRun."""

    def get(self, source: int, name: str) -> str | None:
        """A secret, or None; raises CannotRun."""

    def drop(self, source: int, name: str) -> None:
        """Removes a secret, if it is there; raises CannotRun."""


class SettingsFile:
    """Reads and writes one settings file. Blocks on the disk; not for the GUI thread.

    :param secrets: where the proxy's password goes; without, it stays in the file.
    """

    def __init__(self, path: Path, secrets: Secrets | None = None) -> None:
        self._path = path
        self._secrets = secrets
        self._good = path.with_name(path.name + ".good")
        self.notice = ""
        """What a person should know of the last :meth:`load`: settings that were damaged."""

    def load(self) -> Settings:
        """The settings; the defaults where there is no file.

        A damaged file is set aside and the last good one is used; a setting that cannot be used
        is taken from there, or is the default, and costs no other. A warning in the log tells.
        """
        self.notice = ""
        damaged = False
        for path in (self._path, self._good):
            try:
                data = _read(path)
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as error:
                log.warning("the settings in %s cannot be used: %s", path, error)
                damaged = True
                self._set_aside(path)
                continue
            if path == self._good:
                self._tell("the copy of the last good ones is used")
            return self._whole(self._taken(data))
        if damaged:
            self._tell("the defaults are used, and no library is set")
        return Settings()

    def examine(self) -> tuple[Settings, str]:
        """What :meth:`load` would give, and what is wrong with the files; changes nothing."""
        trouble: list[str] = []
        for path in (self._path, self._good):
            try:
                values, unusable = _usable(_read(path))
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as error:
                trouble.append(f"{path.name}: {error}")
                continue
            trouble += [f"{path.name}: {name} cannot be used" for name in sorted(unusable)]
            good = self._last_good() if unusable else {}
            values |= {name: good[name] for name in unusable if name in good}
            return replace(Settings(), **values), "; ".join(trouble)
        return Settings(), "; ".join(trouble)

    def _taken(self, data: dict[str, Any]) -> Settings:
        values, unusable = _usable(data)
        if unusable:
            good = self._last_good()
            told = []
            for name in sorted(unusable):
                # Not what it is: somebody's proxy holds a password.
                told.append(f"{name} ({'the last good one' if name in good else 'the default'})")
                values |= {name: good[name]} if name in good else {}
            self._copy_aside()
            self.notice = (
                f"some settings in {self._path} cannot be used, and others take their place: "
                f"{', '.join(told)}. The file as it was is kept as {self._path.name}.damaged"
            )
            log.warning("%s", self.notice)
        return replace(Settings(), **values)

    def _last_good(self) -> dict[str, Any]:
        try:
            return _usable(_read(self._good))[0]
        except (OSError, ValueError):
            return {}

    def _tell(self, what: str) -> None:
        self.notice = (
            f"the settings in {self._path} could not be read; {what}. The damaged file was kept "
            f"as {self._path.name}.damaged"
        )
        log.warning("%s", self.notice)

    def save(self, settings: Settings) -> None:
        """Writes the settings, here and as the last good copy. What it does not know is kept.

        :raises SettingError: a value is not allowed.
        :raises CannotRun: the file cannot be written.
        """
        checked(settings)
        text = _text(self._without_password(settings), self._unknown())
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            for target in (self._path, self._good):
                _write(temporary, text)
                temporary.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise CannotRun(
                f"the settings cannot be saved in {self._path}: {error.strerror}", kind="settings"
            ) from error

    def _without_password(self, settings: Settings) -> Settings:
        parts = split(settings.proxy)
        if parts is None or not parts.password:
            self._forget_password()
            return settings
        if parts.password == _KEPT_APART:
            # The store did not give it when it was loaded; what it has is left alone.
            return settings
        # Before anything else can fail and name the address.
        redactor.hide(unquote(parts.password))
        if self._secrets is None:
            return settings
        try:
            self._secrets.file_allowed = settings.secrets_file
            self._secrets.put(_OWN, _PROXY, parts.password)
        except CannotRun as error:
            log.info("the proxy's password stays in the settings file: %s", error)
            return settings
        return replace(settings, proxy=_with_password(parts, _KEPT_APART))

    def _forget_password(self) -> None:
        """There is none any more; the store is only asked where it has had one."""
        try:
            if self._secrets is not None and _KEPT_APART in self._path.read_text("utf-8"):
                self._secrets.drop(_OWN, _PROXY)
        except FileNotFoundError:
            # The first save.
            return
        except (OSError, ValueError, CannotRun) as error:
            log.info("the proxy's former password may still be in the secret store: %s", error)

    def _whole(self, settings: Settings) -> Settings:
        parts = split(settings.proxy)
        if parts is None or not parts.password:
            return settings
        if parts.password != _KEPT_APART:
            redactor.hide(unquote(parts.password))
            return settings
        password: str | None = None
        try:
            if self._secrets is not None:
                password = self._secrets.get(_OWN, _PROXY)
        except CannotRun as error:
            log.warning("%s", error)
        if password is None:
            log.warning("the secret store does not give the proxy's password; set the proxy again")
            return settings
        return replace(settings, proxy=_with_password(parts, password))

    def _unknown(self) -> dict[str, Any]:
        """What another version of the program keeps in the file."""
        for path in (self._path, self._good):
            with contextlib.suppress(OSError, ValueError):
                return {name: value for name, value in _read(path).items() if name not in _TYPES}
        return {}

    @staticmethod
    def _set_aside(path: Path) -> None:
        try:
            path.replace(path.with_name(path.name + ".damaged"))
        except OSError as error:
            log.warning("the damaged settings cannot be set aside: %s", error)

    def _copy_aside(self) -> None:
        try:
            _write(
                self._path.with_name(self._path.name + ".damaged"), self._path.read_text("utf-8")
            )
        except OSError as error:
            log.warning("the damaged settings cannot be copied: %s", error)


def _with_password(parts: SplitResult, password: str) -> str:
    user, host = parts.netloc.rpartition("@")[0].partition(":")[0], parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{host}"))


def _write(path: Path, text: str) -> None:
    # For its owner only: without a secret store the address of a proxy may hold a password.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> dict[str, Any]:
    """:raises ValueError: it is no TOML, or there is nothing in it (a disk that was full)."""
    data = tomllib.loads(path.read_text("utf-8"))
    if not data:
        raise ValueError("there is nothing in it")
    return data


def _usable(data: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The settings that can be used, and the names of those that cannot."""
    values: dict[str, Any] = {}
    unusable = set()
    for name in _TYPES.keys() & data.keys():
        try:
            values[name] = fitting(name, data[name])
        except SettingError:
            unusable.add(name)
    try:
        checked(replace(Settings(), **values))
    except SettingError:
        # Each is fine by itself; the export variants are what has to go with the others.
        unusable.add("exports")
        values.pop("exports", None)
    return values, unusable


def _text(settings: Settings, unknown: dict[str, Any]) -> str:
    lines = ["# Settings of Catalog Sync. Change them in the window or with the config command."]
    known = {name: getattr(settings, name) for name in _TYPES if _TYPES[name] is not tuple}
    lines += [f"{name} = {_value(value)}" for name, value in known.items()]
    lines += [f"{_quoted(name)} = {_value(value)}" for name, value in unknown.items()]
    # Tables end a TOML document: what follows one would belong to it.
    for variant in settings.exports:
        lines += ["", "[[exports]]"]
        lines += [f"{key} = {_value(value)}" for key, value in variant.table().items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """A value as TOML has it (toml.io/en/v1.0.0)."""
    match value:
        case dict():
            pairs = (f"{_quoted(name)} = {_value(one)}" for name, one in value.items())
            return "{" + ", ".join(pairs) + "}"
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case bool() | str():
            return _quoted(value)
        case int() | float():
            return str(value)
    # A date, a time, or both: TOML writes them as ISO 8601 does.
    return str(value.isoformat())


def _key(name: str) -> str:
    return name if name in _TYPES else _quoted(name)


def _quoted(value: str | bool) -> str:
    # JSON's strings and booleans are TOML's as well, but for DEL, which JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
