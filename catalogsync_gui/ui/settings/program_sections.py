# SPDX-License-Identifier: GPL-3.0-or-later
"""How the program behaves on its desktop: messages, start, looks, language."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from catalogsync_gui import autostart
from catalogsync_gui.autostart import Autostart
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.errors import CatalogSyncError
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.update_check import releases_address
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.labels import breakable
from catalogsync_gui.ui.language import LANGUAGES
from catalogsync_gui.ui.settings.section import Hint, Section

_LONGEST = 300


class MessageSection(Section):
    """What the tray says."""

    def __init__(self, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "log", parent)
        self.title = self.tr("Notifications")
        self.notify = QCheckBox(self.tr("Show &messages"))
        self.notify.setChecked(now.notify)
        self.finished = QCheckBox(self.tr("When a sync has &fetched something"))
        self.finished.setChecked(now.notify_finished)
        self.problem = QCheckBox(self.tr("When something went &wrong or is held up"))
        self.problem.setChecked(now.notify_problem)
        self.new = QCheckBox(self.tr("When sources have &new tracks"))
        self.new.setChecked(now.notify_new)
        self.tray_icon = self.choice(
            (
                ("auto", self.tr("As the panel seems to be")),
                ("light", self.tr("Light, for dark panels")),
                ("dark", self.tr("Dark, for light panels")),
            ),
            now.tray_icon,
        )
        self.box(
            self.notify,
            self.tr("At the tray icon, one a minute at most. A click leads to what it is about."),
            name="notify",
        )
        self.box(self.finished, name="notify_finished")
        self.box(self.problem, name="notify_problem")
        self.box(self.new, name="notify_new")
        self.gap(10)
        self.field(self.tr("&Tray icon"), self.tray_icon, name="tray_icon")
        self.end()
        self.notify.toggled.connect(self._follow)
        self._follow()

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {
            "notify": self.notify.isChecked(),
            "notify_finished": self.finished.isChecked(),
            "notify_problem": self.problem.isChecked(),
            "notify_new": self.new.isChecked(),
            "tray_icon": self.tray_icon.currentData(),
        }

    def _follow(self) -> None:
        for kind in (self.finished, self.problem, self.new):
            kind.setEnabled(self.notify.isChecked())


class StartSection(Section):
    """Starting with the session, which is a fact of the system and no setting; and closing."""

    def __init__(self, engine: Engine, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "resume", parent)
        self.title = self.tr("Startup")
        self._found: Autostart | None = None
        self.start = QCheckBox(self.tr("Start with the &session"))
        self.minimized = QCheckBox(self.tr("Begin &without the window, in the tray"))
        self.state = Hint(self.tr("Looking at what starts with the session…"))
        self.tray = QCheckBox(self.tr("Closing the window &keeps the program in the tray"))
        self.tray.setChecked(now.close_to_tray)
        for box in (self.start, self.minimized):
            box.setEnabled(False)
        self.box(self.start, self.tr("So that the schedule runs whenever you are logged in."))
        self.box(self.minimized, self.tr("Where there is no tray, the window begins minimised."))
        self.whole(self.state)
        self.gap(10)
        self.box(
            self.tray,
            self.tr("Where there is a tray. Else closing the window ends the program."),
            name="close_to_tray",
        )
        self.gap(10)
        self.update_check = QCheckBox(self.tr("Look for a new &version once a day"))
        self.update_check.setChecked(now.update_check)
        self.update_check.setEnabled(False)
        self.box(
            self.update_check,
            self.tr(
                "A notice leads to its page. Nothing is installed, and nothing is sent about you."
            ),
            name="update_check",
        )
        self.no_updates = self.words(
            self.tr(
                "This copy does not know where new versions are announced: they come from where "
                "you have it from, such as your system's updates."
            )
        )
        self.no_updates.hide()
        self.end()
        self.start.toggled.connect(self._follow)
        engine.desk.ask(_state, self._on_state, self._on_failed)
        engine.desk.ask(_announces, self._on_announces)

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {
            "close_to_tray": self.tray.isChecked(),
            "update_check": self.update_check.isChecked(),
        }

    @property
    def wanted(self) -> tuple[bool, bool] | None:
        """Whether to start with the session and minimised; None where that is as it was."""
        if self._found is None:
            return None
        wanted = self.start.isChecked(), self.minimized.isChecked()
        found = self._found
        same = wanted[0] == found.on and (not found.on or wanted[1] == found.minimized)
        return None if same and not (found.on and found.stale) else wanted

    def _on_announces(self, known: bool) -> None:
        self.update_check.setEnabled(known)
        self.no_updates.setHidden(known)

    def _on_state(self, found: Autostart) -> None:
        self._found = found
        self.start.setEnabled(True)
        self.start.setChecked(found.on)
        self.minimized.setChecked(found.minimized)
        place = plain(found.place, _LONGEST)
        if found.stale:
            words = self.tr(
                "Another program is started than this one ({command}). OK puts that right."
            ).format(command=plain(found.command, _LONGEST))
        else:
            words = self.tr("The entry is {place}.").format(place=place) if found.on else ""
        self.state.setText(breakable(words))
        self._follow()

    def _on_failed(self, error: CatalogSyncError) -> None:
        self.state.setText(breakable(sentences([str(error)])))

    def _follow(self) -> None:
        self.minimized.setEnabled(self.start.isEnabled() and self.start.isChecked())


class LookSection(Section):
    """Colours and language."""

    restart_wanted = Signal()
    """What is set here is to be applied, and the program started anew."""

    def __init__(self, now: Settings, spoken: str, parent: QWidget | None = None) -> None:
        """Builds it.

        :param spoken: the setting by which the window's language was chosen when it started.
        """
        super().__init__("", "settings", parent)
        self.title = self.tr("Appearance and language")
        self._spoken = spoken
        self.theme = self.choice(
            (
                ("system", self.tr("As the system")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
            ),
            now.theme,
        )
        # Each in its own words: whoever looks for theirs does not read the others.
        self.language = self.choice(
            (("system", self.tr("As the system")), *LANGUAGES.items()),
            now.language,
        )
        self.restart = QPushButton(self.tr("&Restart now"))
        self.restart.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.language)
        row.addWidget(self.restart)
        row.addStretch(1)
        self.field(self.tr("&Appearance"), self.theme, name="theme")
        self.field(
            self.tr("&Language"),
            self.language,
            self.tr("Takes effect when the program starts the next time."),
            name="language",
            layout=row,
        )
        self.end()
        self.language.currentIndexChanged.connect(self._follow)
        self.restart.clicked.connect(self.restart_wanted)
        self._follow()

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {"theme": self.theme.currentData(), "language": self.language.currentData()}

    def _follow(self) -> None:
        self.restart.setVisible(self.language.currentData() != self._spoken)


class HistorySection(Section):
    """How long it is remembered what syncs have done."""

    def __init__(self, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "history", parent)
        self.title = self.tr("History")
        self.days = self.number(now.history_days, 0, 3650, self.tr(" days"))
        self.days.setSpecialValueText(self.tr("Only the last sync"))
        self.field(
            self.tr("&Keep ended syncs"),
            self.days,
            self.tr("What they did and what failed; the tracks themselves stay."),
            name="history_days",
        )
        self.end()

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {"history_days": self.days.value()}


def _announces(_desk: Desk) -> bool:
    return bool(releases_address())


def _state(desk: Desk) -> Autostart:
    command = autostart.command_of(desk.profile, minimized=True)
    return autostart.state(autostart.entry_for(desk.profile), command)


def switch_autostart(desk: Desk, *, on: bool, minimized: bool) -> None:
    """Has the program start with the session, or not; on the desk's thread.

    :raises CannotRun: the system does not let it.
    """
    command = autostart.command_of(desk.profile, minimized=minimized)
    autostart.switch(autostart.entry_for(desk.profile), command, on=on)
