# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting with the session: an entry of the system's, made, read back and removed.

It is a fact of the system and no setting: whoever removes the entry by other means has switched it
off, and what is shown is always what is there. One entry a profile. Blocks on the disk (or the
registry); not for the GUI thread.
"""

import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from catalogsync_gui.autostart import launchd, registry, xdg
from catalogsync_gui.autostart.command import Command, own_command
from catalogsync_gui.paths import Profile

MINIMIZED = "--minimized"
"""The argument that has the program begin in the tray, or minimised where there is none."""


@dataclass(frozen=True, slots=True)
class Autostart:
    """What is there.

    :ivar on: the program starts with the session.
    :ivar minimized: it begins without its window.
    :ivar command: what is started, as a person reads it; empty where nothing is.
    :ivar stale: another program than the one that runs now is started: it was moved or updated.
    :ivar place: the file, or the registry's key, that the entry is in.
    """

    on: bool
    minimized: bool
    command: str
    stale: bool
    place: str


class Entry(Protocol):
    """Where one system keeps what starts with a session."""

    @property
    def place(self) -> str:
        """What a person finds it by."""

    def read(self) -> tuple[str, ...] | None:
        """The arguments of what is started, the program first; None when nothing is.

        :raises CannotRun: that cannot be told.
        """

    def write(self, command: Command) -> None:
        """Has this started from the next session on.

        :raises CannotRun: that cannot be done.
        """

    def remove(self) -> None:
        """Has nothing started any more; nothing there is fine.

        :raises CannotRun: that cannot be done.
        """


def entry_for(
    profile: Profile, platform: str = sys.platform, environ: Mapping[str, str] = os.environ
) -> Entry:
    """The entry of a profile on this system.

    :param platform: as ``sys.platform``; everything else than Windows and macOS is taken for a
        desktop that follows the XDG specifications.
    """
    own = not _named(profile)
    key = "" if own else hashlib.sha256(os.fsencode(profile.config)).hexdigest()[:8]
    if platform == "win32":
        return registry.RunKey(key)
    if platform == "darwin":
        return launchd.Agent(Path.home(), key)
    return xdg.DesktopEntry(xdg.folder(environ), key)


def state(entry: Entry, wanted: Command) -> Autostart:
    """What is there.

    :param wanted: how the program runs now, see :func:`command_of`.
    :raises CannotRun: that cannot be told.
    """
    found = entry.read()
    if found is None:
        return Autostart(on=False, minimized=True, command="", stale=False, place=entry.place)
    bare = [argument for argument in found if argument != MINIMIZED]
    ours = [argument for argument in wanted.arguments if argument != MINIMIZED]
    return Autostart(
        on=True,
        minimized=MINIMIZED in found,
        command=" ".join(found),
        stale=bare != ours,
        place=entry.place,
    )


def switch(entry: Entry, command: Command, *, on: bool) -> Autostart:
    """Has the program start with the session, or not; returns what is there then.

    :raises CannotRun: that cannot be done; what was there is still there.
    """
    if on:
        entry.write(command)
    else:
        entry.remove()
    return state(entry, command)


def command_of(profile: Profile, *, minimized: bool) -> Command:
    """How the program would be started on this profile.

    :raises CannotRun: it runs in a way that cannot be repeated without the folder it is in.
    """
    command = own_command()
    more = (MINIMIZED,) if minimized else ()
    if _named(profile):
        more = (*more, "--profile", str(profile.config))
    return Command((*command.arguments, *more), command.folder)


def _named(profile: Profile) -> bool:
    """Whether it is another profile than the user's own, and has to be named."""
    return profile.config != Profile.own().config
