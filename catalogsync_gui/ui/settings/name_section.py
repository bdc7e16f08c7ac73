# SPDX-License-Identifier: GPL-3.0-or-later
"""What tracks are called, and how their tags are written."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from catalogsync_gui.core.naming import FIELDS
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.naming_preview import NamingPreview
from catalogsync_gui.ui.settings.section import Section


class NameSection(Section):
    """The template, and what it makes of tracks that are there, while it is typed."""

    def __init__(self, engine: Engine, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "track", parent)
        self.title = self.tr("Names")
        self.naming = QLineEdit(now.naming)
        self.preview = NamingPreview(engine)
        self.field(
            self.tr("&Name template"),
            self.naming,
            name="naming",
            more=(self.preview,),
        )
        self.words(self.tr("Fields: {fields}").format(fields=", ".join(FIELDS)))
        self.words(
            self.tr(
                "{albumartist|artist} is the first that is known, {track:03} has three digits, "
                "{?{disc}-} is there only if the disc is known. Tracks that are there keep their "
                "names until you rename them (File menu)."
            )
        )
        self.end()
        self.naming.textChanged.connect(self.preview.show_template)
        self.preview.show_template(now.naming)

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {"naming": self.naming.text()}


class TagSection(Section):
    """How tags are written; what is written into them is for each source to say."""

    def __init__(self, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "info", parent)
        self.title = self.tr("Tags")
        self.id3 = self.choice(
            (
                ("2.4", self.tr("ID3v2.4")),
                ("2.3", self.tr("ID3v2.3, for old players")),
            ),
            now.id3_version,
        )
        self.field(
            self.tr("&Tags of MP3, WAV and AIFF"),
            self.id3,
            self.tr("Files that are there keep theirs."),
            name="id3_version",
        )
        self.words(
            self.tr(
                "Whether a file's own tags are kept, completed or replaced by what the catalogue "
                "says is an option of each source: choose it in the catalogue and edit it."
            )
        )
        self.end()

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {"id3_version": self.id3.currentData()}
