# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to the network, and where passwords are kept."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from catalogsync_gui.core.addresses import origin_of
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, SettingError
from catalogsync_gui.core.settings import Settings, check
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.proxy_check import check_proxy
from catalogsync_gui.secrets import keyring_name
from catalogsync_gui.ui.dialogs.notice import sentences
from catalogsync_gui.ui.labels import breakable
from catalogsync_gui.ui.settings.section import Hint, Section


class NetworkSection(Section):
    """The proxy, which can be tried out, and the consent to a file for secrets."""

    def __init__(self, engine: Engine, now: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", "offline", parent)
        self.title = self.tr("Network and passwords")
        self._engine = engine
        self._asked: StopToken | None = None
        self.proxy = QLineEdit(now.proxy)
        self.proxy.setPlaceholderText(self.tr("http://proxy.example:3128, or nothing"))
        self.test = QPushButton(self.tr("&Test"))
        self.test.setAccessibleName(self.tr("Test the proxy"))
        self.answer = Hint()
        self.answer.hide()
        self.kept = Hint(self.tr("Looking for the desktop's keyring…"))
        self.secrets = QCheckBox(
            self.tr("Where there is no keyring, keep &passwords in a file only I can read")
        )
        self.secrets.setChecked(now.secrets_file)
        row = QHBoxLayout()
        row.addWidget(self.proxy, 1)
        row.addWidget(self.test)
        self.field(
            self.tr("Pro&xy"),
            self.proxy,
            self.tr("For catalogues and tracks alike. Its password is kept as those of sources."),
            name="proxy",
            layout=row,
            more=(self.answer,),
        )
        self.heading(self.tr("Passwords and tokens"))
        self.whole(self.kept)
        self.gap(4)
        self.box(
            self.secrets,
            self.tr("The file is in the profile's folder and is not encrypted."),
            name="secrets_file",
        )
        self.end()
        self.proxy.textChanged.connect(self._on_edited)
        self.test.clicked.connect(self._on_test)
        self._on_edited()
        engine.desk.ask(lambda _: keyring_name(), self._on_keyring)

    def values(self) -> Mapping[str, Any]:
        """See :class:`Section`."""
        return {"proxy": self.proxy.text().strip(), "secrets_file": self.secrets.isChecked()}

    def close_down(self) -> None:
        """See :class:`Section`."""
        if self._asked is not None:
            self._asked.set()
            self._asked = None

    def _on_keyring(self, name: str) -> None:
        self.kept.setText(
            self.tr("They are kept in the desktop's keyring ({name}).").format(name=name)
            if name
            else self.tr(
                "This desktop has no keyring that can be used. Without the file below, no source "
                "with a password can be added."
            )
        )

    def _on_edited(self) -> None:
        self.close_down()
        self.test.setEnabled(bool(self.proxy.text().strip()))
        try:
            check("proxy", self.proxy.text().strip())
        except SettingError:
            self._say(self.tr("This is no address; a proxy's looks like http://proxy.example:3128"))
            self.test.setEnabled(False)
        else:
            self._say("")

    def _on_test(self) -> None:
        self.test.setEnabled(False)
        self._say(self.tr("Asking the proxy…"))
        # One of the sources is what the proxy is there for: asked for a way to nobody else.
        self._engine.desk.ask(_some_source, self._on_source, self._on_failed)

    def _on_source(self, location: str) -> None:
        proxy = self.proxy.text().strip()
        self._asked = self._engine.lookups.ask(
            partial(check_proxy, proxy, location), self._on_answer, self._on_failed
        )

    def _on_answer(self, place: str) -> None:
        self._asked = None
        self.test.setEnabled(True)
        self._say(
            self.tr("It works: it leads to {server}.").format(server=place)
            if place
            else self.tr("It answers. Whether it leads anywhere shows with the first source.")
        )

    def _on_failed(self, error: CatalogSyncError) -> None:
        self._asked = None
        self.test.setEnabled(True)
        self._say(sentences([str(error)]))

    def _say(self, words: str) -> None:
        self.answer.setText(breakable(words))
        self.answer.setVisible(bool(words))


def _some_source(desk: Desk) -> str:
    """The address of a source that is on the network; empty where there is none."""
    for row in desk.store.catalogue.sources():
        if origin_of(row.source.location) is not None:
            return row.source.location
    return ""
