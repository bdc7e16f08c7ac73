# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers of tracks: asked for one at a time, decoded far from the window, kept for a while."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from catalogsync_gui.core.browsing import TrackFacts
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine.catalogue_commands import cover_of
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.picture import MOST_SIDE, Thumbnail
from catalogsync_gui.ui import icons, shades

_REST_MS = 150
"""So long a track has to be looked at: whoever runs through a list asks for no covers."""

_KEPT = 60
_ROUND = 6.0

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Loaded:
    key: _Key
    picture: Thumbnail | None


class CoverLoader(QObject):
    """Asks for the cover of the track that was shown last, and forgets the others."""

    loaded = Signal(object)
    """QImage, or None where there is no cover."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._kept: OrderedDict[_Key, QImage | None] = OrderedDict()
        self._wanted: TrackFacts | None = None
        self._stop: StopToken | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)

    def show(self, facts: TrackFacts | None) -> None:
        """Asks for a track's cover; None asks for none."""
        same = facts is not None and self._wanted is not None and _key(facts) == _key(self._wanted)
        if same and (self._stop is not None or self._rest.isActive()):
            return
        self._rest.stop()
        self._give_up()
        self._wanted = facts
        if facts is None or not (facts.cover or facts.item.path):
            self.loaded.emit(None)
        elif _key(facts) in self._kept:
            self._kept.move_to_end(_key(facts))
            self.loaded.emit(self._kept[_key(facts)])
        else:
            self._rest.start()

    def _give_up(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def _ask(self) -> None:
        if self._wanted is not None:
            work = partial(_cover, self._engine, self._wanted)
            self._stop = self._engine.lookups.ask(work, self._on_cover, self._on_failed)

    def _on_cover(self, answer: _Loaded) -> None:
        self._stop = None
        image = None if answer.picture is None else _image(answer.picture)
        self._kept[answer.key] = image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        if self._wanted is not None and _key(self._wanted) == answer.key:
            self.loaded.emit(image)

    def _on_failed(self, _error: CatalogSyncError) -> None:
        """A picture is never worth a message: its place stays empty."""
        self._stop = None
        self.loaded.emit(None)


def _key(facts: TrackFacts) -> _Key:
    """What a cover comes from: the tracks of an album share the picture beside them."""
    if facts.cover:
        return facts.cover, "", ""
    return "", facts.item.path, facts.sha256


def _cover(engine: Engine, facts: TrackFacts, stop: StopToken) -> _Loaded:
    """In a thread of its own."""
    desk = engine.own_desk()
    try:
        return _Loaded(_key(facts), cover_of(desk, facts, MOST_SIDE, stop))
    finally:
        desk.close()


def _image(picture: Thumbnail) -> QImage:
    line = picture.width * 3
    size = picture.width, picture.height
    # A copy: the image would go on looking at Python's bytes.
    return QImage(picture.pixels, *size, line, QImage.Format.Format_RGB888).copy()


class CoverView(QWidget):
    """A square with a picture, sharp on every screen, or with a note where there is none."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._scaled: QPixmap | None = None
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_image(None)

    def show_image(self, image: QImage | None) -> None:
        """Shows a picture, or none."""
        self._image = image
        self._scaled = None
        self.setAccessibleName(self.tr("No cover") if image is None else self.tr("Cover"))
        self.update()

    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self._scaled = None
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        if self._image is None:
            shape.addRoundedRect(area, _ROUND, _ROUND)
            palette = self.palette()
            ground = shades.mixed(
                palette.color(QPalette.ColorRole.Window),
                palette.color(QPalette.ColorRole.WindowText),
                0.07,
            )
            painter.fillPath(shape, ground)
            side = self.width() // 3
            painter.setOpacity(0.4)
            place = self.rect().adjusted(side, side, -side, -side)
            icons.icon("track").paint(painter, place)
        else:
            pixmap = self._fitted(self._image)
            size = pixmap.deviceIndependentSize()
            picture = QRectF(0, 0, size.width(), size.height())
            picture.moveCenter(area.center())
            shape.addRoundedRect(picture, _ROUND, _ROUND)
            painter.setClipPath(shape)
            painter.drawPixmap(picture.topLeft(), pixmap)
        painter.end()

    def _fitted(self, image: QImage) -> QPixmap:
        """The picture in the pixels of the screen, scaled once."""
        if self._scaled is None:
            ratio = self.devicePixelRatioF()
            room = QSize(round(self.width() * ratio), round(self.height() * ratio))
            scaled = image.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled = QPixmap.fromImage(scaled)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled
