# SPDX-License-Identifier: GPL-3.0-or-later
"""One export variant: what it is called, where its files go, and how they are written."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.variants import ExportVariant, checked_variants, within_library
from catalogsync_gui.ui import icons
from catalogsync_gui.ui.button_order import tab_as_seen
from catalogsync_gui.ui.dialogs.notice import Notice, sentences
from catalogsync_gui.ui.labels import PlainLabel

_WIDTH = 520


class EditVariantDialog(QDialog):
    """Enters a new variant or another one's values; ``variant`` is what came of it."""

    def __init__(
        self,
        variant: ExportVariant | None,
        others: Sequence[ExportVariant],
        playlist_format: str,
        library: str,
        parent: QWidget | None = None,
    ) -> None:
        """Makes the dialog.

        :param variant: what is to be changed; None for a new one.
        :param others: those it may not get into the way of.
        :param playlist_format: of the usual playlist files.
        :param library: absolute path of the library; empty where none is set.
        """
        super().__init__(parent)
        self._others = tuple(others)
        self._playlist_format = playlist_format
        self._library = library
        now = variant or ExportVariant("", "")
        self.variant = now
        self.setWindowTitle(
            self.tr("Edit an export variant") if variant else self.tr("Add an export variant")
        )
        self.name = QLineEdit(now.name)
        self.folder = QLineEdit(now.folder)
        self.browse = QPushButton(icons.icon("open-folder"), self.tr("&Browse…"))
        self.format = QComboBox()
        self.paths = QComboBox()
        self.prefix = QLineEdit(now.prefix)
        self.encoding = QComboBox()
        self.percent = QCheckBox(self.tr("&Escape + and % in paths, as Jellyfin needs it"))
        self.error = Notice()
        self.error.setAccessibleName(self.tr("Error"))
        self.error.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._fill(now)
        self._build()
        self._follow()
        self.format.currentIndexChanged.connect(self._follow)
        self.paths.currentIndexChanged.connect(self._follow)
        self.browse.clicked.connect(self._on_browse)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def _fill(self, now: ExportVariant) -> None:
        self.name.setPlaceholderText(self.tr("What to call it: Server, Car radio"))
        self.folder.setPlaceholderText(
            self.tr("A folder in the library (Playlists/Server), or any other one")
        )
        self.prefix.setPlaceholderText(self.tr("Such as /music"))
        for box, chosen, choices in (
            (
                self.format,
                now.format,
                (
                    ("m3u", self.tr(".m3u, which everything reads")),
                    ("m3u8", self.tr(".m3u8")),
                    ("xspf", self.tr(".xspf (XML)")),
                    ("jspf", self.tr(".jspf (JSON)")),
                ),
            ),
            (
                self.paths,
                now.paths,
                (
                    ("relative", self.tr("Relative to the playlist file")),
                    ("absolute", self.tr("As this computer sees the library")),
                    ("mapped", self.tr("As a server sees the library")),
                ),
            ),
            (
                self.encoding,
                now.encoding,
                (
                    ("utf-8", self.tr("UTF-8")),
                    ("cp1252", self.tr("Windows-1252, for old players")),
                    ("latin-1", self.tr("ISO-8859-1, for old players")),
                ),
            ),
        ):
            for value, words in choices:
                box.addItem(words, value)
            box.setCurrentIndex(box.findData(chosen))
        self.percent.setChecked(now.escapes == "percent")

    def _build(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows: tuple[tuple[str, QWidget, QHBoxLayout | None], ...] = (
            (self.tr("&Name"), self.name, None),
            (self.tr("&Folder"), self.folder, place),
            (self.tr("F&ormat"), self.format, None),
            (self.tr("&Tracks are named"), self.paths, None),
            (self.tr("Library on the &server"), self.prefix, None),
            (self.tr("En&coding"), self.encoding, None),
        )
        for text, field, layout in rows:
            label = PlainLabel(text)
            label.setWordWrap(False)
            label.setBuddy(field)
            form.addRow(label, layout if layout is not None else field)
        form.addRow("", self.percent)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(self.error)
        whole.addStretch(1)
        whole.addWidget(self.buttons)
        tab_as_seen(self.buttons)
        # One that is set alone would take the place of what the words need.
        self.setMinimumWidth(max(_WIDTH, self.minimumSizeHint().width()))

    def _follow(self) -> None:
        """What has no meaning with the other choices cannot be chosen."""
        written = self.format.currentData()
        self.prefix.setEnabled(self.paths.currentData() == "mapped")
        self.encoding.setEnabled(written == "m3u")
        self.percent.setEnabled(written in ("m3u", "m3u8"))

    def _on_browse(self) -> None:
        start = self.folder.text().strip() or self._library
        dialog = QFileDialog(self, self.tr("Choose a folder for playlist files"), start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _on_accepted(self) -> None:
        entered = within_library(
            ExportVariant(
                name=self.name.text().strip(),
                folder=self.folder.text().strip(),
                format=self.format.currentData(),
                paths=self.paths.currentData(),
                prefix=self.prefix.text().strip() if self.prefix.isEnabled() else "",
                encoding=self.encoding.currentData() if self.encoding.isEnabled() else "utf-8",
                escapes="percent" if self._escapes() else "none",
            ),
            self._library,
        )
        try:
            checked_variants((*self._others, entered), self._playlist_format)
        except SettingError as error:
            self.error.say(sentences([str(error)]))
            self.error.show()
            return
        self.variant = entered
        self.accept()

    def _escapes(self) -> bool:
        return self.percent.isEnabled() and self.percent.isChecked()
