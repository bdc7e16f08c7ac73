# SPDX-License-Identifier: GPL-3.0-or-later
"""Several commands in one process, for the time that starting one takes."""

import shlex
import sys
from collections.abc import Iterable

from catalogsync_gui import app


def run_all(profile: str, commands: Iterable[str]) -> int:
    """Runs them up to the first that fails; its exit status, or 0.

    :param commands: each as it is typed in a shell, without the program's name.
    """
    for command in commands:
        status = app.main(["--profile", profile, *shlex.split(command)])
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(run_all(sys.argv[1], sys.argv[2:]))
