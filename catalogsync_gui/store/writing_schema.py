# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step about files being written. Once released, frozen."""

WRITING = """
-- Committed before a playlist's file is written, gone with the commit after it: between the two,
-- the file may be there, and is known as ours by its hash.
CREATE TABLE playlist_writing (
    playlist_id INTEGER PRIMARY KEY REFERENCES playlists ON DELETE CASCADE,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
"""
