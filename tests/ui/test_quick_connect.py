# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in to a Jellyfin server by a code, in the dialog that adds a source."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.sources import jellyfin_login
from catalogsync_gui.ui.dialogs.add_source import AddSourceDialog
from tests.ui.slow_server import WAIT
from tests.unit.sources.fake_jellyfin import FakeJellyfin, jellyfin


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeJellyfin]:
    monkeypatch.setattr(jellyfin_login, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(jellyfin_login, "POLLS", 1_000_000)
    with jellyfin() as server:
        server.polls_until_confirmed = 1_000_000
        server.playlist("Evening", [server.track("Hunter")])
        yield server


@pytest.fixture
def profile(profile: Profile) -> Profile:
    """One that keeps secrets in a file: there is no keyring here."""
    SettingsFile(profile.settings_file).save(replace(Settings(), secrets_file=True))
    return profile


@pytest.fixture
def dialog(engine: Engine, library: Path, fake: FakeJellyfin) -> Iterator[AddSourceDialog]:
    dialog = AddSourceDialog(engine)
    dialog.sync.setChecked(False)
    dialog.form.location.setText(fake.base)
    dialog.form.kind.setCurrentIndex(dialog.form.kind.findData("jellyfin"))
    dialog.show()
    yield dialog
    dialog.close()
    shiboken6.delete(dialog)


def shows(dialog: AddSourceDialog, page: str) -> bool:
    return dialog.pane.currentWidget() is getattr(dialog.pane, f"_{page}_page")


def sign_in(dialog: AddSourceDialog, fake: FakeJellyfin, qtbot: QtBot) -> None:
    dialog.form.quick.click()
    qtbot.waitUntil(lambda: shows(dialog, "code"), timeout=WAIT)
    fake.polls_until_confirmed = 0
    qtbot.waitUntil(lambda: shows(dialog, "preview"), timeout=WAIT)


def test_it_is_offered_for_jellyfin_alone(dialog: AddSourceDialog) -> None:
    form = dialog.form
    assert form.quick.isVisible()
    for kind in ("subsonic", "podcast", None):
        form.kind.setCurrentIndex(form.kind.findData(kind))
        assert not form.quick.isVisible()
    form.kind.setCurrentIndex(form.kind.findData("jellyfin"))
    form.location.clear()
    assert not form.quick.isVisible()


def test_a_token_that_others_could_read_is_warned_of_before_it_comes(
    dialog: AddSourceDialog,
) -> None:
    form = dialog.form
    form.location.setText("http://music.example.org/")
    assert not form.warning.isVisible()
    form.quick_connect_request()
    assert form.warning.isVisible()
    assert form.warning.text().startswith("The access token goes to music.example.org over plain")


def test_the_code_is_shown_and_its_login_serves_the_preview_and_the_source(
    dialog: AddSourceDialog,
    fake: FakeJellyfin,
    profile: Profile,
    qtbot: QtBot,
    ask: Callable[..., object],
) -> None:
    dialog.form.password.setText("left over")
    dialog.form.quick.click()
    assert not dialog.form.quick.isEnabled()
    qtbot.waitUntil(lambda: shows(dialog, "code"), timeout=WAIT)
    code = dialog.pane.code
    assert code.text() == "123456"
    assert code.accessibleName() == "Quick Connect code"
    assert code.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert code.font().pointSizeF() >= 2 * dialog.font().pointSizeF()
    for label in dialog.pane.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.pixmap().isNull()
    fake.polls_until_confirmed = 0
    qtbot.waitUntil(lambda: shows(dialog, "preview"), timeout=WAIT)
    assert dialog.form.signed_in.text() == "Signed in"
    assert dialog.form.password.text() == ""
    assert dialog.pane.summary.text() == "Jellyfin · 1 playlist · 1 track"
    (token,) = fake.sessions
    dialog.add.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    kept = ask(
        lambda desk: desk.secrets.get(desk.store.catalogue.sources()[0].source.id, "session")
    )
    assert kept == token
    assert fake.logins == 0


def test_another_login_or_another_server_takes_its_place(
    dialog: AddSourceDialog, fake: FakeJellyfin, qtbot: QtBot
) -> None:
    form = dialog.form
    sign_in(dialog, fake, qtbot)
    assert form.request().secret is not None
    form.password.setText("päss wörd")
    assert form.request().secret == ("password", "päss wörd")
    assert form.signed_in.text() == ""
    sign_in(dialog, fake, qtbot)
    form.location.setText("https://elsewhere.example/")
    assert form.request().secret is None


@pytest.mark.parametrize("how", ["cancel", "edit", "close"])
def test_waiting_for_the_code_can_be_left(
    dialog: AddSourceDialog, engine: Engine, fake: FakeJellyfin, qtbot: QtBot, how: str
) -> None:
    dialog.form.quick.click()
    qtbot.waitUntil(lambda: shows(dialog, "code"), timeout=WAIT)
    if how == "cancel":
        dialog.pane.leave_code.click()
    elif how == "edit":
        dialog.form.name.setText("Mine")
    else:
        dialog.reject()
    qtbot.waitUntil(
        lambda: all(thread.isFinished() for thread in engine.lookups._running), timeout=WAIT
    )
    assert how == "close" or (shows(dialog, "hint") and dialog.form.quick.isEnabled())
    assert not fake.sessions


def test_a_server_without_it_says_so(
    dialog: AddSourceDialog, fake: FakeJellyfin, qtbot: QtBot
) -> None:
    fake.quick = False
    dialog.form.quick.click()
    qtbot.waitUntil(lambda: shows(dialog, "failure"), timeout=WAIT)
    assert "does not offer Quick Connect" in dialog.pane.failure.text()
    assert dialog.form.quick.isEnabled()
    assert dialog.focusWidget() is dialog.form.user
