# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph of speeds, looked at in what it paints."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.speed_history import SpeedSeries
from catalogsync_gui.ui import theme
from catalogsync_gui.ui.speed_graph import SpeedGraph

SIZE = QSize(600, 180)


class Source:
    """Speeds as a test wishes."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.speeds: Callable[[float], SpeedSeries] = self.hills

    def hills(self, span: float) -> SpeedSeries:
        count = 60
        speeds = tuple(float(1_000_000 * (1 + n % 8)) for n in range(count))
        return SpeedSeries(max(1, int(span / count)), 0.0, speeds)

    def __call__(self, span: float) -> SpeedSeries:
        self.asked.append(span)
        return self.speeds(span)


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def graph(source: Source, qapp: QApplication) -> Iterator[SpeedGraph]:
    graph = SpeedGraph(source)
    graph.resize(SIZE)
    graph.show_span(60)
    yield graph
    graph.hide()
    shiboken6.delete(graph)


def picture(graph: SpeedGraph, scale: float = 1.0) -> QImage:
    image = QImage(graph.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(graph.palette().color(QPalette.ColorRole.Base))
    painter = QPainter(image)
    graph.render(painter, QPoint(), renderFlags=graph.RenderFlag(0))
    painter.end()
    return image


def drawn(image: QImage, colour: QColor) -> list[tuple[int, int]]:
    """Where the line's colour is, nearly."""
    found = []
    width = image.width()
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = bytes(plain.constBits())
    words = memoryview(pixels).cast("I")
    near: dict[int, bool] = {}
    for place, pixel in enumerate(words):
        if pixel not in near:
            other = QColor(pixel)
            near[pixel] = (
                sum(
                    abs(a - b)
                    for a, b in (
                        (other.red(), colour.red()),
                        (other.green(), colour.green()),
                        (other.blue(), colour.blue()),
                    )
                )
                < 24
            )
        if near[pixel]:
            found.append((place % width, place // width))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_line_is_painted_in_the_palettes_colour(
    graph: SpeedGraph, qapp: QApplication, scheme: str, scale: float
) -> None:
    theme.apply_theme(qapp, scheme)
    try:
        line = drawn(picture(graph, scale), graph.palette().color(QPalette.ColorRole.Highlight))
    finally:
        theme.apply_theme(qapp, "system")
    area = graph._area()
    assert len(line) > 300 * scale
    xs, ys = [x / scale for x, _ in line], [y / scale for _, y in line]
    assert min(xs) <= area.left() + 12
    assert max(xs) >= area.right() - 12
    # From one eighth of the highest speed up to it, which is near the top.
    assert min(ys) == pytest.approx(area.top() + area.height() * 0.2, abs=8)
    assert max(ys) == pytest.approx(area.bottom() - area.height() * 0.1, abs=8)


def test_a_gap_is_no_line_at_zero(graph: SpeedGraph, source: Source) -> None:
    speeds: tuple[float | None, ...] = (5e6,) * 20 + (None,) * 20 + (5e6,) * 20
    source.speeds = lambda span: SpeedSeries(1, 0.0, speeds)
    graph.refresh()
    line = drawn(picture(graph), graph.palette().color(QPalette.ColorRole.Highlight))
    area = graph._area()
    third = area.width() / 3
    inside = [x for x, _ in line if area.left() + third + 8 < x < area.right() - third - 8]
    assert not inside
    assert len(graph._stretches(area, graph._scale(area))) == 2


def test_the_limit_is_a_line_of_its_own_with_a_word(graph: SpeedGraph) -> None:
    before = picture(graph)
    graph.show_limit(6e6)
    assert picture(graph) != before
    assert graph._scale(graph._area()).top >= 6e6
    graph.show_limit(40e6)
    assert graph._scale(graph._area()).top >= 40e6, "a limit above all that was is seen as well"
    graph.show_limit(None)
    assert picture(graph) == before


def test_nothing_known_paints_the_axes_alone(graph: SpeedGraph, source: Source) -> None:
    source.speeds = lambda span: SpeedSeries(1, 0.0, (None,) * 60)
    graph.show_span(60)
    assert not drawn(picture(graph), graph.palette().color(QPalette.ColorRole.Highlight))
    assert "Now 0 bytes/s" in graph.accessibleDescription()


def test_the_speeds_at_the_axis_have_room_when_nothing_runs(
    graph: SpeedGraph, source: Source
) -> None:
    source.speeds = lambda _: SpeedSeries(1, 0.0, (0.0,) * 60)
    graph.show_span(60)
    image = picture(graph)
    ground = image.pixelColor(0, 0)
    edge = [image.pixelColor(x, y) for x in range(3) for y in range(image.height())]
    assert all(color == ground for color in edge), "the words begin before the graph does"


def test_it_fits_into_hardly_any_room(graph: SpeedGraph) -> None:
    for size in (QSize(40, 20), QSize(1, 1), graph.minimumSizeHint()):
        graph.resize(size)
        picture(graph)


def test_the_keys_move_a_read_out(graph: SpeedGraph, qtbot: QtBot) -> None:
    graph.show()
    assert graph.reading == ""
    QTest.keyClick(graph, Qt.Key.Key_Left)
    assert graph.reading == "4.0 MB/s, now"
    QTest.keyClick(graph, Qt.Key.Key_Left)
    assert graph.reading == "3.0 MB/s, 2 s ago"
    assert graph.reading in graph.accessibleDescription()
    QTest.keyClick(graph, Qt.Key.Key_Home)
    assert graph.reading.startswith("1.0 MB/s, 60 s ago")
    QTest.keyClick(graph, Qt.Key.Key_Left)
    assert graph.reading.startswith("1.0 MB/s, 60 s ago")
    QTest.keyClick(graph, Qt.Key.Key_PageDown)
    QTest.keyClick(graph, Qt.Key.Key_End)
    QTest.keyClick(graph, Qt.Key.Key_Right)
    assert graph.reading == "4.0 MB/s, now"
    with_one = picture(graph)
    QTest.keyClick(graph, Qt.Key.Key_Escape)
    assert graph.reading == ""
    assert picture(graph) != with_one


def test_the_mouse_moves_a_read_out(graph: SpeedGraph) -> None:
    graph.show()
    area = graph._area()
    for index in (0, 17, 42, 59):
        place = QPointF(graph._x(index, area), area.center().y())
        QTest.mouseMove(graph, place.toPoint())
        assert graph._index(place.x(), area) == index
    QApplication.sendEvent(graph, QEvent(QEvent.Type.Leave))
    assert graph.reading == ""


def test_where_nothing_is_known_it_says_so(graph: SpeedGraph, source: Source) -> None:
    source.speeds = lambda span: SpeedSeries(1, 0.0, (None, 1.0, 2.0))
    graph.refresh()
    graph._choose(0)
    assert graph.reading.startswith("not known")


def test_a_screen_reader_is_told_the_same(graph: SpeedGraph) -> None:
    graph.show_span(3600)
    graph._describe()
    assert graph.accessibleName() == "Graph of the speed"
    assert graph.accessibleDescription() == "Now 4.0 MB/s, highest 8.0 MB/s in the last hour."


def test_it_asks_only_while_it_is_seen_and_twice_a_second_at_most(
    graph: SpeedGraph, source: Source
) -> None:
    assert not graph._timer.isActive()
    graph.show()
    assert graph._timer.isActive()
    for span in (60, 300, 3600, 21_600, 86_400):
        graph.show_span(span)
        assert graph._timer.interval() >= 500
        assert source.asked[-1] == span
    graph.hide()
    assert not graph._timer.isActive()
