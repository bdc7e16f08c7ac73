# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens and closes every page and dialog for minutes while eight workers download.

``packaging/dev.py soak --minutes N``. Nothing may be left of what was closed, nothing may be warned
of, and the window's event loop may not stand still.
"""

import argparse
import gc
import json
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import Profile
from catalogsync_gui.ui.dialogs.settings import SettingsDialog
from catalogsync_gui.ui.garbage import MainThreadCollector
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from catalogsync_gui.ui.run import make_application
from tests.bench.event_loop import Probe
from tests.bench.tracks import write_tracks
from tests.scenario.servers import nginx
from tests.ui.views import opened, openers

_LOOK_MS = 60

WARM_ROUNDS = 3
"""What is made once, and kept, has been made by then."""

_SIZE = 100_000
_KBPS = 1_200
_GROWTH = 24_000_000
"""Bytes that the process may grow by after it is warm: log and history are kept, bounded."""

_P99, _LONGEST = 0.016, 0.100


@dataclass(slots=True)
class Seen:
    """What there is at the end of a round."""

    widgets: int
    windows: int
    objects: Counter[str]
    memory: int


@dataclass(slots=True)
class Tour:
    """Goes through the views, round after round. Main thread only.

    :ivar look_ms: for so long each view is looked at, in milliseconds; by then most of what it asks
        of the desk is answered. :ivar gaps: the longest gap of the event loop by view, in seconds.
    """

    window: MainWindow
    probe: Probe
    look_ms: int = _LOOK_MS
    rounds: list[Seen] = field(default_factory=list)
    gaps: dict[str, float] = field(default_factory=dict)

    def once(self) -> None:
        """One round."""
        for name in self._stops():
            QTest.qWait(self.look_ms)
            new = self.probe.gaps[self._heard :]
            self._heard = len(self.probe.gaps)
            if len(self.rounds) >= WARM_ROUNDS:
                self.gaps[name] = max([*new, self.gaps.get(name, 0.0)])
        self.window.places.go(Place.NOW)
        QTest.qWait(self.look_ms)
        self.rounds.append(seen(self.window))
        # Counting takes its time too, which is nobody's but ours.
        self.probe.forgive()

    _heard: int = 0

    def _stops(self) -> Iterator[str]:
        window = self.window
        for place in window.places.places():
            window.places.go(place)
            yield place.name.lower()
        window.places.go(Place.CATALOGUE)
        yield "catalogue"
        for name, opener in openers(window).items():
            opener()
            yield f"{name} opens"
            for dialog in opened(window):
                if isinstance(dialog, SettingsDialog):
                    for section in dialog.sections:
                        dialog.show_section(section)
                        yield type(section).__name__
                dialog.reject()
            yield f"{name} closes"

    def grown(self) -> int:
        """Bytes since the process was warm."""
        warm = self.rounds[min(WARM_ROUNDS, len(self.rounds)) - 1]
        return self.rounds[-1].memory - warm.memory

    def left_behind(self) -> list[str]:
        """What there is more of than when the process was warm."""
        warm, last = self.rounds[min(WARM_ROUNDS, len(self.rounds)) - 1], self.rounds[-1]
        more = [f"{count} × {name}" for name, count in (last.objects - warm.objects).items()]
        if last.windows > warm.windows:
            more.append(f"{last.windows - warm.windows} top-level widgets")
        if last.widgets > warm.widgets:
            more.append(f"{last.widgets - warm.widgets} widgets")
        return more


def seen(window: QWidget) -> Seen:
    """Counts what there is, after all that is to go has gone."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    objects = Counter(type(child).__name__ for child in window.findChildren(QObject))
    return Seen(
        len(QApplication.allWidgets()), len(QApplication.topLevelWidgets()), objects, _memory()
    )


