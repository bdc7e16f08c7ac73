# SPDX-License-Identifier: GPL-3.0-or-later
"""Which events are worth a message, by what a person wants to hear of."""

from PySide6.QtCore import QObject, QTimer

from catalogsync_gui.core.events import (
    Event,
    FileDiffers,
    JobFinished,
    Notice,
    SourceRefreshed,
    StageFinished,
)
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.states import JobState, StageName
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.damage_words import DamageWords
from catalogsync_gui.ui.notices import Note
from catalogsync_gui.ui.status_words import STORAGE, Remedy, StatusWords

_DIFFERENCES_MS = 3_600_000
"""A disk that begins to fail is told of once an hour, not once a file."""

_HELD_UP = STORAGE | {"source_paused"}


class News(QObject):
    """Main thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = StatusWords(self)
        self._damage = DamageWords(self)
        self._new = 0
        self._differences = QTimer(self)
        self._differences.setSingleShot(True)
        self._differences.setInterval(_DIFFERENCES_MS)

    def of(self, event: Event, settings: Settings) -> Note | None:
        """What is to be told of an event; None for nothing."""
        found = self._note(event)
        if found is None or not settings.notify:
            return None
        wanted, note = found
        return note if getattr(settings, wanted) else None

    def stop(self) -> None:
        """Ends the waiting."""
        self._differences.stop()

    def _note(self, event: Event) -> tuple[str, Note] | None:
        """With the name of the setting that asks for it."""
        match event:
            case JobFinished():
                return self._ended(event)
            case FileDiffers():
                return self._differs(event)
            case Notice(level="warning", kind=kind, source=source) if kind in _HELD_UP:
                problem = self._words.problem(ErrorInfo(kind, ""), running=True, failed=0)
                remedy = Remedy.SHOW_SOURCES if kind == "source_paused" else None
                text = self.tr("The window tells more.")
                return "notify_problem", Note(problem.title, text, True, remedy, source)
            case SourceRefreshed():
                self._new += event.new
            case StageFinished(stage=StageName.REFRESH):
                new, self._new = self._new, 0
                if new:
                    return "notify_new", self._found(new)
        return None

    def _found(self, new: int) -> Note:
        title = (
            self.tr("1 new track")
            if new == 1
            else self.tr("{count} new tracks").format(count=formats.count_text(new))
        )
        return Note(title, self.tr("Your sources have them; they are fetched now."))

    def _differs(self, event: FileDiffers) -> tuple[str, Note] | None:
        """One message for all that one look at the disk brings up; the window has the list."""
        if self._differences.isActive():
            return None
        self._differences.start()
        text = self.tr("It was found when the library was read again. The window tells more.")
        title = self._damage.title({event.kind: 1})
        return "notify_problem", Note(title, text, warning=True, remedy=Remedy.SHOW_DAMAGE)

    def _ended(self, event: JobFinished) -> tuple[str, Note] | None:
        self._new = 0
        if event.state is JobState.CANCELLED:
            return None
        if event.state is JobState.DONE and not event.done:
            # Nothing new, every six hours: not worth anyone's attention.
            return None
        title, text = self._words.ended(event)
        if event.state is JobState.DONE:
            return "notify_finished", Note(title, text, remedy=Remedy.SHOW_HISTORY)
        remedy = Remedy.SHOW_FAILED if event.failed else None
        return "notify_problem", Note(title, text, warning=True, remedy=remedy)
