# SPDX-License-Identifier: GPL-3.0-or-later
"""What ground the tray's icon stands on, as far as that can be known."""

import os
import sys
from collections.abc import Mapping

from PySide6.QtCore import QSettings, Qt

from catalogsync_gui.ui.state_icons import Ink

_PERSONALIZE = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


def panel_ink(
    setting: str,
    scheme: Qt.ColorScheme,
    *,
    own_theme: bool,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> Ink:
    """How the icon is to be drawn.

    :param setting: ``light`` or ``dark`` as a person chose it, or ``auto``.
    :param scheme: the application's colours.
    :param own_theme: a person chose these, so that they say nothing of the desktop's.
    """
    if setting in {"light", "dark"}:
        return Ink.LIGHT if setting == "light" else Ink.DARK
    if platform == "darwin":
        # Only its shape counts there.
        return Ink.DARK
    if platform == "win32":
        return Ink.DARK if _windows_taskbar_is_light() else Ink.LIGHT
    desktops = environ.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
    if "gnome" in desktops:
        # Its bar is dark whatever the windows are (gnome-shell, data/theme).
        return Ink.LIGHT
    if "kde" in desktops and not own_theme and scheme is not Qt.ColorScheme.Unknown:
        # Plasma's panel has the colours of its windows unless somebody mixes them.
        return Ink.LIGHT if scheme is Qt.ColorScheme.Dark else Ink.DARK
    return Ink.BADGE


def _windows_taskbar_is_light() -> bool:
    registry = QSettings(_PERSONALIZE, QSettings.Format.NativeFormat)
    return str(registry.value("SystemUsesLightTheme", 0)) == "1"
