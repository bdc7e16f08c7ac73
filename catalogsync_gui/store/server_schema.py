# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fourth step that is about servers. Once released, frozen."""

SERVERS = """
-- Servers and players that are told when the library has changed. AUTOINCREMENT: the secret store
-- knows them by their number, so none is used twice.
CREATE TABLE servers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '{}',
    memory TEXT NOT NULL DEFAULT '{}',
    told_at REAL,
    checked_at REAL,
    known INTEGER NOT NULL DEFAULT 0,
    entries INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT ''
) STRICT;

-- The playlist files as they were when a server was last told of them.
CREATE TABLE server_playlists (
    server_id INTEGER NOT NULL REFERENCES servers ON DELETE CASCADE,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (server_id, path)
) STRICT, WITHOUT ROWID;
"""
