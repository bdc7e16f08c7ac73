# SPDX-License-Identifier: GPL-3.0-or-later
"""The process's faults, made to happen. Where each clause is tested:

- claims of the dead: ``unit/store/test_items``, ``kill/test_sigkill``; leases, fencing and signs
  of life: ``test_leases``
- a clock that jumps, a machine that sleeps: ``test_clock``, ``engine/test_schedule``
- workers that raise: ``test_crashes``; crafted media: ``engine/test_tag_process``
- second instances and locks: ``engine/test_control_lock``, ``test_locks``
- few file descriptors, little memory: ``test_limits``
- damaged settings: ``unit/test_settings_file``
"""

from tests.engine.conftest import start, world

__all__ = ["start", "world"]
