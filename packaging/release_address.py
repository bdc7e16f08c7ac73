# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the program that is built asks for the newest version, if it may: CATALOGSYNC_RELEASES.

The address answers with JSON: ``{"version": "1.2.0", "page": "https://…"}``; "latest release" of
GitHub, Gitea and Forgejo will do as it is. Packages of a distribution are built without.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from catalogsync_gui.core.addresses import split
from catalogsync_gui.engine.update_check import FILE

VARIABLE = "CATALOGSYNC_RELEASES"


def write(resources: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Writes the address among the resources; none, where none is given.

    :raises SystemExit: it is no https address.
    """
    address = environ.get(VARIABLE, "").strip()
    file = resources / FILE
    file.unlink(missing_ok=True)
    if not address:
        return
    if split(address) is None or not address.lower().startswith("https:"):
        raise SystemExit(f"dev.py: {VARIABLE} has to be an https address")
    file.write_text(address + "\n", "utf-8")
