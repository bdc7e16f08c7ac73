# SPDX-License-Identifier: GPL-3.0-or-later
"""Renames of the library, and every move of them.

The order of commits of one move: its target first, then the rename on the disk, then the file's
new path together with the marks of the playlists that name it. So that whenever a process ends, a
file whose path is in doubt is on record as being moved, and the playlists that have to be written
are marked.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.renaming import (
    Move,
    MoveState,
    PlannedMove,
    RenameCounts,
    RenamePlan,
    RenameState,
)
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.marks import mark_pictured, mark_playlists
from catalogsync_gui.store.values import sidecar_value

_KEPT = 5
"""So many renames of a library can be looked back on."""

_MOVE = (
    "m.id, m.rename_id, m.parent_id, m.sidecar, m.path, m.target, m.size, m.sha256, m.state"
    " FROM rename_moves m"
)
_CURRENT = "(SELECT id FROM library)"


class RenameStore:
    """Queries about renames. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def begin(self, plan: RenamePlan, now: float) -> int:
        """Takes a plan on record; returns the rename's id. What ran before is stopped.

        :raises CannotRun: no library is set.
        """
        with self._db.write() as db:
            self._stop(db, now)
            row = db.execute(
                "INSERT INTO renames (library, template, undoes, state, started_at)"
                " SELECT id, ?, ?, ?, ? FROM library RETURNING id",
                (plan.template, plan.undoes, RenameState.RUNNING, now),
            ).fetchone()
            if row is None:
                raise CannotRun("no library is set, so there is nothing to rename")
            rename = int(row[0])
            numbers: list[int] = []
            for move in plan.moves:
                parent = None if move.parent is None else numbers[move.parent]
                cursor = db.execute(
                    "INSERT INTO rename_moves (rename_id, parent_id, sidecar, path, target, size,"
                    " sha256, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        rename,
                        parent,
                        move.sidecar,
                        move.path,
                        move.target,
                        move.size,
                        move.sha256,
                        MoveState.PLANNED,
                    ),
                )
                numbers.append(cursor.lastrowid or 0)
            db.execute(
                "DELETE FROM renames WHERE library = (SELECT id FROM library) AND id NOT IN"
                " (SELECT id FROM renames WHERE library = (SELECT id FROM library)"
                f" ORDER BY id DESC LIMIT {_KEPT}) AND NOT EXISTS (SELECT 1 FROM rename_moves m"
                " WHERE m.rename_id = renames.id AND m.state = 'moving')"
            )
        return rename

    def way_back(self) -> RenamePlan:
        """The last rename of the current library the other way round.

        Names are put back in the reverse order, a sidecar after its track, so that each finds its
        old name free where the rename itself had freed another for it.

        :raises CannotRun: there is none, or all of it was put back already.
        """
        row = self._db.execute(
            f"SELECT r.id, r.template FROM renames r WHERE r.library = {_CURRENT}"
            " AND r.undoes IS NULL AND EXISTS (SELECT 1 FROM rename_moves m"
            " WHERE m.rename_id = r.id AND m.state = 'moved')"
            " AND NOT EXISTS (SELECT 1 FROM renames u WHERE u.undoes = r.id AND u.state = 'done')"
            " ORDER BY r.id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            raise CannotRun("there is no rename of the library that could be undone")
        rename, template = row
        back = self._put_back_already(rename)
        moves = [
            move
            for move in self._moves("m.rename_id = ? AND m.state = 'moved' ORDER BY m.id", rename)
            if collision_key(move.target) not in back
        ]
        of_parent: dict[int | None, list[Move]] = {}
        for move in moves:
            of_parent.setdefault(move.parent, []).append(move)
        planned: list[PlannedMove] = []
        for move in reversed(of_parent.get(None, [])):
            place = len(planned)
            planned.append(_reversed(move, None))
            planned += [_reversed(child, place) for child in of_parent.get(move.id, [])]
        return RenamePlan(template, tuple(planned), undoes=rename)

    def _put_back_already(self, rename: int) -> set[str]:
        """The new names from which a stopped way back has put files back."""
        rows = self._db.execute(
            "SELECT m.path FROM rename_moves m JOIN renames r ON r.id = m.rename_id"
            " WHERE r.undoes = ? AND m.state = 'moved'",
            (rename,),
        )
        return {collision_key(row[0]) for row in rows}

    def unfinished(self) -> int | None:
        """The rename of the current library that is to go on; None if there is none."""
        row = self._db.execute(
            f"SELECT id FROM renames WHERE library = {_CURRENT} AND state = 'running'"
            " ORDER BY id DESC LIMIT 1"
        ).fetchone()
        return None if row is None else int(row[0])

    def summary(self, rename: int) -> tuple[str, bool]:
        """The template of a rename, and whether it puts names back."""
        row = self._db.execute(
            "SELECT template, undoes IS NOT NULL FROM renames WHERE id = ?", (rename,)
        ).fetchone()
        return str(row[0]), bool(row[1])

    def next(self, rename: int) -> Move | None:
        """The next move of a rename; None at its end."""
        found = self._moves("m.rename_id = ? AND m.state = 'planned' ORDER BY m.id LIMIT 1", rename)
        return found[0] if found else None

    def moving(self) -> Move | None:
        """The move of the current library that a process left in the middle, if there is one."""
        found = self._moves(
            "m.state = 'moving' AND m.rename_id IN"
            f" (SELECT id FROM renames WHERE library = {_CURRENT}) LIMIT 1"
        )
        return found[0] if found else None

    def move(self, number: int) -> Move:
        """One move on record."""
        return self._moves("m.id = ?", number)[0]

    def is_moving(self, path: str) -> bool:
        """Whether a file of that path may have its new name already."""
        move = self.moving()
        return move is not None and collision_key(move.path) == collision_key(path)

    def intend(self, move: Move, target: str) -> None:
        """Commits where a file goes, before it does.

        :raises CannotRun: another library was set meanwhile.
        """
        with self._db.write() as db:
            self._check_library(db, move.rename)
            db.execute(
                "UPDATE rename_moves SET state = 'moving', target = ? WHERE id = ?",
                (target, move.id),
            )

    def take_back(self, move: Move) -> None:
        """The file is where it was: its turn is still to come."""
        self._turn(move, MoveState.PLANNED, "")

    def left(self, move: Move, reason: str) -> None:
        """The file keeps its name."""
        self._turn(move, MoveState.LEFT, reason)

    def _turn(self, move: Move, state: MoveState, reason: str) -> None:
        with self._db.write() as db:
            db.execute(
                "UPDATE rename_moves SET state = ?, reason = ? WHERE id = ?",
                (state, reason, move.id),
            )

    def moved(self, move: Move) -> tuple[int, ...]:
        """The file has its new name; the playlists that are to be written for it.

        :raises CannotRun: another library was set at this very moment, and the file's record lies
            on the shelf of its own; the move is brought to its end when that is set again.
        """
        table = "sidecar_files" if move.sidecar else "files"
        playlists: set[int] = set()
        with self._db.write() as db:
            self._check_library(db, move.rename)
            file = db.execute(
                f"UPDATE {table} SET path = ?, path_key = ? WHERE path_key = ? RETURNING id",
                (move.target, collision_key(move.target), collision_key(move.path)),
            ).fetchone()
            db.execute(
                "UPDATE rename_moves SET state = 'moved', target = ? WHERE id = ?",
                (move.target, move.id),
            )
            if file is not None and move.sidecar:
                # Files of export variants name the covers of their tracks.
                playlists.update(mark_pictured(db, file=file[0]))
            elif file is not None:
                items = db.execute("SELECT id FROM items WHERE file_id = ?", file).fetchall()
                for (item,) in items:
                    playlists.update(mark_playlists(db, item))
        return tuple(sorted(playlists))

    @staticmethod
    def _check_library(db: Connection, rename: int) -> None:
        row = db.execute(
            f"SELECT library = {_CURRENT} FROM renames WHERE id = ?", (rename,)
        ).fetchone()
        if not row[0]:
            raise CannotRun(
                "another library was set while files were being renamed; it goes on when the "
                "former one is set again",
                kind="library_changed",
            )

    def finish(self, rename: int, state: RenameState, now: float) -> None:
        """Ends a rename. Moves whose turn did not come are dropped.

        Covers stay one a folder: a track that came into another folder than the cover it shares
        has its own fetched by the next sync.
        """
        with self._db.write() as db:
            db.execute(
                "UPDATE rename_moves SET state = 'dropped'"
                " WHERE rename_id = ? AND state = 'planned'",
                (rename,),
            )
            db.execute(
                "UPDATE renames SET state = ?, finished_at = ? WHERE id = ?", (state, now, rename)
            )
            rows = db.execute(
                "SELECT s.id, s.ref, c.path, f.path FROM sidecars s"
                " JOIN sidecar_files c ON c.id = s.file_id AND s.state = 'done'"
                " JOIN items i ON i.track_id = s.track_id JOIN files f ON f.id = i.file_id"
            ).fetchall()
            apart = [
                sidecar
                for sidecar, ref, cover, track in rows
                if _folder(cover) != _folder(track) and sidecar_value(ref).album
            ]
            db.execute(
                "UPDATE sidecars SET state = 'pending', attempts = 0, file_id = NULL"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(apart),),
            )

    @staticmethod
    def _stop(db: Connection, now: float) -> None:
        running = f"(SELECT id FROM renames WHERE library = {_CURRENT} AND state = 'running')"
        db.execute(
            f"UPDATE rename_moves SET state = 'dropped' WHERE state = 'planned'"
            f" AND rename_id IN {running}"
        )
        db.execute(
            "UPDATE renames SET state = 'stopped', finished_at = ?"
            f" WHERE library = {_CURRENT} AND state = 'running'",
            (now,),
        )

    def counts(self, rename: int) -> RenameCounts:
        """How the moves of a rename stand."""
        found: Counter[str] = Counter(
            dict(
                self._db.execute(
                    "SELECT state, COUNT(*) FROM rename_moves WHERE rename_id = ? GROUP BY state",
                    (rename,),
                ).fetchall()
            )
        )
        return RenameCounts(
            moved=found[MoveState.MOVED],
            left=found[MoveState.LEFT],
            open=found[MoveState.PLANNED] + found[MoveState.MOVING],
            dropped=found[MoveState.DROPPED],
        )

    def _moves(self, where: str, *values: object) -> list[Move]:
        rows = self._db.execute(f"SELECT {_MOVE} WHERE {where}", values)
        return [_move(row) for row in rows]


def _move(row: Sequence[Any]) -> Move:
    number, rename, parent, sidecar, path, target, size, sha256, state = row
    return Move(number, rename, parent, bool(sidecar), path, target, size, sha256, MoveState(state))


def _reversed(move: Move, parent: int | None) -> PlannedMove:
    return PlannedMove(move.target, move.path, move.size, move.sha256, move.sidecar, parent)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
