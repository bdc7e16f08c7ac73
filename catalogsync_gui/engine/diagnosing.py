# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be known of an installation when something is wrong, without its secrets.

It needs no lock and no engine, changes nothing, and answers also when the database is damaged, the
library hangs or another instance runs: that is when it is needed. Blocks for up to a minute; not
for the GUI thread.
"""

import importlib.metadata
import locale
import logging
import os
import platform
import shutil
import stat
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import PySide6
from PySide6.QtCore import qVersion

from catalogsync_gui import __version__
from catalogsync_gui.core.addresses import without_userinfo
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, Interrupted
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.veils import exposed, without_secrets
from catalogsync_gui.engine.reaching import reach
from catalogsync_gui.media.asking import ask_within
from catalogsync_gui.media.volume import open_library
from catalogsync_gui.paths import Profile
from catalogsync_gui.secrets import keyring_name
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.sources import registry
from catalogsync_gui.store.connection import filesystem_type
from catalogsync_gui.store.inspection import inspect, sqlite_version

log = logging.getLogger(__name__)

_PATIENCE = 10.0
"""Seconds for a folder or a secret store to answer."""

_CHECK_SECONDS = 60.0
_MOST_HOSTS = 50
_LOG_LINES = 500
_LIBRARIES = (
    "PySide6-Essentials", "requests", "urllib3", "mutagen", "defusedxml", "platformdirs", "keyring",
)  # fmt: skip
_ENVIRONMENT = (
    "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORM", "QT_STYLE_OVERRIDE", "LANG",
    "LC_ALL", "TZ", "container", "APPIMAGE", "FLATPAK_ID", "SNAP_NAME",
)  # fmt: skip
"""None of them holds a secret; others may, and are left out."""

Facts = dict[str, Any]


def diagnose(profile: Profile, now: float, instance: Mapping[str, Any], cancel: StopToken) -> Facts:
    """Everything, as values that JSON has; nothing in it is secret.

    :param now: seconds since the epoch.
    :param instance: what is known of a running instance.
    :raises Interrupted: ``cancel`` was set.
    """
    started = time.monotonic()
    settings, trouble = SettingsFile(profile.settings_file).examine()
    database = _guarded(lambda: inspect(profile.database, _CHECK_SECONDS, cancel))
    sources = database.get("sources", [])
    for source in sources:
        for secret in exposed(source["location"]):
            redactor.hide(secret)
    addresses = [without_userinfo(source["location"]) for source in sources][:_MOST_HOSTS]
    facts: Facts = {
        "made_at": now,
        "program": _guarded(_program),
        "platform": _guarded(_platform),
        "instance": dict(instance),
        "profile": _guarded(lambda: _profile(profile)),
        "settings": {"trouble": trouble, "values": asdict(settings)},
        "database": database,
        "library": _guarded(
            lambda: ask_within(_PATIENCE, "the library", lambda: _library(settings), cancel)
        ),
        "secrets": _guarded(
            lambda: ask_within(
                _PATIENCE, "the secret store", lambda: _secrets(profile, settings), cancel
            )
        ),
        "plug_ins": _guarded(_plug_ins),
        "network": {
            "proxy": without_userinfo(settings.proxy),
            "hosts": reach([settings.proxy] if settings.proxy else addresses, cancel),
        },
        "log": _guarded(lambda: {"lines": _log(profile)}),
    }
    for source in sources:
        source["location"] = without_secrets(without_userinfo(source["location"]))
    facts["seconds"] = round(time.monotonic() - started, 1)
    cleaned: Facts = _cleaned(facts)
    return cleaned


def _guarded(ask: Callable[[], Facts]) -> Facts:
    """A part that cannot be had is told by its error, and is no reason to go without the others."""
    try:
        return ask()
    except Interrupted:
        raise
    except CatalogSyncError as error:
        return {"error": str(error), "error_kind": error.kind}
    except Exception as error:
        log.info("a part of the diagnostics is missing", exc_info=True)
        return {"error": f"{type(error).__name__}: {error}", "error_kind": "internal"}


def _cleaned(value: Any) -> Any:
    home = str(Path.home())
    match value:
        case str():
            text = redactor.redact(value)
            return text.replace(home, "~") if len(home) > 1 else text
        case Mapping():
            return {str(key): _cleaned(one) for key, one in value.items()}
        case list() | tuple():
            return [_cleaned(one) for one in value]
    return value


def _program() -> Facts:
    versions: dict[str, str | None] = {}
    for name in _LIBRARIES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = None
    return {
        "version": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "qt": qVersion(),
        "pyside": PySide6.__version__,
        "sqlite": sqlite_version(),
        "libraries": versions,
    }


def _platform() -> Facts:
    return {
        "system": platform.platform(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "encoding": sys.getfilesystemencoding(),
        "locale": locale.getlocale()[0],
        "time_zone": list(time.tzname),
        "display": bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")),
        "environment": {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    }


def _profile(profile: Profile) -> Facts:
    folders = {name: getattr(profile, name) for name in ("config", "data", "cache", "logs")}
    facts: Facts = {name: _folder(folder) for name, folder in folders.items()}
    files = {}
    for folder in sorted(set(folders.values())):
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                files[str(path)] = {"bytes": status.st_size, "mode": oct(status.st_mode & 0o777)}
    facts["files"] = files
    return facts


def _folder(folder: Path) -> Facts:
    if not folder.is_dir():
        return {"path": str(folder), "exists": False}
    usage = shutil.disk_usage(folder)
    return {
        "path": str(folder),
        "exists": True,
        "file_system": filesystem_type(folder),
        "free": usage.free,
        "total": usage.total,
        "writable": os.access(folder, os.W_OK | os.X_OK),
        "mode": oct(folder.stat().st_mode & 0o777),
    }


def _library(settings: Settings) -> Facts:
    library = open_library(settings.library, settings.library_id, settings.free_space_mb)
    facts = _folder(library.root)
    try:
        library.check()
    except CatalogSyncError as error:
        facts |= {"error": str(error), "error_kind": error.kind}
    return facts


def _secrets(profile: Profile, settings: Settings) -> Facts:
    return {
        "keyring": keyring_name(),
        "file_allowed": settings.secrets_file,
        "file": profile.secrets_file.exists(),
    }


def _plug_ins() -> Facts:
    found = {name: registry.plug_in(name) for name in registry.kinds()}
    return {
        "kinds": {name: asdict(origin) for name, origin in found.items() if origin},
        "left_out": [str(left) for left in registry.left_out()],
    }


def _log(profile: Profile) -> list[str]:
    lines: list[str] = []
    for file in (profile.log_file.with_name(f"{profile.log_file.name}.1"), profile.log_file):
        if file.exists():
            lines += file.read_text("utf-8", "replace").splitlines()
    return lines[-_LOG_LINES:]
