# SPDX-License-Identifier: GPL-3.0-or-later
"""The signs of what the program does: painted, since one of them shows how far it is.

Each has a shape of its own: no state is told by its colour alone.
"""

import sys
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap, QPolygonF

from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.ui import shades

STEPS = 24
"""Of the ring: more are not to be told apart at the size of a tray."""

_SIZES = (16, 20, 22, 24, 32, 40, 44, 48, 64)
_UNIT = 32.0
_CENTRE = QPointF(16, 16)
_RING = QRectF(3, 3, 26, 26)


class Sign(Enum):
    """What is told apart."""

    IDLE = auto()
    SYNCING = auto()
    PAUSED = auto()
    LIMITED = auto()
    PROBLEM = auto()


class Ink(Enum):
    """For which ground it is drawn.

    Light for dark panels, dark for light ones, and in colours with a light rim for both.
    """

    LIGHT = auto()
    DARK = auto()
    BADGE = auto()


@dataclass(frozen=True, slots=True)
class Look:
    """What a tray icon looks like.

    :ivar steps: of the ring, 0 to :data:`STEPS`; None where it is not known how far it is.
    """

    sign: Sign
    steps: int | None = None
    ink: Ink = Ink.BADGE


def sign_of(status: EngineStatus) -> Sign:
    """The sign for what goes on."""
    match status.state:
        case Activity.PAUSED:
            return Sign.PAUSED
        case Activity.ERROR:
            return Sign.PROBLEM
        case Activity.RUNNING if status.pace.state is not HourState.FULL:
            return Sign.LIMITED
        case Activity.RUNNING:
            return Sign.SYNCING
    return Sign.IDLE


def steps_of(status: EngineStatus, waiting: int) -> int | None:
    """How far the job is, in steps of the ring; None without a job or while that is not known.

    :param waiting: items that are still to be worked on.
    """
    counts = status.counts
    over = counts.done + counts.failed + counts.skipped
    if status.job is None or not over + waiting:
        return None
    return STEPS * over // (over + waiting)


@dataclass(frozen=True, slots=True)
class _Colours:
    line: str
    faint: str
    problem: str
    on_problem: str


_COLOURS = {
    Ink.LIGHT: _Colours("#ffffff", "#60ffffff", "#ff8f85", "#1d1f22"),
    Ink.DARK: _Colours("#22252a", "#4022252a", "#b3261e", "#ffffff"),
    Ink.BADGE: _Colours("#ffffff", "#70ffffff", "#c9352b", "#ffffff"),
}
_GROUND = {Sign.PAUSED: "#5b6672", Sign.LIMITED: "#8a5a00"}
_OWN_GROUND = "#157f86"


@lru_cache(maxsize=64)
def icon(look: Look) -> QIcon:
    """The icon, in all sizes that trays ask for."""
    found = QIcon()
    for size in _SIZES:
        found.addPixmap(_pixmap(look, _COLOURS[look.ink], size))
    if sys.platform == "darwin" and look.ink is not Ink.BADGE and look.sign is not Sign.PROBLEM:
        # The menu bar of macOS has colours of its own.
        found.setIsMask(True)
    return found


def picture(look: Look, palette: QPalette, size: QSize, ratio: float) -> QPixmap:
    """The sign in the colours of a window.

    :param look: without its ink. :param ratio: device pixels of a pixel.
    """
    text = palette.color(QPalette.ColorRole.Highlight)
    faint = QColor(text)
    faint.setAlpha(70)
    problem = shades.problem(palette).name()
    colours = _Colours(
        text.name(), faint.name(QColor.NameFormat.HexArgb), problem, palette.window().color().name()
    )
    drawn = _pixmap(
        Look(look.sign, look.steps, Ink.DARK),
        colours,
        round(min(size.width(), size.height()) * ratio),
    )
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _pixmap(look: Look, colours: _Colours, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _UNIT, size / _UNIT)
    if look.sign is Sign.PROBLEM:
        _problem(painter, colours, rim=look.ink is Ink.BADGE)
    else:
        if look.ink is Ink.BADGE:
            painter.setBrush(QColor(_GROUND.get(look.sign, _OWN_GROUND)))
            painter.setPen(QPen(QColor("#ffffff"), 1.4))
            painter.drawEllipse(_CENTRE, 15.0, 15.0)
            painter.translate(_CENTRE)
            painter.scale(0.84, 0.84)
            painter.translate(-_CENTRE)
        _DRAW[look.sign](painter, colours, look.steps)
    painter.end()
    return pixmap


