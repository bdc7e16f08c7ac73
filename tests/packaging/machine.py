# SPDX-License-Identifier: GPL-3.0-or-later
"""A Debian with nothing on it, in a folder; and a screen with a tray."""

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 120.0
"""Seconds after which something is taken to hang."""

USER = "ann"


class Machine:
    """The root folder of a system of its own. Everything in it is done by chroot, as root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home" / USER
        self._running: list[subprocess.Popen[str]] = []

    def as_root(self, *command: str) -> str:
        """Runs a command to its end; returns what it printed."""
        return self._run(["chroot", str(self.root), *command], {"HOME": "/root"})

    def as_user(self, *command: str, **variables: str) -> str:
        """The same as a person, whose folders are all there is of an environment."""
        return self._run(self._by_user(command), variables)

    def start(self, *command: str, **variables: str) -> subprocess.Popen[str]:
        """Starts a command of the person's, which goes on meanwhile."""
        process = subprocess.Popen(
            self._by_user(command),
            env=_clean(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._running.append(process)
        return process

    def stop(self, process: subprocess.Popen[str]) -> str:
        """Ends a started command by SIGTERM; returns what it said."""
        process.terminate()
        _, said = process.communicate(timeout=PATIENCE)
        self._running.remove(process)
        assert process.returncode == 0, said
        return said

    def install(self, package: Path) -> None:
        """Installs a package file, whose dependencies have to be there."""
        copy = self.root / "root" / package.name
        shutil.copyfile(package, copy)
        self.as_root("dpkg", "--install", f"/root/{package.name}")
        copy.unlink()

    def end(self) -> None:
        """Kills what still runs."""
        for process in self._running:
            process.kill()
            process.communicate()
        self._running.clear()

    def _by_user(self, command: tuple[str, ...]) -> list[str]:
        return ["chroot", f"--userspec={USER}:{USER}", str(self.root), *command]

    def _run(self, command: list[str], variables: dict[str, str]) -> str:
        done = subprocess.run(
            command,
            env=_clean(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=5 * PATIENCE,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout


def _clean(variables: dict[str, str]) -> dict[str, str]:
    home = {"HOME": f"/home/{USER}", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    ways = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    return {**home, **ways, "DEBIAN_FRONTEND": "noninteractive", **variables}


def why_not() -> str | None:
    """Why no machine can be made here; None if one can."""
    if os.geteuid() != 0:
        return "installing into a system of its own takes root"
    for tool in ("debootstrap", "apt-get"):
        if shutil.which(tool) is None:
            return f"{tool} is not there"
    return None


def made(root: Path) -> Machine:
    """A minimal system of the release that this machine is of, from where its own packages come.

    :raises subprocess.CalledProcessError: debootstrap failed; its output has been captured.
    """
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE) $(CODENAME) $(ORIGIN)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    site, release = next(
        (site, release)
        for site, release, origin, *_ in (f"{line} - -".split() for line in listed)
        if origin in {"Debian", "Ubuntu"} and "-" not in release
    )
    subprocess.run(
        ["debootstrap", "--variant=minbase", release, str(root), site],
        capture_output=True,
        text=True,
        check=True,
    )
    machine = Machine(root)
    machine.as_root("useradd", "--create-home", USER)
    return machine


@contextmanager
def with_proc(machine: Machine) -> Iterator[None]:
    """Has /proc in the machine; nothing else of this system is mounted there."""
    place = machine.root / "proc"
    subprocess.run(
        ["mount", "-t", "proc", "proc", str(place)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


class Screen:
    """An X server that shows nobody anything, with a tray."""

    def __init__(self, display: str) -> None:
        self.display = display

    def ask(self, *command: str) -> str:
        """What a tool of X says; nothing when it finds nothing."""
        return subprocess.run(
            command,
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        ).stdout

    def windows(self) -> list[str]:
        """The program's windows that can be seen, by number; its icon in the tray is none."""
        found = self.ask("xdotool", "search", "--onlyvisible", "--class", "catalog-sync").split()
        return [window for window in found if _is_large(self.ask("xwininfo", "-id", window))]

    def tray(self) -> str:
        """What is in the tray, as a tree of windows: a line each, indented by depth."""
        inside: list[str] = []
        depth = None
        for line in self.ask("xwininfo", "-root", "-tree").splitlines():
            indent = len(line) - len(line.lstrip())
            if '("panel" "trayer")' in line:
                depth = indent
            elif depth is not None and indent <= depth:
                depth = None
            elif depth is not None:
                inside.append(line)
        return "\n".join(inside)


def _is_large(told: str) -> bool:
    width = told.partition("Width: ")[2].split()
    return bool(width) and int(width[0]) > 200


@contextmanager
def screen() -> Iterator[Screen]:
    """Starts an X server and a tray."""
    read, write = os.pipe()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(
            _background(
                ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-ac"], (write,)
            )
        )
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        assert number, f"Xvfb ended with {server.poll()}"
        shown = Screen(f":{number}")
        variables = {**os.environ, "DISPLAY": shown.display}
        stack.enter_context(_background(["trayer", "--widthtype", "request"], (), variables))
        until(lambda: "panel" in shown.ask("xwininfo", "-root", "-tree"), "there is no tray")
        yield shown


@contextmanager
def _background(
    command: list[str], handed: tuple[int, ...], variables: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        pass_fds=handed,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until(holds: Callable[[], object], otherwise: str) -> None:
    """Waits until another process has done something that it does not tell of."""
    deadline = time.monotonic() + PATIENCE
    never = threading.Event()
    while not holds():
        assert time.monotonic() < deadline, otherwise
        never.wait(0.1)
