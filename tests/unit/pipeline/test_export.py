# SPDX-License-Identifier: GPL-3.0-or-later
"""Playlist files: whatever dies while one is written, there is one of it afterwards, and ours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogsync_gui.core.events import PlaylistExported
from catalogsync_gui.pipeline import export
from catalogsync_gui.store.exports import ExportStore
from tests.unit.pipeline.music import Music, die


@pytest.fixture
def music(tmp_path: Path, expected_logs: Callable[[str], None]) -> Iterator[Music]:
    expected_logs("playlist 1 could not be exported")
    made = Music(tmp_path)
    yield made
    made.shelf.close()


BEFORE, AFTER = (export, "write_atomically"), (ExportStore, "written")


@pytest.mark.parametrize("where", [BEFORE, AFTER])
def test_a_first_writing_that_broke_off_is_gone_on_with(
    music: Music, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str]
) -> None:
    die(monkeypatch, music, where)
    assert music.shelf.store.exports.dirty() == (1,)
    music.one_more("2.mp3")
    die(monkeypatch, music, where)
    music.export()
    assert music.files() == {"S.m3u": ["../1.mp3", "../2.mp3"]}
    assert music.settled()


@pytest.mark.parametrize("where", [BEFORE, AFTER])
def test_what_a_person_put_there_meanwhile_stays(
    music: Music, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str]
) -> None:
    die(monkeypatch, music, where)
    (music.root / "Playlists/S.m3u").write_text("theirs\n")
    music.export()
    assert music.files() == {"S.m3u": ["theirs"], "S (2).m3u": ["../1.mp3"]}
    assert music.settled()


@pytest.mark.parametrize("where", [BEFORE, AFTER])
def test_a_renamed_playlist_leaves_nothing_behind(
    music: Music, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str]
) -> None:
    music.export()
    music.rename("T")
    die(monkeypatch, music, where)
    music.export()
    assert music.files() == {"T.m3u": ["../1.mp3"]}
    assert music.settled()


@pytest.mark.parametrize("where", [BEFORE, AFTER])
def test_a_file_whose_record_was_lost_is_not_taken_for_edited(
    music: Music, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str]
) -> None:
    music.export()
    music.one_more("2.mp3")
    die(monkeypatch, music, where)
    music.rename("S")
    music.shelf.raw.execute("UPDATE entries SET position = 9 - position")
    music.export()
    assert music.files() == {"S.m3u": ["../2.mp3", "../1.mp3"]}
    assert music.settled()


def test_a_database_that_cannot_be_opened_is_opened_when_it_can(
    music: Music, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("wait for the next sync: the database cannot be opened")
    music.shelf.close()
    database = music.shelf.database.path
    away = database.rename(database.with_name("away"))
    database.mkdir()

    def again(event: PlaylistExported) -> bool:
        if event.error is not None:
            database.rmdir()
            away.rename(database)
        return event.error is not None

    failed, written = music.export(again)
    assert isinstance(failed, PlaylistExported)
    assert failed.error is not None
    assert failed.error.kind == "database"
    assert isinstance(written, PlaylistExported)
    assert written.path == "Playlists/S.m3u"
