# SPDX-License-Identifier: GPL-3.0-or-later
"""The program itself, looking for its library and for room five times a second."""

import sys

from catalogsync_gui import app
from catalogsync_gui.pipeline import download_stage, outcomes, volume_watch


def hurry() -> None:
    """Shortens what the program waits for."""
    volume_watch.STORAGE_POLL = 0.2
    volume_watch.ANSWER_WITHIN = 1.0
    download_stage.LOOK_EVERY = 0.2
    outcomes.ROOM_WAIT = 0.2


if __name__ == "__main__":
    hurry()
    sys.exit(app.main())
