# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tray's icon stands on."""

import pytest
from PySide6.QtCore import Qt

from catalogsync_gui.ui.panel_ink import panel_ink
from catalogsync_gui.ui.state_icons import Ink

LIGHT, DARK, UNKNOWN = Qt.ColorScheme.Light, Qt.ColorScheme.Dark, Qt.ColorScheme.Unknown


@pytest.mark.parametrize(
    ("setting", "desktop", "scheme", "own", "platform", "ink"),
    [
        ("light", "KDE", LIGHT, False, "linux", Ink.LIGHT),
        ("dark", "GNOME", DARK, False, "linux", Ink.DARK),
        ("auto", "ubuntu:GNOME", LIGHT, False, "linux", Ink.LIGHT),
        ("auto", "KDE", DARK, False, "linux", Ink.LIGHT),
        ("auto", "KDE", LIGHT, False, "linux", Ink.DARK),
        # The window was made dark; what of the panel?
        ("auto", "KDE", DARK, True, "linux", Ink.BADGE),
        ("auto", "KDE", UNKNOWN, False, "linux", Ink.BADGE),
        ("auto", "XFCE", DARK, False, "linux", Ink.BADGE),
        ("auto", "", DARK, False, "linux", Ink.BADGE),
        ("auto", "", LIGHT, False, "darwin", Ink.DARK),
    ],
)
def test_the_ink(
    setting: str,
    desktop: str,
    scheme: Qt.ColorScheme,
    own: bool,
    platform: str,
    ink: Ink,
) -> None:
    environ = {"XDG_CURRENT_DESKTOP": desktop} if desktop else {}
    assert panel_ink(setting, scheme, own_theme=own, environ=environ, platform=platform) is ink
