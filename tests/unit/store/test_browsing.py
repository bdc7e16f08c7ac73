# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of tracks as the window shows them: in order, filtered, a page at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogsync_gui.core.browsing import TrackPart, TrackScope
from catalogsync_gui.core.errors import UnknownThing
from catalogsync_gui.core.exporting import ExportRecord
from catalogsync_gui.core.models import CatalogEntry, CatalogPage, MediaRef, PlaylistRef, TrackInfo
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.states import ItemState
from tests.unit.store.shelf import NOW, Shelf

TITLES = ("50% off_sale!", "50 offXsale", "Last")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.close()


def listed(shelf: Shelf, title: str, *keys: int, revision: str = "1", source: int = 0) -> int:
    """A source with one playlist of these tracks, which may stand in it several times."""
    source = source or shelf.store.catalogue.add_source("playlist", title, f"/{title}", {}, NOW)
    entries = tuple(
        CatalogEntry(
            str(key),
            TrackInfo(title=TITLES[key], artists=("A", "B"), duration=61.5, license="CC0"),
            MediaRef(f"http://u:p@h/{key}.mp3?token=abcdefghij", digest="md5:00"),
        )
        for key in keys
    )
    page = CatalogPage(PlaylistRef(title, title, revision), entries)
    known = shelf.store.catalogue.known(source, [entry.key for entry in entries])
    shelf.store.catalogue.write_page(source, page, diff(entries, known))
    return source


def bring(shelf: Shelf, item: int, path: str) -> None:
    shelf.raw.execute(
        "INSERT INTO files (path, path_key, size, sha256, added_at) VALUES (?, ?, 7, 'ab', 5)",
        (path, path),
    )
    shelf.raw.execute(
        "UPDATE items SET state = 'done', file_id = last_insert_rowid() WHERE id = ?", (item,)
    )


def test_a_playlist_keeps_its_order_and_its_repetitions(shelf: Shelf) -> None:
    source = listed(shelf, "Mix", 2, 0, 2, 1)
    scope = TrackScope(source, 1)
    rows = shelf.store.browsing.page(scope, 0, 10)
    assert [(row.position, row.item.title) for row in rows] == [
        (0, "Last"), (1, TITLES[0]), (2, "Last"), (3, TITLES[1]),
    ]  # fmt: skip
    assert rows[0].duration == 61.5
    assert rows[0].item.artist == "A, B"
    assert shelf.store.browsing.count(scope) == 4
    assert shelf.store.browsing.page(scope, 1, 2) == rows[1:3]
    # All tracks of the source: each once.
    everything = shelf.store.browsing.page(TrackScope(source), 0, 10)
    assert [(row.position, row.item.id) for row in everything] == [(0, 1), (1, 2), (2, 3)]
    assert shelf.store.browsing.count(TrackScope(source)) == 3
    # Half a refresh is not seen.
    listed(shelf, "Mix", 1, revision="2", source=source)
    assert [row.item.title for row in shelf.store.browsing.page(scope, 0, 10)] == [TITLES[1]]


def test_filters(shelf: Shelf) -> None:
    source = listed(shelf, "Mix", 0, 1, 2, 0)
    other = listed(shelf, "Other", 0)
    bring(shelf, 3, "A/Last.mp3")
    shelf.raw.execute("UPDATE items SET state = 'failed' WHERE id = 2")
    browsing = shelf.store.browsing
    for text, titles in (
        ("50% ", [TITLES[0]] * 2),
        ("off_", [TITLES[0]] * 2),
        ("sale!", [TITLES[0]] * 2),
        ("OFF", [TITLES[0], TITLES[1], TITLES[0]]),
        ("a, b", [*TITLES, TITLES[0]]),
        ("nothing", []),
    ):
        scope = TrackScope(source, 1, text=text)
        assert [row.item.title for row in browsing.page(scope, 0, 10)] == titles
        assert browsing.count(scope) == len(titles)
    for part, positions in (
        (TrackPart.ALL, [0, 1, 2, 3]),
        (TrackPart.HERE, [2]),
        (TrackPart.ABSENT, [0, 1, 3]),
        (TrackPart.FAILED, [1]),
    ):
        scope = TrackScope(source, 1, part)
        assert [row.position for row in browsing.page(scope, 0, 10)] == positions
        assert browsing.count(scope) == len(positions)
        flat = TrackScope(source, None, part)
        assert browsing.count(flat) == len(browsing.page(flat, 0, 10)) == len(set(positions) - {3})
        both = TrackScope(source, None, part, "OFF")
        assert browsing.count(both) == len(browsing.page(both, 0, 10))
    assert browsing.count(TrackScope(other)) == 1


def test_playlists_tell_how_much_of_them_is_here(shelf: Shelf) -> None:
    source = listed(shelf, "Mix", 0, 1, 2, 2)
    bring(shelf, 3, "A/Last.mp3")
    shelf.raw.execute("UPDATE items SET state = 'failed' WHERE id = 2")
    (mix,) = shelf.store.browsing.playlists(source)
    assert (mix.title, mix.entries, mix.here, mix.failed) == ("Mix", 4, 2, 1)
    assert (mix.path, mix.exported_at, mix.stale) == ("", None, True)
    record = ExportRecord("Playlists/Mix.m3u", "m3u", "cd", 9, 2_500_000_000, 2, 2)
    shelf.store.exports.written(mix.id, record, 99)
    (mix,) = shelf.store.browsing.playlists(source)
    assert (mix.path, mix.exported_at, mix.listed, mix.stale) == (
        "Playlists/Mix.m3u",
        2.5,
        2,
        False,
    )
    empty = shelf.store.catalogue.add_source("playlist", "Empty", "/e", {}, NOW)
    assert shelf.store.browsing.playlists(empty) == []


def test_one_track_from_near(shelf: Shelf) -> None:
    source = listed(shelf, "Mix", 0, 0)
    bring(shelf, 1, "A/50.mp3")
    shelf.raw.execute(
        "INSERT INTO sidecar_files (path, path_key, size, sha256)"
        " VALUES ('A/cover.jpg', 'c', 1, '')"
    )
    for number, album in enumerate(("true", "false")):
        shelf.raw.execute(
            "INSERT INTO sidecars (track_id, ref, state, file_id) VALUES (1, json_object('kind',"
            " 'cover', 'address', ?, 'album', json(?)), 'done', 1)",
            (str(number), album),
        )
    facts = shelf.store.browsing.facts(1)
    assert (facts.item.state, facts.item.source) == (ItemState.DONE, source)
    assert (facts.info.license, facts.digest, facts.sha256) == ("CC0", "md5:00", "ab")
    assert facts.address == "http://h/0.mp3"
    assert (facts.added_at, facts.verified_at, facts.ours) == (5.0, None, True)
    assert (facts.cover, facts.playlists, facts.damage) == ("A/cover.jpg", ("Mix",), "")
    with pytest.raises(UnknownThing):
        shelf.store.browsing.facts(99)
