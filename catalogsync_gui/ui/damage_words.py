# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are not as recorded, in words for the window and the tray."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from catalogsync_gui.core.damage import DamageKind
from catalogsync_gui.ui.formats import count_text


class DamageWords(QObject):
    """Turns kinds and counts into words. Main thread only."""

    def kind(self, kind: DamageKind) -> str:
        """What is wrong with one file."""
        match kind:
            case DamageKind.DAMAGED:
                return self.tr("Damaged")
            case DamageKind.CHANGED:
                return self.tr("Changed by someone else")
            case DamageKind.MISSING:
                return self.tr("Not there any more")
            case _:
                return self.tr("Cannot be read")

    def title(self, counts: Mapping[DamageKind, int]) -> str:
        """What was found, in one line: the worst of it."""
        bad = counts.get(DamageKind.DAMAGED, 0) + counts.get(DamageKind.UNREADABLE, 0)
        if bad:
            return (
                self.tr("A file of your library is damaged")
                if bad == 1
                else self.tr("{count} files of your library are damaged").format(
                    count=count_text(bad)
                )
            )
        every = sum(counts.values())
        return (
            self.tr("A file of your library is not as it was")
            if every == 1
            else self.tr("{count} files of your library are not as they were").format(
                count=count_text(every)
            )
        )

    def counts(self, counts: Mapping[DamageKind, int]) -> str:
        """How many of each kind."""
        forms = {
            DamageKind.DAMAGED: self.tr("{count} damaged"),
            DamageKind.UNREADABLE: self.tr("{count} cannot be read"),
            DamageKind.CHANGED: self.tr("{count} changed by someone else"),
            DamageKind.MISSING: self.tr("{count} not there any more"),
        }
        return ", ".join(
            form.format(count=count_text(counts[kind]))
            for kind, form in forms.items()
            if counts.get(kind)
        )
