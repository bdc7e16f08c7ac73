# SPDX-License-Identifier: GPL-3.0-or-later
"""The program's own icons, in the colours of the palette.

The drawings are black. They are coloured when they are painted, so a change between light and
dark needs no new icons.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from catalogsync_gui.paths import resources

_KINDS = {"podcast": "podcast", "archive": "archive", "subsonic": "server", "jellyfin": "server"}


@cache
def _drawing(name: str) -> str:
    """An SVG's text; empty where there is none, which paints nothing."""
    try:
        return (resources() / "icons" / f"{name}.svg").read_text("utf-8")
    except OSError:
        return ""


class _PaletteEngine(QIconEngine):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        palette = QGuiApplication.palette()
        group = (
            QPalette.ColorGroup.Disabled
            if mode == QIcon.Mode.Disabled
            else QPalette.ColorGroup.Active
        )
        role = (
            QPalette.ColorRole.HighlightedText
            if mode == QIcon.Mode.Selected
            else QPalette.ColorRole.ButtonText
        )
        colour = palette.color(group, role).name()
        text = _drawing(self._name).replace("#000000", colour).replace("#000", colour)
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        QSvgRenderer(QByteArray(text.encode())).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _PaletteEngine(self._name)


@cache
def icon(name: str) -> QIcon:
    """An icon of ``resources/icons`` in the palette's colours."""
    return QIcon(_PaletteEngine(name))


def tinted(name: str, colour: QColor, side: int, ratio: float) -> QPixmap:
    """A drawing in one colour.

    :param side: in device-independent pixels. :param ratio: device pixels in one of those.
    """
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    text = _drawing(name).replace("#000000", colour.name()).replace("#000", colour.name())
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def kind_icon(kind: str) -> QIcon:
    """The icon of a kind of source."""
    return icon(_KINDS.get(kind, "playlist"))


@cache
def _own_colours(name: str) -> QIcon:
    return QIcon(str(resources() / "icons" / f"{name}.svg"))


def app_icon() -> QIcon:
    """The program's icon."""
    return _own_colours("catalog-sync")
