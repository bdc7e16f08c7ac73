# SPDX-License-Identifier: GPL-3.0-or-later
"""The library's files under other names: by plan, back again, and through every crash."""

import errno
from pathlib import Path

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun, StorageOffline
from catalogsync_gui.core.events import Event, FileRenamed
from catalogsync_gui.core.renaming import RenameState
from catalogsync_gui.core.states import JobState
from catalogsync_gui.media.publish import move_without_replacing
from catalogsync_gui.media.volume import MARKER
from catalogsync_gui.pipeline import renaming as module
from tests.unit.pipeline.catalogues import Bench
from tests.unit.pipeline.renamed import (
    AFTER,
    BEFORE,
    PICTURE,
    carry_out,
    on_record,
    plan,
    reasons,
    replaced,
)


def test_a_plan_tells_all_of_it_and_changes_nothing(filled: Bench) -> None:
    found = plan(filled)
    assert [(move.path, move.target) for move in found.moves] == [
        ("A/01.mp3", "Music/A S0/Track 1.mp3"),
        ("A/01.lrc", "Music/A S0/Track 1.lrc"),
        ("A/02.mp3", "Music/A S0/Track 2.mp3"),
        ("A/cover.jpg", "Music/A S0/cover.jpg"),
    ]
    assert (found.tracks, found.sidecars, found.unchanged, found.numbered) == (2, 2, 0, 0)
    assert (filled.files(), filled.store.renames.unfinished()) == (BEFORE, None)


def test_files_records_and_playlists_follow_and_empty_folders_go(filled: Bench) -> None:
    ended = carry_out(filled, plan(filled))
    assert ended is not None
    assert (ended.state, ended.moved, ended.left, ended.open) == (RenameState.DONE, 4, 0, 0)
    assert filled.files() == on_record(filled) == AFTER
    assert not (filled.root / "A").exists()
    (playlist,) = filled.store.exports.dirty()
    entries, missing = filled.store.exports.content(playlist)
    assert ([entry.path for entry in entries], missing) == ([AFTER[1], AFTER[2]], 0)
    again = plan(filled)
    assert (again.moves, again.unchanged) == ((), 2)


def test_undo_puts_names_back_once(filled: Bench) -> None:
    with pytest.raises(CannotRun, match="no rename"):
        filled.store.renames.way_back()
    carry_out(filled, plan(filled))
    ended = carry_out(filled, filled.store.renames.way_back())
    assert ended is not None
    assert (ended.undo, ended.moved) == (True, 4)
    assert filled.files() == on_record(filled) == BEFORE
    assert not (filled.root / "Music").exists()
    with pytest.raises(CannotRun, match="no rename"):
        filled.store.renames.way_back()


def test_old_renames_are_forgotten_together_with_their_way_back(filled: Bench) -> None:
    carry_out(filled, plan(filled))
    carry_out(filled, filled.store.renames.way_back())
    for _ in range(2):
        carry_out(filled, plan(filled, "{source}/{title}"))
        carry_out(filled, filled.store.renames.way_back())
    carry_out(filled, plan(filled))
    carry_out(filled, filled.store.renames.way_back())
    with pytest.raises(CannotRun, match="no rename"):
        filled.store.renames.way_back()
    assert filled.files() == on_record(filled) == BEFORE


def test_undo_of_a_chain_of_names(filled: Bench) -> None:
    """Each file takes the name that another one leaves, there and back."""
    raw = filled.store.catalogue._db.raw
    raw.execute("UPDATE tracks SET info = json_set(info, '$.title', '02') WHERE key = 'k1'")
    raw.execute("UPDATE tracks SET info = json_set(info, '$.title', '03') WHERE key = 'k2'")
    found = plan(filled, "{artist}/{title}")
    assert [move.target for move in found.moves] == ["A/03.mp3", "A/02.mp3", "A/02.lrc"]
    carry_out(filled, found)
    assert (filled.root / "A/02.mp3").read_text() == "1 1"
    carry_out(filled, filled.store.renames.way_back())
    assert filled.files() == BEFORE
    assert (filled.root / "A/02.mp3").read_text() == "1 2"


def test_what_a_person_changed_removed_or_put_there_is_left(filled: Bench) -> None:
    (filled.root / "A/01.mp3").write_text("1 X")
    (filled.root / "Music/A S0").mkdir(parents=True)
    (filled.root / "Music/A S0/TRACK 2.mp3").write_text("a person's own")
    (filled.root / "A/booklet.pdf").write_text("a person's own")
    found = plan(filled)
    assert found.numbered == 1
    carry_out(filled, found)
    words = "it was removed or changed by somebody"
    assert reasons(filled) == {"A/01.mp3": words, "A/01.lrc": "its track keeps its name"}
    assert filled.files() == [
        "A/01.lrc",
        "A/01.mp3",
        "A/booklet.pdf",
        "Music/A S0/TRACK 2.mp3",
        "Music/A S0/Track 2 (2).mp3",
        "Music/A S0/cover.jpg",
    ]
    # Sizes tell already while the plan is made.
    (filled.root / "A/01.mp3").write_text("longer than it was")
    assert plan(filled).left == (("A/01.mp3", words),)
    (filled.root / "A/01.mp3").unlink()
    assert plan(filled).left == (("A/01.mp3", words),)
    (filled.root / "A/01.mp3").write_text("1 1")


def test_what_was_there_before_us_keeps_its_name(filled: Bench) -> None:
    raw = filled.store.catalogue._db.raw
    raw.execute("UPDATE files SET ours = 0 WHERE path = 'A/01.mp3'")
    found = plan(filled)
    assert (found.not_ours, [move.path for move in found.moves]) == (1, ["A/02.mp3"])
    # The cover stays with the track that stays; the other one has its own fetched.
    carry_out(filled, found)
    wanted = filled.store.sidecars.wanted(filled.store.catalogue.source_ids())
    assert [(one.ref, one.track_path) for one in wanted] == [(PICTURE, AFTER[2])]


