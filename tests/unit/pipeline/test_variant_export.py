# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of variants: whatever dies while one is written, there is one afterwards, and ours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogsync_gui.core.events import PlaylistExported
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.pipeline import variant_export
from catalogsync_gui.pipeline.orphans import clear_orphans
from catalogsync_gui.store.variant_exports import VariantExportStore
from tests.unit.pipeline.music import Music, die

BEFORE, AFTER = (variant_export, "write_atomically"), (VariantExportStore, "written")
PLACES = pytest.mark.parametrize("where", [BEFORE, AFTER])


@pytest.fixture(params=["Lists", "outside"])
def music(
    request: pytest.FixtureRequest, tmp_path: Path, expected_logs: Callable[[str], None]
) -> Iterator[Music]:
    expected_logs("playlist 1 could not be exported")
    made = Music(tmp_path)
    folder = request.param
    if folder == "outside":
        folder = str(made.root.parent / "outside")
        Path(folder).mkdir()
    made.variants = (ExportVariant("V", folder, paths="mapped", prefix="/music"),)
    yield made
    made.shelf.close()


def _files(music: Music) -> dict[str, list[str]]:
    found = music.files(music.variants[0].folder)
    return {name: lines for name, lines in found.items() if not name.startswith(".")}


def _begun(music: Music) -> int:
    (count,) = music.shelf.raw.execute("SELECT COUNT(*) FROM variant_writing").fetchone()
    return int(count)


def _kept(music: Music) -> list[str | None]:
    return [event.kept for event in music.export() if isinstance(event, PlaylistExported)]


@PLACES
def test_a_first_writing_that_broke_off_is_gone_on_with(
    music: Music, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str]
) -> None:
    die(monkeypatch, music, where)
    assert _begun(music) == 1
    music.one_more("2.mp3")
    die(monkeypatch, music, where)
    assert _kept(music) == [None, None]
    assert _files(music) == {"S.m3u": ["/music/1.mp3", "/music/2.mp3"]}
    assert music.settled()
    assert _begun(music) == 0


@PLACES
def test_a_file_whose_record_was_lost_is_not_taken_for_edited(
    music: Music, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str]
) -> None:
    music.export()
    music.one_more("2.mp3")
    die(monkeypatch, music, where)
    music.turn_round()
    assert _kept(music) == [None, None]
    assert _files(music) == {"S.m3u": ["/music/2.mp3", "/music/1.mp3"]}
    assert music.settled()


@PLACES
def test_what_a_person_changed_meanwhile_is_kept(
    music: Music,
    monkeypatch: pytest.MonkeyPatch,
    where: tuple[object, str],
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("playlist 1 could not be exported|was changed by somebody else")
    music.export()
    music.one_more("2.mp3")
    die(monkeypatch, music, where)
    (music.root / music.variants[0].folder / "S.m3u").write_text("theirs\n")
    (kept,) = [name for name in _kept(music) if name is not None]
    files = _files(music)
    assert files.pop(kept) == ["theirs"]
    assert files == {"S.m3u": ["/music/1.mp3", "/music/2.mp3"]}


@PLACES
def test_a_renamed_playlist_leaves_nothing_behind(
    music: Music, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str]
) -> None:
    music.export()
    music.rename("T")
    die(monkeypatch, music, where)
    music.export()
    assert _files(music) == {"T.m3u": ["/music/1.mp3"]}
    assert _begun(music) == 0


@PLACES
@pytest.mark.parametrize("gone", ["variant", "playlist"])
def test_what_is_no_more_leaves_nothing_behind(
    music: Music, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str], gone: str
) -> None:
    die(monkeypatch, music, where)
    if gone == "playlist":
        music.shelf.raw.execute("DELETE FROM playlists")
    folder = music.variants[0].folder
    clear_orphans(music.shelf.store, music.library, music.variants if gone == "playlist" else ())
    assert [name for name in music.files(folder) if not name.startswith(".")] == []
    assert _begun(music) == 0


@pytest.mark.parametrize("music", ["outside"], indirect=True)
def test_what_was_begun_in_a_folder_that_is_away_is_found_when_it_is_back(
    music: Music, monkeypatch: pytest.MonkeyPatch
) -> None:
    die(monkeypatch, music, AFTER)
    outside = Path(music.variants[0].folder)
    away = outside.rename(outside.with_name("away"))
    music.export()
    assert _begun(music) == 1
    away.rename(outside)
    music.one_more("2.mp3")
    assert _kept(music) == [None, None]
    assert _files(music) == {"S.m3u": ["/music/1.mp3", "/music/2.mp3"]}
