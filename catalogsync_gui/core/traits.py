# SPDX-License-Identifier: GPL-3.0-or-later
"""What a library's folder can do, as it was tried out, and what that means. Pure.

Shares and sticks differ in what they take. Names are made for all of them anyway
(``core.naming_rules``); what is known here tells how far they may reach, and a person what to
expect.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from catalogsync_gui.core.naming_rules import MAX_COMPONENT_BYTES

LEAST_NAME = 40
"""Bytes that a name must be able to have; a folder that takes less holds no library."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What was found.

    :ivar file_system: as the kernel names it, or empty.
    :ivar case_sensitive: ``a`` and ``A`` are two files.
    :ivar refused: characters that no name may hold, among those that some file systems refuse.
    :ivar longest_name: bytes of ASCII in the longest name.
    :ivar counts_bytes: that limit is one of bytes; else of characters or UTF-16 units, of which no
        text has more than bytes.
    :ivar unicode: names in other alphabets are kept as they are written.
    :ivar normalisation: what a name with a composed letter is for one with that letter taken apart:
        ``distinct``, ``same`` or ``changed`` (it is kept in another form than it was written).
    :ivar hard_links: a file may have two names.
    :ivar keeps_others: a rename can be told, in one step, to replace nothing.
    :ivar time_step: nanoseconds; times of files are cut off to it. None: they cannot be set.
    :ivar folder_sync: a folder's names can be made to survive a power cut.
    :ivar symlinks: there are symbolic links.
    """

    file_system: str = ""
    case_sensitive: bool = True
    refused: str = ""
    longest_name: int = 255
    counts_bytes: bool = True
    unicode: bool = True
    normalisation: str = "distinct"
    hard_links: bool = True
    keeps_others: bool = True
    time_step: int | None = 1
    folder_sync: bool = True
    symlinks: bool = True

    def table(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def traits_of(table: Mapping[str, Any]) -> Traits:
    """The reverse of :meth:`Traits.table`; what another version has written besides is left out."""
    known = {entry.name for entry in fields(Traits)}
    return Traits(**{name: value for name, value in table.items() if name in known})


def summary(traits: Traits) -> tuple[str, ...]:
    """What is to be said of the folder, one fact a line."""
    unit = "bytes" if traits.counts_bytes else "characters"
    normal = {
        "distinct": "two names",
        "same": "one name",
        "changed": "one name, in the folder's own spelling",
    }[traits.normalisation]
    step = "not kept" if traits.time_step is None else f"kept to {_duration(traits.time_step)}"
    safe = "in one step and never over another" if traits.keeps_others else "with a look before"
    return (
        f"file system: {traits.file_system or 'unknown'}",
        f"upper and lower case: {'two names' if traits.case_sensitive else 'one name'}",
        f"composed and decomposed letters: {normal}",
        f"longest name: {traits.longest_name} {unit}",
        f"refused in names: {_spelled(traits.refused) or 'nothing'}",
        f"files get their names: {safe}",
        f"hard links: {_yes(traits.hard_links)}, symbolic links: {_yes(traits.symlinks)}",
        f"times of files: {step}",
        f"folders written to the disk on demand: {_yes(traits.folder_sync)}",
    )


def warnings(traits: Traits) -> tuple[str, ...]:
    """What a person should know before they trust their music to the folder."""
    found = []
    if not traits.unicode:
        found.append(
            "names in other alphabets cannot be kept in it, so tracks with such names fail; mount "
            "it with UTF-8 names (iocharset=utf8)"
        )
    if traits.longest_name < MAX_COMPONENT_BYTES:
        found.append(
            f"its names hold {traits.longest_name} bytes at most, so longer ones are cut shorter "
            "than elsewhere (encrypted folders do that)"
        )
    if not traits.folder_sync:
        found.append(
            "it does not confirm that names are on the disk, so a power cut may lose the last ones"
        )
    return tuple(found)


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _duration(nanoseconds: int) -> str:
    for unit, size in (("s", 10**9), ("ms", 10**6), ("µs", 1000)):
        if nanoseconds >= size:
            return f"{nanoseconds // size} {unit}"
    return f"{nanoseconds} ns"


def _spelled(characters: str) -> str:
    return " ".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in characters)
