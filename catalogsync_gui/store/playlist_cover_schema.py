# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about pictures beside playlist files."""

PLAYLIST_COVERS = """
-- A picture outlives its playlist and its variant until somebody has removed the file.
CREATE TABLE playlist_covers (
    id INTEGER PRIMARY KEY,
    -- Id of the library it is in; empty for a folder outside of every library.
    library TEXT NOT NULL,
    playlist_id INTEGER REFERENCES playlists ON DELETE SET NULL,
    -- Empty beside the usual playlist file.
    variant TEXT NOT NULL,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    UNIQUE (library, path_key)
) STRICT;
CREATE INDEX playlist_covers_playlist ON playlist_covers (playlist_id, variant);
"""
