# SPDX-License-Identifier: GPL-3.0-or-later
"""What a refresh makes of catalogues that grow, shrink, lose playlists, fail, or are cut off."""

import math

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    Interrupted,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.exporting import ExportRecord
from catalogsync_gui.core.models import UNNAMED
from catalogsync_gui.core.pausing import LONGEST_REST, MOST_FAILURES, MOST_REFUSALS
from tests.unit.pipeline.catalogues import Bench, Catalogue


def test_a_playlist_that_shrank_by_more_than_half_is_kept(bench: Bench) -> None:
    catalogue = Catalogue({"P": range(20), "Q": [1, 2]})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    catalogue.lists = {"P": range(9), "Q": [2]}
    event, complete = bench.refresh(source)
    assert (event.error, complete) == (None, False)
    assert bench.lists(source) == {"P": list(range(20)), "Q": [2]}
    assert bench.notices() == ["catalogue_shrunk"]
    warning = bench.warning(source)
    assert '"P" has 9 tracks instead of 20' in warning
    assert f"sync {source} --accept-shrunk" in warning
    assert set(bench.states(source)) == set(range(20))
    # It is looked at again every time, from its beginning.
    bench.refresh(source)
    assert catalogue.known == {}
    assert bench.warning(source) == warning
    assert bench.lists(source)["P"] == list(range(20))


def test_half_of_it_is_no_shrinking_and_neither_is_a_small_playlist(bench: Bench) -> None:
    catalogue = Catalogue({"P": range(20), "Q": range(19)})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    catalogue.lists = {"P": range(10), "Q": []}
    _, complete = bench.refresh(source)
    assert complete
    assert bench.lists(source) == {"P": list(range(10)), "Q": []}
    assert bench.warning(source) == ""


def test_a_shrunk_catalogue_can_be_accepted(bench: Bench) -> None:
    catalogue = Catalogue({"P": range(40)})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    catalogue.lists = {"P": [1, 99]}
    bench.refresh(source)
    _, complete = bench.refresh(source, accept=True)
    assert complete
    assert bench.lists(source) == {"P": [1, 99]}
    assert bench.warning(source) == ""
    assert bench.states(source) == {1: "pending", 99: "pending"}
    event, _ = bench.refresh(source)
    assert event.unchanged


def test_a_catalogue_that_came_back_takes_the_warning_with_it(bench: Bench) -> None:
    catalogue = Catalogue({"P": range(40)})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    catalogue.lists = {"P": []}
    bench.refresh(source)
    assert bench.warning(source)
    catalogue.lists = {"P": range(41)}
    _, complete = bench.refresh(source)
    assert complete
    assert bench.warning(source) == ""
    assert len(bench.lists(source)["P"]) == 41


def test_a_source_that_lost_most_of_its_playlists_is_kept(bench: Bench) -> None:
    catalogue = Catalogue({name: [n] for n, name in enumerate("ABCD")})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    catalogue.lists = {"A": [0]}
    _, complete = bench.refresh(source)
    assert not complete
    assert "1 playlists instead of 4" in bench.warning(source)
    assert set(bench.lists(source)) == set("ABCD")
    bench.refresh(source, accept=True)
    assert bench.lists(source) == {"A": [0]}
    assert bench.states(source) == {0: "pending"}


def test_a_source_whose_one_large_playlist_went_is_kept(bench: Bench) -> None:
    catalogue = Catalogue({"Large": range(30), "Small": [1]})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    catalogue.lists = {"Small": [1]}
    bench.refresh(source)
    assert 'without its playlist "Large" it has 1 tracks instead of 31' in bench.warning(source)
    assert set(bench.lists(source)) == {"Large", "Small"}


def test_other_playlists_as_large_are_no_loss(bench: Bench) -> None:
    catalogue = Catalogue({name: range(10) for name in "ABCD"})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    catalogue.lists = {name: range(8) for name in "EFG"}
    _, complete = bench.refresh(source)
    assert complete
    assert set(bench.lists(source)) == set("EFG")


