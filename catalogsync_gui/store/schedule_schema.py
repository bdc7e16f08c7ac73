# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fifth step that is about schedules. Once released, frozen."""

SCHEDULES = """
-- rule: when the source is synced by itself (core/schedule.py); empty: as the settings say.
-- tried_at: when a job ended that read its catalogue, or tried to; NULL for never.
CREATE TABLE source_schedules (
    source_id INTEGER PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
    rule TEXT NOT NULL DEFAULT '',
    tried_at REAL
) STRICT;
INSERT INTO source_schedules (source_id, tried_at) SELECT id, refreshed_at FROM sources;
"""
