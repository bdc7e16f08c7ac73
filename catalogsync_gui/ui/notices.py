# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages beside the tray: at most one a minute, and what comes meanwhile in one."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer

from catalogsync_gui.ui.status_words import Remedy

PAUSE_MS = 60_000
_LINES = 4


@dataclass(frozen=True, slots=True)
class Note:
    """A message.

    :ivar warning: something is wrong. :ivar remedy: what a click on it leads to; None for the
        window as it is. :ivar source: the id of the one that it is about. No text holds anything
        that a catalogue said: some desktops take markup.
    """

    title: str
    text: str
    warning: bool = False
    remedy: Remedy | None = None
    source: int | None = None


class Notices(QObject):
    """Holds messages back while the last one is not a minute old. Main thread only."""

    def __init__(self, show: Callable[[Note], None], parent: QObject | None = None) -> None:
        """Shows nothing yet.

        :param show: puts a message on the screen.
        """
        super().__init__(parent)
        self._show = show
        self._waiting: list[Note] = []
        self.last: Note | None = None
        """What was shown last, and is clicked."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.next)

    def tell(self, note: Note) -> None:
        """Shows a message, now or with others in a while."""
        alike = [one for one in self._waiting if replace(one, source=note.source) == note]
        if not alike:
            self._waiting.append(note)
        elif alike[0] != note:
            # It is about several.
            self._waiting[self._waiting.index(alike[0])] = replace(note, source=None)
        if not self._timer.isActive():
            self.next()

    def next(self) -> None:
        """Shows what waits, as one message."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self._timer.start()
        self.last = merged(waiting)
        self._show(self.last)

    def stop(self) -> None:
        """Shows nothing any more."""
        self._timer.stop()
        self._waiting.clear()


def merged(notes: list[Note]) -> Note:
    """One message of several: the worst one at its head, the others below it."""
    if len(notes) == 1:
        return notes[0]
    first, *others = sorted(notes, key=lambda note: not note.warning)
    lines = [first.text, *(note.title for note in others[: _LINES - 1])]
    return replace(first, text="\n".join(line for line in lines if line))
