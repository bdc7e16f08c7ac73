# SPDX-License-Identifier: GPL-3.0-or-later
"""One at a time: who gives files of the library other names, and who looks which of them are there.

Between the rename of a file and the commit of its new path the database names a file that is not
there. Nobody may look at that moment, or the file counts as removed by the person.
"""

import threading
from typing import Final

turn: Final = threading.Lock()
"""Held for one file at a time. One process holds the profile, so a lock of this process will do."""
