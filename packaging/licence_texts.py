# SPDX-License-Identifier: GPL-3.0-or-later
"""The licences of everything in a frozen application, found from where its files came from."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from catalogsync_gui import bundled
from catalogsync_gui.bundled import Component
from environment import ROOT

_TEXTS = ROOT / "packaging" / "licences"
_OF_QT = ("pyside6", "shiboken6")


def write(
    resources: Path, binaries: Iterable[tuple[str, Path]], modules: Iterable[Path]
) -> list[Component]:
    """Writes the list into a bundle's resources; returns what is on it.

    :param binaries: places in the bundle, and the files they come from.
    :raises SystemExit: something is there that nothing tells the licence of.
    """
    sources = [path for _, path in binaries]
    distributions, rest = _by_distribution([*sources, *modules])
    # The program that starts it all is PyInstaller's, and lies in the bundle under another name.
    distributions["pyinstaller"] = metadata.distribution("pyinstaller")
    parts = [bundled.own(), _python()]
    parts += [_completed(bundled.component(found)) for found in distributions.values()]
    parts += _of_the_system(path for path in rest if ".so" in path.name)
    silent = [part.name for part in parts if not part.text.strip()]
    if silent:
        raise SystemExit(f"dev.py: no licence text was found of {', '.join(sorted(silent))}")
    (resources / bundled.FILE).write_text(bundled.rendered(parts), "utf-8", newline="\n")
    return parts


def _by_distribution(
    sources: Iterable[Path],
) -> tuple[dict[str, metadata.Distribution], list[Path]]:
    """The distributions that files were installed by, and the files that none did."""
    owner: dict[Path, metadata.Distribution] = {}
    for found in metadata.distributions():
        for file in found.files or []:
            owner[Path(os.path.normpath(str(found.locate_file(file))))] = found
    used: dict[str, metadata.Distribution] = {}
    rest = []
    for source in sources:
        by = owner.get(source)
        if by is None:
            rest.append(source)
        else:
            used[by.metadata["Name"].lower()] = by
    return used, rest


def _completed(part: Component) -> Component:
    """Qt's wheels name their licence and leave out its text."""
    if not part.name.lower().startswith(_OF_QT):
        return part
    texts = [(_TEXTS / name).read_text("utf-8") for name in ("qt.txt", "LGPL-3.0.txt")]
    return Component(part.name, part.version, part.licence, "\n\n".join([*texts, part.text]))


def _python() -> Component:
    version = platform.python_version()
    library = Path(sysconfig.get_path("stdlib"))
    short = f"/usr/share/doc/python{version.rpartition('.')[0]}/copyright"
    for place in (library / "LICENSE.txt", library.parent / "LICENSE.txt", Path(short)):
        if place.is_file():
            return Component("Python", version, "PSF-2.0", place.read_text("utf-8"))
    return Component("Python", version, "PSF-2.0", "")


def _of_the_system(sources: Iterable[Path]) -> list[Component]:
    """Debian's packages that libraries were taken from; Python's own libraries are Python's."""
    inside = Path(sysconfig.get_path("stdlib")).parent
    parts: dict[str, Component] = {}
    for source, name in packages_of(sources).items():
        if name is None:
            if source.parent == inside or source.is_relative_to(inside):
                continue
            raise SystemExit(f"dev.py: {source} is to be bundled and belongs to no package")
        plain = name.partition(":")[0]
        if plain.startswith(("libpython", "python3")) or plain in parts:
            continue
        version = _dpkg("-W", "-f", "${Version}", name)
        text = Path(f"/usr/share/doc/{plain}/copyright").read_text("utf-8", "replace")
        parts[plain] = Component(plain, version, "", text)
    return list(parts.values())


def packages_of(paths: Iterable[Path]) -> dict[Path, str | None]:
    """The Debian packages that files were installed by; None for a file of none."""
    # Packages from before /usr was merged name their files without it.
    spelled = {
        path: {str(path), str(path.resolve())}
        | {str(Path("/", *each.parts[2:])) for each in (path, path.resolve())}
        for path in paths
    }
    if shutil.which("dpkg-query") is None or not spelled:
        return dict.fromkeys(spelled)
    found: dict[str, str] = {}
    for line in _dpkg("-S", *sorted(set().union(*spelled.values()))).splitlines():
        names, _, place = line.partition(": ")
        found[place] = names.partition(",")[0]
    return {
        path: next((found[place] for place in sorted(places) if place in found), None)
        for path, places in spelled.items()
    }


def _dpkg(*arguments: str) -> str:
    return subprocess.run(
        ["dpkg-query", *arguments], capture_output=True, text=True, check=False
    ).stdout.strip()
