# SPDX-License-Identifier: GPL-3.0-or-later
"""Which keys there are, read from what reacts to them, so that no list can be out of date."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QMenuBar, QWidget

from catalogsync_gui.ui.places import Places


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key and what it does.

    :ivar place: the page, or that it works everywhere. :ivar where: the list that has to have the
        focus; empty where that does not matter. :ivar keys: as the system writes them.
    """

    place: str
    what: str
    where: str
    keys: str


@runtime_checkable
class HasKeys(Protocol):
    """A widget that takes keys by itself, and not by actions."""

    def own_keys(self) -> tuple[tuple[str, str], ...]:
        """What they do, and the keys."""
        ...


class KeyWords(QObject):
    """The words of the list."""

    def everywhere(self) -> str:
        """What works whatever is shown."""
        return self.tr("Everywhere")

    def moving(self) -> Iterator[tuple[str, str]]:
        """What Qt itself sees to."""
        yield self.tr("Go to the next field or list, or back"), self.tr("Tab, Shift+Tab")
        yield self.tr("Open the menu of what is chosen"), self.tr("Shift+F10, Menu key")
        yield self.tr("Open a menu of the menu bar"), self.tr("Alt and its underlined letter")
        yield self.tr("Close a dialog"), self.tr("Esc")
        yield self.tr("Search in a list of settings or keys"), _native(find_key())


def find_key() -> QKeySequence:
    """The key for finding something."""
    return QKeySequence(QKeySequence.StandardKey.Find)


def _native(*keys: QKeySequence) -> str:
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def with_keys(text: str, action: QAction) -> str:
    """A tooltip that names the action's key, if it has one."""
    keys = _native(*action.shortcuts()[:1])
    return f"{text} ({keys})" if keys else text


def show_keys(*actions: QAction) -> None:
    """Has the tooltips of these name their keys."""
    for action in actions:
        action.setToolTip(with_keys(action.toolTip(), action))


def lines(window: QWidget, menus: QMenuBar, places: Places) -> list[KeyLine]:
    """All keys of the window, by page. Main thread."""
    words = KeyWords()
    everywhere = words.everywhere()
    found: list[KeyLine] = []
    seen: set[QAction] = set()
    for action in (*window.actions(), *_of_menus(menus.actions())):
        _take(everywhere, action, seen, found)
    found += [KeyLine(everywhere, what, "", keys) for what, keys in words.moving()]
    for place in places.places():
        page = places.page(place)
        title = places.title(place)
        for widget in (page, *page.findChildren(QWidget)):
            for action in widget.actions():
                _take(title, action, seen, found)
            if isinstance(widget, HasKeys):
                name = widget.accessibleName()
                found += [KeyLine(title, what, name, keys) for what, keys in widget.own_keys()]
    return found


def _take(place: str, action: QAction, seen: set[QAction], found: list[KeyLine]) -> None:
    keys = _native(*action.shortcuts())
    if not keys or action in seen:
        return
    seen.add(action)
    views = [view for view in action.associatedObjects() if isinstance(view, QAbstractItemView)]
    where = views[0].accessibleName() if views else ""
    found.append(KeyLine(place, _plain(action.text()), where, keys))


def _plain(text: str) -> str:
    """Without what only a menu needs."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def _of_menus(actions: Iterable[QAction]) -> Iterator[QAction]:
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _of_menus(menu.actions())
        else:
            yield action


def as_text(rows: Iterable[KeyLine]) -> str:
    """As plain text, a heading for each place."""
    text: list[str] = []
    place = None
    for row in rows:
        if row.place != place:
            place = row.place
            text += ["", place] if text else [place]
        where = f" ({row.where})" if row.where else ""
        text.append(f"  {row.keys}\t{row.what}{where}")
    return "\n".join(text) + "\n"
