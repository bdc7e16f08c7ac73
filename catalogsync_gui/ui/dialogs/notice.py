# SPDX-License-Identifier: GPL-3.0-or-later
"""A sentence that something is wrong, beside its sign."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import PlainLabel, breakable

_LONGEST = 1000
_SIDE = 18
_CHINESE = re.compile("[\u4e00-\u9fff]")


def sentences(texts: Iterable[str]) -> str:
    """What the engine says, one after the other, each as a sentence in the window's language."""
    return "".join(map(_sentence, filter(None, texts))).rstrip()


def _sentence(text: str) -> str:
    """With its full stop, and the space after it in a script that has spaces."""
    shown = in_words(text)
    bare = _begun(shown).rstrip(".。")
    return f"{bare}。" if shown != text and _CHINESE.search(bare) else f"{bare}. "


def _begun(text: str) -> str:
    """With a capital, but for what is no word: an address, a path."""
    return text[:1].upper() + text[1:] if text.partition(" ")[0].isalpha() else text


class Notice(QWidget):
    """Plain text that wraps, however long its words are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel(self)
        self._sign.setAccessibleName(self.tr("Warning"))
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words = PlainLabel("", self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._line = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        self._draw()

    def say(self, text: str) -> None:
        """Shows a text."""
        self.words.setText(breakable(plain(text, _LONGEST)))
        self._fit()

    def text(self) -> str:
        """What stands there."""
        return self.words.text().replace("\u200b", "")

    def hasHeightForWidth(self) -> bool:
        """It sees to its height itself: rows of a form give a wrapping label too much or little."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        room = self.width() - _SIDE - max(0, self._line.spacing())
        self.setFixedHeight(max(_SIDE, self.words.heightForWidth(max(1, room))))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        self._sign.setPixmap(icons.icon("warning").pixmap(_SIDE, _SIDE))
