# SPDX-License-Identifier: GPL-3.0-or-later
"""What a source would bring, as the dialog that adds it shows it."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.engine.previewing import Preview
from catalogsync_gui.sources.detecting import FeedList
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.formats import count_text, duration_text
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable
from catalogsync_gui.ui.preview_models import FeedsTable, TextTable, small_table

_LEAST_HEIGHT = 130


class PreviewPane(QStackedWidget):
    """One of: what to do, that it is being done, why it failed, what came of it."""

    stop_wanted = Signal()
    """What is being done is to be left."""

    chosen_changed = Signal()
    """Other feeds of a list are chosen."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.hint = MutedLabel(hint)
        self.working = PlainLabel()
        self.stop = QPushButton(self.tr("S&top"))
        self.code = PlainLabel()
        self.leave_code = QPushButton(self.tr("&Cancel the sign-in"))
        self.failure = Notice()
        self.title = PlainLabel()
        self.summary = MutedLabel()
        self.warning = Notice()
        self.tracks = TextTable(
            (self.tr("Title"), self.tr("Artist"), self.tr("Album"), self.tr("Length")),
            right=(3,),
            parent=self,
        )
        self.playlists = TextTable(
            (self.tr("Playlist"), self.tr("Tracks")), right=(1,), parent=self
        )
        self.feeds_title = PlainLabel()
        self.feeds = FeedsTable(self)
        self._build()
        self.stop.clicked.connect(self.stop_wanted)
        self.leave_code.clicked.connect(self.stop_wanted)
        self.feeds.chosen_changed.connect(self.chosen_changed)

    def _build(self) -> None:
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint_page = self._page(self.hint)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setMaximumHeight(8)
        bar.setAccessibleName(self.tr("Progress"))
        line = QHBoxLayout()
        line.addWidget(self.working, 1)
        line.addWidget(self.stop)
        self._busy_page = self._page(line, bar)
        self._code_page = self._page(*self._code_parts())
        self._failure_page = self._page(self.failure)
        self.title.enlarge(1.15)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(small_table(self.tracks, self.tr("Tracks"), (0, 20, 20, 10)), "")
        self.tabs.addTab(small_table(self.playlists, self.tr("Playlists"), (0, 20)), "")
        self._preview_page = self._page(self.title, self.summary, self.warning, self.tabs)
        every = QPushButton(self.tr("A&ll"))
        none = QPushButton(self.tr("N&one"))
        every.setAccessibleName(self.tr("Choose all feeds"))
        none.setAccessibleName(self.tr("Choose no feed"))
        for button in (every, none, self.stop, self.leave_code):
            button.setAutoDefault(False)
        every.clicked.connect(self._choose_all)
        none.clicked.connect(self._choose_none)
        head = QHBoxLayout()
        head.addWidget(self.feeds_title, 1)
        head.addWidget(every)
        head.addWidget(none)
        table = small_table(self.feeds, self.tr("Feeds"), (0, 18, 32))
        self._feeds_page = self._page(head, table)

    def _code_parts(self) -> tuple[QWidget | QHBoxLayout, ...]:
        what = PlainLabel(
            self.tr(
                "Type this code into an app or a browser that is logged in to the server (user "
                "menu, Quick Connect) within five minutes:"
            )
        )
        self.code.enlarge(2.4)
        self.code.setAccessibleName(self.tr("Quick Connect code"))
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        line = QHBoxLayout()
        line.addWidget(MutedLabel(self.tr("Waiting until the code is confirmed…")), 1)
        line.addWidget(self.leave_code)
        return what, self.code, line

    def hasHeightForWidth(self) -> bool:
        """It takes the height that is left, whatever its texts would like: the form needs its."""
        return False

    def _page(self, *parts: QWidget | QHBoxLayout) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 4, 0, 0)
        stretches = False
        for part in parts:
            if isinstance(part, QHBoxLayout):
                layout.addLayout(part)
                continue
            tall = part.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Expanding
            stretches = stretches or tall
            layout.addWidget(part, 1 if tall else 0)
        if not stretches:
            layout.addStretch(1)
        self.addWidget(page)
        return page

    def show_hint(self) -> None:
        """Says what can be added."""
        self.setCurrentWidget(self._hint_page)

    def show_busy(self, words: str) -> None:
        """Says what is being done."""
        self.working.setText(breakable(plain(in_words(words))))
        self.setCurrentWidget(self._busy_page)

    def show_code(self, code: str) -> None:
        """Shows a code that somebody has to confirm elsewhere."""
        self.code.setText(plain(code))
        self.setCurrentWidget(self._code_page)

    def show_failure(self, error: CatalogSyncError) -> None:
        """Says why it failed."""
        self.failure.say(in_words(str(error)))
        self.setCurrentWidget(self._failure_page)

    def show_preview(self, found: Preview, said: Collection[str] = ()) -> None:
        """Shows the beginning of a catalogue.

        :param said: the warnings that stand elsewhere already.
        """
        warnings = [words for words in found.warnings if words not in said]
        self.title.setText(breakable(plain(found.name)))
        self.summary.setText(self._summary(found))
        self.warning.say(sentences(warnings))
        self.warning.setVisible(bool(warnings))
        self.tracks.show(
            [(row.title, row.artist, row.album, _length(row.duration)) for row in found.tracks]
        )
        self.playlists.show(
            [(row.title, self._number(row.entries, row.complete)) for row in found.playlists]
        )
        more = found.entries > len(found.tracks) or not found.complete
        first = self.tr("First {count} tracks").format(count=len(found.tracks))
        self.tabs.setTabText(0, first if more and found.tracks else self.tr("Tracks"))
        self.tabs.setTabText(1, self.tr("Playlists"))
        self.tabs.setCurrentIndex(0 if found.tracks else 1)
        self.setCurrentWidget(self._preview_page)

    def show_feeds(self, found: FeedList, subscribed: Collection[str]) -> None:
        """Shows a list of feeds to choose from."""
        self.feeds.show_feeds(found.feeds, subscribed)
        self.feeds_title.setText(
            self.tr("A list of {count} podcasts. Which do you want to follow?").format(
                count=count_text(len(found.feeds))
            )
            if len(found.feeds) != 1
            else self.tr("A list of one podcast.")
        )
        self.setCurrentWidget(self._feeds_page)

    def _choose_all(self) -> None:
        self.feeds.choose(all_of_them=True)

    def _choose_none(self) -> None:
        self.feeds.choose(all_of_them=False)

    def _summary(self, found: Preview) -> str:
        playlists, tracks = len(found.playlists), found.entries
        words = [
            plain(in_words(found.label)),
            self.tr("1 playlist")
            if playlists == 1 and found.complete
            else self.tr("{count} playlists").format(count=self._number(playlists, found.complete)),
            self.tr("1 track")
            if tracks == 1 and found.complete
            else self.tr("{count} tracks").format(count=self._number(tracks, found.complete)),
        ]
        if found.without_address:
            words.append(
                self.tr("{count} without an address").format(
                    count=count_text(found.without_address)
                )
            )
        return " · ".join(words)

    def _number(self, number: int, complete: bool) -> str:
        text = count_text(number)
        return text if complete else self.tr("at least {number}").format(number=text)


def _length(seconds: float | None) -> str:
    return "" if seconds is None else duration_text(seconds)
