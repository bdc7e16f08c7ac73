# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie: the profile's folders, and the resources that travel with the program."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "catalog-sync"
PORTABLE = "portable"
"""A file or folder of this name beside the frozen program has the profile kept there."""

_LONGEST_SOCKET = 100
"""Bytes; sun_path holds 108 on Linux and 104 on macOS (unix(7))."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The folders of one profile, all absolute.

    :ivar portable: it lies beside the program, and goes with it from one computer to another.
    """

    config: Path
    data: Path
    cache: Path
    logs: Path
    runtime: Path
    portable: bool = False

    @classmethod
    def resolve(
        cls,
        directory: str | None,
        environ: Mapping[str, str] = os.environ,
        program: Path | None = None,
    ) -> "Profile":
        """The profile under ``directory`` or CATALOGSYNC_PROFILE, a portable one, or the user's.

        The first of these that there is.

        :param program: where the frozen program lies; without it, where this process's does.
        """
        chosen = directory or environ.get("CATALOGSYNC_PROFILE") or ""
        if chosen:
            root = Path(chosen).expanduser().absolute()
            return cls(root, root, root / "cache", root / "logs", root / "run")
        beside = portable_folder(program or frozen_program(environ))
        if beside is None:
            return cls.own(environ)
        # Sticks are FAT, where no socket can be made and no folder closed to others.
        key = hashlib.sha256(os.fsencode(beside)).hexdigest()[:16]
        runtime = _own_runtime(environ) / key
        return cls(beside, beside, beside / "cache", beside / "logs", runtime, portable=True)

    @classmethod
    def own(cls, environ: Mapping[str, str] = os.environ) -> "Profile":
        """The user's own profile, whatever else is asked for."""
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
        if self.portable:
            # A disk that is read-only says nothing until something is written.
            with tempfile.TemporaryFile(dir=self.config):
                pass

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


def frozen_program(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The file that a person sees as the program, where it is frozen.

    That is also the AppImage, or the application's folder on macOS, and not what lies within.
    """
    image = environ.get("APPIMAGE", "")
    if not getattr(sys, "frozen", False):
        return None
    if image and Path(image).is_absolute():
        return Path(image)
    program = Path(sys.executable).absolute()
    for folder in program.parents:
        if folder.suffix == ".app" and program.parent.parent.parent == folder:
            return folder
    return program


def portable_folder(program: Path | None) -> Path | None:
    """Where the profile is kept beside a program; None where it is not.

    A folder ``portable`` is the profile itself; with a file of that name it is ``profile``.
    """
    if program is None:
        return None
    mark = program.with_name(PORTABLE)
    if mark.is_dir():
        return mark
    return program.with_name("profile") if mark.is_file() else None


def resources() -> Path:
    """The folder with icons and the demo catalogue: frozen, installed or in a checkout."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
