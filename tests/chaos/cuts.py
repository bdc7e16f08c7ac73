# SPDX-License-Identifier: GPL-3.0-or-later
"""(C) The power is cut: what was fsynced is there, of everything else only chance knows.

The disk is played, not taken from an image of a real file system: those keep more than they
promise (ext4 writes every change of names when any file is fsynced), and what a program owes to
that is not its own merit. Here each name that was changed since its folder was fsynced may be as it
was or as it is, and each block that was written since its file was fsynced, too.
"""

import ctypes
import os
import random
import shutil
from collections import Counter
from pathlib import Path

from tests.chaos.driver import Found, Lane

CUTS_AN_EPISODE = 3
_BLOCK = 4096
_LONGEST = 0.5
"""Seconds after which the power is cut."""


class Disk:
    """What of some folders is certain to be there after a cut (shim.c writes it)."""

    def __init__(self, folder: Path, shim: Path) -> None:
        self.folder = folder
        self._shim = ctypes.CDLL(str(shim))

    def begin(self, *tops: Path) -> None:
        """All that is in these folders now is certain to be there."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for top in tops:
            for path in (top, *top.rglob("*")):
                identity = self._identity(path)
                if not identity:
                    continue
                kept = self.folder / identity
                if path.is_dir():
                    lines = [f"{inner}/{name}\n" for name, inner in self._now(path).items()]
                    kept.write_text("".join(lines), "utf-8")
                else:
                    shutil.copy2(path, kept)

    def cut(self, chance: random.Random, *tops: Path) -> None:
        """Makes of these folders what a disk might have of them."""
        for top in tops:
            found = top.with_name(f"{top.name}-found")
            found.mkdir(mode=0o700)
            self._folder(chance, self._identity(top), top, found)
            shutil.rmtree(top)
            found.rename(top)

    def _identity(self, path: Path) -> str:
        words = ctypes.create_string_buffer(128)
        # Of a socket there is nothing to lose.
        failed = self._shim.chaos_identity(os.fsencode(path), words, len(words))
        return "" if failed else words.value.decode()

    def _now(self, folder: Path) -> dict[str, str]:
        """What each name in a folder stands for."""
        found = {path.name: self._identity(path) for path in folder.iterdir()}
        return {name: identity for name, identity in found.items() if identity}

    def _names(self, identity: str) -> dict[str, str]:
        """What each name in a folder stood for when it was last fsynced."""
        try:
            text = (self.folder / identity).read_text("utf-8")
        except FileNotFoundError:
            return {}
        return {
            name: inner for inner, _, name in (line.partition("/") for line in text.splitlines())
        }

    def _folder(self, chance: random.Random, identity: str, live: Path | None, found: Path) -> None:
        certain = self._names(identity)
        now = certain if live is None else self._now(live)
        for name in sorted(certain.keys() | now.keys()):
            ways = certain.get(name), now.get(name)
            chosen = chance.choice(ways)
            if chosen is None:
                continue
            here = live / name if live is not None and chosen == now.get(name) else None
            if chosen.startswith("d"):
                (found / name).mkdir(mode=0o700)
                self._folder(chance, chosen, here, found / name)
            else:
                self._file(chance, self.folder / chosen, here, found / name)

    @staticmethod
    def _file(chance: random.Random, kept: Path, live: Path | None, found: Path) -> None:
        certain = kept.read_bytes() if kept.exists() else b""
        now = certain if live is None else live.read_bytes()
        found.write_bytes(_blocks(chance, certain, now))
        if live is not None:
            shutil.copystat(live, found)
        elif kept.exists():
            shutil.copystat(kept, found)


def _blocks(chance: random.Random, certain: bytes, now: bytes) -> bytes:
    """What may be left of a file: all as it was, all as it is, or some of each."""
    way = chance.choice(("certain", "now", "mixed"))
    if way != "mixed" or certain == now:
        return certain if way == "certain" else now
    length = chance.choice((len(certain), len(now)))
    data = bytearray()
    while len(data) < length:
        source = chance.choice((certain, now))
        data += source[len(data) : len(data) + _BLOCK].ljust(_BLOCK, b"\0")
    return bytes(data[:length])


def episode(lane: Lane, cuts: int, calls: range, results: Counter[str]) -> None:
    """So many cuts in a row, each on what the one before has left, and a sync that converges.

    :param calls: at which of a sync's calls the power may be cut; now and then it is at any time.
    """
    lane.go_back()
    disk = Disk(lane.folder / "disk", lane.shim)
    for cut in range(1, cuts + 1):
        lane.far.chance = lane.random.choice((0.0, 0.0, 0.2))
        disk.begin(lane.profile, lane.library)
        at, seconds = 0, 30.0
        if lane.random.random() < 0.7:
            at = lane.random.choice(calls)
        else:
            seconds = lane.random.uniform(0.05, _LONGEST)
        process = lane.start("sync", "--json", at=at, disk=disk.folder)
        status = process.wait(seconds)
        if status is None:
            process.kill()
        elif status not in {0, 1, 3, -9}:
            raise Found(f"cut {cut}", [f"ended with {status}: {process.said()}"])
        lane.note(process)
        disk.cut(lane.random, lane.profile, lane.library)
        results["cuts"] += 1
        lane.check(f"cut {cut} of {cuts} ({process.fate() or f'after {seconds:.2f} s'})")
    lane.converge(f"after {cuts} cuts")
    results["converged"] += 1
