# SPDX-License-Identifier: GPL-3.0-or-later
"""Volumes with the file systems of sticks, disks and shares; and Samba, which shows a folder."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.storage.rooms import Room
from tests.scenario.servers import free_port, wait_until

_MEGABYTES = 64


@dataclass(frozen=True)
class Kind:
    """How a volume is made and mounted; ``{image}`` and ``{at}`` stand for its places.

    :ivar kernel: the file system that the kernel has to know.
    """

    mount: tuple[str, ...]
    make: tuple[str, ...] = ()
    kernel: str = ""


KINDS = {
    "tmpfs": Kind(("mount", "-t", "tmpfs", "none", "{at}")),
    "ext4": Kind(("mount", "-o", "loop", "{image}", "{at}"), ("mkfs.ext4", "-q", "-F")),
    "exfat": Kind(("mount", "-t", "exfat-fuse", "-o", "loop", "{image}", "{at}"), ("mkfs.exfat",)),
    "vfat": Kind(
        ("mount", "-t", "vfat", "-o", "loop,utf8", "{image}", "{at}"),
        ("mkfs.vfat", "-F", "32"),
        kernel="vfat",
    ),
    # Of user space, where the kernel has none; it knows only ASCII in names.
    "fusefat": Kind(("fusefat", "-s", "-o", "rw+", "{image}", "{at}"), ("mkfs.vfat", "-F", "32")),
    "ntfs": Kind(("ntfs-3g", "{image}", "{at}"), ("mkntfs", "-F", "-Q", "-q")),
}


class Volume:
    """One that can be taken away and put back."""

    def __init__(self, place: Room, name: str) -> None:
        self._place = place
        self._kind = kind = KINDS[name]
        self._image = place.folder / f"{name}.img"
        for tool in (*kind.make[:1], kind.mount[0]):
            if shutil.which(tool) is None:
                pytest.skip(f"{tool} is not installed")
        if kind.kernel and kind.kernel not in Path("/proc/filesystems").read_text("ascii").split():
            pytest.skip(f"the kernel has no {kind.kernel}")
        if kind.make:
            with self._image.open("wb") as file:
                file.truncate(_MEGABYTES << 20)
            argv = [*kind.make, str(self._image)]
            subprocess.run(argv, check=True, capture_output=True, timeout=60)

    def put(self) -> None:
        """Mounts it at the library."""
        at = str(self._place.library)
        self._place.sh(*(word.format(image=self._image, at=at) for word in self._kind.mount))
        self._place.wait_for_mount(self._place.library)

    def take(self) -> None:
        """Unmounts it."""
        self._place.sh("umount", str(self._place.library))


@contextmanager
def mounted(place: Room, name: str) -> Iterator[Volume]:
    """A new volume at the library. What serves it in user space ends with it."""
    volume = Volume(place, name)
    volume.put()
    try:
        yield volume
    finally:
        place.sh("umount", "--lazy", str(place.library))


_SAMBA = """[global]
 server role = standalone server
 smb ports = {port}
 interfaces = 127.0.0.1
 bind interfaces only = yes
 disable netbios = yes
 load printers = no
 map to guest = Bad User
 private dir = {folder}
 lock directory = {folder}
 state directory = {folder}
 cache directory = {folder}
 pid directory = {folder}
 ncalrpc dir = {folder}/rpc
 log file = {folder}/log
[music]
 path = {music}
 guest ok = yes
 force user = root
"""


def fetched_from_samba(folder: Path, music: Path) -> Path:
    """Has a Samba server show a folder, and a client take all of it; where that has put it."""
    for tool in ("smbd", "smbclient"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    if os.geteuid() != 0:
        pytest.skip("Samba needs root")
    taken = folder / "taken"
    taken.mkdir()
    (folder / "rpc").mkdir()
    port = free_port()
    settings = folder / "smb.conf"
    settings.write_text(_SAMBA.format(folder=folder, music=music, port=port), "utf-8")
    server = ["smbd", "--foreground", "--no-process-group", "--configfile", str(settings)]
    client = ["smbclient", "//127.0.0.1/music", "-p", str(port), "-N", "-s", str(settings)]

    def ask(commands: str) -> bool:
        done = subprocess.run(
            [*client, "-c", commands],
            cwd=taken,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return done.returncode == 0

    quiet = subprocess.DEVNULL
    # Ended, it takes its whole process group along: not ours.
    with subprocess.Popen(
        server, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet
    ) as running:
        try:
            wait_until(lambda: ask("ls"))
            assert ask("recurse; prompt; mget *")
        finally:
            running.terminate()
    return taken
