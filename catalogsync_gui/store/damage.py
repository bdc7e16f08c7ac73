# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are to be read again, and those that were found not to be as recorded."""

import json
from collections.abc import Sequence
from typing import Any

from catalogsync_gui.core.damage import Damage, DamageKind, Difference
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.library import FileRow, file_row
from catalogsync_gui.store.marks import mark_playlists

_SEEN = "COALESCE(f.verified_at, f.added_at)"
_DAY = 86400.0
_SELECT = (
    "SELECT f.id, d.kind, f.path, d.detail, d.size, d.sha256, d.mtime_ns, f.ours, d.found_at,"
    " d.asked, (SELECT json_group_array(id) FROM (SELECT id FROM items WHERE file_id = f.id"
    " ORDER BY id)), t.title, t.artist, s.name FROM damage d JOIN files f ON f.id = d.file_id"
    " JOIN items i ON i.id = (SELECT MIN(id) FROM items WHERE file_id = f.id)"
    " JOIN tracks t ON t.id = i.track_id JOIN sources s ON s.id = i.source_id"
)


class DamageStore:
    """Queries about files that are verified. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def next_to_read(self, now: float, age: float) -> FileRow | None:
        """The file that was read longest ago; None while all were read within ``age`` seconds.

        Files without an item are the person's alone and are left to them.
        """
        for where, limit in (
            (f"{_SEEN} <= ?", now - age),
            # Noted by a clock that was wrong.
            (f"{_SEEN} > ?", now + _DAY),
        ):
            row = self._db.execute(
                "SELECT f.id, f.path, f.size, f.sha256, f.ours, f.mtime_ns, f.added_at"
                f" FROM files f WHERE {where} AND EXISTS (SELECT 1 FROM items WHERE"
                f" file_id = f.id) ORDER BY {_SEEN} LIMIT 1",
                (limit,),
            ).fetchone()
            if row is not None:
                return file_row(row)
        return None

    def is_well(self, file: FileRow, mtime_ns: int | None, now: float) -> bool:
        """The file was read and is as recorded; whether it was thought not to be before.

        :param mtime_ns: its modification time, noted for the next time.
        """
        with self._db.write(durable=False) as db:
            db.execute(
                "UPDATE files SET verified_at = ?, mtime_ns = COALESCE(?, mtime_ns) WHERE id = ?",
                (now, mtime_ns, file.id),
            )
            gone = db.execute("DELETE FROM damage WHERE file_id = ?", (file.id,)).rowcount > 0
            if gone:
                _done_again(db, file.id)
        return gone

    def note(self, file: FileRow, found: Difference, now: float) -> tuple[int, ...]:
        """The file was read and is not as recorded.

        :returns: its items, if that is news.
        """
        with self._db.write() as db:
            items = db.execute(
                "SELECT id FROM items WHERE file_id = ? ORDER BY id", (file.id,)
            ).fetchall()
            if not items:
                return ()
            db.execute("UPDATE files SET verified_at = ? WHERE id = ?", (now, file.id))
            known = db.execute("SELECT kind FROM damage WHERE file_id = ?", (file.id,)).fetchone()
            db.execute(
                "INSERT INTO damage (file_id, kind, detail, size, sha256, mtime_ns, found_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (file_id) DO UPDATE SET"
                " kind = excluded.kind, detail = excluded.detail, size = excluded.size,"
                " sha256 = excluded.sha256, mtime_ns = excluded.mtime_ns",
                (
                    file.id,
                    found.kind,
                    found.detail,
                    found.size,
                    found.sha256,
                    found.mtime_ns,
                    now,
                ),
            )
        news = known is None or known[0] != found.kind
        return tuple(item for (item,) in items) if news else ()

    def open(self) -> list[Damage]:
        """What was found and nobody has said anything about, oldest first."""
        rows = self._db.execute(f"{_SELECT} WHERE NOT d.asked ORDER BY d.found_at, f.id")
        return [_damage(row) for row in rows.fetchall()]

    def counts(self) -> dict[DamageKind, int]:
        """How many files of each kind :meth:`open` lists."""
        rows = self._db.execute(
            "SELECT d.kind, COUNT(*) FROM damage d WHERE NOT d.asked AND EXISTS"
            " (SELECT 1 FROM items WHERE file_id = d.file_id) GROUP BY d.kind"
        )
        return {DamageKind(kind): count for kind, count in rows}

    def of_item(self, item: int) -> Damage | None:
        """What is wrong with the file of an item, if anything is."""
        row = self._db.execute(
            f"{_SELECT} WHERE f.id = (SELECT file_id FROM items WHERE id = ?)", (item,)
        ).fetchone()
        return None if row is None else _damage(row)

    def fetch_again(self, damage: Damage) -> int:
        """Puts the items of a file back to pending; how many, 0 where there is no other copy.

        The file stays where it is and in the playlists until the new one is there. Those that had
        it by a match are matched again by the next job. A missing file is forgotten.
        """
        with self._db.write() as db:
            # A file of the library that a playlist named is its own and only source.
            count = db.execute(
                "UPDATE items SET state = 'pending', attempts = 0, not_before = 0, retry_at = NULL,"
                " error_kind = '', error_message = '' WHERE file_id = ? AND media IS NOT NULL"
                " AND state IN ('done', 'failed')"
                " AND (? OR NOT COALESCE(json_extract(media, '$.local'), 0))",
                (damage.file, damage.ours),
            ).rowcount
            if not count:
                return 0
            db.execute(
                "UPDATE items SET state = 'skipped', file_id = NULL"
                " WHERE file_id = ? AND state = 'done'",
                (damage.file,),
            )
            # What is fetched must not be taken for a copy of what is damaged.
            db.execute("UPDATE files SET content_sha256 = '' WHERE id = ?", (damage.file,))
            db.execute("UPDATE damage SET asked = 1 WHERE file_id = ?", (damage.file,))
            for item in damage.items:
                mark_playlists(db, item)
            if damage.difference.kind is DamageKind.MISSING:
                db.execute("DELETE FROM files WHERE id = ?", (damage.file,))
        return count

    def accept(self, damage: Damage, now: float) -> None:
        """The file is right as it is: it is recorded anew, and its items are done.

        One that somebody changed is theirs from now on: nothing of ours changes or deletes it.
        """
        found = damage.difference
        with self._db.write() as db:
            if found.sha256:
                db.execute(
                    "UPDATE files SET size = ?, sha256 = ?, mtime_ns = ?, verified_at = ?,"
                    " ours = ours AND ? <> 'changed', content_sha256 = CASE ? WHEN 'changed' THEN"
                    " content_sha256 ELSE '' END WHERE id = ?",
                    (
                        found.size,
                        found.sha256,
                        found.mtime_ns,
                        now,
                        found.kind,
                        found.kind,
                        damage.file,
                    ),
                )
            _done_again(db, damage.file)
            db.execute("DELETE FROM damage WHERE file_id = ?", (damage.file,))

    def busy(self, damage: Damage) -> bool:
        """Whether an item of the file is being fetched this moment."""
        row = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM items WHERE file_id = ?"
            " AND state IN ('running', 'placing'))",
            (damage.file,),
        ).fetchone()
        return bool(row[0])

    def let_go(self, damage: Damage) -> None:
        """The file is not the items' any more; whatever is there is left alone."""
        with self._db.write() as db:
            let_go(db, damage.items, damage.file)


def let_go(db: Connection, items: Sequence[int], file: int) -> None:
    """Forgets a file within a transaction, and marks the playlists that named it."""
    for item in items:
        mark_playlists(db, item)
    db.execute("DELETE FROM files WHERE id = ?", (file,))


def _done_again(db: Connection, file: int) -> None:
    """Items that were to be fetched again keep the file they have."""
    db.execute(
        "UPDATE items SET state = 'done', attempts = 0, not_before = 0, retry_at = NULL,"
        " error_kind = '', error_message = '' WHERE file_id = ?"
        " AND state IN ('pending', 'held', 'failed')",
        (file,),
    )


def _damage(row: tuple[Any, ...]) -> Damage:
    file, kind, path, detail, size, sha256, mtime_ns, ours, found_at, asked = row[:10]
    items, title, artist, source = row[10:]
    return Damage(
        file=file,
        difference=Difference(DamageKind(kind), path, detail, size, sha256, mtime_ns),
        ours=bool(ours),
        found_at=found_at,
        asked=bool(asked),
        items=tuple(json.loads(items)),
        title=title,
        artist=artist,
        source=source,
    )
