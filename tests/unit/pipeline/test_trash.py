# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of tracks that left their catalogue: into the trash, out of it, and through crashes."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import CannotRun, StorageOffline, UnknownThing
from catalogsync_gui.core.models import SidecarRef
from catalogsync_gui.core.states import SidecarKind, TrashState
from catalogsync_gui.media.publish import move_without_replacing
from catalogsync_gui.pipeline import trash as trash_module
from catalogsync_gui.pipeline.trash import Trash
from tests.unit.pipeline.catalogues import Bench, Catalogue

DAY = 86400.0
SHELVED = ".catalog-sync/trash/1/A/01.mp3"


def library_of(bench: Bench, *, removed: str = "trash") -> tuple[int, Catalogue]:
    """A source with the tracks 1 and 2 in the library, of which 1 has left its catalogue."""
    catalogue = Catalogue({"P": [1, 2]})
    source = bench.subscribe(catalogue, removed=removed, trash_days="10")
    bench.sync(source)
    bench.download(source)
    catalogue.lists = {"P": [2]}
    return source, catalogue


def trash(bench: Bench) -> Trash:
    return Trash(bench.store, bench.library, bench.clock)


def test_by_default_what_was_fetched_stays(bench: Bench) -> None:
    source, _ = library_of(bench, removed="keep")
    bench.sync(source)
    assert bench.files() == ["A/01.mp3", "A/02.mp3"]
    assert bench.states(source) == {1: "done", 2: "done"}
    assert len(bench.store.library.only_of(source)) == 2


def test_into_the_trash_and_deleted_in_time(bench: Bench) -> None:
    source, _ = library_of(bench)
    bench.sync(source)
    assert bench.files() == [SHELVED, "A/02.mp3"]
    assert bench.states(source) == {1: "trashed", 2: "done"}
    (entry,) = bench.store.trash.entries()
    assert (entry.state, entry.title, entry.source) == (TrashState.KEPT, "Track 1", "S0")
    assert entry.expires_at - entry.trashed_at == 10 * DAY
    bench.clock.time += 10 * DAY - 1
    bench.tidy()
    assert bench.files() == [SHELVED, "A/02.mp3"]
    bench.clock.time += 1
    bench.tidy()
    assert bench.files() == ["A/02.mp3"]
    assert not (bench.root / ".catalog-sync/trash").exists()
    assert bench.states(source) == {2: "done"}
    assert bench.store.trash.entries() == []


def test_a_track_that_comes_back_is_restored_and_not_fetched(bench: Bench) -> None:
    source, catalogue = library_of(bench)
    bench.sync(source)
    catalogue.lists = {"P": [1, 2]}
    bench.refresh(source)
    assert bench.states(source)[1] == "trashed"
    bench.tidy(source)
    assert bench.files() == ["A/01.mp3", "A/02.mp3"]
    assert bench.states(source) == {1: "done", 2: "done"}
    assert bench.store.exports.dirty()
    # And it may leave again.
    catalogue.lists = {"P": [2]}
    bench.sync(source)
    assert bench.states(source)[1] == "trashed"


def test_it_comes_back_beside_what_has_its_name_now(bench: Bench) -> None:
    source, catalogue = library_of(bench)
    bench.sync(source)
    (bench.root / "A/01.MP3").write_text("somebody else's")
    catalogue.lists = {"P": [1, 2]}
    bench.sync(source)
    assert bench.files() == ["A/01 (2).mp3", "A/01.MP3", "A/02.mp3"]
    assert bench.states(source)[1] == "done"


def test_what_somebody_took_out_of_the_trash_is_fetched_again(bench: Bench) -> None:
    source, catalogue = library_of(bench)
    bench.sync(source)
    (bench.root / SHELVED).unlink()
    catalogue.lists = {"P": [1, 2]}
    bench.sync(source)
    assert bench.states(source) == {1: "pending", 2: "done"}
    assert bench.store.trash.entries() == []


