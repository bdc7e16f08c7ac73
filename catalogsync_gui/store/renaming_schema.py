# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of the renaming of the library."""

RENAMING = """
-- A rename of the library's files, and its way back. It belongs to one library and waits while
-- another one is the current. undoes: the rename whose names this one puts back.
CREATE TABLE renames (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    library TEXT NOT NULL,
    template TEXT NOT NULL,
    undoes INTEGER REFERENCES renames ON DELETE CASCADE,
    state TEXT NOT NULL,
    started_at REAL NOT NULL,
    finished_at REAL
) STRICT;
CREATE INDEX renames_library ON renames (library, id);
CREATE INDEX renames_undoes ON renames (undoes) WHERE undoes IS NOT NULL;

-- In the order of their ids. parent: the move of the track that a sidecar goes with.
CREATE TABLE rename_moves (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rename_id INTEGER NOT NULL REFERENCES renames ON DELETE CASCADE,
    parent_id INTEGER REFERENCES rename_moves ON DELETE SET NULL,
    sidecar INTEGER NOT NULL,
    path TEXT NOT NULL,
    target TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX rename_moves_state ON rename_moves (rename_id, state, id);
CREATE INDEX rename_moves_parent ON rename_moves (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX rename_moves_moving ON rename_moves (id) WHERE state = 'moving';
"""
