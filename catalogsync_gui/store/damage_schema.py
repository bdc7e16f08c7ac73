# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about files that are not as recorded."""

DAMAGE = """
-- When the content was last changed, as the file system tells it (nanoseconds since the epoch), at
-- the time the hash was taken; NULL where it was not noted.
ALTER TABLE files ADD COLUMN mtime_ns INTEGER;
ALTER TABLE shelved_files ADD COLUMN mtime_ns INTEGER;
-- The order in which files are read again.
CREATE INDEX files_seen ON files (COALESCE(verified_at, added_at));

-- A file that was read again and is not as recorded: damaged, changed, missing or unreadable; and
-- what it is like instead. asked: a person has it fetched again. It goes with the file's record.
CREATE TABLE damage (
    file_id INTEGER PRIMARY KEY REFERENCES files ON DELETE CASCADE,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT NOT NULL DEFAULT '',
    mtime_ns INTEGER NOT NULL DEFAULT 0,
    found_at REAL NOT NULL,
    asked INTEGER NOT NULL DEFAULT 0
) STRICT;
"""
