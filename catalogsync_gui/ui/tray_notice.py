# SPDX-License-Identifier: GPL-3.0-or-later
"""Says once that a desktop shows no tray icons, and what that means."""

from PySide6.QtCore import QObject, QSettings

from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.ui.cards import ProblemCard
from catalogsync_gui.ui.status_words import Problem, Remedy

_KEY = "tray_explained"


class TrayNotice(QObject):
    """Main thread only."""

    def __init__(self, engine: Engine, card: ProblemCard) -> None:
        super().__init__(card)
        self._engine = engine
        self._card = card
        self._memory = QSettings(str(engine.profile.window_file), QSettings.Format.IniFormat)
        card.dismissed.connect(self._on_read)
        card.button.clicked.connect(self._on_read)

    def explain(self, *, gnome: bool) -> None:
        """There is no tray. Said to nobody who has read it, or who does not want one.

        :param gnome: the desktop is GNOME, which shows icons by an extension.
        """
        if self._memory.contains(_KEY) or not self._engine.settings.close_to_tray:
            return
        ends = self.tr("Closing the window ends Catalog Sync, and with it all that is planned.")
        if gnome:
            more = self.tr(
                "GNOME shows such icons with the extension AppIndicator and KStatusNotifierItem "
                "Support. Once it is on, the icon appears by itself."
            )
        else:
            more = self.tr("Once a panel with a tray is there, the icon appears by itself.")
        self._card.show_problem(
            Problem(
                self.tr("This desktop shows no tray icons"),
                f"{ends} {more}",
                Remedy.SHOW_TRAY_HELP if gnome else Remedy.DISMISS,
                self.tr("Get the extension") if gnome else self.tr("All right"),
                notice=True,
                dismissable=gnome,
            )
        )

    def withdraw(self) -> None:
        """There is a tray now."""
        self._card.show_problem(None)

    def _on_read(self) -> None:
        self._memory.setValue(_KEY, True)
        self.withdraw()
