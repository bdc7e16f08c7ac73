# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes commits survive a power cut, those of several threads with one call to the disk.

With synchronous=NORMAL, SQLite writes a commit to the write-ahead log and leaves it to the system
when that reaches the disk; with FULL it would fsync the log before the commit is over, and every
other writer would wait for that (https://www.sqlite.org/pragma.html#pragma_synchronous). What FULL
does is done here after the write lock was given back: a commit is durable once the log was fsynced
after it. Frames lie in the log in the order of their commits, so one fsync covers all before it.
"""

import os
import threading
from collections.abc import Callable

_fdatasync: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)


class LogSync:
    """What the connections to one database share. Safe from every thread.

    :ivar shared: how many commits were made durable by the call of another; for tests.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._asked = 0
        self._synced = 0
        self._lost = 0
        self._why: OSError | None = None
        self._busy = False
        self.shared = 0

    def sync(self, log: int) -> None:
        """Returns when everything that is committed now is on the disk.

        :param log: the calling connection's descriptor of the log.
        :raises OSError: the disk refuses, or refused the call that would have covered it: nobody
            knows what of it is there, and a second call would not tell.
        """
        with self._changed:
            self._asked += 1
            mine = self._asked
            while self._busy and mine > max(self._synced, self._lost):
                self._changed.wait()
            if self._why is not None and mine <= self._lost:
                raise OSError(self._why.errno, self._why.strerror)
            if mine <= self._synced:
                self.shared += 1
                return
            self._busy = True
            covers = self._asked
        why: OSError | None = None
        try:
            _fdatasync(log)
        except OSError as error:
            why = error
            raise
        finally:
            with self._changed:
                self._busy = False
                if why is None:
                    self._synced = covers
                else:
                    self._lost, self._why = covers, why
                self._changed.notify_all()
