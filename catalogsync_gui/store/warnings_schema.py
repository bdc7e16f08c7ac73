# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about warnings. Once released, frozen."""

WARNINGS = """
-- What a person should know of an item that is done: its file was kept without its tags.
ALTER TABLE items ADD COLUMN warning TEXT NOT NULL DEFAULT '';
"""
