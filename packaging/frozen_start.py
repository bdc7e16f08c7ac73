# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in the frozen application before anything of it.

An upgrade replaces the program's file while it runs. Modules that are imported later are read from
that file at the places where they were: on Linux, the old file stays reachable as long as it runs.
"""

import os
import sys

if sys.platform == "linux":
    import pyimod02_importers  # type: ignore[import-not-found] # PyInstaller's, in the bundle only

    pyimod02_importers.pyz_archive._filename = (
        f"/proc/self/fd/{os.open(sys.executable, os.O_RDONLY)}"
    )

    # For the loader, which has read it. Programs that we start (a browser, a command of the user's)
    # must find the system's libraries and not ours.
    os.environ.pop("LD_LIBRARY_PATH", None)
    if "LD_LIBRARY_PATH_ORIG" in os.environ:
        os.environ["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH_ORIG"]
