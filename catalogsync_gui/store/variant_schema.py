# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about export variants. Once released, frozen."""

VARIANTS = """
-- A variant's file outlives its playlist and its variant until somebody has removed the file.
CREATE TABLE variant_exports (
    id INTEGER PRIMARY KEY,
    -- Id of the library its folder is in; empty for a folder outside of every library.
    library TEXT NOT NULL,
    variant TEXT NOT NULL,
    playlist_id INTEGER REFERENCES playlists ON DELETE SET NULL,
    -- Relative to the library, or absolute for a folder outside.
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    -- The variant as it was when the file was written.
    rules TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    UNIQUE (library, path_key)
) STRICT;
CREATE INDEX variant_exports_playlist ON variant_exports (playlist_id, variant);

-- Folders outside the library, and the mark that was made in each.
CREATE TABLE export_folders (
    folder TEXT PRIMARY KEY,
    mark TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
