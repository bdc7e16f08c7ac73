# SPDX-License-Identifier: GPL-3.0-or-later
"""What the options of sources are called in the window, and in which order they stand.

Those of a kind of its own, which a plug-in may bring, are told in the kind's words.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from catalogsync_gui.sources.base import Option
from catalogsync_gui.ui.engine_words import in_words

_LIBRARY = ("priority", "naming", "tags", "removed", "trash_days")
_CONNECTION = ("allow_private", "ca_file")


class OptionWords(QObject):
    """Texts in the window's language. Main thread only."""

    def sections(
        self, own: Mapping[str, Option], common: Mapping[str, Option]
    ) -> list[tuple[str, dict[str, Option]]]:
        """All options under headings; every option stands under one.

        :param own: of the kind alone. :param common: of every source.
        """
        rest = {key: option for key, option in common.items() if key not in own}
        made = [(self.tr("What is followed"), dict(own))]
        for heading, keys in (
            (self.tr("In the library"), _LIBRARY),
            (self.tr("Connection"), _CONNECTION),
        ):
            made.append((heading, {key: rest.pop(key) for key in keys if key in rest}))
        made.insert(1, (self.tr("When"), rest))
        return [(heading, options) for heading, options in made if options]

    def heading(self, key: str) -> str:
        """The name of an option: ``keep_last`` as ``Keep last`` where there is none better."""
        text = key.replace("_", " ")
        named = {
            "priority": self.tr("Priority"),
            "naming": self.tr("File names"),
            "tags": self.tr("Tags in the files"),
            "removed": self.tr("Removed from the catalogue"),
            "trash_days": self.tr("Days in the trash"),
            "allow_private": self.tr("Private addresses"),
            "ca_file": self.tr("Certificate authority"),
        }
        return named.get(key) or text[:1].upper() + text[1:]

    def help(self, key: str, option: Option) -> str:
        """What an option does."""
        told = {
            "priority": self.tr(
                "When the tracks of this source come; a track in the queue may have its own"
            ),
            "naming": self.tr(
                "A template of its own for new tracks, instead of that of the settings; "
                "“Rename tracks…” gives those that are there their new names"
            ),
            "tags": self.tr("What becomes of the tags that the files bring"),
            "removed": self.tr(
                "What becomes of the files of tracks that the catalogue does not list any more. A "
                "catalogue that suddenly lists nothing, or far less, throws nothing away: you are "
                "asked first"
            ),
            "trash_days": self.tr("After so many days the files in the trash are deleted"),
            "allow_private": self.tr(
                "Whether its addresses may lead to computers of your own network"
            ),
            "ca_file": self.tr(
                "A PEM file with the certificate authority that its server is signed by"
            ),
        }
        return told.get(key) or in_words(option.words)

    def choice(self, key: str, word: str) -> str:
        """A word that an option takes."""
        named = {
            ("priority", "high"): self.tr("High: before other sources"),
            ("priority", "normal"): self.tr("Normal"),
            ("priority", "low"): self.tr("Low: after other sources"),
            ("tags", "fill"): self.tr("Add what they lack"),
            ("tags", "overwrite"): self.tr("Replace them by what the catalogue says"),
            ("tags", "leave"): self.tr("Leave them alone"),
            ("removed", "keep"): self.tr("Keep the files"),
            ("removed", "trash"): self.tr("Move the files to the trash"),
        }
        return named.get((key, word), word)

    def unset(self, key: str) -> str:
        """What an option is while nobody has set it."""
        named = {
            "priority": self.tr("Usual: normal"),
            "naming": self.tr("As in the settings"),
            "tags": self.tr("Usual: add what they lack"),
            "removed": self.tr("Usual: keep the files"),
            "trash_days": self.tr("Usual: 30"),
            "allow_private": self.tr("Usual: no"),
            "ca_file": self.tr("Those of the system"),
        }
        return named.get(key) or self.tr("Not set")
