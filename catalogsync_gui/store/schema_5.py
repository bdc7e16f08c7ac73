# SPDX-License-Identifier: GPL-3.0-or-later
"""The fifth step of the schema: one script a subject, each in a module of its own."""

from catalogsync_gui.store.history_schema import HISTORY
from catalogsync_gui.store.queue_schema import QUEUE
from catalogsync_gui.store.schedule_schema import SCHEDULES
from catalogsync_gui.store.variant_writing_schema import VARIANT_WRITING

STEP_5 = "".join((VARIANT_WRITING, QUEUE, HISTORY, SCHEDULES))
