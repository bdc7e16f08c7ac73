# SPDX-License-Identifier: GPL-3.0-or-later
"""The licences that the About box leads to."""

from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from catalogsync_gui import __version__
from catalogsync_gui.ui.dialogs.licences import LicencesDialog
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT


def test_the_about_box_leads_to_the_licences_of_everything(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show()
    window.actions_.about.trigger()
    box = window.findChild(QMessageBox)
    assert box is not None
    assert __version__ in box.text()
    next(button for button in box.buttons() if "Licences" in button.text()).click()
    dialog = window.findChild(LicencesDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.parts.count() > 5, timeout=WAIT)
    titles = [dialog.parts.item(row).text() for row in range(dialog.parts.count())]
    assert titles[0] == f"catalog-sync {__version__}"
    wanted = next(row for row, title in enumerate(titles) if title.startswith("mutagen"))
    dialog.parts.setCurrentRow(wanted)
    assert titles[wanted] in dialog.text.firstVisibleBlock().next().text()
    dialog.reject()
