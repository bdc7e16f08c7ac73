# SPDX-License-Identifier: GPL-3.0-or-later
"""What the queue's table says of an item."""

from enum import IntEnum

from PySide6.QtCore import QObject

from catalogsync_gui.core.models import ItemRow
from catalogsync_gui.core.queueing import Order, Priority, Wish
from catalogsync_gui.core.reasons import Reason
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.why import ExplainedItem
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.formats import size_text, time_text
from catalogsync_gui.ui.labels import breakable, tooltip

_LONGEST = 300
_LONGEST_TOOLTIP = 1000


class Column(IntEnum):
    """The columns, in order."""

    STATE = 0
    TITLE = 1
    ARTIST = 2
    ALBUM = 3
    SOURCE = 4
    PRIORITY = 5
    SIZE = 6
    DETAILS = 7


ORDERS = {
    Column.STATE: Order.STATE,
    Column.TITLE: Order.TITLE,
    Column.ARTIST: Order.ARTIST,
    Column.ALBUM: Order.ALBUM,
    Column.SOURCE: Order.SOURCE,
    Column.PRIORITY: Order.PRIORITY,
    Column.SIZE: Order.SIZE,
}
"""By what a column sorts; the last one does not."""


class QueueWords(QObject):
    """Texts of cells, tooltips and rows. Main thread only."""

    def header(self, column: int) -> str:
        """The title of a column."""
        return (
            self.tr("State"),
            self.tr("Title"),
            self.tr("Artist"),
            self.tr("Album"),
            self.tr("Source"),
            self.tr("Priority"),
            self.tr("Size"),
            self.tr("File or reason"),
        )[column]

    def cell(self, explained: ExplainedItem, column: Column) -> str:
        """The text of a cell."""
        item = explained.row
        match column:
            case Column.STATE:
                return self.state_of(item)
            case Column.TITLE:
                return item.title[:_LONGEST]
            case Column.ARTIST:
                return item.artist[:_LONGEST]
            case Column.ALBUM:
                return item.album[:_LONGEST]
            case Column.SOURCE:
                return item.source_name[:_LONGEST]
            case Column.PRIORITY:
                return self.priority(item.priority)
            case Column.SIZE:
                return size_text(item.size)
            case _:
                return self._details(explained)

    def _details(self, explained: ExplainedItem) -> str:
        reason = explained.reason
        if reason is None:
            row = explained.row
            return f"{row.path} ({row.warning})" if row.warning else row.path
        return " ".join(part for part in (self.next(reason), sentences([reason.message])) if part)[
            : 2 * _LONGEST
        ]

    def next(self, reason: Reason) -> str:
        """When something is done about an item; empty where that has no time."""
        if reason.next_at is None:
            return ""
        return self.tr("Next: {time}.").format(time=time_text(reason.next_at))

    def tooltip(self, explained: ExplainedItem) -> str:
        """All that a cell may have been too narrow for."""
        reason = explained.reason
        if reason is None:
            return tooltip(explained.row.path, breakable(explained.row.warning))
        return tooltip(
            self.state_of(explained.row),
            breakable(sentences([reason.message])[:_LONGEST_TOOLTIP]),
            self.next(reason),
        )

    def summary(self, explained: ExplainedItem) -> str:
        """A whole row as a screen reader says it."""
        item = explained.row
        named = (
            self.tr("{title} by {artist}").format(title=item.title, artist=item.artist)
            if item.artist
            else item.title
        )
        parts = [
            self.state_of(item),
            named[:_LONGEST],
            self.tr("Priority: {priority}").format(priority=self.priority(item.priority)),
            self._details(explained),
        ]
        return sentences([part for part in parts if part])

    def details(self, explained: ExplainedItem) -> str:
        """All that is known of an item, in lines for the clipboard."""
        item, reason = explained.row, explained.reason
        lines = [
            (self.tr("Track"), str(item.id)),
            (self.tr("Title"), item.title),
            (self.tr("Artist"), item.artist),
            (self.tr("Album"), item.album),
            (self.tr("Source"), item.source_name),
            (self.tr("Host"), item.host),
            (self.tr("Size"), "" if item.size is None else size_text(item.size)),
            (self.tr("State"), self.state_of(item)),
            (self.tr("Priority"), self.priority(item.priority)),
            (self.tr("Attempts"), str(item.attempts) if item.attempts else ""),
            (self.tr("Reason"), sentences([reason.message]) if reason else ""),
            (
                self.tr("Next try"),
                time_text(reason.next_at) if reason and reason.next_at is not None else "",
            ),
            (
                self.tr("Last error"),
                item.error.message if item.error else "",
            ),
            (self.tr("File"), item.path),
            (self.tr("Warning"), item.warning),
        ]
        return "\n".join(f"{name}: {' '.join(text.split())}" for name, text in lines if text)

    def priority(self, priority: Priority) -> str:
        """A priority in words."""
        match priority:
            case Priority.SAME:
                return self.tr("As its source")
            case Priority.FIRST:
                return self.tr("First")
            case Priority.HIGH:
                return self.tr("High")
            case Priority.LOW:
                return self.tr("Low")
            case _:
                return self.tr("Normal")

    def state_of(self, item: ItemRow) -> str:
        """The state of an item in words, and what is wanted of it."""
        if item.wish is Wish.UNWANTED and item.state is ItemState.SKIPPED:
            return self.tr("Cancelled")
        return self.state(item.state)

    def state(self, state: ItemState) -> str:
        """A state in words."""
        return {
            ItemState.PENDING: self.tr("Waiting"),
            ItemState.HELD: self.tr("Held"),
            ItemState.RUNNING: self.tr("Downloading"),
            ItemState.PLACING: self.tr("Putting in place"),
            ItemState.DONE: self.tr("Done"),
            ItemState.FAILED: self.tr("Failed"),
            ItemState.SKIPPED: self.tr("Skipped"),
            ItemState.MISSING: self.tr("Removed by you"),
            ItemState.TRASHED: self.tr("In the trash"),
        }[state]