def test_changed_shared_foreign_and_missing_files_stay_out_of_it(bench: Bench) -> None:
    catalogue = Catalogue({"P": [1, 2, 3, 4, 5]})
    source = bench.subscribe(catalogue, removed="trash")
    other = bench.subscribe(Catalogue({"P": [3]}))
    bench.sync(source)
    bench.sync(other)
    bench.download(source)
    raw = bench.store.catalogue._db.raw
    raw.execute(
        "UPDATE items SET state = 'done', file_id = (SELECT id FROM files WHERE path = 'A/03.mp3')"
        " WHERE source_id = ?",
        (other,),
    )
    raw.execute("UPDATE files SET ours = 0 WHERE path = 'A/04.mp3'")
    (bench.root / "A/02.mp3").write_text("1 X")
    moved = (bench.root / "A/05.mp3").rename(bench.root / "elsewhere.mp3")
    catalogue.lists = {"P": [99]}
    bench.sync(source)
    moved.rename(bench.root / "A/05.mp3")
    assert bench.files() == [SHELVED, "A/02.mp3", "A/03.mp3", "A/04.mp3", "A/05.mp3"]
    # A file that a person has changed is theirs, also when it is changed back.
    (bench.root / "A/02.mp3").write_text("1 2")
    bench.sync(source)
    assert bench.states(source)[2] == "done"
    assert bench.states(source)[5] == "trashed"


def test_sidecars_go_along_unless_others_need_them(bench: Bench) -> None:
    words = SidecarRef(SidecarKind.LYRICS, "words", ".lrc")
    picture = SidecarRef(SidecarKind.COVER, "picture", album=True)
    catalogue = Catalogue({"P": [1, 2]}, revise=False)
    catalogue.sidecars = {1: (words, picture), 2: (picture,)}
    source = bench.subscribe(catalogue, removed="trash")
    bench.sync(source)
    bench.download(source)
    bench.fetch_sidecars(source, picture)
    everything = ["A/01.lrc", "A/01.mp3", "A/02.mp3", "A/cover.jpg"]
    assert bench.files() == everything
    catalogue.lists = {"P": [2]}
    bench.sync(source)
    shelved = [".catalog-sync/trash/1/A/01.lrc", SHELVED]
    assert bench.files() == [*shelved, "A/02.mp3", "A/cover.jpg"]
    catalogue.lists = {"P": [1, 2]}
    bench.sync(source)
    assert bench.files() == everything
    assert bench.store.sidecars.at("A/01.lrc") is not None
    # One that somebody took out of the trash is fetched again.
    catalogue.lists = {"P": [2]}
    bench.sync(source)
    (bench.root / ".catalog-sync/trash/2/A/01.lrc").unlink()
    catalogue.lists = {"P": [1, 2]}
    bench.sync(source)
    assert words in [wanted.ref for wanted in bench.store.sidecars.wanted([source])]


def test_a_person_takes_it_back_and_it_stays(bench: Bench) -> None:
    source, _ = library_of(bench)
    bench.sync(source)
    assert trash(bench).restore(1) == ("A/01.mp3",)
    bench.sync(source)
    assert bench.states(source) == {1: "done", 2: "done"}
    with pytest.raises(UnknownThing, match="nothing 1 in the trash"):
        trash(bench).restore(1)


def test_restoring_what_is_not_there_says_so(bench: Bench) -> None:
    source, _ = library_of(bench)
    bench.sync(source)
    (bench.root / SHELVED).unlink()
    with pytest.raises(CannotRun, match="not in the trash any more"):
        trash(bench).restore(1)
    assert bench.states(source) == {2: "done"}


@pytest.mark.parametrize("lists", [{"P": []}, {}, {"Q": []}])
def test_a_catalogue_that_lists_nothing_throws_nothing_away(
    bench: Bench, lists: dict[str, list[int]]
) -> None:
    source, catalogue = library_of(bench)
    catalogue.lists = lists
    for _ in range(2):
        bench.sync(source)
        assert bench.files() == ["A/01.mp3", "A/02.mp3"]
        assert bench.states(source) == {1: "done", 2: "done"}
        assert "2 tracks of it stay where they are" in bench.warning(source)
    assert bench.notices() == ["catalogue_shrunk"] * 2
    # It was a mistake of the server's.
    catalogue.lists = {"P": [1, 2]}
    bench.sync(source)
    assert bench.warning(source) == ""
    # It is not.
    catalogue.lists = lists
    bench.sync(source)
    bench.sync(source, accept=True)
    assert bench.warning(source) == ""
    assert {path.split("/")[1] for path in bench.files()} == {"trash"}


def test_emptying_deletes_all_of_it(bench: Bench) -> None:
    source, catalogue = library_of(bench)
    catalogue.lists = {"P": []}
    bench.sync(source, accept=True)
    assert trash(bench).empty() == 2
    assert bench.files() == []
    assert bench.states(source) == {}


def test_the_trash_outlives_its_source(bench: Bench) -> None:
    source, _ = library_of(bench)
    bench.sync(source)
    bench.store.catalogue.remove_source(source)
    assert [entry.track for entry in bench.store.trash.entries()] == [None]
    assert trash(bench).restore(1) == ("A/01.mp3",)
    assert bench.store.library.at("A/01.mp3") is None


