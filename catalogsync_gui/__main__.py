# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m catalogsync_gui``."""

import sys

from catalogsync_gui.app import main

sys.exit(main())
