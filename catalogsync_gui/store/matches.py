# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks without an address, and what of the library they may be.

Such a track's item is ``skipped`` and has no media. A row in ``matches`` says that it was compared
with all that is there; triggers delete the row when something makes that untrue, so that a job
looks at nothing but what is new.
"""

import json
from collections.abc import Sequence

from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.matches import Candidate, Decision, Matched, Proposal, Unmatched
from catalogsync_gui.core.matching import SEPARATOR, isrc_key, match_key, recording_key
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.states import StageName
from catalogsync_gui.store.connection import Connection
from catalogsync_gui.store.marks import mark_playlists
from catalogsync_gui.store.outcomes import note_all
from catalogsync_gui.store.refresh import REMOVED
from catalogsync_gui.store.values import info_value

MOST_ALIKE = 200
"""Tracks of one artist that are compared by name with one track, when none is called the same."""

_UNMATCHED = f"i.state = 'skipped' AND i.media IS NULL AND i.error_kind <> '{REMOVED}'"
# CROSS, so that it is the tracks that are looked up first, by one of their indexes.
_THERE = " CROSS JOIN items i ON i.track_id = t.id AND i.state = 'done' AND i.file_id IS NOT NULL"


class MatchStore:
    """Queries about matches. Belongs to its connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def reconsider(self) -> None:
        """Has those compared again that what came to the library since could be."""
        with self._db.write(durable=False) as db:
            last = db.execute("SELECT MAX(id) FROM match_news").fetchone()[0]
            if last is None:
                return
            # In Python, by sets: an artist may have thousands of tracks on both sides.
            waiting = db.execute(
                "SELECT m.item_id, t.recording_id, t.isrc, t.match_key FROM matches m"
                " JOIN items i ON i.id = m.item_id JOIN tracks t ON t.id = i.track_id"
            ).fetchall()
            if waiting:
                news: set[str] = set()
                for row in db.execute(
                    "SELECT DISTINCT t.recording_id, t.isrc, t.match_key FROM match_news n"
                    " JOIN tracks t ON t.id = n.track_id"
                ):
                    news |= _signs(*row)
                stale = [item for item, *keys in waiting if not news.isdisjoint(_signs(*keys))]
                db.execute(
                    "DELETE FROM matches WHERE item_id IN (SELECT value FROM json_each(?))",
                    (json.dumps(stale),),
                )
            db.execute("DELETE FROM match_news WHERE id <= ?", (last,))

    def due(self) -> list[int]:
        """The items that are to be compared, those of one artist after the other."""
        return [
            row[0]
            for row in self._db.execute(
                "SELECT i.id FROM items i INDEXED BY items_unmatched"
                f" JOIN tracks t ON t.id = i.track_id WHERE {_UNMATCHED}"
                " AND NOT EXISTS (SELECT 1 FROM matches m WHERE m.item_id = i.id)"
                " ORDER BY t.match_key, i.id"
            )
        ]

    def read(self, items: Sequence[int]) -> list[Unmatched]:
        """Those of these items that are (still) without an address and a file, in this order."""
        return [
            Unmatched(item, track, info_value(info))
            for item, track, info in self._db.execute(
                "SELECT i.id, t.id, t.info FROM json_each(?) k CROSS JOIN items i ON i.id = k.value"
                f" JOIN tracks t ON t.id = i.track_id WHERE {_UNMATCHED} ORDER BY k.key",
                (json.dumps(list(items)),),
            )
        ]

    def unmatched(self, item: int) -> Unmatched:
        """One track without an address.

        :raises UnknownThing: the item does not exist, or is nothing to be matched.
        """
        found = self.read([item])
        if not found:
            raise UnknownThing(
                f"item {item} does not exist or is not waiting for a match "
                '("catalogsync-gui matches" lists those that are)'
            )
        return found[0]

    def same(self, info: TrackInfo) -> list[Candidate]:
        """What is there, of any source, and has the same recording id, ISRC, or key by name."""
        found: dict[int, Candidate] = {}
        for column, value in (
            ("recording_id", recording_key(info.recording_id)),
            ("isrc", isrc_key(info.isrc)),
            ("match_key", match_key(info)),
        ):
            if value:
                where = f"t.{column} = ? AND t.{column} <> ''"
                found |= {each.track: each for each in self._there(where, value)}
        return list(found.values())

    def by_artist(self, artist: str) -> list[Candidate]:
        """What is there of an artist (the first part of :func:`match_key`), of any source."""
        if not artist:
            return []
        return self._there(
            "t.match_key > ? AND t.match_key < ? AND t.match_key <> ''",
            artist + SEPARATOR,
            artist + chr(ord(SEPARATOR) + 1),
        )

    def _there(self, where: str, *values: object) -> list[Candidate]:
        return [
            Candidate(track, item, info_value(info))
            for track, item, info in self._db.execute(
                f"SELECT t.id, i.id, t.info FROM tracks t{_THERE} WHERE {where} LIMIT {MOST_ALIKE}",
                values,
            )
        ]

    def rejected(self, item: int) -> frozenset[int]:
        """The tracks that a person said are not what an item wants."""
        return frozenset(
            row[0]
            for row in self._db.execute(
                "SELECT track_id FROM match_rejections WHERE item_id = ?", (item,)
            )
        )

    def candidate(self, item: int) -> Candidate:
        """A track that is there, by its item.

        :raises UnknownThing: the item does not exist or is not done.
        """
        found = self._there("t.id = (SELECT track_id FROM items WHERE id = ?)", item)
        if not found:
            raise UnknownThing(
                f"item {item} does not exist or its track is not there "
                '("catalogsync-gui items --state done" lists those that are)'
            )
        return found[0]

    def settle(
        self, decisions: Sequence[Decision], job: int | None, now: float = 0.0
    ) -> list[Matched]:
        """Commits what comparing has found: all of it in one transaction.

        What has changed meanwhile is passed over, and compared again another time.

        :param job: whose finalize stage counts the matches that are made.
        :param now: epoch seconds, for the history of that job.
        """
        made: list[Matched] = []
        with self._db.write() as db:
            for decision in decisions:
                if decision.made:
                    matched = self._link(db, decision)
                    if matched is not None:
                        made.append(matched)
                else:
                    db.execute(
                        "INSERT OR REPLACE INTO matches (item_id, track_id, confidence)"
                        f" SELECT i.id, ?, ? FROM items i WHERE i.id = ? AND {_UNMATCHED}",
                        (decision.track, decision.confidence, decision.item),
                    )
            if job is not None:
                note_all(db, job, [matched.item for matched in made], now)
                db.execute(
                    "UPDATE stages SET done = done + ? WHERE job_id = ? AND name = ?",
                    (len(made), job, StageName.FINALIZE),
                )
        return made

    @staticmethod
    def _link(db: Connection, decision: Decision) -> Matched | None:
        file = db.execute(
            f"SELECT f.id, f.path FROM tracks t{_THERE} JOIN files f ON f.id = i.file_id"
            " WHERE t.id = ?",
            (decision.track,),
        ).fetchone()
        if file is None:
            return None
        linked = db.execute(
            "UPDATE items AS i SET state = 'done', file_id = ?, error_kind = '',"
            f" error_message = '' WHERE i.id = ? AND {_UNMATCHED}",
            (file[0], decision.item),
        ).rowcount
        if not linked:
            return None
        title = db.execute(
            "SELECT t.title FROM items i JOIN tracks t ON t.id = i.track_id WHERE i.id = ?",
            (decision.item,),
        ).fetchone()
        return Matched(decision.item, title[0], file[1], mark_playlists(db, decision.item))

    def asked(self) -> list[Proposal]:
        """What a person is asked about, the surest first."""
        rows = self._db.execute(
            "SELECT m.item_id, w.info, c.item_id, t.info, f.path, s.name, m.confidence"
            " FROM matches m JOIN items i ON i.id = m.item_id JOIN tracks w ON w.id = i.track_id"
            " JOIN tracks t ON t.id = m.track_id"
            " JOIN (SELECT id AS item_id, track_id, file_id FROM items WHERE state = 'done') c"
            " ON c.track_id = t.id JOIN files f ON f.id = c.file_id"
            " JOIN sources s ON s.id = t.source_id"
            " WHERE m.track_id IS NOT NULL ORDER BY m.confidence DESC, m.item_id"
        ).fetchall()
        return [
            Proposal(item, info_value(wanted), other, info_value(found), *rest)
            for item, wanted, other, found, *rest in rows
        ]

    def asked_count(self) -> int:
        """How many those are."""
        row = self._db.execute("SELECT COUNT(*) FROM matches WHERE track_id IS NOT NULL").fetchone()
        return int(row[0])

    def proposed(self, item: int) -> Decision:
        """What a person is asked about one track.

        :raises UnknownThing: there is no such question.
        """
        row = self._db.execute(
            "SELECT track_id, confidence FROM matches WHERE item_id = ? AND track_id IS NOT NULL",
            (item,),
        ).fetchone()
        if row is None:
            raise UnknownThing(
                f"nothing is proposed for item {item}; "
                '"catalogsync-gui matches" lists what waits for an answer'
            )
        return Decision(item, row[0], row[1])

    def reject(self, refused: Decision) -> None:
        """The two are not the same, whatever they are called: never proposed again."""
        with self._db.write() as db:
            db.execute(
                "INSERT OR IGNORE INTO match_rejections (item_id, track_id) VALUES (?, ?)",
                (refused.item, refused.track),
            )
            db.execute("DELETE FROM matches WHERE item_id = ?", (refused.item,))


def _signs(recording: str, isrc: str, key: str) -> set[str]:
    """By what two tracks may be found to be the same; a title's artist stands for the title."""
    artist = key.partition(SEPARATOR)[0]
    signs = {f"r{recording}", f"i{isrc}", f"a{artist}" if artist else f"k{key}"}
    return signs - {"r", "i", "k"}
