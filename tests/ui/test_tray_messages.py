# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray's messages: what is told, how often, and where a click leads."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import (
    Event,
    JobFinished,
    Notice,
    SourceRefreshed,
    StageFinished,
)
from catalogsync_gui.core.settings import with_text
from catalogsync_gui.core.states import JobState, StageName
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.notices import Note
from catalogsync_gui.ui.places import Place
from catalogsync_gui.ui.status_words import Remedy
from catalogsync_gui.ui.tray import Tray
from tests.ui.slow_server import WAIT, SlowServer

Subscribe = Callable[[str, str], int]


def finished(state: JobState, done: int, failed: int = 0) -> JobFinished:
    return JobFinished(
        at=1.0, job=1, state=state, done=done, failed=failed, skipped=0, bytes=0, seconds=1.0
    )


@pytest.mark.parametrize(
    ("event", "title"),
    [
        (finished(JobState.DONE, 3), "Sync done"),
        (finished(JobState.PARTIAL, 3, 1), "Sync done, with failures"),
        (finished(JobState.FAILED, 0), "Sync failed"),
        (finished(JobState.DONE, 0), None),
        (finished(JobState.CANCELLED, 2), None),
    ],
)
def test_a_message_at_the_end_of_a_job_that_did_something(
    tray: Tray, monkeypatch: pytest.MonkeyPatch, event: JobFinished, title: str | None
) -> None:
    told: list[str] = []
    monkeypatch.setattr(tray.icon, "showMessage", lambda *message: told.append(message[0]))
    tray._on_event(event)
    assert told == ([title] if title else [])


@pytest.mark.parametrize(
    ("name", "event", "title"),
    [
        ("notify", finished(JobState.DONE, 3), "Sync done"),
        ("notify_finished", finished(JobState.DONE, 3), "Sync done"),
        ("notify_problem", finished(JobState.PARTIAL, 3, 1), "Sync done, with failures"),
        (
            "notify_problem",
            Notice(at=1.0, job=1, level="warning", kind="storage_offline", message="<b>x"),
            "The music folder is not there",
        ),
    ],
)
def test_no_message_where_a_person_wants_none(
    tray: Tray,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    event: Event,
    title: str,
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(tray.icon, "showMessage", lambda *message: told.append(message[:2]))
    engine.apply_settings(with_text(engine.settings, name, "no"))
    tray._on_event(event)
    assert not told
    engine.apply_settings(with_text(engine.settings, name, "yes"))
    tray._on_event(event)
    assert [message[0] for message in told] == [title]
    assert "<" not in told[0][1]


def test_new_tracks_are_told_of_once_for_all_sources(
    tray: Tray, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(tray.icon, "showMessage", lambda *message: told.append(message[0]))
    engine.apply_settings(replace(engine.settings, notify_new=True))
    for source in (1, 2):
        tray._on_event(
            SourceRefreshed(
                at=1.0, job=1, source=source, playlists=1, tracks=9, new=4, unchanged=False
            )
        )
    assert not told
    tray._on_event(StageFinished(at=1.0, job=1, stage=StageName.REFRESH))
    assert told == ["8 new tracks"]
    tray._on_event(StageFinished(at=1.0, job=2, stage=StageName.REFRESH))
    assert told == ["8 new tracks"]


def test_one_message_a_minute_and_what_comes_meanwhile_in_one(
    tray: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(tray.icon, "showMessage", lambda *message: told.append(message[:2]))
    tray._on_event(finished(JobState.DONE, 1))
    for done in (2, 3):
        tray._on_event(finished(JobState.DONE, done))
    tray._on_event(finished(JobState.PARTIAL, 3, 1))
    assert [title for title, _ in told] == ["Sync done"]
    tray.notices.next()
    assert [title for title, _ in told] == ["Sync done", "Sync done, with failures"]
    assert told[1][1].splitlines() == ["3 done  ·  1 failed", "Sync done", "Sync done"]
    tray.notices.next()
    assert len(told) == 2


def test_a_click_on_a_message_leads_to_what_it_is_about(
    tray: Tray, window: MainWindow, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tray.icon, "showMessage", lambda *message: None)
    tray._on_event(finished(JobState.PARTIAL, 3, 1))
    tray.icon.messageClicked.emit()
    assert window.isVisible()
    assert window.places.current is Place.QUEUE
    tray.notices._timer.stop()
    tray._on_event(finished(JobState.DONE, 3))
    tray.icon.messageClicked.emit()
    assert window.places.current.name == Place.HISTORY.name
    tray.notices._timer.stop()
    tray.notices.tell(Note("Sync done", ""))
    tray.icon.messageClicked.emit()
    assert window.places.current.name == Place.NOW.name


def test_a_message_about_a_source_leads_to_it(
    tray: Tray,
    window: MainWindow,
    subscribe: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(tray.icon, "showMessage", lambda *message: None)
    monkeypatch.setattr(window, "isActiveWindow", bool)
    found = []
    for name in ("One", "Two"):
        path = tmp_path / f"{name}.m3u"
        path.write_text("#EXTM3U\n", "utf-8")
        found.append(subscribe(str(path), name))
    tray._on_event(_paused(found[1]))
    tray.icon.messageClicked.emit()
    assert window.places.current is Place.CATALOGUE
    # It is selected as soon as it is listed.
    qtbot.waitUntil(lambda: _selected(window) == found[1], timeout=WAIT)
    tray._on_event(_paused(found[0]))
    tray._on_event(_paused(found[1]))
    tray.notices.next()
    assert tray.notices.last is not None
    assert (tray.notices.last.source, tray.notices.last.remedy) == (None, Remedy.SHOW_SOURCES)
    window.show_source(found[0])
    assert _selected(window) == found[0]


def _paused(source: int) -> Notice:
    return Notice(
        at=1.0, job=1, level="warning", kind="source_paused", message="it is", source=source
    )


def _selected(window: MainWindow) -> int | None:
    chosen = window.sources.selected()
    return None if chosen is None else chosen.id


def test_who_looks_at_the_window_is_shown_no_message(
    tray: Tray, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(tray.icon, "showMessage", lambda *message: told.append(message[0]))
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    tray._on_event(finished(JobState.DONE, 3))
    assert not told


def test_the_message_of_a_real_job(
    engine: Engine,
    tray: Tray,
    library: Path,
    subscribe: Subscribe,
    slow_server: SlowServer,
    slow_playlist: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(tray.icon, "showMessage", lambda *message: told.append(message[:2]))
    subscribe(str(slow_playlist), "Slow")
    slow_server.let_go.set()
    engine.start_job()
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    title, text = told[0]
    assert title == "Sync done"
    assert text.startswith("3 done")
