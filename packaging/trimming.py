# SPDX-License-Identifier: GPL-3.0-or-later
"""What of Qt and of the machine's libraries goes into the frozen application.

PyInstaller takes every plugin of Qt and all that any of them needs: GTK, kernel graphics, embedded
touch screens. What is kept here is what a window of widgets uses, and what that needs.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]
"""Place in the bundle, file it comes from, PyInstaller's word for what it is."""

_PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qgif", "qico", "qjpeg", "qsvg", "qwebp"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibus"),
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"),
    "platformthemes": ("qgtk3", "qxdgdesktopportal"),
    "styles": ("",),
    "wayland-decoration-client": ("",),
    "wayland-shell-integration": ("xdg-shell", "qt-shell"),
}
"""Kinds of plugin that are kept, with how the names begin of those that are."""

_LANGUAGES = re.compile(r"qtbase_zh_\w+\.qm")
"""Qt's own words in the languages that the program speaks itself."""

_CARRIED = re.compile(
    r"lib(python3|ssl|crypto|sqlite3|ffi|bz2|lzma|uuid|md|bsd"
    r"|xcb-(cursor|icccm|image|keysyms|render-util|util)|xkbcommon)\b.*"
)
"""Libraries of a Linux machine that are carried along: others have them in other versions, or not
at all. GLib, X11, fonts and graphics fit the machine they are on and come from there."""


def trimmed(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The entries that are kept.

    :param needs: the file names of the libraries that a file asks the loader for.
    """
    kept = [entry for entry in entries if _plugin_is_wanted(entry[0]) and _is_carried(entry)]
    by_name: dict[str, list[Entry]] = {}
    for entry in kept:
        by_name.setdefault(_name(entry[0]), []).append(entry)
    reached: set[str] = set()
    waiting = [entry for entry in kept if not _is_library(entry[0])]
    while waiting:
        entry = waiting.pop()
        if entry[2] == "SYMLINK":
            continue
        for name in needs(entry[1]):
            if name not in reached:
                reached.add(name)
                waiting += by_name.get(name, ())
    return [entry for entry in kept if not _is_library(entry[0]) or _name(entry[0]) in reached]


def data_is_wanted(entry: Entry, libraries: Iterable[Entry]) -> bool:
    """Whether what is no program goes along.

    :param libraries: what is kept; PyInstaller links to libraries from the bundle's top.
    """
    place, target, kind = entry
    if kind == "SYMLINK":
        return any(_name(target) == _name(kept[0]) for kept in libraries)
    path = PurePosixPath(place.replace("\\", "/"))
    if "translations" in path.parts and "PySide6" in path.parts:
        return _LANGUAGES.fullmatch(path.name) is not None
    if ".dist-info/" in str(path):
        # Licences lie together in a file of their own; versions and plug-ins are asked for.
        return path.name in {"METADATA", "entry_points.txt"}
    return "screenshots" not in path.parts and path.suffix != ".ts"


def _plugin_is_wanted(place: str) -> bool:
    parts = PurePosixPath(place.replace("\\", "/")).parts
    if "plugins" not in parts or "PySide6" not in parts:
        return True
    kind, name = parts[parts.index("plugins") + 1], parts[-1].removeprefix("lib")
    return name.startswith(_PLUGINS.get(kind, ())) if kind in _PLUGINS else False


def _is_carried(entry: Entry) -> bool:
    place, source, kind = entry
    if not sys.platform.startswith("linux") or kind != "BINARY" or "/" in place:
        return True  # of a wheel, of Python, or of a system where this is no question
    if Path(source).is_relative_to(sys.prefix):
        return True
    return _CARRIED.fullmatch(_name(place)) is not None


def _is_library(place: str) -> bool:
    """Whether it is there for others only: no plugin, no module, not Python itself."""
    parts = PurePosixPath(place.replace("\\", "/")).parts
    name = parts[-1]
    if "plugins" in parts or "lib-dynload" in parts or name.startswith("libpython"):
        return False
    return re.match(r"(lib.+\.(so|dylib)|Qt6.+\.dll|opengl32sw\.dll)", name) is not None


def _name(place: str) -> str:
    return os.path.basename(place)  # noqa: PTH119 - a name in the bundle, no path here