def _memory() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class Warnings(logging.Handler):
    """Keeps what is warned of, by us and by Qt."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def of_qt(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        # The offscreen platform says what it lacks.
        if kind is not QtMsgType.QtDebugMsg and "plugin does not support" not in text:
            self.lines.append(text)


def prepare(engine: Engine, folder: Path, address: str) -> None:
    """Sets the library and subscribes to a playlist, on the desk; waits until that is done."""
    answers: list[object] = []
    music = folder / "music"
    music.mkdir()
    engine.desk.ask(lambda desk: set_library(desk, music), answers.append)
    _wait_for(answers, 1)
    engine.apply_settings(
        replace(
            engine.settings,
            library=str(music),
            library_id=getattr(answers[0], "library_id", ""),
            workers=8,
            per_host=8,
            free_space_mb=0,
            refresh_hours=0.0,
            limit_kbps=_KBPS,
        )
    )
    engine.desk.ask(lambda desk: add_source(desk, AddRequest(address, name="Soak")), answers.append)
    _wait_for(answers, 2)
    engine.keeper.catalogue_changed()


def _wait_for(answers: list[object], count: int) -> None:
    end = time.monotonic() + 30
    while len(answers) < count:
        if time.monotonic() > end:
            raise TimeoutError("the desk does not answer")
        QTest.qWait(10)


def measure(minutes: float) -> dict[str, object]:
    """Runs it; what came of it."""
    seconds = minutes * 60
    with tempfile.TemporaryDirectory(prefix="catalog-sync-soak-") as name:
        folder = Path(name)
        (folder / "www").mkdir()
        write_tracks(folder / "www", "soak", int(seconds * 1.5 * _KBPS * 1000 / _SIZE), _SIZE)
        with nginx(folder / "nginx", folder / "www") as server:
            return _tour(folder, f"{server.address}/soak.m3u", seconds)


def _tour(folder: Path, address: str, seconds: float) -> dict[str, object]:
    warnings = Warnings()
    logging.getLogger().addHandler(warnings)
    application = make_application(["soak"])
    qInstallMessageHandler(warnings.of_qt)
    profile = Profile.resolve(str(folder / "profile"))
    profile.create()
    engine = Engine(profile, scheduled=False)
    engine.start()
    collector = MainThreadCollector(application)
    prepare(engine, folder, address)
    window = MainWindow(engine)
    window.resize(1280, 800)
    window.show()
    engine.start_job()
    probe = Probe(engine)
    tour = Tour(window, probe)
    busy: list[int] = []
    for _ in range(WARM_ROUNDS):
        tour.once()
    first = len(probe.gaps)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        tour.once()
        busy.append(len(engine.status().workers))
    gaps = sorted(probe.gaps[first:])
    found: dict[str, object] = {
        "rounds": len(tour.rounds),
        "workers": max(busy),
        "grown": tour.grown(),
        "left": tour.left_behind(),
        "warnings": warnings.lines,
        "p99": gaps[int(len(gaps) * 0.99)],
        "max": gaps[-1],
        "busy": max(probe.busy[first:]),
        "load": os.getloadavg()[0],
        "worst": sorted(tour.gaps.items(), key=lambda pair: -pair[1])[:8],
    }
    window.detach()
    window.hide()
    engine.shutdown(5.0)
    collector.close()
    return found


def main() -> int:
    """Prints what was found as JSON; whether it is as it has to be."""
    parser = argparse.ArgumentParser(prog="dev.py soak")
    parser.add_argument("--minutes", type=float, default=3.0)
    found = measure(parser.parse_args().minutes)
    print(json.dumps(found))
    sys.stdout.flush()
    good = (
        not found["left"]
        and not found["warnings"]
        and float(str(found["grown"])) < _GROWTH
        and float(str(found["p99"])) < _P99
        and float(str(found["max"])) < _LONGEST
    )
    return 0 if good else 1


if __name__ == "__main__":
    status = main()
    # What Python would tear down now in an order of its own is of no interest.
    os._exit(status)
