# SPDX-License-Identifier: GPL-3.0-or-later
"""Mounts that nobody else sees, and the program run among them.

A process holds a mount namespace; everything is mounted and started in that. When it and what was
started in it are gone, the kernel undoes the mounts and gives the loop devices back.
"""

import io
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from pathlib import Path

from tests.faults.storage import prepare
from tests.scenario.cli_world import PATIENCE, Program, environment, finish


class Room:
    """A namespace with a folder for the library, and a profile."""

    def __init__(self, folder: Path, holder: "subprocess.Popen[str]") -> None:
        self.folder = folder
        self.library = folder / "music"
        self.profile = folder / "profile"
        self._holder = holder

    @property
    def seen(self) -> Path:
        """The library as the namespace sees it, for reading from outside."""
        return Path(f"/proc/{self._holder.pid}/root") / self.library.relative_to("/")

    @property
    def seen_profile(self) -> Path:
        """The profile, likewise."""
        return Path(f"/proc/{self._holder.pid}/root") / self.profile.relative_to("/")

    def enter(self, *argv: str) -> list[str]:
        """The command line that runs one in here."""
        return ["nsenter", f"--mount=/proc/{self._holder.pid}/ns/mnt", *argv]

    def sh(self, *argv: str) -> str:
        """Runs a command in here, which must succeed; its stdout."""
        done = subprocess.run(
            self.enter(*argv),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env=environment(),
        )
        assert done.returncode == 0, (argv, done.stdout, done.stderr)
        return done.stdout

    def tmpfs(self, size: str) -> None:
        """Mounts an empty volume of that size at the library."""
        self.sh("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(self.library))

    def wait_for_mount(self, at: Path) -> None:
        """Waits until something is mounted there."""
        self.sh("timeout", "20", "sh", "-c", f"until mountpoint -q {at}; do :; done")

    def image(self, name: str = "one") -> Path:
        """An ext4 image; to be mounted with ``mount``."""
        path = self.folder / f"{name}.img"
        with path.open("wb") as file:
            file.truncate(16 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(path)], check=True, timeout=PATIENCE)
        return path

    def mount(self, image: Path) -> None:
        """Mounts an image at the library."""
        self.sh("mount", "-o", "loop", str(image), str(self.library))

    def start(self, *argv: str, before: tuple[str, ...] = (), module: str = "quick") -> Program:
        """Starts the program in here; ``before`` is what it is run by, strace for example.

        :param module: of this folder, which shortens what the program waits for.
        """
        program = (sys.executable, "-m", f"tests.faults.storage.{module}")
        return Program(
            self.enter(*before, *program, "--profile", str(self.profile), *argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(),
        )

    def run(self, *argv: str, status: int = 0, before: tuple[str, ...] = ()) -> tuple[str, str]:
        """Runs the program to its end; what it wrote."""
        with self.start(*argv, before=before) as program:
            out, err = finish(program)
        assert program.returncode == status, (argv, program.returncode, out, err)
        return out, err

    def subscribe(self, address: str) -> None:
        """Makes the folder a library without a reserve, and adds a source."""
        self.prepare(*self.subscription(address))

    def subscribe_here(self, address: str) -> None:
        """As :meth:`subscribe`, within this process and for one worker: nothing is mounted.

        strace counts the calls of each thread by itself.
        """
        commands = (*self.subscription(address), "config workers 1")
        with redirect_stdout(io.StringIO()):
            assert prepare.run_all(str(self.profile), commands) == 0

    def subscription(self, address: str) -> tuple[str, ...]:
        """The commands that :meth:`subscribe` runs."""
        return (
            shlex.join(["library", str(self.library)]),
            "config free_space_mb 0",
            shlex.join(["add", address]),
        )

    def prepare(self, *commands: str) -> str:
        """Runs several commands in here, in one process; its stdout."""
        return self.sh(sys.executable, "-m", prepare.__name__, str(self.profile), *commands)

    def files(self) -> list[str]:
        """What is in the library, without our own folder and the playlists."""
        return sorted(
            path.relative_to(self.seen).as_posix()
            for path in self.seen.rglob("*")
            if path.is_file() and path.relative_to(self.seen).parts[0] not in _NO_TRACKS
        )


_SFTP = "/usr/lib/openssh/sftp-server"
_NO_TRACKS = {".catalog-sync", "Playlists", "lost+found"}


@contextmanager
def room(folder: Path) -> Iterator[Room]:
    """A namespace of its own, gone at the end."""
    argv = ["unshare", "--mount", "--propagation", "private", "sh", "-c", "echo in; exec cat"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "in\n"
            made = Room(folder, holder)
            made.library.mkdir()
            yield made
        finally:
            holder.kill()


@contextmanager
def sshfs(place: Room, folder: Path, at: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Mounts a folder over SFTP, without a network; the process that serves it."""
    ours, theirs = socket.socketpair()
    with ExitStack() as running:
        running.callback(ours.close)
        running.callback(theirs.close)
        far = [_SFTP, "-d", str(folder)]
        server = subprocess.Popen(far, stdin=theirs.fileno(), stdout=theirs.fileno())
        running.enter_context(server)
        near = place.enter("sshfs", "-f", "-o", "passive", f":{folder}", str(at))
        mounted = subprocess.Popen(near, stdin=ours.fileno(), stdout=ours.fileno())
        running.enter_context(mounted)
        try:
            place.wait_for_mount(at)
            yield mounted
        finally:
            place.sh("umount", "--lazy", str(at))
            server.terminate()


def why_not() -> str:
    """Why there can be no room here; empty if there can."""
    for tool in ("unshare", "nsenter", "mkfs.ext4", "strace", "ntfs-3g", "fsfreeze", "sshfs"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed"
    if not Path(_SFTP).exists():
        return "no SFTP server is installed"
    for device in ("/dev/fuse", "/dev/loop-control"):
        if not Path(device).exists():
            return f"there is no {device}"
    trial = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs none /mnt"]
    if subprocess.run(trial, capture_output=True, check=False).returncode:
        return "mounting needs root"
    return ""