def test_a_playlist_that_no_page_names_goes_with_its_file_s_record(bench: Bench) -> None:
    catalogue = Catalogue({"P": [1, 2], "Q": [2, 3]})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    bench.download(source, lambda number: number == 1)
    first = bench.store.catalogue.playlists(source)[0]
    record = ExportRecord("Playlists/P.m3u", "m3u", "", 0, 0, 1, 0)
    bench.store.exports.written(first.id, record, 1)
    catalogue.lists = {"Q": [2, 3]}
    _, complete = bench.refresh(source)
    assert complete
    assert bench.lists(source) == {"Q": [2, 3]}
    # What is in the library stays; what was only listed there is no work any more.
    assert bench.states(source) == {1: "done", 2: "pending", 3: "pending"}
    assert [row.path for _, row in bench.store.exports.orphans()] == ["Playlists/P.m3u"]


def test_a_refresh_that_failed_removes_nothing(bench: Bench) -> None:
    catalogue = Catalogue({"P": [1], "Q": [2]})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    catalogue.lists, catalogue.error = {"P": [3]}, SourceError("broken off")
    event, complete = bench.refresh(source)
    assert event.error is not None
    assert not complete
    assert bench.lists(source) == {"P": [3], "Q": [2]}
    assert set(bench.states(source)) == {1, 2, 3}


def test_a_part_file_goes_before_its_item(bench: Bench) -> None:
    catalogue = Catalogue({"P": [1, 2]})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    part = bench.root / ".catalog-sync-1.part"
    part.write_text("half")
    bench.store.catalogue._db.raw.execute(
        "UPDATE items SET part_path = ? WHERE id = 1", (part.name,)
    )
    catalogue.lists = {"P": [2]}
    bench.refresh(source)
    assert bench.states(source) == {1: "skipped", 2: "pending"}
    # Listed again before anything was deleted: it goes on with its part.
    catalogue.lists = {"P": [1, 2]}
    bench.refresh(source)
    assert bench.states(source) == {1: "pending", 2: "pending"}
    catalogue.lists = {"P": [2]}
    bench.sync(source)
    assert bench.states(source) == {2: "pending"}
    assert not part.exists()


def test_a_refresh_cut_off_leaves_the_old_catalogue_whole(bench: Bench) -> None:
    catalogue = Catalogue({"P": range(300), "Q": range(100)})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    before = bench.lists(source)
    catalogue.lists = {"P": range(100, 500), "Q": range(200)}
    token = StopToken()
    catalogue.at_page = lambda number: token.set() if number == 3 else None
    with pytest.raises(Interrupted):
        bench.refresh(source, cancel=token)
    assert catalogue.closed == 2
    assert bench.lists(source) == before
    assert bench.store.catalogue.source(source).failures == 0
    bench.check()
    catalogue.at_page = lambda _: None
    _, complete = bench.refresh(source)
    assert complete
    assert bench.lists(source) == {"P": list(range(100, 500)), "Q": list(range(200))}
    assert set(bench.states(source)) == set(range(500))
    rows = bench.store.catalogue._db.execute("SELECT COUNT(*) FROM entries").fetchone()[0]
    assert rows == 600


def test_a_first_refresh_cut_off_is_no_measure_for_the_next(bench: Bench) -> None:
    catalogue = Catalogue({"P": range(300)})
    source = bench.subscribe(catalogue)
    token = StopToken()
    catalogue.at_page = lambda number: token.set() if number == 4 else None
    with pytest.raises(Interrupted):
        bench.refresh(source, cancel=token)
    catalogue.at_page = lambda _: None
    bench.refresh(source)
    assert bench.lists(source) == {"P": list(range(300))}
    assert bench.warning(source) == ""


def test_unchanged_playlists_are_left_alone(bench: Bench) -> None:
    catalogue = Catalogue({"P": range(100), "Q": [1]})
    source = bench.subscribe(catalogue)
    bench.refresh(source)
    work = bench.work
    event, complete = bench.refresh(source)
    assert (event.unchanged, event.new, complete) == (True, 0, True)
    assert set(catalogue.known) == {"P", "Q"}
    assert bench.work == work


