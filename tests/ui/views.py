# SPDX-License-Identifier: GPL-3.0-or-later
"""All dialogs of the window, opened the way a person opens them."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QFileDialog

from catalogsync_gui.core.models import Source
from catalogsync_gui.core.schedule import Rule
from catalogsync_gui.ui.dialogs.add_server import AddServerDialog
from catalogsync_gui.ui.dialogs.edit_variant import EditVariantDialog
from catalogsync_gui.ui.dialogs.matches import MatchesDialog
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.rule_editor import RuleDialog
from catalogsync_gui.ui.window_dialogs import WindowDialogs

Opener = Callable[[], None]


def openers(window: MainWindow) -> dict[str, Opener]:
    """By name. Those of a source are there if one is selected."""
    actions = window.actions_
    found: dict[str, Opener] = {
        "add": actions.add.trigger,
        "settings": actions.settings.trigger,
        "adopt": actions.adopt.trigger,
        "rename": actions.rename.trigger,
        "trash": actions.trash.trigger,
        "plan": actions.plan.trigger,
        "diagnostics": actions.diagnostics.trigger,
        "keys": actions.keys.trigger,
        "about": actions.about.trigger,
        "damage": window.dialogs.damage,
        "licences": window.dialogs.licences,
        "matches": lambda: WindowDialogs.open(MatchesDialog(window._engine, window)),
        "server": lambda: WindowDialogs.open(AddServerDialog(window)),
        "variant": lambda: WindowDialogs.open(
            EditVariantDialog(None, (), "m3u", window._engine.settings.library, window)
        ),
    }
    source = window.sources.selected()
    if source is not None:
        found |= _of_source(window, source)
    if window.catalogue.playlists.versions.isEnabled():
        found["versions"] = window.catalogue.playlists.versions.trigger
    return found


def _of_source(window: MainWindow, source: Source) -> dict[str, Opener]:
    return {
        "edit": lambda: window.dialogs.edit(source),
        "remove": lambda: window.dialogs.remove(source),
        "plan of one": lambda: window.dialogs.plan_of(source),
        "rule": lambda: WindowDialogs.open(
            RuleDialog(source.id, source.name, Rule(hours=6.0), window)
        ),
    }


def opened(window: MainWindow) -> list[QDialog]:
    """The dialogs that are shown, the system's own for files left out."""
    return [
        dialog
        for dialog in window.findChildren(QDialog)
        if dialog.isVisible() and not isinstance(dialog, QFileDialog)
    ]
