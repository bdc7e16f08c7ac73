# SPDX-License-Identifier: GPL-3.0-or-later
"""What a folder is like that may become the library, while its path is typed."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.file_systems import Where
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.folder_look import Finding, FolderLook, Sign, What, look
from catalogsync_gui.ui import icons, shades
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.formats import size_text
from catalogsync_gui.ui.labels import MutedLabel, PlainLabel, breakable

_TYPING_MS = 350
_SIDE = 18
_LONGEST = 600
_ICONS = {Sign.GOOD: "done", Sign.MIND: "warning", Sign.BAD: "failed"}


class FolderView(QWidget):
    """A list of findings, each with its sign, a word and the reason. Main thread only.

    :ivar found: the last answer; None while one is waited for, and when nothing is asked.
    """

    changed = Signal()
    """Another folder is looked at, or the answer is there."""

    def __init__(self, engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._stop: StopToken | None = None
        self._path = ""
        self.found: FolderLook | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.look)
        self.heading = MutedLabel()
        self._rows = QWidget(self)
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addWidget(self._rows)

    def show_path(self, path: str) -> None:
        """Looks at another folder when the typing has come to a rest."""
        self._cancel()
        self._path = path.strip()
        self.found = None
        self._typing.start()
        self.changed.emit()

    @property
    def path(self) -> Path | None:
        """The folder that is looked at; None where nothing is entered."""
        if not self._path:
            return None
        try:
            return Path(self._path).expanduser()
        except RuntimeError:
            # ~somebody, who has no home here.
            return Path(self._path)

    def look(self) -> None:
        """Looks now."""
        self._typing.stop()
        self._cancel()
        path = self.path
        if path is None:
            self._show(None, "")
            return
        reserve = self._engine.settings.free_space_mb
        # What is shown stays until the answer is there: most come within a blink.
        self.heading.setText(self.tr("Looking at the folder…"))
        self._stop = self._engine.lookups.ask(
            lambda stop: look(path, reserve, stop), self._on_found, self._on_failed
        )

    def cancel(self) -> None:
        """Leaves what is being asked."""
        self._typing.stop()
        self._cancel()

    def _cancel(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def _on_found(self, found: FolderLook) -> None:
        self._stop = None
        self.found = found
        words = (
            self.tr("This folder can be used.")
            if found.usable
            else self.tr("This folder cannot be used.")
        )
        self._show(found, words)

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._stop = None
        self._show(None, sentences([str(error)]))

    def _show(self, found: FolderLook | None, heading: str) -> None:
        self.heading.setText(breakable(heading))
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if found is not None:
            for row, finding in enumerate(found.findings):
                self._add(row, finding, found)
        self.changed.emit()

    def _add(self, row: int, finding: Finding, found: FolderLook) -> None:
        title, reason = self._words(finding, found)
        sign = QLabel(self._rows)
        sign.setProperty("sign", finding.sign.name)
        self._draw(sign)
        name = PlainLabel(title, self._rows)
        name.setWordWrap(False)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        why = MutedLabel(breakable(plain(reason, _LONGEST)), self._rows)
        meaning = {
            Sign.GOOD: self.tr("well"),
            Sign.MIND: self.tr("to be minded"),
            Sign.BAD: self.tr("in the way"),
        }[finding.sign]
        sign.setAccessibleName(meaning)
        sign.setToolTip(meaning)
        why.setAccessibleName(f"{title}: {meaning}. {reason}")
        # First lines stand beside each other, however many a reason has.
        name.setMinimumHeight(_SIDE)
        why.setMinimumHeight(_SIDE)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(sign, row, 0, top)
        self._grid.addWidget(name, row, 1, top)
        self._grid.addWidget(why, row, 2)

    def _draw(self, sign: QLabel) -> None:
        kind = Sign[sign.property("sign")]
        colour = {Sign.GOOD: shades.good, Sign.MIND: shades.mind, Sign.BAD: shades.problem}[kind]
        ratio = self.devicePixelRatioF()
        sign.setPixmap(icons.tinted(_ICONS[kind], colour(self.palette()), _SIDE, ratio))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            for sign in self._rows.findChildren(QLabel):
                if sign.property("sign"):
                    self._draw(sign)
        super().changeEvent(event)

    def text(self) -> str:
        """What stands there, for tests and screen readers."""
        labels = [label.accessibleName() for label in self._rows.findChildren(MutedLabel)]
        return "\n".join([self.heading.text(), *labels]).replace("\u200b", "")

    # ------------------------------------------------------------ in words

    def _words(self, finding: Finding, found: FolderLook) -> tuple[str, str]:
        reason = sentences([finding.reason])
        match finding.what:
            case What.PLACE if finding.sign is Sign.GOOD:
                return self.tr("New folder"), self.tr("It is not there yet, and will be made.")
            case What.PLACE:
                return self.tr("Folder"), reason
            case What.WRITING if finding.sign is Sign.GOOD:
                return self.tr("Writable"), self.tr("Files can be made, renamed and replaced.")
            case What.WRITING:
                return self.tr("Not writable"), reason
            case What.ROOM:
                return self.tr("Free space"), self._room(finding, found)
            case What.FILE_SYSTEM:
                return self.tr("Kind"), self._kind(found)
            case What.NAMES:
                return self.tr("Names"), reason
            case What.CONTENT:
                return self.tr("Content"), self._content(found)
        raise AssertionError(finding.what)

    def _room(self, finding: Finding, found: FolderLook) -> str:
        if found.room is None:
            return ""
        free = self.tr("{size} free").format(size=size_text(found.room.free))
        if not found.room.reserve:
            return free
        kept = size_text(found.room.reserve)
        if finding.sign is Sign.MIND:
            return self.tr("{free}, and {kept} are to be kept free: nothing would come.").format(
                free=free, kept=kept
            )
        return self.tr("{free}, of which {kept} are kept free.").format(free=free, kept=kept)

    def _kind(self, found: FolderLook) -> str:
        kinds = {
            Where.DISK: self.tr("A disk of this computer ({name})."),
            Where.NETWORK: self.tr("A share of another computer ({name})."),
            Where.STICK: self.tr("A disk or stick for any computer ({name})."),
            Where.MEMORY: self.tr("Memory only ({name}): what is in it is gone at a restart."),
            Where.CONTAINER: self.tr(
                "Within a container ({name}): what is in it goes with that. Mount a folder."
            ),
        }
        if not found.file_system:
            return self.tr("This system does not tell.")
        words = kinds.get(found.where, self.tr("Known to the system as {name}."))
        return words.format(name=plain(found.file_system))

    def _content(self, found: FolderLook) -> str:
        if found.library:
            return self.tr("It is a library of Catalog Sync already, which is taken up again.")
        return self.tr("There are files in it. They stay as they are.")
