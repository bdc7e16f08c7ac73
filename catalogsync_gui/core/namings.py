# SPDX-License-Identifier: GPL-3.0-or-later
"""Which template names the tracks of which source: the one of the settings, or the source's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.naming import NamingTemplate

OPTION: Final = "naming"
"""The option of a source that holds its own template."""


@dataclass(frozen=True, slots=True)
class Namings:
    """The templates in force. Safe in any thread.

    :ivar default: of the sources without one of their own.
    :ivar own: by source id.
    """

    default: NamingTemplate
    own: Mapping[int, NamingTemplate] = field(default_factory=dict)

    @classmethod
    def parse(cls, default: str, options: Mapping[int, Mapping[str, str]]) -> Self:
        """The templates of the settings and of sources, by their ids.

        A source whose own template this version cannot read takes the default one: it was
        checked when it was set, so another version wrote it.

        :raises SettingError: the default is none.
        """
        own: dict[int, NamingTemplate] = {}
        for source, given in options.items():
            try:
                if text := given.get(OPTION):
                    own[source] = NamingTemplate.parse(text)
            except SettingError:
                continue
        return cls(NamingTemplate.parse(default), own)

    def of(self, source: int) -> NamingTemplate:
        """The template of a source."""
        return self.own.get(source, self.default)
