# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fifth step about variants being written. Once released, frozen."""

VARIANT_WRITING = """
-- Committed before a variant's file is written, gone with the commit after it: between the two, the
-- file may be there, and is known as ours by its hash. Columns as of variant_exports.
CREATE TABLE variant_writing (
    id INTEGER PRIMARY KEY,
    library TEXT NOT NULL,
    variant TEXT NOT NULL,
    playlist_id INTEGER REFERENCES playlists ON DELETE SET NULL,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    rules TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    UNIQUE (library, path_key)
) STRICT;
CREATE INDEX variant_writing_playlist ON variant_writing (playlist_id, variant);
"""
