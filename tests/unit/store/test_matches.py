# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the catalogue waits for a match, and what makes an answer stale."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.matches import Decision
from catalogsync_gui.core.models import CatalogEntry, CatalogPage, MediaRef, PlaylistRef, TrackInfo
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.store import migrations
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

ONE = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae"
SONG = TrackInfo(title="Song", artists=("A",), duration=100.0)


class Shelf:
    """Sources of single tracks in a real database."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.raw = store._connection.raw

    def write(self, name: str, info: TrackInfo, media: MediaRef | None) -> int:
        """Adds a source with one track, or writes that track again; its item."""
        known = {row.source.name: row.source.id for row in self.store.catalogue.sources()}
        catalogue = self.store.catalogue
        source = known.get(name) or catalogue.add_source("playlist", name, f"/{name}", {}, 1.0)
        entry = CatalogEntry("key", info, media)
        plan = diff([entry], catalogue.known(source, ["key"]))
        catalogue.write_page(source, CatalogPage(PlaylistRef("p", name, "1"), (entry,)), plan)
        return self.store.listing.page(0, 1, source=source)[0].id

    def there(self, name: str, info: TrackInfo) -> int:
        """A track that is in the library; its item."""
        item = self.write(name, info, MediaRef(f"http://h/{name}"))
        self.raw.execute(
            "INSERT INTO files (id, path, path_key, size, sha256, added_at)"
            " VALUES (?, ?, ?, 1, '', 1)",
            (item, f"{name}.mp3", collision_key(f"{name}.mp3")),
        )
        self.raw.execute(
            "UPDATE items SET state = 'done', file_id = ?1 WHERE id = ?1",
            (item,),
        )
        return item

    def wanted(self, name: str, info: TrackInfo) -> int:
        return self.write(name, info, None)

    def settle(self, item: int, candidate: int | None = None, sure: float = 0.8) -> None:
        """Notes that an item was compared, and perhaps is asked about."""
        track = None if candidate is None else self.store.matches.candidate(candidate).track
        self.store.matches.settle([Decision(item, track, sure if track else 0.0)], None)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Store(Database(tmp_path / "x.db")) as store:
        yield Shelf(store)


def test_only_what_has_no_address_waits(shelf: Shelf) -> None:
    item = shelf.wanted("W", SONG)
    shelf.write("P", SONG, MediaRef("http://h/p"))
    shelf.there("T", SONG)
    assert shelf.store.matches.due() == [item]
    shelf.settle(item)
    assert shelf.store.matches.due() == []
    with pytest.raises(UnknownThing):
        shelf.store.matches.proposed(item)


@pytest.mark.parametrize(
    ("arrived", "concerns"),
    [
        (SONG, True),
        (replace(SONG, title="Something else"), True),
        (replace(SONG, title="x", artists=("B",), recording_id=ONE.upper()), True),
        (replace(SONG, title="x", artists=("B",), isrc="US-RC1-76-07839"), True),
        (replace(SONG, artists=("B",)), False),
        (replace(SONG, title="x", artists=()), False),
    ],
)
def test_what_arrives_has_those_compared_that_it_may_be(
    shelf: Shelf, arrived: TrackInfo, concerns: bool
) -> None:
    item = shelf.wanted("W", replace(SONG, recording_id=ONE, isrc="USRC17607839"))
    shelf.settle(item)
    shelf.there("T", arrived)
    shelf.store.matches.reconsider()
    assert shelf.store.matches.due() == ([item] if concerns else [])
    assert shelf.raw.execute("SELECT COUNT(*) FROM match_news").fetchone() == (0,)


def test_candidates_are_found_by_ids_and_names(shelf: Shelf) -> None:
    by_id = shelf.there("1", TrackInfo(title="x", recording_id=ONE))
    by_isrc = shelf.there("2", TrackInfo(title="y", isrc="usrc17607839"))
    by_name = shelf.there("3", replace(SONG, title="SONG (feat. B)"))
    alike = shelf.there("4", replace(SONG, title="Songs"))
    shelf.there("5", replace(SONG, artists=("AB",)))
    shelf.write("6", SONG, MediaRef("http://h/6"))
    matches = shelf.store.matches
    wanted = replace(SONG, recording_id=ONE.upper(), isrc="US-RC1-76-07839")
    assert [each.item for each in matches.same(wanted)] == [by_id, by_isrc, by_name]
    assert {each.item for each in matches.by_artist("a")} == {by_name, alike}
    assert matches.by_artist("") == []


def test_a_question_ends_when_either_side_changes(shelf: Shelf) -> None:
    matches = shelf.store.matches
    item, candidate = shelf.wanted("W", SONG), shelf.there("T", SONG)
    shelf.settle(item, candidate)
    assert [(p.item, p.candidate, p.source) for p in matches.asked()] == [(item, candidate, "T")]
    assert matches.asked_count() == 1
    shelf.write("W", replace(SONG, album="B"), None)
    assert matches.due() == [item]
    shelf.settle(item, candidate)
    shelf.write("T", replace(SONG, album="B"), MediaRef("http://h/T"))
    assert matches.due() == [item]
    shelf.settle(item, candidate)
    shelf.store.library.mark_missing(["T.mp3"])
    assert matches.asked() == []
    assert matches.due() == [item]
    shelf.settle(item)
    shelf.write("W", SONG, MediaRef("http://h/w"))
    assert shelf.store.listing.page(0, 1)[0].state is ItemState.PENDING
    assert shelf.raw.execute("SELECT COUNT(*) FROM matches").fetchone() == (0,)


def test_a_match_is_made_once_and_only_with_a_file_that_is_there(shelf: Shelf) -> None:
    matches = shelf.store.matches
    item, candidate = shelf.wanted("W", SONG), shelf.there("T", SONG)
    made = Decision(item, matches.candidate(candidate).track, 0.96, made=True)
    shelf.store.library.mark_missing(["T.mp3"])
    assert matches.settle([made], None) == []
    shelf.raw.execute("DELETE FROM sources WHERE name = 'T'")
    candidate = shelf.there("T", SONG)
    made = replace(made, track=matches.candidate(candidate).track)
    (matched,) = matches.settle([made, made], None)
    assert (matched.item, matched.title, matched.path) == (item, "Song", "T.mp3")
    assert matched.playlists == shelf.store.catalogue.playlist_ids([1])
    row = shelf.store.listing.page(0, 1)[0]
    assert (row.state, row.path, row.error) == (ItemState.DONE, "T.mp3", None)


def test_a_matched_track_that_gets_an_address_stays_done(shelf: Shelf) -> None:
    matches = shelf.store.matches
    item, candidate = shelf.wanted("W", SONG), shelf.there("T", SONG)
    track = matches.candidate(candidate).track
    matches.settle([Decision(item, track, 0.96, made=True)], None)
    shelf.write("W", SONG, MediaRef("http://h/w"))
    row = shelf.store.listing.page(0, 1)[0]
    assert (row.state, row.path, row.host) == (ItemState.DONE, "T.mp3", "h")
    known = shelf.store.catalogue.known(row.source, ["key"])
    entry = CatalogEntry("key", SONG, MediaRef("http://h/w"))
    assert not diff([entry], known).changed, "it is not written again at every refresh"


def test_a_match_is_no_reason_to_fetch_less(shelf: Shelf) -> None:
    item = shelf.wanted("W", replace(SONG, recording_id=ONE))
    candidate = shelf.there("T", SONG)
    track = shelf.store.matches.candidate(candidate).track
    shelf.store.matches.settle([Decision(item, track, 0.96, made=True)], None)
    assert shelf.store.library.of_recording(ONE) is None
    shelf.there("R", replace(SONG, recording_id=ONE))
    found = shelf.store.library.of_recording(ONE.upper())
    assert found is not None
    assert found.path == "R.mp3"


def test_a_database_of_the_first_step_gets_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as raw:
        for statement in migrations.statements(migrations.STEPS[0]):
            raw.execute(statement)
        raw.execute("INSERT INTO sources VALUES (1, 'playlist', 'S', '/s', '{}', 1, NULL, '')")
        raw.executemany(
            "INSERT INTO tracks VALUES (?, 1, ?, 'Song', 'A', '', ?)",
            [
                (1, "a", f'{{"title":"The Söng","artists":["A"],"recording_id":"{ONE.upper()}"}}'),
                (2, "b", '{"title":"Song","isrc":"US-RC1-76-07839"}'),
                (3, "c", "{}"),
            ],
        )
        raw.execute("PRAGMA user_version=1")
        raw.commit()
    with Store(Database(path)) as store:
        keys = store._connection.raw.execute(
            "SELECT recording_id, isrc, match_key FROM tracks ORDER BY id"
        ).fetchall()
    assert keys == [(ONE, "", "a\x1fsong"), ("", "USRC17607839", "\x1fsong"), ("", "", "")]
