# SPDX-License-Identifier: GPL-3.0-or-later
"""A newer version: asked for by a real GET, once a day, and told on a card."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.releases import Release
from catalogsync_gui.engine import update_check
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.update_check import DAY, UpdateCheck, releases_address
from catalogsync_gui.ui.cards import ProblemCard
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.settings import program_sections
from catalogsync_gui.ui.update_notice import UpdateNotice
from tests.ui.slow_server import WAIT
from tests.unit.pipeline.clock import FakeClock
from tests.unit.sources.web import Web, serving

PRESENT = "1.0"


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


@pytest.fixture
def clock(engine: Engine) -> FakeClock:
    clock = FakeClock(1_700_000_000.0)
    engine.clock = clock
    return clock


def announce(web: Web, version: str) -> None:
    web.put("/latest", json.dumps({"version": version, "page": web.url(f"/{version}")}))


class Asked(QObject):
    """A check that is on, and what it found."""

    def __init__(self, engine: Engine, web: Web, qtbot: QtBot) -> None:
        super().__init__()
        self._qtbot = qtbot
        engine.apply_settings(replace(engine.settings, update_check=True))
        self.check = UpdateCheck(engine, self, address=lambda: web.url("/latest"), version=PRESENT)

    def __call__(self) -> Release | None:
        with self._qtbot.waitSignal(self.check.found, timeout=WAIT) as answer:
            self.check.look()
        assert answer.args is not None
        release = answer.args[0]
        assert release is None or isinstance(release, Release)
        return release


@pytest.fixture
def asked(engine: Engine, web: Web, clock: FakeClock, qtbot: QtBot) -> Iterator[Asked]:
    del clock  # only has to be set
    made = Asked(engine, web, qtbot)
    yield made
    shiboken6.delete(made)


def test_it_is_asked_once_a_day_and_told_nothing(asked: Asked, web: Web, clock: FakeClock) -> None:
    announce(web, "1.1")
    assert asked() == Release("1.1", web.url("/1.1"))
    announce(web, "1.2")
    clock.time += DAY - 1
    assert asked() == Release("1.1", web.url("/1.1")), "as it was answered"
    clock.time += 1
    assert asked() == Release("1.2", web.url("/1.2"))
    assert web.paths == ["/latest", "/latest"]
    for _, headers in web.requests:
        assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert PRESENT not in headers["User-Agent"]


@pytest.mark.parametrize("version", ["1.0", "0.9", "1.1rc1"])
def test_what_is_not_newer_is_not_told(version: str, asked: Asked, web: Web) -> None:
    announce(web, version)
    assert asked() is None


def test_an_answer_that_is_none_costs_nothing_but_a_line_in_the_log(asked: Asked, web: Web) -> None:
    web.put("/latest", "<html>log in</html>")
    assert asked() is None


def test_a_server_that_fails_is_asked_again_tomorrow(
    asked: Asked, web: Web, clock: FakeClock, qtbot: QtBot
) -> None:
    asked.check.look()
    qtbot.waitUntil(lambda: asked.check._asking is None, timeout=WAIT)
    announce(web, "1.1")
    assert asked() is None
    clock.time += DAY
    assert asked() is not None


def test_switched_off_nothing_is_asked(engine: Engine, web: Web, qtbot: QtBot) -> None:
    announce(web, "1.1")
    check = UpdateCheck(engine, engine, address=lambda: web.url("/latest"), version=PRESENT)
    check.look()
    assert check._asking is None
    with qtbot.waitSignal(check.found, timeout=WAIT) as answer:
        engine.apply_settings(replace(engine.settings, update_check=True))
    assert answer.args is not None
    assert answer.args[0] is not None
    with qtbot.waitSignal(check.found, timeout=WAIT) as answer:
        engine.apply_settings(replace(engine.settings, update_check=False))
    assert answer.args == [None], "the notice goes"
    assert web.paths == ["/latest"]


def test_a_copy_that_knows_no_address_asks_nobody(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    monkeypatch.setattr(update_check, "resources", lambda: tmp_path)
    assert releases_address() == ""
    engine.apply_settings(replace(engine.settings, update_check=True))
    check = UpdateCheck(engine, engine, version=PRESENT)
    with qtbot.waitSignal(check.found, timeout=WAIT) as answer:
        check.look()
    assert answer.args == [None]
    (tmp_path / update_check.FILE).write_text("https://example.org/latest\n", "ascii")
    assert releases_address() == "https://example.org/latest"
    (tmp_path / update_check.FILE).write_text("nonsense", "ascii")
    assert releases_address() == ""


def test_the_card_leads_to_the_page_and_stays_away_once_dismissed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString())
    )
    card = ProblemCard()
    qtbot.addWidget(card)
    notice = UpdateNotice(engine, card)
    assert not card.isVisible()
    notice.show_release(Release("1.1", "https://example.org/1.1"))
    assert card.isVisible()
    assert "1.1" in card.title.text()
    card.button.click()
    assert opened == ["https://example.org/1.1"]
    card.close_button.click()
    assert not card.isVisible()
    notice.show_release(Release("1.1", "https://example.org/1.1"))
    assert not card.isVisible()
    notice.show_release(Release("1.2", "https://example.org/1.2"))
    assert card.isVisible()
    notice.show_release(None)
    assert not card.isVisible()


@pytest.mark.parametrize("address", ["", "https://example.org/latest"])
def test_the_settings_say_where_it_cannot_be(
    address: str, engine: Engine, library: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    del library  # only has to be set
    monkeypatch.setattr(program_sections, "releases_address", lambda: address)
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    startup = dialog.startup
    # Both are answered in the order in which they were asked.
    qtbot.waitUntil(startup.start.isEnabled, timeout=WAIT)
    qtbot.waitUntil(lambda: startup.update_check.isEnabled() is bool(address), timeout=WAIT)
    qtbot.waitUntil(lambda: startup.no_updates.isHidden() is bool(address), timeout=WAIT)
    if address:
        startup.update_check.setChecked(True)
        dialog._on_accepted()
        qtbot.waitUntil(lambda: engine.settings.update_check, timeout=WAIT)
