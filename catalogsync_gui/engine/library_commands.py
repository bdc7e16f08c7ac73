# SPDX-License-Identifier: GPL-3.0-or-later
"""Setting the library, and trying out what its folder can do. Like ``engine.commands``."""

from dataclasses import replace
from pathlib import Path

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.traits import Traits
from catalogsync_gui.engine.commands import current_library
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.media.asking import ask_within
from catalogsync_gui.media.probing import probe_folder
from catalogsync_gui.media.volume import create_marker
from catalogsync_gui.store.connection import filesystem_type
from catalogsync_gui.store.traits import Probed

_PATIENCE = 10.0
"""Seconds, though about a hundred small files are made: everything else at the desk waits."""


def set_library(desk: Desk, directory: Path) -> Settings:
    """Makes a folder the library; returns the settings, which the caller saves.

    What it can do is tried out first and put on record. Its files are taken on record when the
    settings are in force, see ``store.shelves``.

    :raises CannotRun: a sync is running, which belongs to the library there is now.
    :raises UsageError: the folder does not exist.
    :raises VolumeError, PathRefused, SystemBusy: it cannot be written to, can hold no library, or
        does not answer.
    """
    root = directory.absolute()
    if str(root) != desk.settings.library and desk.store.jobs.is_open():
        raise CannotRun(
            "a sync is running, and its files go to the library there is now. Stop it or wait for "
            "its end, then set the library"
        )
    # A database from before libraries were told apart belongs to the one that was set until now.
    desk.store.shelves.use(desk.settings.library_id)

    def make() -> tuple[str, Traits | None]:
        traits = _probed(root) if root.is_dir() else None
        return create_marker(root), traits

    identity, traits = ask_within(_PATIENCE, f"the folder {root}", make, StopToken())
    if traits is not None:
        desk.store.traits.put(identity, traits, desk.clock.now())
    return replace(desk.settings, library=str(root), library_id=identity)


def known_traits(desk: Desk) -> Probed | None:
    """What is known of the library's folder; None if none is set, or it was never probed."""
    return desk.store.traits.of(desk.settings.library_id)


def probe_library(desk: Desk) -> Probed:
    """Tries out anew what the library's folder can do.

    :raises CannotRun: none is set, it is offline, or it does not answer.
    :raises VolumeError, PathRefused, SystemBusy: it cannot be written to, or can hold no library.
    """
    library = current_library(desk)
    traits = ask_within(
        _PATIENCE, f"the library {library.root}", lambda: _probed(library.root), StopToken()
    )
    now = desk.clock.now()
    desk.store.traits.put(library.identity, traits, now)
    return Probed(traits, now)


def _probed(root: Path) -> Traits:
    return probe_folder(root, filesystem_type(root))
