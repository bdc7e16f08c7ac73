# SPDX-License-Identifier: GPL-3.0-or-later
"""The database's faults, made to happen. Where each clause is tested:

- daily copies, what is kept, full disks: ``test_backups``
- damaged, cut off, emptied and missing files, restored: ``test_damage``
- what the copy does not know is recognised in the library: ``test_recognised``
- newer schemas, steps that fail: ``unit/store/test_migrations``; killed in one: ``test_killed``
- a full disk under the program: ``test_full_disk``
"""

from tests.engine.conftest import start, world

__all__ = ["start", "world"]
