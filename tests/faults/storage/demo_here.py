# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo at full speed, its music kept in a folder."""

import sys
from argparse import Namespace

from catalogsync_gui.cli.demo import run_demo
from catalogsync_gui.cli.terminal import Terminal

if __name__ == "__main__":
    sys.exit(run_demo(Namespace(keep=sys.argv[1]), Terminal(), rate=None))