def _pen(colour: str, width: float = 3.0) -> QPen:
    return QPen(QColor(colour), width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)


def _ring(painter: QPainter, colours: _Colours, steps: int | None) -> None:
    """A ring that fills clockwise from the top; a whole one where nothing is to be filled."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if steps is None:
        painter.setPen(_pen(colours.line, 2.4))
        painter.drawEllipse(_RING)
        return
    painter.setPen(_pen(colours.faint, 3.4))
    painter.drawEllipse(_RING)
    if steps:
        painter.setPen(_pen(colours.line, 3.4))
        painter.drawArc(_RING, 90 * 16, -round(360 * 16 * steps / STEPS))


def _idle(painter: QPainter, colours: _Colours, _steps: int | None) -> None:
    """A note in a ring."""
    _ring(painter, colours, None)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.line))
    painter.drawEllipse(QPointF(13.4, 20.2), 3.9, 3.2)
    painter.setPen(_pen(colours.line, 2.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    stem = QPainterPath(QPointF(16.3, 20))
    stem.lineTo(16.3, 9.2)
    stem.cubicTo(17.2, 12.2, 21.6, 11.8, 20.8, 16.2)
    painter.drawPath(stem)


def _syncing(painter: QPainter, colours: _Colours, steps: int | None) -> None:
    """An arrow downwards, and how far it is around it."""
    _ring(painter, colours, steps)
    painter.setPen(_pen(colours.line, 3.0))
    painter.drawLine(QPointF(16, 9.6), QPointF(16, 21.6))
    painter.drawPolyline(QPolygonF([QPointF(11, 17), QPointF(16, 22), QPointF(21, 17)]))


def _paused(painter: QPainter, colours: _Colours, _steps: int | None) -> None:
    """Two bars, and no ring: nothing goes on."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.line))
    for left in (8.0, 18.4):
        painter.drawRoundedRect(QRectF(left, 6, 5.6, 20), 1.6, 1.6)


def _limited(painter: QPainter, colours: _Colours, steps: int | None) -> None:
    """A gauge with its needle low: the open ring fills like the other."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    start, whole = 225, 270
    painter.setPen(_pen(colours.line if steps is None else colours.faint, 3.4))
    painter.drawArc(_RING, start * 16, -whole * 16)
    if steps:
        painter.setPen(_pen(colours.line, 3.4))
        painter.drawArc(_RING, start * 16, -round(whole * 16 * steps / STEPS))
    painter.setPen(_pen(colours.line, 3.0))
    painter.drawLine(QPointF(16, 18), QPointF(10.4, 12.2))
    painter.setBrush(QColor(colours.line))
    painter.drawEllipse(QPointF(16, 18), 1.6, 1.6)


def _problem(painter: QPainter, colours: _Colours, *, rim: bool) -> None:
    """A triangle with a mark of exclamation."""
    painter.setBrush(QColor(colours.problem))
    painter.setPen(_pen("#ffffff" if rim else colours.problem, 1.6))
    painter.drawPolygon(QPolygonF([QPointF(16, 2.8), QPointF(30.2, 28.2), QPointF(1.8, 28.2)]))
    painter.setPen(_pen(colours.on_problem, 3.2))
    painter.drawLine(QPointF(16, 12), QPointF(16, 18.4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.on_problem))
    painter.drawEllipse(QPointF(16, 23.6), 1.9, 1.9)


_DRAW = {
    Sign.IDLE: _idle,
    Sign.SYNCING: _syncing,
    Sign.PAUSED: _paused,
    Sign.LIMITED: _limited,
}
