# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian packages that Qt and the tests need, installed where we may and named where we may not."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

QT_LIBRARIES = (
    "libglib2.0-0",
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libfreetype6",
    "libdbus-1-3",
    "libbrotli1",
    "fonts-dejavu-core",
)
SCREEN_LIBRARIES = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libwayland-client0",
    "libwayland-cursor0",
)
TEST_SERVERS = (
    "nginx-light",
    "mpd",
    "minidlna",
    "supysonic",
    "python3-waitress",
    "dbus",
    "gnome-keyring",
)
ENCODERS = ("ffmpeg", "musepack-tools")
"""Make and decode the files of the round trip through every format of tags."""

FAULT_TOOLS = (
    "dosfstools",
    "e2fsprogs",
    "exfat-fuse",
    "exfatprogs",
    "fusefat",
    "mount",
    "ntfs-3g",
    "openssh-sftp-server",
    "samba",
    "smbclient",
    "sshfs",
    "strace",
    "util-linux",
)
COMPILER = ("gcc", "libc6-dev")
BENCH_TOOLS = ("nginx-light", "aria2")
PACKAGE_TOOLS = (
    "appstream",
    "debootstrap",
    "desktop-file-utils",
    "fish",
    "lintian",
    "mandoc",
    "nsis",
    "p7zip-full",
    "shellcheck",
    "systemd",
    "trayer",
    "x11-utils",
    "xdotool",
    "xvfb",
    "zsh",
)
"""Check the package, and install it where nothing else is."""

_STANDS_FOR = {"nginx-light": ("nginx-light", "nginx-core", "nginx-full", "nginx-extras", "nginx")}
_POLICY = Path("/usr/sbin/policy-rc.d")


def build_tools() -> tuple[str, ...]:
    """What freezing the application and making a package of it takes."""
    tools: tuple[str, ...] = ("binutils", "dpkg-dev", "patchelf", *SCREEN_LIBRARIES)
    if sys.base_prefix == "/usr":
        # Debian ships Python's library apart from Python.
        tools += (f"libpython{sys.version_info.major}.{sys.version_info.minor}",)
    return tools


def is_debian() -> bool:
    """Whether packages come from apt here."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg-query") is not None


def missing(packages: tuple[str, ...], installed: frozenset[str]) -> tuple[str, ...]:
    """Those of the packages that are not installed, under their own name or a later one.

    Debian 13 and Ubuntu 24.04 renamed libraries for 64-bit times: libglib2.0-0t64.
    """
    return tuple(
        name
        for name in dict.fromkeys(packages)
        if installed.isdisjoint({*_STANDS_FOR.get(name, (name,)), f"{name}t64"})
    )


def ensure(packages: tuple[str, ...]) -> None:
    """Installs what is missing when we are root; otherwise prints the one line that does it."""
    if not is_debian():
        return
    needed = missing(packages, _installed())
    if not needed:
        return
    if os.geteuid() != 0:
        print(
            "Some system packages may be missing. If the next step fails, run:\n"
            f"  sudo apt-get install -y {' '.join(needed)}",
            file=sys.stderr,
        )
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {', '.join(needed)} …", flush=True)
    with _no_services():
        _apt(["update"], environment)
        names = [_known_name(name) for name in needed]
        _apt(["install", "-y", "--no-install-recommends", *names], environment)


def _apt(arguments: list[str], environment: dict[str, str]) -> None:
    command = ["apt-get", "-q", "-o", "Dpkg::Use-Pty=0", *arguments]
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-4000:], sep="\n", file=sys.stderr)
        raise SystemExit(f"dev.py: {' '.join(command)} failed; the lines above say why")


def _installed() -> frozenset[str]:
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Package}\n"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return frozenset(line[3:].strip() for line in listing.splitlines() if line.startswith("ii"))


def _known_name(name: str) -> str:
    shown = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", name], capture_output=True, check=False
    )
    return name if shown.returncode == 0 and shown.stdout.strip() else f"{name}t64"


@contextlib.contextmanager
def _no_services() -> Iterator[None]:
    """Keeps packages from starting their servers: the tests start their own, unprivileged."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n", "ascii")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink(missing_ok=True)
