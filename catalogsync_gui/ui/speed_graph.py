# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph of how fast it was."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QBrush,
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from catalogsync_gui.core.speed_history import SpeedSeries
from catalogsync_gui.ui import formats, shades
from catalogsync_gui.ui.graph_scale import Scale, scale_for, time_marks
from catalogsync_gui.ui.span_words import SpanWords

_PACE = ((60, 500), (300, 1000), (3600, 2000), (86_400, 10_000))
"""Up to which span it is painted every so many milliseconds: twice a second at most."""

_GAP = 6
_LINE = 1.6
_LINES_APART = 30

_WIDEST = (888, 888_800_000)
"""Speeds that take the most room as words; which of them does is up to the language."""


class SpeedGraph(QWidget):
    """Asks for the speeds itself while it is seen, and not otherwise. Main thread only.

    The mouse, or the arrow keys, move a read-out along it.
    """

    def __init__(
        self, series: Callable[[float], SpeedSeries], parent: QWidget | None = None
    ) -> None:
        """Builds it.

        :param series: gives the speeds of the last so many seconds.
        """
        super().__init__(parent)
        self._ask = series
        self._words = SpanWords(self)
        self._span = 300.0
        self._series = series(self._span)
        self._limit: float | None = None
        self._chosen: int | None = None
        self._pointed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Graph of the speed"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        self._pace()

    def sizeHint(self) -> QSize:
        return QSize(480, 10 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 5 * self.fontMetrics().height())

    @property
    def span(self) -> float:
        """Seconds that are shown."""
        return self._span

    def show_span(self, seconds: float) -> None:
        """Shows the last so many seconds."""
        self._span = seconds
        self._chosen = None
        self._pace()
        self.refresh()
        self._describe()

    def show_limit(self, limit: float | None) -> None:
        """Draws a line at the limit that is in force, bytes a second; None for no limit."""
        if limit != self._limit:
            self._limit = limit
            self.update()

    @property
    def series(self) -> SpeedSeries:
        """What is shown."""
        return self._series

    def refresh(self) -> None:
        """Asks anew, and paints if there is anything new to see."""
        before, self._series = self._series, self._ask(self._span)
        if before.speeds == self._series.speeds and not self._series.highest:
            return
        self.update()
        if QAccessible.isActive():
            self._describe()

    @property
    def reading(self) -> str:
        """What the read-out says; empty without one."""
        chosen = self._chosen
        if chosen is None or not 0 <= chosen < len(self._series.speeds):
            return ""
        speed = self._series.speeds[chosen]
        words = self.tr("not known") if speed is None else formats.speed_text(speed)
        when = self._words.ago(self._series.age(chosen))
        return self.tr("{speed}, {when}").format(speed=words, when=when)

    def _describe(self) -> None:
        series = self._series
        words = self.tr("Now {speed}, highest {highest} in {span}.").format(
            speed=formats.speed_text(series.now or 0.0),
            highest=formats.speed_text(series.highest),
            span=self._words.last(self._span),
        )
        self.setAccessibleDescription(f"{self.reading}\n{words}".strip())

    # ------------------------------------------------------------ when it is painted

    def _pace(self) -> None:
        pace = next((pace for limit, pace in _PACE if self._span <= limit), _PACE[-1][1])
        self._timer.setInterval(pace)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    # ------------------------------------------------------------ the read-out

    def _choose(self, index: int | None) -> None:
        last = len(self._series.speeds) - 1
        self._chosen = None if index is None else min(max(index, 0), last)
        self._describe()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        self._pointed = True
        self._choose(self._index(event.position().x(), area))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._pointed:
            self._pointed = False
            self._choose(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._series.speeds) - 1
        chosen = self._chosen if self._chosen is not None else last + 1
        far = max(1, last // 12)
        moves = {
            Qt.Key.Key_Left: chosen - 1,
            Qt.Key.Key_Right: chosen + 1,
            Qt.Key.Key_PageUp: chosen - far,
            Qt.Key.Key_PageDown: chosen + far,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._choose(moves[key])
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self._choose(None)
        else:
            super().keyPressEvent(event)

    def own_keys(self) -> tuple[tuple[str, str], ...]:
        """For the list of keys."""
        return (
            (self.tr("Read the speed of a moment"), self.tr("Left, Right")),
            (self.tr("Go far"), self.tr("Page Up, Page Down")),
            (self.tr("Go to the oldest or newest moment"), self.tr("Home, End")),
            (self.tr("Choose no moment"), self.tr("Esc")),
        )

    # ------------------------------------------------------------ where things are

    def _scale(self, area: QRectF) -> Scale:
        highest = max(self._series.highest, self._limit or 0.0)
        return scale_for(highest * 1.04, max(1, min(4, int(area.height() // _LINES_APART))))

    def _area(self) -> QRectF:
        """What the line is drawn in: without the texts at its left and below."""
        metrics = self.fontMetrics()
        left = max(metrics.horizontalAdvance(formats.speed_text(n)) for n in _WIDEST) + 2 * _GAP
        height = metrics.height()
        return QRectF(self.rect()).adjusted(
            left, height / 2 + 2, -metrics.averageCharWidth() * 3, -height - _GAP - 2
        )

    def _x(self, index: int, area: QRectF) -> float:
        return area.right() - self._series.age(index) / self._span * area.width()

    def _index(self, x: float, area: QRectF) -> int:
        series = self._series
        age = (area.right() - x) / max(1.0, area.width()) * self._span
        return round(len(series.speeds) - 0.5 - (age + series.until) / series.step)

    # ------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = self._area()
        scale = self._scale(area)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter, area, scale)
        if area.width() > 0 and area.height() > 0:
            self._paint_speeds(painter, area, scale)
            self._paint_limit(painter, area, scale)
            self._paint_reading(painter, area, scale)
        if self.hasFocus():
            pen = QPen(self.palette().color(QPalette.ColorRole.Highlight), 1.5)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_axes(self, painter: QPainter, area: QRectF, scale: Scale) -> None:
        palette, height = self.palette(), self.fontMetrics().height()
        faint = shades.muted(palette, QPalette.ColorRole.Text, QPalette.ColorRole.Base)
        line = QColor(palette.color(QPalette.ColorRole.Text))
        line.setAlpha(34)
        for speed in scale.lines:
            y = _crisp(self._y(speed, area, scale))
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(faint)
            words = formats.speed_text(speed) if speed else "0"
            place = QRectF(0, y - height / 2, area.left() - _GAP, height)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words
            )
        room = self.fontMetrics().averageCharWidth() * 12
        for age in time_marks(self._span, int(area.width() // max(1, room))):
            x = area.right() - age / self._span * area.width()
            painter.setPen(QPen(line, 1))
            painter.drawLine(
                QPointF(_crisp(x), area.bottom()), QPointF(_crisp(x), area.bottom() + 4)
            )
            painter.setPen(faint)
            words = self._words.mark(age)
            wide = self.fontMetrics().horizontalAdvance(words) + 2
            start = min(max(x - wide / 2, 0.0), self.width() - wide)
            place = QRectF(start, area.bottom() + _GAP + 1, wide, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    @staticmethod
    def _y(speed: float, area: QRectF, scale: Scale) -> float:
        return area.bottom() - speed / scale.top * area.height()

    def _paint_speeds(self, painter: QPainter, area: QRectF, scale: Scale) -> None:
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        ground = QLinearGradient(area.topLeft(), area.bottomLeft())
        for place, alpha in ((0.0, 120), (1.0, 20)):
            shade = QColor(colour)
            shade.setAlpha(alpha)
            ground.setColorAt(place, shade)
        painter.save()
        painter.setClipRect(area.adjusted(0, -_LINE, 0, _LINE))
        self._paint_gaps(painter, area)
        for stretch in self._stretches(area, scale):
            line = QPolygonF(stretch)
            below = QPainterPath(QPointF(stretch[0].x(), area.bottom()))
            for point in stretch:
                below.lineTo(point)
            below.lineTo(stretch[-1].x(), area.bottom())
            painter.fillPath(below, ground)
            painter.setPen(QPen(colour, _LINE, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPolyline(line)
        painter.restore()

    def _stretches(self, area: QRectF, scale: Scale) -> list[list[QPointF]]:
        """The line, broken where nothing is known."""
        found: list[list[QPointF]] = []
        open_ = False
        for index, speed in enumerate(self._series.speeds):
            if speed is None:
                open_ = False
                continue
            if not open_:
                found.append([])
                open_ = True
            found[-1].append(QPointF(self._x(index, area), self._y(speed, area, scale)))
        half = self._series.step / 2 / self._span * area.width()
        for stretch in found:
            # One step alone is as wide as a step.
            if len(stretch) == 1:
                stretch.insert(0, stretch[0] - QPointF(half, 0))
                stretch.append(stretch[-1] + QPointF(half, 0))
        return found

    def _paint_gaps(self, painter: QPainter, area: QRectF) -> None:
        """Where the machine slept: hatched, which is no zero. What was before the start is not."""
        speeds = self._series.speeds
        known = [index for index, speed in enumerate(speeds) if speed is not None]
        hatch = QColor(self.palette().color(QPalette.ColorRole.Text))
        hatch.setAlpha(40)
        brush = QBrush(hatch, Qt.BrushStyle.BDiagPattern)
        for first, second in pairwise(known):
            if second > first + 1:
                left, right = self._x(first, area), self._x(second, area)
                painter.fillRect(QRectF(left, area.top(), right - left, area.height()), brush)

    def _paint_limit(self, painter: QPainter, area: QRectF, scale: Scale) -> None:
        if self._limit is None:
            return
        y = _crisp(self._y(self._limit, area, scale))
        colour = shades.problem(self.palette())
        painter.setPen(QPen(colour, 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        words = self.tr("limit")
        metrics = self.fontMetrics()
        above = y - metrics.height() >= area.top() - 2
        top = y - metrics.height() if above else y + 1
        painter.drawText(
            QRectF(area.left() + _GAP, top, area.width(), metrics.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            words,
        )

    def _paint_reading(self, painter: QPainter, area: QRectF, scale: Scale) -> None:
        words, chosen = self.reading, self._chosen
        if not words or chosen is None:
            return
        palette, metrics = self.palette(), self.fontMetrics()
        x = min(max(self._x(chosen, area), area.left()), area.right())
        painter.setPen(QPen(shades.muted(palette), 1))
        painter.drawLine(QPointF(_crisp(x), area.top()), QPointF(_crisp(x), area.bottom()))
        speed = self._series.speeds[chosen]
        if speed is not None:
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
            painter.drawEllipse(QPointF(x, self._y(speed, area, scale)), 3.5, 3.5)
        wide, high = metrics.horizontalAdvance(words) + 16, metrics.height() + 8
        left = min(max(x + 8, area.left()), area.right() - wide)
        if x + 8 + wide > area.right():
            left = max(area.left(), x - 8 - wide)
        bubble = QRectF(left, area.top() + 2, wide, high)
        painter.setBrush(palette.color(QPalette.ColorRole.ToolTipBase))
        painter.setPen(QPen(shades.muted(palette), 0.8))
        painter.drawRoundedRect(bubble, 4, 4)
        painter.setPen(palette.color(QPalette.ColorRole.ToolTipText))
        painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, words)


def _crisp(place: float) -> float:
    """The middle of a pixel: a line one pixel wide is one pixel wide there."""
    return int(place) + 0.5