def test_a_source_may_have_a_template_of_its_own(filled: Bench) -> None:
    filled.store.source_edits.change(1, "S0", {"naming": "{source}/{title}"})
    assert plan(filled).moves[0].target == "S0/Track 1.mp3"
    # Written by another version, as this one checks it.
    filled.store.source_edits.change(1, "S0", {"naming": "{future}/{title}"})
    assert plan(filled).moves[0].target == AFTER[1]


def test_the_first_playlist_may_be_part_of_a_name(filled: Bench) -> None:
    assert plan(filled, "{playlist}/{title}").moves[0].target == "P/Track 1.mp3"
    assert filled.store.listing.playlist_of(1) == "P"
    assert filled.store.listing.playlist_of(99) == ""


def test_two_covers_for_one_folder(filled: Bench) -> None:
    (filled.root / "Music/A S0").mkdir(parents=True)
    (filled.root / "Music/A S0/cover.jpg").write_text("a person's own")
    found = plan(filled)
    assert found.left == (("A/cover.jpg", "there is a cover.jpg in Music/A S0 already"),)
    assert plan(filled, "{title}").left[0][1].startswith("its tracks lie in no folder")


def test_a_name_taken_meanwhile_gets_a_number(filled: Bench) -> None:
    found = plan(filled)
    (filled.root / "Music/A S0").mkdir(parents=True)
    (filled.root / "Music/A S0/track 1.MP3").write_text("a person's own")
    carry_out(filled, found)
    assert "Music/A S0/Track 1 (2).mp3" in filled.files()
    # What goes with a track is called as it is.
    assert "Music/A S0/Track 1 (2).lrc" in filled.files()


def test_stopped_by_a_person_it_is_over_and_can_be_undone(filled: Bench) -> None:
    stop = StopToken()
    filled.ports = replaced(filled, lambda _: stop.set())
    ended = carry_out(filled, plan(filled), stop, gives_up=True)
    assert ended is not None
    assert (ended.state, ended.moved, ended.open) == (RenameState.STOPPED, 1, 3)
    assert filled.store.renames.unfinished() is None
    carry_out(filled, filled.store.renames.way_back())
    assert filled.files() == on_record(filled) == BEFORE


def test_ended_with_the_program_it_goes_on(filled: Bench) -> None:
    stop = StopToken()
    filled.ports = replaced(filled, lambda _: stop.set())
    ended = carry_out(filled, plan(filled), stop)
    assert ended is not None
    assert (ended.state, ended.moved, ended.open) == (RenameState.RUNNING, 1, 3)
    carry_out(filled, None)
    assert filled.files() == on_record(filled) == AFTER
    assert carry_out(filled, None) is None


def test_a_new_plan_takes_the_place_of_one_that_waits(filled: Bench) -> None:
    filled.store.renames.begin(plan(filled), 1.0)
    carry_out(filled, plan(filled, "{source}/{title}"))
    assert filled.files() == [f"S0/{Path(path).name}" for path in AFTER]
    assert filled.store.renames.unfinished() is None


def test_offline_nothing_begins_and_nothing_counts_as_gone(filled: Bench) -> None:
    found = plan(filled)
    marker = filled.root / MARKER
    marker.rename(filled.root / "away")
    with pytest.raises(StorageOffline):
        carry_out(filled, found)
    with pytest.raises(StorageOffline):
        plan(filled)
    (filled.root / "away").rename(marker)
    assert filled.store.renames.unfinished() is None


def test_it_waits_for_a_volume_that_went_away(
    filled: Bench,
) -> None:
    marker, away = filled.root / MARKER, filled.root / ".catalog-sync/away"

    def leave(_event: Event) -> None:
        if len([event for event in filled.events if isinstance(event, FileRenamed)]) == 1:
            marker.rename(away)

    filled.ports = replaced(filled, leave)

    class Patient(StopToken):
        def wait(self, seconds: float | None) -> bool:
            away.rename(marker)
            return False

    filled_again = carry_out(filled, plan(filled), Patient())
    assert filled_again is not None
    assert (filled_again.state, filled_again.moved) == (RenameState.DONE, 4)
    assert set(filled.notices()) == {"storage_offline", "storage_back"}
    assert filled.files() == on_record(filled) == AFTER


def test_one_path_that_refuses_does_not_hold_up_the_others(
    filled: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        if source.name == "01.mp3":
            raise OSError(errno.EACCES, "Permission denied")
        move_without_replacing(source, target)

    monkeypatch.setattr(module, "move_without_replacing", refuse)
    carry_out(filled, plan(filled))
    assert "Permission denied" in reasons(filled)["A/01.mp3"]
    assert filled.files() == on_record(filled) == [*BEFORE[:2], *AFTER[2:]]


def test_a_rename_waits_on_the_shelf_of_its_library(filled: Bench) -> None:
    filled.store.jobs.finish(1, JobState.DONE, 1.0)
    filled.ports = replaced(filled, lambda _: filled.store.shelves.use("another"))
    with pytest.raises(CannotRun, match="another library"):
        carry_out(filled, plan(filled))
    filled.store.shelves.use("another")
    assert filled.store.renames.unfinished() is None
    found = plan(filled)
    with pytest.raises(CannotRun, match="another library"):
        carry_out(filled, found)
    assert carry_out(filled, None) is None
    filled.store.shelves.use(filled.library.identity)
    filled.ports = replaced(filled, lambda _: None)
    carry_out(filled, None)
    assert filled.files() == on_record(filled) == AFTER
