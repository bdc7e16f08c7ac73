# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about licences. Once released, frozen."""

CREDITS = """
-- What the catalogue says of the track's licence; by it items are looked for.
ALTER TABLE tracks ADD COLUMN license TEXT NOT NULL
    AS (COALESCE(json_extract(info, '$.license'), '')) VIRTUAL;
CREATE INDEX tracks_license ON tracks (license) WHERE license <> '';

-- The file with the credits of all tracks, as it was last written into each library.
CREATE TABLE credit_files (
    library TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL
) STRICT;
"""
