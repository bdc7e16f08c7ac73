# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the music is, how much room stays free, and how often files are read again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.dialogs.folder_note import FolderNote
from catalogsync_gui.ui.folder_view import FolderView
from catalogsync_gui.ui.settings.section import Section


class LibrarySection(Section):
    """The folder itself is no value: it is made the library at the desk."""

    def __init__(self, engine: Engine, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "library", parent)
        self.title = self.tr("Library")
        self._former = now.library
        self.path = QLineEdit(now.library)
        self.path.setPlaceholderText(self.tr("The folder your music goes to"))
        self.browse = QPushButton(icons.icon("open-folder"), self.tr("&Browse…"))
        self.note = FolderNote(engine)
        self.view = FolderView(engine)
        self.view.hide()
        self.free_space = self.number(now.free_space_mb, 0, 10_000_000, self.tr(" MB"))
        self.free_space.setSpecialValueText(self.tr("Nothing"))
        self.verify = self.number(now.verify_days, 0, 3650, self.tr(" days"))
        self.verify.setSpecialValueText(self.tr("Never"))
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        self.field(
            self.tr("Music &folder"),
            self.path,
            layout=row,
            more=(self.note, self.view),
            name="library",
        )
        self.field(
            self.tr("&Keep free"),
            self.free_space,
            self.tr("Or 1 % of the volume, where that is more."),
            name="free_space_mb",
        )
        self.field(
            self.tr("Read files again &every"),
            self.verify,
            self.tr("Finds files that have been damaged on the disk. Never in a hurry."),
            name="verify_days",
        )
        self.wake = QLineEdit(now.wake)
        self.wake.setPlaceholderText("aa:bb:cc:dd:ee:ff")
        self.wake_minutes = self.number(now.wake_minutes, 1, 60, self.tr(" minutes"))
        self.field(
            self.tr("&Wake its computer"),
            self.wake,
            self.tr(
                "Where the folder is on a computer that sleeps: the address of its network card. "
                "It is woken (Wake-on-LAN) when a sync is to begin and the folder is not there."
            ),
            name="wake",
        )
        self.field(
            self.tr("Wa&it for it"),
            self.wake_minutes,
            self.tr("So long a sync waits for the folder then."),
            name="wake_minutes",
        )
        self.end()
        self.path.textChanged.connect(self._on_path)
        self.browse.clicked.connect(self._on_browse)

    @property
    def folder(self) -> str:
        """The folder that is entered."""
        path = self.view.path if self.view.isVisibleTo(self) else None
        return str(path) if path is not None else self.path.text().strip()

    @property
    def to_be_made(self) -> bool:
        """Whether the folder was found not to be there yet."""
        found = self.view.found
        return found is not None and found.usable and not found.there

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {
            "free_space_mb": self.free_space.value(),
            "verify_days": self.verify.value(),
            "wake": self.wake.text().strip(),
            "wake_minutes": self.wake_minutes.value(),
        }

    def check(self) -> None:
        """See :class:`Section`. What is no whole path would be one below wherever this runs."""
        super().check()
        if self.folder != self._former and not Path(self.folder).is_absolute():
            raise SettingError(
                self.tr("Name the music folder from the top on, such as /home/me/Music.")
            )

    def close_down(self) -> None:
        """See :class:`Section`."""
        self.view.cancel()

    def _on_path(self, text: str) -> None:
        """Another folder is looked at while it is typed; of this one all is known."""
        other = text.strip() != self._former
        self.view.setVisible(other)
        self.note.setVisible(not other and bool(self._former))
        if other:
            self.view.show_path(text)
        else:
            self.view.cancel()

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose music folder"), self.path.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.path.setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
