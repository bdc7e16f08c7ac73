# SPDX-License-Identifier: GPL-3.0-or-later
"""The Debian package: the frozen application without what Debian has, put where it belongs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import bundle
import completions
import icon_set
import licence_texts
import manpage
import release_notes
import tarball
from bundle import Bundle
from catalogsync_gui import __version__, bundled
from catalogsync_gui.bundled import Component
from catalogsync_gui.cli.parser import PROG
from environment import ROOT

NAME = "catalog-sync"
LINUX = ROOT / "packaging" / "linux"

_ALWAYS = ("libdbus-1-3",)
"""Needed as well: Qt opens it by its name."""

_CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: dbus-user-session | dbus-session-bus, gnome-keyring | kwalletmanager, xdg-utils
Suggests: libgtk-3-0
Section: sound
Priority: optional
Description: keep music and its playlists in step with catalogues
 Catalog Sync keeps the audio you follow on a NAS or computer: podcasts,
 playlist files, items and searches of the Internet Archive, playlists of
 Subsonic and Jellyfin servers.
 .
 It downloads what is missing, fills in tags, covers and lyrics, gives every
 track its place and writes playlist files that music servers and players read.
 A window and a tray icon show what is happening; a service without a window is
 included.
"""


def build(frozen: Bundle, output: Path, epoch: int, *, small: bool = True) -> Path:
    """Makes the package; returns its file.

    :param epoch: seconds since 1970 that all its files get as their time.
    :param small: take the time to compress it well.
    :raises SystemExit: one of Debian's tools failed.
    """
    with tempfile.TemporaryDirectory(prefix="catalog-sync-deb-") as name:
        root = Path(name, "root")
        root.mkdir()
        parts = _program(frozen, root)
        _around(root, epoch, parts)
        bundle.settle(root, epoch)
        folder = root / "DEBIAN"
        folder.mkdir()
        control = _control(root, release_notes.debian_version(__version__))
        (folder / "control").write_text(control, "utf-8")
        (folder / "md5sums").write_text(_sums(root), "utf-8")
        bundle.settle(root, epoch)
        architecture = _output("dpkg", "--print-architecture")
        file = f"{NAME}_{release_notes.debian_version(__version__)}_{architecture}.deb"
        target = output / file
        # One thread: what several make depends on their number.
        pressed = ("-Zxz", "-z6", "--threads-max=1") if small else ("-Zgzip", "-z1")
        _output(
            *("dpkg-deb", "--build", "--root-owner-group", *pressed, str(root), str(target)),
            SOURCE_DATE_EPOCH=str(epoch),
        )
    return target


def maintainer() -> str:
    """Who answers for the package: as Debian's tools have it, from the environment."""
    name = os.environ.get("DEBFULLNAME", "The Catalog Sync developers")
    return f"{name} <{os.environ.get('DEBEMAIL', 'catalog-sync@catalogsync.org')}>"


def _program(frozen: Bundle, root: Path) -> list[Component]:
    """The application, without the libraries that other packages bring; what it is made of."""
    home = root / "usr" / "lib" / NAME
    shutil.copytree(frozen.folder, home, symlinks=True)
    owners = licence_texts.packages_of(
        source for place, source in frozen.binaries if "/" not in place
    )
    kept = []
    for place, source in frozen.binaries:
        owner = owners.get(source) if "/" not in place else None
        if owner is None or owner.startswith("libpython"):
            kept.append((place, source))
        else:
            (home / "_internal" / place).unlink()
    parts = licence_texts.write(home / "_internal" / "resources", kept, frozen.modules)
    launcher = root / "usr" / "bin" / PROG
    launcher.parent.mkdir()
    launcher.symlink_to(f"../lib/{NAME}/{PROG}")
    return parts


