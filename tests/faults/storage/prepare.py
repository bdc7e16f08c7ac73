# SPDX-License-Identifier: GPL-3.0-or-later
"""Several commands in one process, for the time that starting one takes: words, one a line."""

import shlex
import sys

from catalogsync_gui import app

if __name__ == "__main__":
    profile, *commands = sys.argv[1:]
    for command in commands:
        status = app.main(["--profile", profile, *shlex.split(command)])
        if status:
            sys.exit(status)