def test_what_keeps_failing_is_paused_until_it_goes_well(bench: Bench) -> None:
    catalogue = Catalogue({"P": [1]})
    source = bench.subscribe(catalogue)
    catalogue.error = SourceUnreachable("no answer")
    for _ in range(MOST_FAILURES - 1):
        bench.refresh(source)
    row = bench.store.catalogue.source(source)
    assert (row.failures, row.paused) == (MOST_FAILURES - 1, "")
    bench.refresh(source)
    assert "10 refreshes in a row" in bench.store.catalogue.source(source).paused
    assert bench.notices() == ["source_paused"]
    assert bench.store.refresh.resting([source], bench.clock.now()) == {source}
    catalogue.error = SourceError("something else")
    bench.refresh(source)
    assert "10 refreshes" in bench.store.catalogue.source(source).paused
    catalogue.error = None
    bench.refresh(source)
    row = bench.store.catalogue.source(source)
    assert (row.failures, row.paused, row.error) == (0, "", "")
    assert not bench.store.refresh.resting([source], bench.clock.now())


def test_a_refusal_pauses_soon_and_a_feed_gone_for_good_at_once(bench: Bench) -> None:
    catalogue = Catalogue({})
    source = bench.subscribe(catalogue)
    catalogue.error = SourceUnreachable("no answer")
    bench.refresh(source)
    bench.refresh(source)
    catalogue.error = SourceRefused("wrong password")
    for _ in range(MOST_REFUSALS - 1):
        bench.refresh(source)
    assert bench.store.catalogue.source(source).paused == ""
    bench.refresh(source)
    assert "refused 3 times in a row" in bench.store.catalogue.source(source).paused
    other = Catalogue({})
    gone = bench.subscribe(other)
    other.error = SourceGone("410", kind="gone_for_good")
    bench.refresh(gone)
    assert "gone for good" in bench.store.catalogue.source(gone).paused


@pytest.mark.parametrize(
    ("asked", "rest"),
    [(120.0, 120.0), (math.inf, LONGEST_REST), (math.nan, None), (-5.0, None), (None, None)],
)
def test_a_server_that_names_a_time_is_left_alone_until_then(
    bench: Bench, asked: float | None, rest: float | None
) -> None:
    catalogue = Catalogue({})
    source = bench.subscribe(catalogue)
    catalogue.error = SourceUnreachable("busy", retry_after=asked)
    bench.refresh(source)
    until = bench.store.catalogue.source(source).not_before
    now = bench.clock.now()
    assert until == (None if rest is None else now + rest)
    assert bench.store.refresh.resting([source], now) == ({source} if rest else set())
    assert not bench.store.refresh.resting([source], now + LONGEST_REST)


@pytest.mark.parametrize("page", [5, 50])
def test_a_catalogue_that_is_not_believed_brings_nothing_new(bench: Bench, page: int) -> None:
    catalogue = Catalogue({"P": range(40)}, page=page)
    source = bench.subscribe(catalogue)
    bench.sync(source)
    catalogue.lists = {"P": range(100, 110)}
    told = bench.sync(source)
    assert set(bench.states(source)) == set(range(40))
    assert told.new == (0 if page == 50 else 5)
    # Believed, it is read like any other.
    bench.sync(source, accept=True)
    assert set(bench.states(source)) == set(range(100, 110))


def test_a_source_nobody_named_is_called_as_its_catalogue(bench: Bench) -> None:
    unnamed = bench.subscribe(Catalogue({"The Show": [1]}))
    several = bench.subscribe(Catalogue({"One": [1], "Two": [2]}))
    named = bench.subscribe(Catalogue({"The Show": [1]}))
    for source in (unnamed, several):
        bench.store.catalogue.remember(source, UNNAMED)
    for source in (unnamed, several, named):
        bench.sync(source)
    names = {row.source.id: row.source.name for row in bench.store.catalogue.sources()}
    assert names == {unnamed: "The Show", several: "S1", named: "S2"}
    assert bench.store.catalogue.source(unnamed).memory == {}


def test_a_source_that_was_removed_a_moment_ago_has_no_place(bench: Bench) -> None:
    source = bench.subscribe(Catalogue({"P": [1]}))
    assert bench.store.refresh.places([source, 99]) == [("playlist", "/S0")]
