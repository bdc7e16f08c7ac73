# SPDX-License-Identifier: GPL-3.0-or-later
"""What this installation is made of, and under which licences.

The frozen application carries the list that was made when it was built (`licence_texts.py` in
packaging). Elsewhere it is put together from what the installed distributions say of themselves.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from catalogsync_gui import __version__
from catalogsync_gui.paths import resources

FILE: Final = "licences.txt"
"""Its name among the resources."""

_OWN: Final = "catalog-sync"
DIRECT: Final = (
    "PySide6-Essentials", "requests", "urllib3", "mutagen", "platformdirs", "certifi", "defusedxml",
    "keyring",
)  # fmt: skip
"""The distributions that the program imports from."""

_TEXTS: Final = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
_REQUIREMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LINE: Final = "=" * 78


@dataclass(frozen=True, slots=True)
class Component:
    """Something that is part of the program: whose licence it is under, in short and in full."""

    name: str
    version: str
    licence: str
    text: str


def rendered(components: Iterable[Component]) -> str:
    """One text of all of them: a table of contents, then every licence's text."""
    parts = sorted(components, key=lambda part: (part.name.lower() != _OWN, part.name.lower()))
    width = max(len(f"{part.name} {part.version}") for part in parts)
    contents = [
        f"  {f'{part.name} {part.version}':<{width}}  {part.licence}".rstrip() for part in parts
    ]
    sections = [
        f"{_LINE}\n{part.name} {part.version}".rstrip()
        + (f"\n{part.licence}" if part.licence else "")
        + f"\n{_LINE}\n\n{part.text.strip()}\n"
        for part in parts
    ]
    head = "Catalog Sync is made of the following, each under its own licence:"
    return "\n\n".join([head, "\n".join(contents), *sections])


def licences() -> str:
    """The text about this installation. Reads files: not for the GUI thread."""
    try:
        return (resources() / FILE).read_text("utf-8")
    except OSError:
        return rendered([own(), *(component(found) for found in _installed())])


def headings(text: str) -> list[tuple[str, int]]:
    """The parts that a text of `rendered` tells of, and in which line each begins, from 0."""
    lines = text.split("\n")
    return [
        (lines[number + 1], number)
        for number, line in enumerate(lines[:-2])
        if line == _LINE and lines[number + 1] and not lines[number - 1]
    ]


def own() -> Component:
    """Catalog Sync itself."""
    return Component(_OWN, __version__, "GPL-3.0-or-later", _own_text())


def component(found: metadata.Distribution) -> Component:
    """A distribution as it describes itself. One without a text of its licence has an empty one."""
    told = found.metadata
    short = (
        "".join(told.get_all("License-Expression") or [])
        or _classified(told.get_all("Classifier") or [])
        # Some have the whole text there.
        or "".join(told.get_all("License") or []).strip().partition("\n")[0]
    )
    texts = [
        text.strip()
        for file in found.files or []
        if ".dist-info" in file.parts[0] and _TEXTS.match(file.name)
        if (text := found.read_text(str(file.relative_to(file.parts[0]))))
    ]
    return Component(told["Name"], found.version, short, "\n\n\n".join(texts))


def _classified(classifiers: Iterable[str]) -> str:
    return "; ".join(
        words.rpartition(" :: ")[2] for words in classifiers if words.startswith("License ::")
    )


def _installed() -> Iterable[metadata.Distribution]:
    """What the program imports, and what that requires."""
    seen: set[str] = set()
    waiting = list(DIRECT)
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        seen.add(key)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # an extra, or for another system
        yield found
        for requirement in found.requires or []:
            match = _REQUIREMENT.match(requirement)
            if match is not None and "extra ==" not in requirement:
                waiting.append(match[0])


def _own_text() -> str:
    checkout = Path(__file__).parent.parent / "LICENSE"
    if checkout.is_file():
        return checkout.read_text("utf-8")
    try:
        return component(metadata.distribution(_OWN)).text
    except metadata.PackageNotFoundError:
        return ""
