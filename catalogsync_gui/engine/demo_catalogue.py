# SPDX-License-Identifier: GPL-3.0-or-later
"""The built-in catalogue as something to subscribe to: a playlist file that stays where it is."""

import shutil
import sys
from pathlib import Path
from typing import Final

from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.paths import frozen_program, resources

DEMO: Final = Path("demo", "demo.m3u8")
"""Within the resources: a playlist of local files, so that it needs no network, no account and no
server that would have to run whenever it is looked at again."""


def lasting_demo(desk: Desk) -> Path:
    """The playlist's path, which is still right at the next start. Desk thread.

    An AppImage is mounted elsewhere at every start, and macOS may run an application from a random
    place: from those the catalogue is copied into the profile, once (a megabyte).

    :raises CannotRun: it cannot be copied.
    """
    program = frozen_program()
    if program is None or program == Path(sys.executable).absolute():
        return resources() / DEMO
    target = desk.profile.data / DEMO.parent
    if not (target / DEMO.name).is_file():
        unfinished = target.with_name(target.name + ".new")
        try:
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(resources() / DEMO.parent, unfinished, copy_function=shutil.copyfile)
            # A copy that broke off has the folder, but not the playlist.
            shutil.rmtree(target, ignore_errors=True)
            unfinished.replace(target)
        except OSError as error:
            raise CannotRun(
                f"the demo cannot be copied to {target}: {error.strerror or error}"
            ) from error
    return target / DEMO.name
