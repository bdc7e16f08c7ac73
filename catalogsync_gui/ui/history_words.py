# SPDX-License-Identifier: GPL-3.0-or-later
"""The history in words: why a sync ran, how it ended, and how its items did."""

from PySide6.QtCore import QObject

from catalogsync_gui.core.history import PROCESS_GONE, JobWhy, Outcome, mean_speed, took
from catalogsync_gui.core.models import Job
from catalogsync_gui.core.states import ItemState, JobState
from catalogsync_gui.ui import formats

JOB_ICONS = {
    JobState.RUNNING: "sync",
    JobState.DONE: "done",
    JobState.PARTIAL: "warning",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "stop",
}
_NAMED = 3
_LONGEST_NAME = 40


class HistoryWords(QObject):
    """Main thread only."""

    def why(self, job: Job) -> str:
        """Why a sync ran."""
        match job.why:
            case JobWhy.SCHEDULED:
                return self.tr("By schedule")
            case JobWhy.DUE:
                return self.tr("Failed tracks were due")
            case JobWhy.ASKED:
                return self.tr("By you")
            case JobWhy.RETRY:
                return self.tr("Tried again by you")
        return self.tr("Unknown")

    def result(self, job: Job) -> str:
        """How a sync ended."""
        match job.state:
            case JobState.RUNNING:
                return self.tr("Running")
            case JobState.DONE:
                return self.tr("Done")
            case JobState.PARTIAL:
                return self.tr("Done, with failures")
            case JobState.CANCELLED if job.error is not None and job.error.kind == PROCESS_GONE:
                return self.tr("Interrupted")
            case JobState.CANCELLED:
                return self.tr("Stopped")
        return self.tr("Failed")

    def ended(self, state: ItemState) -> str:
        """How an item ended."""
        match state:
            case ItemState.DONE:
                return self.tr("Done")
            case ItemState.FAILED:
                return self.tr("Failed")
        return self.tr("Skipped")

    def since(self, outcome: Outcome) -> str:
        """What has become of an item that had failed or was skipped; empty if nothing has."""
        if outcome.now is outcome.state:
            return ""
        if outcome.now is None:
            return self.tr("This track is not in any catalogue any more.")
        words = {
            ItemState.DONE: self.tr("It came later."),
            ItemState.FAILED: self.tr("It has failed since."),
            ItemState.SKIPPED: self.tr("It is skipped now."),
            ItemState.HELD: self.tr("You hold it back."),
            ItemState.MISSING: self.tr("Its file was removed since."),
            ItemState.TRASHED: self.tr("It is in the trash now."),
        }
        return words.get(outcome.now, self.tr("It waits to be tried again."))

    def sources(self, names: tuple[str, ...]) -> str:
        """The sources of a sync."""
        shown = [name[:_LONGEST_NAME] or self.tr("a removed source") for name in names[:_NAMED]]
        more = len(names) - len(shown)
        if more == 1:
            shown.append(self.tr("1 more"))
        elif more:
            shown.append(self.tr("{count} more").format(count=formats.count_text(more)))
        return ", ".join(shown)

    def figures(self, job: Job, now: float) -> str:
        """What a sync has done, in one line."""
        counts = job.counts
        parts = [self.tr("{count} done").format(count=formats.count_text(counts.done))]
        if counts.failed:
            parts.append(self.tr("{count} failed").format(count=formats.count_text(counts.failed)))
        if counts.skipped:
            parts.append(
                self.tr("{count} skipped").format(count=formats.count_text(counts.skipped))
            )
        if counts.bytes:
            parts.append(formats.size_text(counts.bytes))
        speed = mean_speed(job, now)
        if speed is not None:
            parts.append(self.tr("{speed} on average").format(speed=formats.speed_text(speed)))
        if job.unwritten == 1:
            parts.append(self.tr("1 playlist not written"))
        elif job.unwritten:
            parts.append(
                self.tr("{count} playlists not written").format(
                    count=formats.count_text(job.unwritten)
                )
            )
        return "  ·  ".join(parts)

    def times(self, job: Job, now: float) -> str:
        """When a sync began and ended, and how long it took."""
        began = self.tr("Began {time} ({ago})").format(
            time=formats.time_text(job.started_at), ago=formats.ago_text(job.started_at, now)
        )
        long = formats.duration_text(took(job, now))
        if job.finished_at is None:
            return self.tr("{began}, runs for {duration}").format(began=began, duration=long)
        return self.tr("{began}, ended {time}, took {duration}").format(
            began=began, time=formats.time_text(job.finished_at), duration=long
        )
