# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that read the library, in the settings."""

import sys
from dataclasses import replace

from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import ServerChecked
from catalogsync_gui.core.servers import PlaylistProof, ServerKind, Unresolved, Why
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.server_commands import Checked
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.status_words import StatusWords


def test_a_server_is_added_asked_and_removed(engine: Engine, qtbot: QtBot) -> None:
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    page = dialog.server_section.page
    page.add.click()
    form = page.dialog
    form.kind.setCurrentIndex(form.kind.findData(ServerKind.MPD.value))
    form.address.setText("not an address")
    form.accepting.click()
    qtbot.waitUntil(lambda: "is no address of an MPD" in form.failure.text())
    form.address.setText("127.0.0.1:1")
    form.name.setText("<b>Kitchen</b>")
    form.accepting.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
    assert page.table.index(0, 0).data() == "<b>Kitchen</b>"
    assert page.table.index(0, 3).data() == "Not told yet"

    page.ask.click()
    assert not page.ask.isEnabled()
    qtbot.waitUntil(lambda: "there is no playlist file yet" in page.failure.text().lower())
    assert page.ask.isEnabled()
    (server,) = page._servers
    unresolved = (Unresolved("A/x.mp3", Why.ABSENT, "the server does not have the file"),)
    proof = PlaylistProof(1, "Mix", "Playlists/Mix.m3u", 3, 2, listed=True, unresolved=unresolved)
    page._on_answer([Checked(server, (proof,))])
    assert page.answer.text() == "<b>Kitchen</b> knows 2 of 3 playlist entries."
    assert page.unknown.index(0, 1).data() == "A/x.mp3"

    with engine.desk._make().store as store:
        store.servers.checked(server.id, 2, 3, 1.0)
    checked = ServerChecked(
        at=1.0, job=None, server=server.id, name=server.name, playlists=1, entries=3, known=2
    )
    engine._report(checked)
    qtbot.waitUntil(lambda: page.table.index(0, 2).data() == "2 of 3")
    status = engine.status()
    assert status.servers[0].server == server.id
    words = StatusWords()
    assert words.detail(status, 0) == "<b>Kitchen</b> knows 2 of 3 entries"
    whole = replace(status, servers=(replace(checked, known=3),))
    assert words.detail(whole, 0) == "<b>Kitchen</b> knows every entry"

    page.view.selectRow(0)
    page.remove.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == 0 and not engine.status().servers)
    assert not page.ask.isEnabled()


def test_a_command_is_taken_apart_as_a_shell_would(engine: Engine, qtbot: QtBot) -> None:
    dialog = SettingsDialog(engine)
    qtbot.addWidget(dialog)
    page = dialog.server_section.page
    page.add.click()
    form = page.dialog
    form.kind.setCurrentIndex(form.kind.findData(ServerKind.COMMAND.value))
    assert not form.secret.isVisibleTo(form)
    form.address.setText(f"{sys.executable} -c 'import this")
    form.accepting.click()
    assert "the command cannot be read" in form.failure.text().lower()
    form.address.setText(f"{sys.executable} -c 'import this'")
    assert form.request().arguments == ("-c", "import this")
    form.accepting.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