def test_an_expired_file_of_a_source_that_is_gone_is_deleted(bench: Bench) -> None:
    source, _ = library_of(bench)
    bench.sync(source)
    bench.store.catalogue.remove_source(source)
    bench.clock.time += 10 * DAY
    bench.tidy()
    assert bench.files() == ["A/02.mp3"]


def test_while_the_storage_is_offline_nothing_happens(bench: Bench) -> None:
    source, _ = library_of(bench)
    away = bench.root.with_name("away")
    bench.refresh(source)
    bench.root.rename(away)
    bench.root.mkdir()
    with pytest.raises(StorageOffline):
        bench.tidy(source)
    with pytest.raises(StorageOffline):
        trash(bench).empty()
    bench.root.rmdir()
    away.rename(bench.root)
    assert bench.states(source) == {1: "done", 2: "done"}
    bench.sync(source)
    assert bench.states(source)[1] == "trashed"


class Crash(BaseException):
    """The process ends here."""


def crashing(*, after: bool) -> Callable[..., None]:
    def move(source: Path, target: Path) -> None:
        if after:
            move_without_replacing(source, target)
        raise Crash

    return move


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("again", [False, True])
def test_a_crash_on_the_way_in_converges(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, after: bool, again: bool
) -> None:
    source, catalogue = library_of(bench)
    with monkeypatch.context() as patched:
        patched.setattr(trash_module, "move_without_replacing", crashing(after=after))
        with pytest.raises(Crash):
            bench.sync(source)
    bench.check()
    assert [entry.state for entry in bench.store.trash.entries()] == [TrashState.MOVING]
    if again:
        catalogue.lists = {"P": [1, 2]}
    bench.sync(source)
    assert bench.files() == (["A/01.mp3"] if again else [SHELVED]) + ["A/02.mp3"]
    assert bench.states(source) == {1: "done" if again else "trashed", 2: "done"}


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_on_the_way_back_converges(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    source, catalogue = library_of(bench)
    bench.sync(source)
    catalogue.lists = {"P": [1, 2]}
    with monkeypatch.context() as patched:
        patched.setattr(trash_module, "move_without_replacing", crashing(after=after))
        with pytest.raises(Crash):
            bench.sync(source)
    bench.check()
    assert [entry.state for entry in bench.store.trash.entries()] == [TrashState.RESTORING]
    bench.sync(source)
    assert bench.files() == ["A/01.mp3", "A/02.mp3"]
    assert bench.states(source) == {1: "done", 2: "done"}
    assert bench.store.trash.entries() == []


def test_a_move_cut_in_half_leaves_no_second_name(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, _ = library_of(bench)

    def half(source: Path, target: Path) -> None:
        target.hardlink_to(source)
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(trash_module, "move_without_replacing", half)
        with pytest.raises(Crash):
            bench.sync(source)
    bench.tidy()
    assert bench.files() == [SHELVED, "A/02.mp3"]


def test_a_volume_that_refuses_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, _ = library_of(bench)

    def refuse(_source: Path, target: Path) -> None:
        raise OSError(errno.EROFS, "read-only", str(target))

    with monkeypatch.context() as patched:
        patched.setattr(trash_module, "move_without_replacing", refuse)
        with pytest.raises(CannotRun, match="to the trash"):
            bench.sync(source)
    bench.tidy()
    assert bench.files() == [SHELVED, "A/02.mp3"]


def test_a_file_that_only_unlisted_tracks_share_goes(bench: Bench) -> None:
    catalogue = Catalogue({"P": [1, 2, 3]})
    source = bench.subscribe(catalogue, removed="trash")
    bench.sync(source)
    bench.download(source)
    bench.store.catalogue._db.raw.execute(
        "UPDATE items SET file_id = (SELECT id FROM files WHERE path = 'A/01.mp3')"
        " WHERE id = (SELECT i.id FROM items i JOIN tracks t ON t.id = i.track_id"
        " WHERE t.key = 'k2')"
    )
    catalogue.lists = {"P": [2, 3]}
    bench.sync(source)
    assert bench.store.trash.entries() == [], "a listed track still needs it"
    catalogue.lists = {"P": [3]}
    bench.sync(source)
    [entry] = bench.store.trash.entries()
    assert [file.original for file in entry.files] == ["A/01.mp3"]
    # One of the two is listed again: it is fetched, or found to be the one in the trash.
    catalogue.lists = {"P": [2, 3]}
    bench.sync(source)
    assert bench.states(source)[2] in {"pending", "done"}
