# SPDX-License-Identifier: GPL-3.0-or-later
"""The card that says that files of the library are not as they were recorded."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from catalogsync_gui.core.damage import DamageKind
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.cards import ProblemCard
from catalogsync_gui.ui.damage_words import DamageWords
from catalogsync_gui.ui.status_words import Problem, Remedy

_QUEUED = Qt.ConnectionType.QueuedConnection


class DamageCard(ProblemCard):
    """Hidden while nothing waits for an answer. Main thread only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._words = DamageWords(self)
        engine.signals.catalogue_changed.connect(self.refresh, _QUEUED)
        self.refresh()

    def refresh(self) -> None:
        """Asks the desk anew."""
        self._engine.desk.ask(_counts, self._on_counts)

    def _on_counts(self, counts: dict[DamageKind, int]) -> None:
        if not counts:
            self.show_problem(None)
            return
        message = self.tr("Found when the library was read again: {counts}.").format(
            counts=self._words.counts(counts)
        )
        self.show_problem(
            Problem(
                self._words.title(counts), message, Remedy.SHOW_DAMAGE, self.tr("Look at them…")
            )
        )


def _counts(desk: Desk) -> dict[DamageKind, int]:
    return desk.store.damage.counts()
