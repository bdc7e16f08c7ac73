# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about restoring. Once released, frozen."""

RESTORING = """
-- What was finished after the backup that this database was restored from: a file that is as it
-- says is taken for its track or playlist instead of being brought once more. By the catalogue's
-- own names, as ids may have been given anew.
CREATE TABLE recalled (
    what TEXT NOT NULL,
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    key TEXT NOT NULL,
    library TEXT NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    ours INTEGER NOT NULL,
    PRIMARY KEY (what, kind, location, key, library)
) STRICT, WITHOUT ROWID;

CREATE TABLE restores (
    id INTEGER PRIMARY KEY,
    restored_at REAL NOT NULL,
    reconciled_at REAL
) STRICT;
CREATE INDEX restores_open ON restores (id) WHERE reconciled_at IS NULL;
"""
