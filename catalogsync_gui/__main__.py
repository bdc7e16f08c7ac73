# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m catalogsync_gui``."""

import sys

from catalogsync_gui.media.tag_frames import HIDDEN_ARGUMENT

if sys.argv[1:] == [HIDDEN_ARGUMENT]:
    # Before anything of Qt is loaded: such a process has to start fast and stay small.
    from catalogsync_gui.media.tag_server import serve

    sys.exit(serve())

from catalogsync_gui.app import main

sys.exit(main())
