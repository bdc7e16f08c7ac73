# SPDX-License-Identifier: GPL-3.0-or-later
"""Licences and credits, for front ends. Like ``engine.commands``: blocks, runs on a desk."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from catalogsync_gui.core.credits import Credit, rendered
from catalogsync_gui.core.errors import CannotRun, UnknownThing
from catalogsync_gui.core.licenses import is_called, license_of
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.media.publish import write_atomically
from catalogsync_gui.store.credits import Scope


def sayings_of(desk: Desk, asked: str) -> tuple[str, ...]:
    """All that catalogues say where they mean the licence a person asks for.

    :param asked: as in :func:`core.licenses.is_called`.
    :raises UnknownThing: no track has it.
    """
    said = ("", *desk.store.credits.licenses())
    found = tuple(words for words in said if is_called(license_of(words), asked))
    if not found:
        names = sorted({name for words in said if (name := license_of(words).name)})
        there = f"there are: {', '.join(names)}, unknown" if names else "all are unknown"
        raise UnknownThing(f"no track has the licence {asked!r}; {there}")
    return found


def credits(desk: Desk, scope: Scope, license: str | None) -> Iterator[Credit]:
    """The credits of the tracks that are there.

    :param license: only of tracks with this one.
    :raises UnknownThing: no track has it.
    """
    if license is not None:
        sayings_of(desk, license)
    for credit in desk.store.credits.of(scope, cache(license_of)):
        if license is None or is_called(credit.license, license):
            yield credit


def save_credits(desk: Desk, path: Path, form: str, scope: Scope, license: str | None) -> int:
    """Writes them to a file, replacing one that is there; returns how many they are.

    :param form: one of :data:`core.credits.FORMATS`.
    :raises CannotRun: it cannot be written.
    :raises UnknownThing: no track has the licence.
    """
    found = list(credits(desk, scope, license))
    text = "\n".join([*rendered(found, form), ""])
    try:
        temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
        write_atomically(path, temporary, text.encode("utf-8", "replace"))
    except OSError as error:
        raise CannotRun(
            f"the credits cannot be written to {path}: {error.strerror}; name another file"
        ) from error
    return len(found)
