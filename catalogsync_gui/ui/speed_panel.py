# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph with what chooses the span that it shows."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.fact_tiles import Panel
from catalogsync_gui.ui.labels import PlainLabel
from catalogsync_gui.ui.span_words import SPANS, SpanWords
from catalogsync_gui.ui.speed_graph import SpeedGraph

_FIRST = 300.0
_KEY = "speed_span"


class SpeedPanel(Panel):
    """Remembers the span that was chosen last. Main thread only."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = QSettings(str(engine.profile.window_file), QSettings.Format.IniFormat)
        self._words = SpanWords(self)
        title = PlainLabel(self.tr("Speed"), self)
        title.enlarge(1.0)
        title.setWordWrap(False)
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(title)
        top.addStretch(1)
        self.spans = QButtonGroup(self)
        for number, span in enumerate(SPANS):
            button = QToolButton(self)
            button.setText(self._words.short(span))
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setAccessibleName(self._words.last(span))
            button.setToolTip(self._words.last(span))
            self.spans.addButton(button, number)
            top.addWidget(button)
        # After the buttons above it: Tab goes by the order in which they were made.
        self.graph = SpeedGraph(engine.keeper.meter.series, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.graph, 1)
        self.spans.idClicked.connect(self._on_chosen)
        self.choose(self._remembered())

    def choose(self, span: float) -> None:
        """Shows one of the spans."""
        self.spans.button(SPANS.index(span)).setChecked(True)
        self.graph.show_span(span)

    def _remembered(self) -> float:
        try:
            span = float(str(self._memory.value(_KEY, _FIRST)))
        except ValueError:
            return _FIRST
        return span if span in SPANS else _FIRST

    def _on_chosen(self, number: int) -> None:
        self._memory.setValue(_KEY, SPANS[number])
        self.graph.show_span(SPANS[number])
