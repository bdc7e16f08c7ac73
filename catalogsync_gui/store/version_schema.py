# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about former versions of playlists."""

VERSIONS = """
-- What a playlist held when a sync had ended with it. It outlives its playlist.
CREATE TABLE playlist_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    library TEXT NOT NULL,
    playlist_id INTEGER REFERENCES playlists ON DELETE SET NULL,
    title TEXT NOT NULL,
    kept_at REAL NOT NULL,
    -- Of the playlist's file; other names of the tracks change it, and not the digest.
    file_sha256 TEXT NOT NULL,
    digest TEXT NOT NULL,
    entries INTEGER NOT NULL,
    -- JSON, compressed by zlib: path and content_sha256 of every track's file.
    tracks BLOB NOT NULL
) STRICT;
CREATE INDEX playlist_versions_playlist ON playlist_versions (playlist_id, library, id);
"""
