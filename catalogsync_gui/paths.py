# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie: the profile's folders, and the resources that travel with the program."""

import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "catalog-sync"
_LONGEST_SOCKET = 100
"""Bytes; sun_path holds 108 on Linux and 104 on macOS (unix(7))."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The folders of one profile, all absolute."""

    config: Path
    data: Path
    cache: Path
    logs: Path
    runtime: Path

    @classmethod
    def resolve(cls, directory: str | None, environ: Mapping[str, str] = os.environ) -> "Profile":
        """The profile under ``directory``, else under CATALOGSYNC_PROFILE, else the user's own."""
        chosen = directory or environ.get("CATALOGSYNC_PROFILE") or ""
        if chosen:
            root = Path(chosen).expanduser().absolute()
            return cls(root, root, root / "cache", root / "logs", root / "run")
        own = platformdirs.PlatformDirs(_NAME, appauthor=False)
        return cls(
            own.user_config_path,
            own.user_data_path,
            own.user_cache_path,
            own.user_log_path,
            _own_runtime(environ),
        )

    def create(self) -> None:
        """Makes the folders, for their owner only.

        :raises OSError: a folder cannot be made.
        """
        for folder in (self.config, self.data, self.cache, self.logs, self.runtime):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Whoever may reach the control socket may command the program.
        self.runtime.chmod(0o700)

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.config / "settings.toml"

    @property
    def window_file(self) -> Path:
        """Sizes and positions of the window's parts."""
        return self.config / "window.ini"

    @property
    def secrets_file(self) -> Path:
        """Secrets, where there is no keyring and the person agreed."""
        return self.config / "secrets.json"

    @property
    def database(self) -> Path:
        """The database."""
        return self.data / "catalog-sync.db"

    @property
    def lock_file(self) -> Path:
        """Held by the one process that runs an engine on this profile."""
        return self.data / "lock"

    @property
    def log_file(self) -> Path:
        """The log."""
        return self.logs / "catalog-sync.log"

    @property
    def socket_name(self) -> str:
        """The control socket: a path, or a pipe's name on Windows.

        A path that is too long for a socket is replaced by one in the user's runtime folder.
        """
        path = self.runtime / "control.sock"
        key = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        if os.name == "nt":
            return f"{_NAME}-{key}"
        if len(os.fsencode(path)) <= _LONGEST_SOCKET:
            return str(path)
        folder = _own_runtime(os.environ)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        return str(folder / f"{key}.sock")


def _own_runtime(environ: Mapping[str, str]) -> Path:
    """The user's folder for sockets.

    Without XDG_RUNTIME_DIR (a service, a bare console) platformdirs falls back to a folder in
    /tmp, which somebody else may have made before us; the user's own data folder is safe.
    """
    if sys.platform in {"win32", "darwin"} or environ.get("XDG_RUNTIME_DIR"):
        return platformdirs.user_runtime_path(_NAME, appauthor=False)
    return platformdirs.user_data_path(_NAME, appauthor=False) / "run"


def resources() -> Path:
    """The folder with icons and the demo catalogue: frozen, installed or in a checkout."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
