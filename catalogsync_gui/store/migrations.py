# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema, as numbered steps. A released step is never edited; a change is a new step."""

import sqlite3
from pathlib import Path

from catalogsync_gui.core.errors import DatabaseUnusable
from catalogsync_gui.core.matching import isrc_key, match_key, recording_key
from catalogsync_gui.store.match_schema import MATCHES
from catalogsync_gui.store.values import info_value

_STEP_1 = """
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

_STEP_2 = """
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

STEPS = (_STEP_1, _STEP_2 + MATCHES)


def migrate(raw: sqlite3.Connection, path: Path) -> None:
    """Brings the schema up to the newest step, all in one transaction.

    :raises DatabaseUnusable: the file was written by a newer version of this program.
    """
    if _version(raw) == len(STEPS):
        return
    raw.execute("BEGIN IMMEDIATE")
    try:
        version = _version(raw)
        if version > len(STEPS):
            raise DatabaseUnusable(
                f"the database {path} was written by a newer version of Catalog Sync "
                f"(schema {version}, this program knows {len(STEPS)}). Install that version."
            )
        _offer_functions(raw)
        for step in STEPS[version:]:
            for statement in statements(step):
                raw.execute(statement)
        raw.execute(f"PRAGMA user_version={len(STEPS)}")
        raw.execute("COMMIT")
    except BaseException:
        raw.rollback()
        raise


def statements(script: str) -> list[str]:
    """The statements of a script; executescript would commit behind our back."""
    found: list[str] = []
    buffer = ""
    for line in script.splitlines():
        buffer += line + "\n"
        if sqlite3.complete_statement(buffer):
            found.append(buffer.strip())
            buffer = ""
    return found


def _offer_functions(raw: sqlite3.Connection) -> None:
    """What steps compute that SQL cannot."""
    raw.create_function("recording_key", 1, recording_key, deterministic=True)
    raw.create_function("isrc_key", 1, isrc_key, deterministic=True)
    raw.create_function(
        "match_key", 1, lambda info: match_key(info_value(info)), deterministic=True
    )


def _version(raw: sqlite3.Connection) -> int:
    return int(raw.execute("PRAGMA user_version").fetchone()[0])
