# SPDX-License-Identifier: GPL-3.0-or-later
"""The program itself, looking for its library and for room five times a second."""

import sys

from catalogsync_gui import app
from catalogsync_gui.pipeline import download_stage, outcomes

if __name__ == "__main__":
    download_stage.STORAGE_POLL = 0.2
    download_stage.LOOK_EVERY = 0.2
    outcomes.ROOM_WAIT = 0.2
    sys.exit(app.main())
