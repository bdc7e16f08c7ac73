# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards about the sources that wait for a person."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.models import SourceRow
from catalogsync_gui.ui import formats
from catalogsync_gui.ui.cards import CardStack, ProblemCard
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.status_words import Problem, Remedy

_MOST = 3
_LONGEST_NAME = 60
_LONGEST = 300


class SourceCards(QObject):
    """One for each source that is not read any more; the last one tells of all the others."""

    def __init__(self, stack: CardStack) -> None:
        super().__init__(stack)
        self.cards = tuple(stack.add(ProblemCard(stack)) for _ in range(_MOST))

    def show_sources(self, rows: Sequence[SourceRow]) -> None:
        """Shows what is wrong with the sources of a list."""
        found = [self._problem(row) for row in rows if row.source.paused]
        shown: list[Problem | None] = [*found[:_MOST]]
        if len(found) > _MOST:
            shown[-1] = Problem(
                self.tr("{count} more sources are not read any more").format(
                    count=formats.count_text(len(found) - _MOST + 1)
                ),
                self.tr("Their passwords or addresses need a look."),
                Remedy.SHOW_SOURCES,
                self.tr("Show the sources"),
            )
        shown += [None] * (_MOST - len(shown))
        for card, problem in zip(self.cards, shown, strict=True):
            card.show_problem(problem)

    def _problem(self, row: SourceRow) -> Problem:
        source = row.source
        reason = plain(in_words(source.paused), _LONGEST)
        return Problem(
            self.tr("{name} is not read any more").format(name=plain(source.name, _LONGEST_NAME)),
            reason[:1].upper() + reason[1:],
            Remedy.EDIT_SOURCE,
            self.tr("Edit source…"),
            source=source,
        )
