# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of the queue and what a person wants of its items, as a part of the schema."""

QUEUE = """
-- priority: 0 as its source's, 1 before all others, 2 high, 3 normal, 4 low (core.queueing).
-- place: where it comes among those of its priority; none for its id.
ALTER TABLE items ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN place REAL;
-- held or unwanted: of an item that a worker holds, what becomes of it when the worker lets go; of
-- one that is skipped, why. was: the state of the latter before.
ALTER TABLE items ADD COLUMN wish TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN was TEXT NOT NULL DEFAULT '';
CREATE INDEX items_ready ON items (priority, source_id, host, COALESCE(place, id))
    WHERE state = 'pending' AND not_before = 0;
CREATE INDEX items_waiting ON items (not_before) WHERE state = 'pending' AND not_before > 0;
CREATE INDEX items_moved ON items (place) WHERE place IS NOT NULL;
-- Whatever else becomes of an item, a wish is over with it.
CREATE TRIGGER items_wish AFTER UPDATE OF state ON items
WHEN NEW.wish <> '' AND NEW.state NOT IN ('running', 'placing', 'skipped') BEGIN
    UPDATE items SET wish = '', was = '' WHERE id = NEW.id;
END;
"""
