# SPDX-License-Identifier: GPL-3.0-or-later
"""The third step of the schema: one script a subject, each in a module of its own."""

from catalogsync_gui.store.verifying_schema import VERIFYING

STEP_3 = "".join((VERIFYING,))
