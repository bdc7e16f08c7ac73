# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine does, in words for the window and the tray."""

import math
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.events import JobFinished, ServerChecked
from catalogsync_gui.core.models import Counts, ErrorInfo, Source
from catalogsync_gui.core.pace import Pace, PaceCause
from catalogsync_gui.core.reasons import RestCause
from catalogsync_gui.core.states import JobState, StageName
from catalogsync_gui.core.status import Activity, EngineStatus
from catalogsync_gui.core.week_grid import HourState
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.schedule_words import ScheduleWords

TRAY_HELP = "https://extensions.gnome.org/extension/615/appindicator-support/"
"""Where GNOME's desktop gets a tray from."""

_LONGEST_NAME = 40
STORAGE = frozenset(
    {"storage", "storage_full", "storage_offline", "storage_silent", "storage_refused"}
)
"""Kinds of errors of the library's volume."""

_OVER = frozenset({"job_partial", "job_failed", "playlists_unwritten"})


class Remedy(Enum):
    """The one thing a person can do about a problem."""

    CHOOSE_LIBRARY = auto()
    OPEN_LIBRARY = auto()
    SHOW_FAILED = auto()
    SYNC = auto()
    SHOW_LOG = auto()
    SHOW_DAMAGE = auto()
    EDIT_SOURCE = auto()
    SHOW_SOURCES = auto()
    SHOW_TRAY_HELP = auto()
    DISMISS = auto()
    SHOW_QUEUE = auto()
    SHOW_HISTORY = auto()
    UNDO = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in words, and its remedy with what the button says.

    :ivar notice: nothing is wrong; it is worth knowing. :ivar dismissable: whoever has read it may
        send it away. :ivar source: what ``EDIT_SOURCE`` is about.
    """

    title: str
    message: str
    remedy: Remedy
    action: str
    notice: bool = False
    dismissable: bool = False
    source: Source | None = None


class StatusWords(QObject):
    """Turns states into sentences. Main thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = ScheduleWords(self)

    def sentence(self, status: EngineStatus) -> str:
        """What is happening, in one sentence."""
        match status.state:
            case Activity.PAUSED:
                return self._paused(status.paused_until)
            case _ if status.waking_until is not None:
                return self.tr("Waking the library's computer, until {time} at most.").format(
                    time=formats.time_text(status.waking_until)
                )
            case Activity.ERROR if status.job is not None:
                return self.tr("The sync is held up.")
            case Activity.ERROR if status.last_job and status.last_job.state is JobState.PARTIAL:
                return self.tr("Synced, but not everything came through.")
            case Activity.ERROR:
                return self.tr("The sync could not run.")
            case Activity.RUNNING:
                return self._running(status)
        return self._idle(status)

    def _paused(self, until: float | None) -> str:
        if until is None or math.isinf(until):
            return self.tr("Paused until you resume.")
        return self.tr("Paused until {time}.").format(time=formats.time_text(until))

    def _running(self, status: EngineStatus) -> str:
        if status.pace.state is HourState.OFF and StageName.DOWNLOAD in status.stage:
            words = self.limit(status.pace)
            return self.tr("{words}.").format(words=words[:1].upper() + words[1:])
        if status.workers:
            return self.tr("Downloading {tracks}.").format(tracks=self.tracks(len(status.workers)))
        if status.pace.state is HourState.OFF and StageName.DOWNLOAD in status.stage:
            return self._words.pace(status.pace)
        resting = self._resting(status)
        if resting and StageName.DOWNLOAD in status.stage:
            return resting
        if StageName.REFRESH in status.stage:
            return self.tr("Reading the catalogues…")
        if StageName.DOWNLOAD in status.stage:
            return self.tr("Looking for what comes next…")
        return self.tr("Finishing the sync…")

    def _resting(self, status: EngineStatus) -> str:
        """Which host nothing is fetched from for now, where that is what the sync waits for."""
        resting = [host for host in status.hosts if host.rests_until is not None]
        if not resting:
            return ""
        first = min(resting, key=lambda host: host.rests_until or 0.0)
        time = formats.time_text(first.rests_until)
        if first.cause is RestCause.NO_NETWORK:
            return self.tr("Waiting for the network; the next look is at {time}.").format(time=time)
        return self.tr("Waiting for {host} until {time}.").format(host=first.host, time=time)

    def _idle(self, status: EngineStatus) -> str:
        last = status.last_job
        if last is None:
            return self.tr("Ready to sync.")
        if last.state is JobState.CANCELLED:
            return self.tr("The last sync was stopped.")
        if last.done:
            return self.tr("Up to date, with {tracks} more.").format(tracks=self.tracks(last.done))
        return self.tr("Everything is up to date.")

    def tracks(self, count: int) -> str:
        """``1 track``, ``12 tracks``."""
        if count == 1:
            return self.tr("1 track")
        return self.tr("{count} tracks").format(count=formats.count_text(count))

    def detail(self, status: EngineStatus, waiting: int) -> str:
        """The numbers behind the sentence.

        :param waiting: items that are still to be worked on.
        """
        parts: list[str] = []
        if status.job is not None:
            parts = self._counts(status.counts)
        elif status.last_job is not None:
            last = status.last_job
            counts = Counts(last.done, last.failed, last.skipped, last.bytes)
            parts = [
                self.tr("Last sync {time}").format(time=formats.time_text(last.at)),
                *self._counts(counts),
            ]
        if waiting:
            parts.append(self.tr("{count} waiting").format(count=formats.count_text(waiting)))
        limit = self.limit(status.pace)
        if status.job is not None and limit:
            parts.append(limit)
        if status.job is None and status.next_sync is not None:
            at = formats.time_text(status.next_sync)
            parts.append(self.tr("next sync {time}").format(time=at))
        if status.job is None:
            parts += self._servers(status)
        line = "  ·  ".join(parts)
        return line[:1].upper() + line[1:]

    def _servers(self, status: EngineStatus) -> list[str]:
        """What servers know of the playlists; those that do not know all come alone."""
        parts: list[str] = []
        knowing: list[str] = []
        for event in status.servers:
            name = plain(event.name, _LONGEST_NAME)
            if isinstance(event, ServerChecked):
                if event.known == event.entries:
                    knowing.append(name)
                    continue
                words = self.tr("{name} knows {known} of {entries} entries").format(
                    name=name,
                    known=formats.count_text(event.known),
                    entries=formats.count_text(event.entries),
                )
                parts.append(words)
            elif event.error is not None:
                parts.append(self.tr("{name} could not be told").format(name=name))
        if len(knowing) == 1 and not parts:
            parts.append(self.tr("{name} knows every entry").format(name=knowing[0]))
        elif knowing and not parts:
            parts.append(self.tr("{names} know every entry").format(names=", ".join(knowing)))
        return parts

    def _counts(self, counts: Counts) -> list[str]:
        parts = [self.tr("{count} done").format(count=formats.count_text(counts.done))]
        if counts.failed:
            parts.append(self.tr("{count} failed").format(count=formats.count_text(counts.failed)))
        if counts.skipped:
            parts.append(
                self.tr("{count} skipped").format(count=formats.count_text(counts.skipped))
            )
        if counts.bytes:
            parts.append(formats.size_text(counts.bytes))
        return parts

    def short(self, status: EngineStatus) -> str:
        """One line for the tray: never a title, since some trays take markup."""
        words = self.sentence(status)
        if status.state is Activity.RUNNING and status.speed:
            return f"{words.rstrip('.。')}, {formats.speed_text(status.speed)}"
        return words.rstrip(".。")

    def limit(self, pace: Pace) -> str:
        """How fast downloads may be; empty where there is no limit."""
        until = formats.time_text(pace.until)
        match pace.state:
            case HourState.LIMITED:
                speed = formats.speed_text(pace.kbps * 1000)
                if pace.until is None:
                    return self.tr("limited to {speed}").format(speed=speed)
                return self.tr("limited to {speed} until {time}").format(speed=speed, time=until)
            case HourState.OFF if pace.cause is PaceCause.METERED:
                return self.tr("no downloads on this metered network")
            case HourState.OFF if pace.until is not None:
                return self.tr("no downloads until {time}").format(time=until)
            case HourState.OFF:
                return self.tr("no downloads at this hour")
        return ""

    def remaining(self, status: EngineStatus, waiting: int) -> str:
        """What is still to be done by the job that runs; empty without one.

        :param waiting: items that are still to be worked on.
        """
        if status.job is None or not waiting:
            return ""
        return self.tr("{tracks} to go").format(tracks=self.tracks(waiting))

    def ended(self, event: JobFinished) -> tuple[str, str]:
        """Title and text of the message at a job's end; no titles of tracks in it."""
        text = "  ·  ".join(
            self._counts(Counts(event.done, event.failed, event.skipped, event.bytes))
        )
        match event.state:
            case JobState.DONE:
                return self.tr("Sync done"), text
            case JobState.PARTIAL:
                return self.tr("Sync done, with failures"), text
            case JobState.CANCELLED:
                return self.tr("Sync stopped"), text
        return self.tr("Sync failed"), self.tr("The window tells why.")

    def problem(self, info: ErrorInfo, *, running: bool, failed: int) -> Problem:
        """A problem as the card shows it.

        :param running: whether a job is open.
        :param failed: failed items of the job that ended last.
        """
        message = sentences([info.message])
        again = Remedy.SYNC, self.tr("Sync again")
        log = Remedy.SHOW_LOG, self.tr("Show the log")
        match info.kind:
            case "no_library":
                title = self.tr("There is no folder for the music yet")
                remedy = Remedy.CHOOSE_LIBRARY, self.tr("Choose music folder…")
            case "storage_full":
                title = self.tr("The music folder is full")
                remedy = Remedy.OPEN_LIBRARY, self.tr("Open music folder")
            case "storage_offline":
                title = self.tr("The music folder is not there")
                remedy = log if running else again
            case "storage_silent":
                title = self.tr("The music folder does not answer")
                remedy = log if running else again
            case "storage_refused" | "storage":
                title = self.tr("The music folder cannot be used")
                remedy = log if running else again
            case "playlists_unwritten":
                title = self.tr("Not every playlist could be written")
                remedy = log
            case "job_partial" | "job_failed" if failed:
                title = self.tr("Not every track came through")
                remedy = Remedy.SHOW_FAILED, self.tr("Show what failed")
            case "job_partial" | "job_failed":
                title = self.tr("A source could not be read")
                message = self.tr("What is wrong is said next to it in the list of sources.")
                remedy = again
            case _:
                title = self.tr("Something needs your attention")
                remedy = log
        # What has ended is over once it was read; what holds the work up is not.
        over = not running and info.kind in _OVER
        return Problem(title, message, *remedy, dismissable=over)
