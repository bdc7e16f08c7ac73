# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether this process has run into a limit of the system: nobody else's fault, and it passes."""

import errno

from catalogsync_gui.core.errors import SystemBusy

_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_DEEPEST = 10


def system_busy(error: BaseException | None, what: str) -> SystemBusy | None:
    """The error to raise if a limit is what an exception, or one of those behind it, tells of.

    :param what: what could not be done, in words that a colon may follow.
    """
    for _ in range(_DEEPEST):
        if error is None:
            break
        if isinstance(error, OSError) and error.errno in _OURS:
            return SystemBusy(
                f"{what}: {error.strerror}. Close other programs, or raise the limit of open "
                "files or of memory."
            )
        error = error.__cause__ or error.__context__
    return None
