# SPDX-License-Identifier: GPL-3.0-or-later
"""The longest gap of the event loop while somebody works with a queue of 200,000 tracks."""

import json
import sys
import tempfile
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from catalogsync_gui.ui.queue_panel import QueuePanel
from catalogsync_gui.ui.run import make_application
from tests.bench.event_loop import Probe
from tests.unit.store.shelf import Shelf

COUNT = 200_000
_PATIENCE = 60.0


def fill(profile: Profile) -> None:
    """A profile with as many tracks, of two sources and three hosts."""
    profile.create()
    shelf = Shelf(profile.data)
    one, two = shelf.source("One", {}), shelf.source("Two", {})
    shelf.fill(one, "a.lan", COUNT // 2)
    shelf.fill(two, "b.lan", COUNT // 4)
    shelf.fill(two, "c.lan", COUNT // 4, state="done")
    shelf.close()


def wait_for(what: str, until: Callable[[], bool]) -> None:
    """Lets the event loop run until something is so.

    :raises TimeoutError: it is not after a long while.
    """
    end = time.monotonic() + _PATIENCE
    while not until():
        if time.monotonic() > end:
            raise TimeoutError(what)
        QTest.qWait(10)


class Person:
    """Does one thing after the other, and waits for what comes of it."""

    def __init__(self, panel: QueuePanel, probe: Probe) -> None:
        self._panel = panel
        self._probe = probe
        self.worst: dict[str, float] = {}

    def do(self, what: str, act: Callable[[], object], until: Callable[[], bool]) -> None:
        """Acts, waits, and notes the longest gap meanwhile.

        :raises TimeoutError: nothing came of it.
        """
        self._probe.gaps.clear()
        act()
        wait_for(what, until)
        QTest.qWait(100)
        self.worst[what] = max(self._probe.gaps)

    def scroll(self, key: Qt.Key, times: int) -> Callable[[], None]:
        """Presses a key many times, with time to paint between."""

        def press() -> None:
            for _ in range(times):
                QTest.keyClick(self._panel.table, key)
                QTest.qWait(15)

        return press


def run(panel: QueuePanel, probe: Probe) -> dict[str, float]:
    """What a person does with a long queue; the longest gap of each, in seconds."""
    table, model, person = panel.table, panel.model, Person(panel, probe)

    def there(row: int) -> bool:
        return model.item(row) is not None

    def typed() -> None:
        panel.search.setFocus()
        for letter in "track 1999":
            QTest.keyClicks(panel.search, letter)
            QTest.qWait(60)

    def settled() -> bool:
        return not panel.work.busy and model.item(0) is not None

    table.setFocus()
    person.do("page down", person.scroll(Qt.Key.Key_PageDown, 40), lambda: there(900))
    person.do("end", person.scroll(Qt.Key.Key_End, 1), lambda: there(COUNT - 1))
    person.do("home", person.scroll(Qt.Key.Key_Home, 1), lambda: there(0))
    person.do("type a filter", typed, lambda: model.rowCount() == 111)
    person.do("clear the filter", panel.search.clear, lambda: model.rowCount() == COUNT)
    person.do("select all", table.selectAll, lambda: len(panel.chosen()) == COUNT)
    held = panel.state.findData(ItemState.HELD.value)
    person.do("hold all", panel.actions_.hold.trigger, settled)
    person.do(
        "show what is held",
        lambda: panel.state.setCurrentIndex(held),
        lambda: model.rowCount() == COUNT * 3 // 4,
    )
    person.do("show all", lambda: panel.state.setCurrentIndex(0), lambda: there(0))
    header = table.horizontalHeader()
    person.do(
        "sort by title",
        lambda: header.setSortIndicator(1, Qt.SortOrder.DescendingOrder),
        lambda: there(0) and model.ids[0] != 1,
    )
    return person.worst


def main() -> None:
    """Prints the longest gap of each step, in seconds, as JSON."""
    with tempfile.TemporaryDirectory(prefix="catalog-sync-queue-") as folder:
        profile = Profile.resolve(folder)
        fill(profile)
        application = make_application(["bench"])
        engine = Engine(profile, scheduled=False)
        engine.start()
        window = MainWindow(engine)
        window.resize(1280, 800)
        window.pages.setCurrentIndex(0)
        window.places.go(Place.QUEUE)
        window.show()
        wait_for("the first page", lambda: window.queue.model.item(0) is not None)
        found = run(window.queue, Probe(engine))
        window.close()
        engine.shutdown(10.0)
        application.processEvents()
    print(json.dumps(found))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
