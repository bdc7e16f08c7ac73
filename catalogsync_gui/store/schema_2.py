# SPDX-License-Identifier: GPL-3.0-or-later
"""The second step of the schema. Released: it is never edited."""

from catalogsync_gui.store.match_schema import MATCHES

STEP_2 = (
    """
-- What an adapter notes of its server; never a secret.
ALTER TABLE sources ADD COLUMN memory TEXT NOT NULL DEFAULT '{}';
ALTER TABLE sources ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN paused TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN warning TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN not_before REAL;

-- By what tracks of different sources are told to be the same.
ALTER TABLE tracks ADD COLUMN recording_id TEXT NOT NULL DEFAULT '';
ALTER TABLE tracks ADD COLUMN isrc TEXT NOT NULL DEFAULT '';
ALTER TABLE tracks ADD COLUMN match_key TEXT NOT NULL DEFAULT '';
UPDATE tracks SET recording_id = recording_key(COALESCE(json_extract(info, '$.recording_id'), '')),
    isrc = isrc_key(COALESCE(json_extract(info, '$.isrc'), '')), match_key = match_key(info);
CREATE INDEX tracks_recording ON tracks (recording_id) WHERE recording_id <> '';
CREATE INDEX tracks_isrc ON tracks (isrc) WHERE isrc <> '';
CREATE INDEX tracks_match ON tracks (match_key) WHERE match_key <> '';

-- The hash of the bytes as they came, before tags were filled in: the same for two sources that
-- serve the same file.
ALTER TABLE files ADD COLUMN content_sha256 TEXT NOT NULL DEFAULT '';
CREATE INDEX files_content ON files (content_sha256) WHERE content_sha256 <> '';

-- What a catalogue offers with a track: pending, placing, done, left (there is nothing to be had),
-- failed. Several tracks share one file: the cover of their album.
CREATE TABLE sidecar_files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    ours INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE sidecars (
    id INTEGER PRIMARY KEY,
    track_id INTEGER NOT NULL REFERENCES tracks ON DELETE CASCADE,
    ref TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    file_id INTEGER REFERENCES sidecar_files ON DELETE SET NULL,
    UNIQUE (track_id, ref)
) STRICT;
CREATE INDEX sidecars_file ON sidecars (file_id) WHERE file_id IS NOT NULL;

-- Set when a person took the track back: it is theirs, whatever the catalogue lists.
ALTER TABLE tracks ADD COLUMN keep INTEGER NOT NULL DEFAULT 0;

-- Committed before the files are moved, so that a crash leaves nothing in the trash that nobody
-- knows of. An entry outlives its source: its files are still to be deleted in time.
CREATE TABLE trash (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    track_id INTEGER REFERENCES tracks ON DELETE SET NULL,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    trashed_at REAL NOT NULL,
    expires_at REAL NOT NULL
) STRICT;
CREATE INDEX trash_track ON trash (track_id) WHERE track_id IS NOT NULL;
CREATE INDEX trash_expiry ON trash (expires_at);
CREATE INDEX trash_unsettled ON trash (id) WHERE state <> 'kept';

CREATE TABLE trash_files (
    id INTEGER PRIMARY KEY,
    trash_id INTEGER NOT NULL REFERENCES trash ON DELETE CASCADE,
    path TEXT NOT NULL,
    original TEXT NOT NULL,
    target TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    sidecar_id INTEGER
) STRICT;
CREATE INDEX trash_files_entry ON trash_files (trash_id);
-- Empty: of the current library.
ALTER TABLE trash ADD COLUMN library TEXT NOT NULL DEFAULT '';

-- Of which library all these tables speak: the id in its marker. What is known of other libraries
-- lies on their shelves until one of them is the current one again.
CREATE TABLE library (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL
) STRICT;

-- was: the id in the table it comes from, while it is moved.
CREATE TABLE shelved_files (
    id INTEGER PRIMARY KEY,
    library TEXT NOT NULL,
    was INTEGER NOT NULL,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    ours INTEGER NOT NULL,
    added_at REAL NOT NULL,
    content_sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX shelved_files_library ON shelved_files (library, was);

CREATE TABLE shelved_items (
    item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    file_id INTEGER NOT NULL REFERENCES shelved_files ON DELETE CASCADE,
    PRIMARY KEY (item_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shelved_items_file ON shelved_items (file_id);

CREATE TABLE shelved_sidecar_files (
    id INTEGER PRIMARY KEY,
    library TEXT NOT NULL,
    was INTEGER NOT NULL,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    ours INTEGER NOT NULL
) STRICT;
CREATE INDEX shelved_sidecar_files_library ON shelved_sidecar_files (library, was);

CREATE TABLE shelved_sidecars (
    sidecar_id INTEGER NOT NULL REFERENCES sidecars ON DELETE CASCADE,
    file_id INTEGER NOT NULL REFERENCES shelved_sidecar_files ON DELETE CASCADE,
    PRIMARY KEY (sidecar_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shelved_sidecars_file ON shelved_sidecars (file_id);

CREATE TABLE shelved_exports (
    id INTEGER PRIMARY KEY,
    library TEXT NOT NULL,
    playlist_id INTEGER REFERENCES playlists ON DELETE SET NULL,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    missing INTEGER NOT NULL
) STRICT;
CREATE INDEX shelved_exports_playlist ON shelved_exports (playlist_id);
CREATE INDEX shelved_exports_library ON shelved_exports (library);

-- Part files whose item does not know of them any more, to be deleted when their library is there.
CREATE TABLE litter (
    library TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (library, path)
) STRICT, WITHOUT ROWID;
"""
    + MATCHES
)
