# SPDX-License-Identifier: GPL-3.0-or-later
"""What a name template makes of a few tracks of the library, while it is typed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.naming import NamingTemplate
from catalogsync_gui.core.namings import Namings
from catalogsync_gui.engine import rename_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.rename_commands import Sample
from catalogsync_gui.ui.engine_words import in_words
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable

_LINES = 4
_LONGEST = 180


class NamingPreview(QWidget):
    """Shows paths, or what is wrong with the template. The desk looks for the tracks once."""

    def __init__(
        self, engine: Engine, parent: QWidget | None = None, source: int | None = None
    ) -> None:
        """Builds it.

        :param source: shows tracks of this source; None those of sources without a template.
        """
        super().__init__(parent)
        self._template = ""
        self._samples: Sequence[Sample] = ()
        self.heading = MutedLabel()
        self.lines = PlainLabel()
        self.lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.lines.setAccessibleName(self.tr("Preview of the names"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addWidget(self.lines)
        # As many lines as there will be, so that nothing jumps when they come.
        self.lines.setMinimumHeight(self.lines.fontMetrics().lineSpacing() * _LINES)
        engine.desk.ask(partial(_samples, source), self._on_samples)

    def show_template(self, text: str) -> None:
        """Shows another template."""
        self._template = text
        self._show()

    def _on_samples(self, samples: list[Sample]) -> None:
        self._samples = samples
        self._show()

    def _show(self) -> None:
        try:
            template = NamingTemplate.parse(self._template)
        except SettingError as error:
            self.heading.setText(self.tr("This template cannot be used:"))
            self.lines.setText(breakable(in_words(str(error))))
            return
        if not self._samples:
            self.heading.setText("")
            self.lines.setText("")
            return
        rows = rename_commands.preview(self._samples, Namings(template))
        real = any(row.path for row in rows)
        self.heading.setText(self.tr("Tracks of yours would be:") if real else self.tr("Example:"))
        self.lines.setText("\n".join(breakable(plain(row.target, _LONGEST)) for row in rows))


def _samples(source: int | None, desk: Desk) -> list[Sample]:
    if source is None:
        return rename_commands.common_samples(desk, _LINES)
    return rename_commands.samples(desk, source, _LINES)
