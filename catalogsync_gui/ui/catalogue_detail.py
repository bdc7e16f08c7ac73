# SPDX-License-Identifier: GPL-3.0-or-later
"""One track from near: its cover, what is known of it, why it is not here, what can be done."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.damage import DamageKind
from catalogsync_gui.core.queueing import Wish
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.veils import without_secrets
from catalogsync_gui.engine.catalogue_commands import ExplainedTrack
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.covers import CoverLoader, CoverView
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.formats import count_text, duration_text, size_text, time_text
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable
from catalogsync_gui.ui.track_states import TrackStates

_SIDE = 112
_SIGN = 16
_LINE = 48
_LONGEST = 1000
_AGAIN = (ItemState.FAILED, ItemState.MISSING, ItemState.SKIPPED, ItemState.HELD)
_LEAVE = (ItemState.PENDING, ItemState.RUNNING, ItemState.FAILED, ItemState.HELD)


class TrackDetail(QWidget):
    """Shows an ExplainedTrack. Main thread only."""

    play_wanted = Signal(str)
    """Path relative to the library."""

    folder_wanted = Signal(str)
    """Path relative to the library."""

    again_wanted = Signal(int)
    """Item: it is to be tried again."""

    leave_wanted = Signal(int)
    """Item: it is not to be fetched, until it is tried again."""

    refetch_wanted = Signal(int)
    """Item: its damaged file is to be fetched again."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track: ExplainedTrack | None = None
        self._shown_lines: list[tuple[str, str]] = []
        self._states = TrackStates(self)
        self.cover = CoverView(_SIDE, self)
        self.title = PlainLabel("", self)
        self.title.enlarge(1.15)
        self.subtitle = MutedLabel("", self)
        self.state = PlainLabel("", self)
        self.state.setAccessibleName(self.tr("State"))
        self._sign = QLabel(self)
        self._sign.setFixedSize(_SIGN, _SIGN)
        self.why = PlainLabel("", self)
        self.why.setAccessibleName(self.tr("Why it is not here"))
        self.why.setTextInteractionFlags(_SELECTABLE)
        self.play = self._button("resume", self.tr("&Play"))
        self.folder = self._button("open-folder", self.tr("Show in &folder"))
        self.copy = self._button("export", self.tr("&Copy path"))
        self.again = self._button("retry", self.tr("&Try again"))
        self.leave = self._button("remove", self.tr("&Do not fetch"))
        self.leave.setToolTip(self.tr("Leave this track out until you want it again"))
        self._loader = CoverLoader(engine, self)
        self._facts = QWidget(self)
        # No form: its rows give a label that wraps the height of another width.
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 6, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._hint = MutedLabel(self.tr("Choose a track to see what is known of it."), self)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self.title, self.subtitle, self.why):
            # The longest word of a stranger's is no reason to hide the ends of the others.
            label.setMinimumWidth(1)
        self._arrange()
        self._loader.loaded.connect(self.cover.show_image)
        self.play.clicked.connect(self._on_play)
        self.folder.clicked.connect(self._on_folder)
        self.copy.clicked.connect(self._on_copy)
        self.again.clicked.connect(self._on_again)
        self.leave.clicked.connect(self._on_leave)
        self.show_track(None)

    @staticmethod
    def _button(icon: str, text: str) -> QPushButton:
        button = QPushButton(icons.icon(icon), text)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return button

    def _arrange(self) -> None:
        words = QWidget(self)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        state = QHBoxLayout()
        state.setContentsMargins(0, 4, 0, 0)
        state.setSpacing(6)
        state.addWidget(self._sign)
        state.addWidget(self.state, 1)
        column.addLayout(state)
        column.addWidget(self.why)
        column.addWidget(self._facts)
        column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("About the track"))
        self.area.setWidget(words)
        # The scroll area would paint the base colour of lists beneath.
        self.area.viewport().setAutoFillBackground(False)
        words.setAutoFillBackground(False)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        for button in (self.play, self.folder, self.copy, self.again, self.leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card = QWidget(self)
        row = QHBoxLayout(card)
        row.setContentsMargins(10, 10, 10, 8)
        row.setSpacing(12)
        row.addWidget(self.cover, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.area, 1)
        row.addLayout(buttons)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._hint)
        self._pages.addWidget(card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, _SIDE + 22)

    def sizeHint(self) -> QSize:
        return QSize(560, _SIDE + 70)

    def track(self) -> ExplainedTrack | None:
        """What is shown."""
        return self._track

    def show_track(self, track: ExplainedTrack | None) -> None:
        """Shows a track, or that none is chosen."""
        before = None if self._track is None else self._track.facts.item.id
        self._track = track
        self._pages.setCurrentIndex(0 if track is None else 1)
        self._loader.show(None if track is None else track.facts)
        if track is None:
            return
        item = track.facts.item
        self.title.setText(_shown(item.title))
        self.subtitle.setText(
            _shown(" – ".join(part for part in (item.artist, item.album) if part))
        )
        self.subtitle.setVisible(bool(item.artist or item.album))
        reason = track.explained.reason
        self.state.setText(self._states.text(item.state))
        self._draw_sign()
        words = [] if reason is None else [reason.message]
        if reason is not None and reason.next_at is not None:
            words.append(self.tr("Next: {time}").format(time=time_text(reason.next_at)))
        if track.facts.damage:
            words.append(self._damaged(track.facts.damage))
        if item.warning:
            words.append(item.warning)
        self.why.setText(_shown(sentences(words)))
        self.why.setVisible(bool(words))
        self._show_facts(track)
        there = bool(item.path)
        for button in (self.play, self.folder, self.copy):
            button.setEnabled(there)
        # What the catalogue names no address for cannot be fetched, however often it is asked for.
        failed = item.state in _AGAIN and bool(track.facts.address)
        self.again.setVisible(failed or bool(track.facts.damage))
        unwanted = item.state is ItemState.SKIPPED
        self.again.setText(
            self.tr("Fetch &after all")
            if failed and unwanted
            else self.tr("&Try again")
            if failed
            else self.tr("Fetch &again")
        )
        left = item.state in _LEAVE and item.wish is Wish.NONE
        self.leave.setVisible(left and bool(track.facts.address))
        if item.id != before:
            self.area.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self._draw_sign()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Words before pictures, where there is no room for both.
        words = _LINE * self.fontMetrics().averageCharWidth()
        self.cover.setVisible(self.width() >= _SIDE + words)

    def _draw_sign(self) -> None:
        if self._track is not None:
            drawing = self._states.icon(self._track.facts.item.state)
            self._sign.setPixmap(drawing.pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatioF()))

    def _damaged(self, kind: str) -> str:
        match kind:
            case DamageKind.CHANGED:
                return self.tr("Its file was changed by somebody since it was fetched")
            case DamageKind.MISSING:
                return self.tr("Its file was not found when it was last looked for")
            case DamageKind.UNREADABLE:
                return self.tr("Its file cannot be read; the disk may be failing")
            case _:
                return self.tr("Its file is damaged: its content is not what was fetched")

    def _show_facts(self, track: ExplainedTrack) -> None:
        lines = [(name, text) for name, text in self._lines(track) if text]
        if lines == self._shown_lines:
            # What somebody marks in them to copy it stays marked.
            return
        self._shown_lines = lines
        while (place := self._grid.takeAt(0)) is not None:
            if (label := place.widget()) is not None:
                label.deleteLater()
        for row, (name, text) in enumerate(lines):
            heading = MutedLabel(name)
            heading.setWordWrap(False)
            heading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            value = PlainLabel(breakable(plain(text, _LONGEST)))
            # By the mouse only: twenty stops of the tab key would be in everybody's way.
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setMinimumWidth(1)
            value.setAccessibleName(f"{name}: {plain(text, _LONGEST)}")
            self._grid.addWidget(heading, row, 0)
            self._grid.addWidget(value, row, 1)

    def _lines(self, track: ExplainedTrack) -> list[tuple[str, str]]:
        facts, item, info = track.facts, track.facts.item, track.facts.info
        number = "" if info.track is None else str(info.track)
        if number and info.disc is not None:
            number = self.tr("{track} on disc {disc}").format(track=number, disc=info.disc)
        return [
            (self.tr("File"), item.path),
            (self.tr("Size"), "" if item.size is None else size_text(item.size)),
            (self.tr("Length"), "" if info.duration is None else duration_text(info.duration)),
            (self.tr("Fetched"), "" if facts.added_at is None else time_text(facts.added_at)),
            (self.tr("Checked"), self._checked(track)),
            (self.tr("Licence"), info.license),
            (self.tr("Source"), item.source_name),
            (self.tr("Playlists"), ", ".join(facts.playlists)),
            (self.tr("Track"), number),
            (self.tr("Date"), info.date),
            (self.tr("Genre"), ", ".join(info.genres)),
            (self.tr("Composer"), ", ".join(info.composers)),
            (self.tr("Label"), info.label),
            (self.tr("ISRC"), info.isrc),
            (self.tr("Page"), without_secrets(info.source_url)),
            (self.tr("Address"), facts.address),
            (self.tr("Attempts"), count_text(item.attempts) if item.attempts else ""),
            (self.tr("SHA-256"), facts.sha256),
            (self.tr("Kept"), self.tr("By you: it never goes to the trash") if facts.kept else ""),
        ]

    def _checked(self, track: ExplainedTrack) -> str:
        facts = track.facts
        if not facts.sha256 and not facts.item.path:
            return ""
        if facts.damage:
            return self.tr("Not as recorded")
        if facts.verified_at is None:
            return self.tr("When it was fetched")
        return self.tr("Read again {time}, as recorded").format(time=time_text(facts.verified_at))

    def _on_play(self) -> None:
        if self._track is not None:
            self.play_wanted.emit(self._track.facts.item.path)

    def _on_folder(self) -> None:
        if self._track is not None:
            self.folder_wanted.emit(self._track.facts.item.path)

    def _on_copy(self) -> None:
        if self._track is not None:
            file = Path(self._track.root, self._track.facts.item.path)
            QGuiApplication.clipboard().setText(str(file))

    def _on_leave(self) -> None:
        if self._track is not None:
            self.leave_wanted.emit(self._track.facts.item.id)

    def _on_again(self) -> None:
        if self._track is None:
            return
        item = self._track.facts.item
        wanted = self.again_wanted if item.state in _AGAIN else self.refetch_wanted
        wanted.emit(item.id)


_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


def _shown(text: str) -> str:
    return breakable(plain(text, _LONGEST))
