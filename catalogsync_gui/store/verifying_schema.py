# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's third step that is about looking files over. Once released, frozen."""

VERIFYING = """
-- When the file was last read and found as recorded; NULL until then.
ALTER TABLE files ADD COLUMN verified_at REAL;
"""
