# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of an item that a worker lets go of, where a person wanted something of it."""

LET_GO = "CASE wish WHEN 'held' THEN 'held' WHEN 'unwanted' THEN 'skipped' ELSE 'pending' END"
"""The state of an item that is put back."""

LEFT = f"CASE WHEN :state IN ('pending', 'failed') AND wish <> '' THEN {LET_GO} ELSE :state END"
"""The state of an item whose attempt has ended as ``:state``. What is done stays done."""
