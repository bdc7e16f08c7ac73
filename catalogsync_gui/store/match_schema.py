# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the schema's second step that is about matches. Once released, never edited."""

MATCHES = """
-- A track without an address (item skipped, no media) that was compared with all that is there.
-- track_id is what a person is asked about, NULL when nothing was like it enough. Without a row
-- here it is still to be compared, so the triggers delete rows that something has made stale.
CREATE TABLE matches (
    item_id INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE,
    track_id INTEGER REFERENCES tracks ON DELETE CASCADE,
    confidence REAL NOT NULL
) STRICT;
CREATE INDEX matches_track ON matches (track_id) WHERE track_id IS NOT NULL;
CREATE INDEX items_unmatched ON items (id) WHERE state = 'skipped' AND media IS NULL;

CREATE TABLE match_rejections (
    item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    track_id INTEGER NOT NULL REFERENCES tracks ON DELETE CASCADE,
    PRIMARY KEY (item_id, track_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX match_rejections_track ON match_rejections (track_id);

-- Tracks that came to the library, or were described anew there, since the last comparison.
CREATE TABLE match_news (id INTEGER PRIMARY KEY AUTOINCREMENT, track_id INTEGER NOT NULL) STRICT;

CREATE TRIGGER items_arrived AFTER UPDATE OF state ON items
WHEN NEW.state = 'done' AND OLD.state <> 'done' AND NEW.media IS NOT NULL BEGIN
    INSERT INTO match_news (track_id) VALUES (NEW.track_id);
END;
CREATE TRIGGER items_left AFTER UPDATE OF state ON items
WHEN OLD.state = 'done' AND NEW.state <> 'done' BEGIN
    DELETE FROM matches WHERE track_id = OLD.track_id;
END;
CREATE TRIGGER items_deleted AFTER DELETE ON items WHEN OLD.state = 'done' BEGIN
    DELETE FROM matches WHERE track_id = OLD.track_id;
END;
CREATE TRIGGER items_unskipped AFTER UPDATE OF state ON items
WHEN OLD.state = 'skipped' AND NEW.state <> 'skipped' BEGIN
    DELETE FROM matches WHERE item_id = OLD.id;
END;
CREATE TRIGGER tracks_described AFTER UPDATE OF info ON tracks WHEN OLD.info <> NEW.info BEGIN
    DELETE FROM matches WHERE track_id = NEW.id
        OR item_id = (SELECT id FROM items WHERE track_id = NEW.id);
    INSERT INTO match_news (track_id) SELECT track_id FROM items
        WHERE track_id = NEW.id AND state = 'done' AND media IS NOT NULL;
END;
"""
