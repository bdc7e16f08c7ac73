# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of a running engine: loaded at its start, taken over at once, saved on the desk."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject

from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.commands import turn_words
from catalogsync_gui.engine.desk import Desk, DeskThread
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.store.shelves import Turn

log = logging.getLogger(__name__)


class SettingsKeeper(QObject):
    """Lives in the main thread; ``now`` may be read by every thread."""

    def __init__(
        self,
        file: SettingsFile,
        secrets: SecretStore,
        turned: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        """Takes where they are kept.

        :param turned: hears, in words, that the database speaks of another library now.
        """
        super().__init__(parent)
        self._file = file
        self._secrets = secrets
        self._turned = turned
        self.now = Settings()
        """The settings as they are now."""

    def load(self) -> str:
        """Reads them from the file; returns what a person should know of that, or nothing."""
        self._take(self._file.load())
        return self._file.notice

    def apply(self, settings: Settings, desk: DeskThread) -> None:
        """Takes new settings over at once, and has them saved."""
        self._take(settings)
        desk.ask(lambda desk: self._save(desk, settings), self._on_saved)

    def _take(self, settings: Settings) -> None:
        self.now = settings
        self._secrets.file_allowed = settings.secrets_file

    def _save(self, desk: Desk, settings: Settings) -> Turn | None:
        desk.settings = settings
        self._file.save(settings)
        try:
            return desk.store.shelves.use(settings.library_id)
        except CannotRun as later:
            log.info("%s", later)
            return None

    def _on_saved(self, turn: Turn | None) -> None:
        if turn is not None:
            self._turned(turn_words(turn))
