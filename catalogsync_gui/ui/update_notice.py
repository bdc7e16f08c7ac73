# SPDX-License-Identifier: GPL-3.0-or-later
"""Says that there is a newer version, and leads to its page."""

from PySide6.QtCore import QObject, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from catalogsync_gui import __version__
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.releases import Release
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.update_check import UpdateCheck
from catalogsync_gui.ui.cards import ProblemCard
from catalogsync_gui.ui.status_words import Problem, Remedy

_KEY = "version_known"


class UpdateNotice(QObject):
    """A notice on its card; one that was dismissed comes again with the next version only.

    Main thread only.
    """

    def __init__(self, engine: Engine, card: ProblemCard, check: UpdateCheck | None = None) -> None:
        super().__init__(card)
        self._card = card
        self._release: Release | None = None
        self._memory = QSettings(str(engine.profile.window_file), QSettings.Format.IniFormat)
        self.check = check or UpdateCheck(engine, self)
        self.check.found.connect(self.show_release, Qt.ConnectionType.QueuedConnection)
        card.dismissed.connect(self._on_dismissed)
        card.button.clicked.connect(self._on_open)

    def show_release(self, release: Release | None) -> None:
        """Tells of a version, or of none."""
        self._release = release
        if release is None or self._memory.value(_KEY) == release.version:
            self._card.show_problem(None)
            return
        self._card.show_problem(
            Problem(
                self.tr("Version {version} is there").format(version=plain(release.version)),
                self.tr("You have {version}. Its page tells what is new and how to get it.").format(
                    version=__version__
                ),
                Remedy.DISMISS,
                self.tr("Open page"),
                notice=True,
                dismissable=True,
            )
        )

    def _on_open(self) -> None:
        if self._release is not None:
            QDesktopServices.openUrl(QUrl(self._release.page))

    def _on_dismissed(self) -> None:
        if self._release is not None:
            self._memory.setValue(_KEY, self._release.version)
