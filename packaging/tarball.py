# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives that are the same for the same files: sorted, and owned by nobody in particular."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import tarfile
from collections.abc import Iterable
from pathlib import Path


def pack(folder: Path, target: Path, epoch: int, *, preset: int = 6) -> None:
    """Packs a folder, under its own name, into `target` (.tar.xz).

    :param epoch: seconds since 1970 that every entry gets as its time.
    :param preset: of xz; 0 is fast, 9 is small.
    """

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = epoch
        return entry

    with (
        lzma.open(target, "wb", preset=preset) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in [folder, *sorted(folder.rglob("*"))]:
            name = Path(folder.name, path.relative_to(folder))
            archive.add(path, str(name), recursive=False, filter=plain)


def gzipped(data: bytes) -> bytes:
    """Data as gzip -9n makes it: without a name and a time."""
    target = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, target, mtime=0) as file:
        file.write(data)
    return target.getvalue()


def md5(path: Path) -> str:
    """A file's sum as dpkg keeps it, to find damage by (deb-md5sums(5))."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def write_sums(target: Path, files: Iterable[Path]) -> None:
    """Writes the hashes of files as `sha256sum -c` reads them."""
    lines = []
    for path in sorted(files):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    target.write_text("".join(lines), "ascii", newline="\n")
