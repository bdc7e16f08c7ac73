# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that gets another name is named anew in every playlist that holds its track."""

from dataclasses import replace

from catalogsync_gui.pipeline.trash import Trash
from tests.unit.pipeline.catalogues import Bench, Catalogue
from tests.unit.pipeline.renamed import carry_out, plan


def _all_written(bench: Bench) -> None:
    for playlist in bench.store.exports.dirty():
        bench.store.exports.cleared(playlist, 1000)
    assert bench.store.exports.dirty() == ()


def _marked(bench: Bench) -> list[str]:
    """The titles of the playlists that are to be written."""
    states = map(bench.store.exports.state, bench.store.exports.dirty())
    return sorted(state.title for state in states if state is not None)


def test_a_rename_marks_every_playlist_of_the_track(bench: Bench) -> None:
    source = bench.subscribe(Catalogue({"P": [1, 2], "Q": [1], "R": [2]}, revise=False))
    bench.sync(source)
    bench.download(source, lambda number: number == 1)
    bench.store.shelves.use(bench.library.identity)
    _all_written(bench)
    carry_out(bench, plan(bench))
    assert not (bench.root / "A/01.mp3").exists()
    assert _marked(bench) == ["P", "Q"]


def test_a_cover_that_moves_marks_them_too(filled: Bench) -> None:
    found = plan(filled)
    cover = found.moves[-1]
    assert cover.path == "A/cover.jpg"
    carry_out(filled, replace(found, moves=(cover,)))
    assert (filled.root / cover.target).exists()
    assert _marked(filled) == ["P"]


def test_the_way_back_out_of_the_trash_marks_them_too(bench: Bench) -> None:
    catalogue = Catalogue({"P": [1, 2], "Q": [1, 2], "R": [2]}, revise=False)
    source = bench.subscribe(catalogue, removed="trash")
    bench.sync(source)
    bench.download(source)
    catalogue.lists = {"P": [2], "Q": [2], "R": [2]}
    bench.sync(source)
    assert bench.states(source)[1] == "trashed"
    catalogue.lists = {"P": [1, 2], "Q": [2], "R": [2]}
    bench.refresh(source)
    _all_written(bench)
    (bench.root / "A/01.MP3").write_text("somebody else's")
    assert Trash(bench.store, bench.library, bench.clock).restore(1) == ("A/01 (2).mp3",)
    assert _marked(bench) == ["P"]
