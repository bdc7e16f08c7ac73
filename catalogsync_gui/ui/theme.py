# SPDX-License-Identifier: GPL-3.0-or-later
"""Light, dark, or as the system has it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

_SCHEMES = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "system": Qt.ColorScheme.Unknown,
}
_DARK = {
    QPalette.ColorRole.Window: "#26282c",
    QPalette.ColorRole.WindowText: "#e6e7ea",
    QPalette.ColorRole.Base: "#1d1f22",
    QPalette.ColorRole.AlternateBase: "#232529",
    QPalette.ColorRole.Text: "#e6e7ea",
    QPalette.ColorRole.PlaceholderText: "#8d929b",
    QPalette.ColorRole.Button: "#303338",
    QPalette.ColorRole.ButtonText: "#e6e7ea",
    QPalette.ColorRole.BrightText: "#ff6b6b",
    QPalette.ColorRole.ToolTipBase: "#34373d",
    QPalette.ColorRole.ToolTipText: "#e6e7ea",
    QPalette.ColorRole.Highlight: "#3d7bd9",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#7fb2ff",
    QPalette.ColorRole.Light: "#40444b",
    QPalette.ColorRole.Midlight: "#383b41",
    QPalette.ColorRole.Mid: "#1b1d20",
    QPalette.ColorRole.Dark: "#141517",
    QPalette.ColorRole.Shadow: "#0b0c0d",
}
_LIGHT = {
    QPalette.ColorRole.Window: "#f3f4f6",
    QPalette.ColorRole.WindowText: "#1c1e21",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f7f8fa",
    QPalette.ColorRole.Text: "#1c1e21",
    QPalette.ColorRole.PlaceholderText: "#737983",
    QPalette.ColorRole.Button: "#eceef1",
    QPalette.ColorRole.ButtonText: "#1c1e21",
    QPalette.ColorRole.BrightText: "#c62828",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1c1e21",
    QPalette.ColorRole.Highlight: "#2f6fd0",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#1f5fbf",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Midlight: "#e4e7eb",
    QPalette.ColorRole.Mid: "#c3c8cf",
    QPalette.ColorRole.Dark: "#9aa0a8",
    QPalette.ColorRole.Shadow: "#6b7078",
}
_DISABLED = ("WindowText", "Text", "ButtonText")

_FRAMED = ("QCheckBox", "QRadioButton", "QLineEdit", "QAbstractSpinBox")
"""What has a frame and paints no ground in the window's colour, nor do its children, which take
its palette: not the views, whose headers and corners would."""

_FRAME = QColor("#757a83")
"""3:1 or better beside the grounds of both palettes (WCAG 2.2, 1.4.11)."""

_DARKER = 140
"""Fusion draws frames in the window's colour made darker by so many per cent, which on a dark
ground cannot be seen (``QFusionStylePrivate::outline``, qfusionstyle_p_p.h)."""


def apply_theme(application: QApplication, theme: str) -> None:
    """Applies ``system``, ``light`` or ``dark``.

    Qt follows the system by itself. Where the platform cannot switch on request (xcb without a
    desktop's theme, offscreen), an own palette for the Fusion style does it.
    """
    scheme = _SCHEMES.get(theme, Qt.ColorScheme.Unknown)
    application.setPalette(QPalette())
    application.styleHints().setColorScheme(scheme)
    if scheme is not Qt.ColorScheme.Unknown:
        dark = scheme is Qt.ColorScheme.Dark
        if is_dark(application.palette()) != dark:
            if not _is_fusion(application):
                application.setStyle(QStyleFactory.create("Fusion"))
            application.setPalette(_palette(_DARK if dark else _LIGHT))
    if _is_fusion(application):
        frames = QPalette()
        mark_frames(frames)
        for name in _FRAMED:
            # PySide takes a str, whatever its stubs say.
            application.setPalette(frames, name)  # type: ignore[arg-type]


def mark_frames(palette: QPalette) -> None:
    """Has frames drawn by this palette stand out; nothing else drawn by it may use ``Window``."""
    palette.setColor(QPalette.ColorRole.Window, _FRAME.lighter(_DARKER))


def _is_fusion(application: QApplication) -> bool:
    return application.style().objectName().lower() == "fusion"


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than what it stands on."""
    return (
        palette.color(QPalette.ColorRole.WindowText).lightness()
        > palette.color(QPalette.ColorRole.Window).lightness()
    )


def _palette(colours: dict[QPalette.ColorRole, str]) -> QPalette:
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    faint = QColor(colours[QPalette.ColorRole.PlaceholderText])
    for name in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[name], faint)
    return palette
