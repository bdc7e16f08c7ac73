# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's fifth step that is about history. Once released, frozen."""

HISTORY = """
-- Why a job ran, and what ended it before its time.
ALTER TABLE jobs ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN error_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN error_message TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN unwritten INTEGER NOT NULL DEFAULT 0;
-- Taken out of the history by a person, and deleted in the background.
ALTER TABLE jobs ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;

-- How an item ended in a job, written by the transaction that ended it. Jobs run one after the
-- other, so those of one job have ids beside each other. Title and artist are kept as they were:
-- an outcome outlives its item.
CREATE TABLE outcomes (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    item_id INTEGER REFERENCES items ON DELETE SET NULL,
    source_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    at REAL NOT NULL,
    bytes INTEGER NOT NULL,
    seconds REAL NOT NULL,
    tries INTEGER NOT NULL,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    host TEXT NOT NULL,
    error_kind TEXT NOT NULL,
    error_message TEXT NOT NULL
) STRICT;
CREATE INDEX outcomes_job ON outcomes (job_id, state);
CREATE INDEX outcomes_item ON outcomes (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX outcomes_cause ON outcomes (job_id, error_kind, source_id, host)
    WHERE state = 'failed';

-- What has failed now, by cause.
CREATE INDEX items_cause ON items (error_kind, source_id, host) WHERE state = 'failed';

-- What reading a catalogue brought; nothing is noted of one that was unchanged.
CREATE TABLE readings (
    job_id INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    source_id INTEGER NOT NULL,
    playlists INTEGER NOT NULL,
    tracks INTEGER NOT NULL,
    new INTEGER NOT NULL,
    error_kind TEXT NOT NULL,
    error_message TEXT NOT NULL,
    PRIMARY KEY (job_id, source_id)
) STRICT, WITHOUT ROWID;

-- The names of sources that are no more, for as long as a job tells of them.
CREATE TABLE former_sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;
CREATE TRIGGER sources_former AFTER DELETE ON sources BEGIN
    INSERT OR REPLACE INTO former_sources VALUES (OLD.id, OLD.name);
END;
"""