def _around(root: Path, epoch: int, parts: list[Component]) -> None:
    """What makes it a citizen of the desktop and of the shell."""
    share = root / "usr" / "share"
    day = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    metainfo = (LINUX / f"{NAME}.metainfo.xml").read_text("utf-8")
    metainfo = metainfo.replace("@VERSION@", __version__).replace("@DATE@", day)
    found = release_notes.releases(ROOT / "CHANGELOG.md", __version__, epoch)
    changelog = release_notes.debian_changelog(NAME, maintainer(), found)
    documents = share / "doc" / NAME
    files = {
        share / "applications" / f"{NAME}.desktop": _resource(f"{NAME}.desktop"),
        share / "metainfo" / f"{NAME}.metainfo.xml": metainfo.encode(),
        share / "man" / "man1" / f"{PROG}.1.gz": tarball.gzipped(manpage.page(epoch).encode()),
        root / f"usr/lib/systemd/user/{NAME}.service": (LINUX / f"{NAME}.service").read_bytes(),
        documents / "copyright": _copyright(parts).encode(),
        documents / "changelog.Debian.gz": tarball.gzipped(changelog.encode()),
        documents / "changelog.gz": tarball.gzipped((ROOT / "CHANGELOG.md").read_bytes()),
        share / "lintian" / "overrides" / NAME: (LINUX / "lintian-overrides").read_bytes(),
    }
    for shell, place in completions.PLACES.items():
        files[root / "usr" / place] = completions.script(shell).encode()
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (documents / bundled.FILE).symlink_to(
        Path("../../../lib", NAME, "_internal", "resources", bundled.FILE)
    )
    icon_set.write(share / "icons" / "hicolor")


def _resource(name: str) -> bytes:
    return (ROOT / "resources" / name).read_bytes()


def _copyright(parts: list[Component]) -> str:
    """The machine-readable form (DEP 5)."""
    lines = [
        f"  {part.name} {part.version}: {part.licence or 'see licences.txt'}"
        for part in sorted(parts, key=lambda part: part.name.lower())
        if part.name != NAME
    ]
    template = (LINUX / "copyright").read_text("utf-8")
    return template.replace("@COMPONENTS@", "\n".join(lines))


def _control(root: Path, version: str) -> str:
    programs = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.read_bytes()[:4] == b"\x7fELF"
    ]
    # Desktops of GTK have it; the plugin that fits in with them is no reason to install it.
    depends = _needed([path for path in programs if path.name != "libqgtk3.so"], root)
    known = {entry.partition(" ")[0] for entry in depends}
    depends += [name for name in _ALWAYS if name not in known]
    kilobytes = sum(
        (path.lstat().st_size + 1023) // 1024 if path.is_file() or path.is_symlink() else 1
        for path in root.rglob("*")
    )
    return _CONTROL.format(
        name=NAME,
        version=version,
        architecture=_output("dpkg", "--print-architecture"),
        maintainer=maintainer(),
        size=kilobytes,
        depends=", ".join(sorted(depends)),
    )


def _needed(programs: list[Path], root: Path) -> list[str]:
    """The packages whose libraries the programs ask for (dpkg-shlibdeps(1))."""
    folders = {path.parent for path in root.rglob("*.so*")}
    with tempfile.TemporaryDirectory() as folder:
        debian = Path(folder, "debian")
        debian.mkdir()
        (debian / "control").write_text(
            f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n", "ascii"
        )
        told = _output(
            "dpkg-shlibdeps",
            "-O",
            "--warnings=0",
            "--ignore-missing-info",  # of what is carried along
            *(f"-l{path}" for path in sorted(folders)),
            *(f"-e{path}" for path in programs),
            cwd=folder,
        )
    return told.partition("shlibs:Depends=")[2].split(", ")


def _sums(root: Path) -> str:
    return "".join(
        f"{tarball.md5(path)}  {path.relative_to(root)}\n"
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and "DEBIAN" not in path.parts
    )


def _output(*command: str, cwd: str | None = None, **variables: str) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C.UTF-8", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"dev.py: {command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()
