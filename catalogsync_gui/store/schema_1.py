# SPDX-License-Identifier: GPL-3.0-or-later
"""The first step of the schema. Released: it is never edited."""

STEP_1 = """
CREATE TABLE sources (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    location TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '{}',
    added_at REAL NOT NULL,
    refreshed_at REAL,
    error TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, location)
) STRICT;

-- An entry belongs to a generation. A refresh writes the next one beside the current one and
-- flips the number at its end, so that readers never see half a playlist.
CREATE TABLE playlists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    revision TEXT NOT NULL DEFAULT '',
    generation INTEGER NOT NULL DEFAULT 0,
    building INTEGER NOT NULL DEFAULT 0,
    dirty INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source_id, key)
) STRICT;
CREATE INDEX playlists_dirty ON playlists (id) WHERE dirty > 0;

CREATE TABLE tracks (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    album TEXT NOT NULL,
    info TEXT NOT NULL,
    UNIQUE (source_id, key)
) STRICT;

CREATE TABLE entries (
    playlist_id INTEGER NOT NULL REFERENCES playlists ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    position INTEGER NOT NULL,
    track_id INTEGER NOT NULL REFERENCES tracks ON DELETE CASCADE,
    PRIMARY KEY (playlist_id, generation, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_track ON entries (track_id);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL,
    sources TEXT NOT NULL,
    started_at REAL NOT NULL,
    finished_at REAL
) STRICT;
CREATE INDEX jobs_open ON jobs (id) WHERE state = 'running';

CREATE TABLE stages (
    job_id INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_at REAL NOT NULL,
    finished_at REAL,
    done INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE workers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    number INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    pid INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    started_at REAL NOT NULL,
    heartbeat_at REAL NOT NULL,
    ended_at REAL
) STRICT;
CREATE INDEX workers_live ON workers (id) WHERE ended_at IS NULL;
CREATE INDEX workers_job ON workers (job_id);

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    ours INTEGER NOT NULL DEFAULT 1,
    added_at REAL NOT NULL
) STRICT;

-- claim is the fencing number: it grows with every claim, and no write about an item counts
-- that does not name the current one.
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    track_id INTEGER NOT NULL UNIQUE REFERENCES tracks ON DELETE CASCADE,
    state TEXT NOT NULL,
    host TEXT NOT NULL,
    media TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0,
    retry_at REAL,
    error_kind TEXT NOT NULL DEFAULT '',
    error_message TEXT NOT NULL DEFAULT '',
    job_id INTEGER REFERENCES jobs ON DELETE SET NULL,
    worker_id INTEGER REFERENCES workers ON DELETE SET NULL,
    claim INTEGER NOT NULL DEFAULT 0,
    lease_until REAL,
    part_path TEXT NOT NULL DEFAULT '',
    part_validator TEXT NOT NULL DEFAULT '',
    part_total INTEGER,
    place_path TEXT NOT NULL DEFAULT '',
    place_key TEXT,
    place_size INTEGER,
    place_sha256 TEXT NOT NULL DEFAULT '',
    file_id INTEGER REFERENCES files ON DELETE SET NULL
) STRICT;
CREATE INDEX items_pending ON items (source_id, host, not_before, id) WHERE state = 'pending';
CREATE INDEX items_running ON items (source_id) WHERE state = 'running';
CREATE INDEX items_placing ON items (source_id, worker_id) WHERE state = 'placing';
CREATE INDEX items_failed ON items (source_id, retry_at) WHERE state = 'failed';
CREATE INDEX items_retry ON items (retry_at) WHERE state = 'failed' AND retry_at IS NOT NULL;
CREATE INDEX items_state ON items (state, id);
CREATE INDEX items_source ON items (source_id, id);
CREATE INDEX items_job ON items (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX items_worker ON items (worker_id) WHERE worker_id IS NOT NULL;
CREATE INDEX items_file ON items (file_id) WHERE file_id IS NOT NULL;
CREATE UNIQUE INDEX items_place ON items (place_key) WHERE place_key IS NOT NULL;
CREATE INDEX items_part ON items (part_path) WHERE part_path <> '';

-- Counts by state are asked for all the time and the table may hold a million rows.
CREATE TABLE item_counts (
    source_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (source_id, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER items_count_insert AFTER INSERT ON items BEGIN
    INSERT INTO item_counts VALUES (NEW.source_id, NEW.state, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER items_count_delete AFTER DELETE ON items BEGIN
    UPDATE item_counts SET n = n - 1 WHERE source_id = OLD.source_id AND state = OLD.state;
END;
CREATE TRIGGER items_count_update AFTER UPDATE OF state ON items WHEN OLD.state <> NEW.state BEGIN
    UPDATE item_counts SET n = n - 1 WHERE source_id = OLD.source_id AND state = OLD.state;
    INSERT INTO item_counts VALUES (NEW.source_id, NEW.state, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER sources_delete AFTER DELETE ON sources BEGIN
    DELETE FROM item_counts WHERE source_id = OLD.id;
END;

-- A playlist's file outlives the playlist's row until somebody has removed the file.
CREATE TABLE playlist_exports (
    id INTEGER PRIMARY KEY,
    playlist_id INTEGER UNIQUE REFERENCES playlists ON DELETE SET NULL,
    path TEXT NOT NULL,
    path_key TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    missing INTEGER NOT NULL
) STRICT;
"""
