# SPDX-License-Identifier: GPL-3.0-or-later
"""A window at its catalogue's page, after a sync of two sources with titles in hostile words."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import JobFinished
from catalogsync_gui.core.models import JobSpec
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import resources
from catalogsync_gui.ui.catalogue_page import CataloguePage
from catalogsync_gui.ui.catalogue_tracks import Column
from catalogsync_gui.ui.main_window import MainWindow
from catalogsync_gui.ui.places import Place
from tests.ui.slow_server import WAIT
from tests.unit.sources.web import serving

Ask = Callable[..., object]
TITLES = ("<b>Bold</b> & <img src=x>", "A &amp; B", "{0} %1 %n", "\u202eback\u202c to front")
TRACKS = ("quiet-sea.flac", "strasse-nach-sueden.flac", "rain-on-the-roof.flac")


class Opened(QObject):
    """Stands in for the programs of the system."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.files.append(Path(url.toLocalFile()))


def synced(
    window: MainWindow, engine: Engine, ask: Ask, folder: Path, qtbot: QtBot
) -> CataloguePage:
    """Two sources: one of three tracks that came and one that did not, and an empty one."""
    path, other = folder / "mine.m3u8", folder / "other.m3u8"
    with serving() as web:
        lines = ["#EXTM3U", "#PLAYLIST:<b>Mine</b> & more"]
        for title, name in zip(TITLES, TRACKS, strict=False):
            audio = (resources() / f"demo/tracks/{name}").read_bytes()
            lines += [f"#EXTINF:3,<i>Who</i> - {title}", web.put(f"/{name}", audio)]
        lines += [
            f"#EXTINF:3,<i>Who</i> - {TITLES[3]}",
            web.put("/x.mp3", b"", 404),
        ]
        # The first again: a playlist may name a track twice.
        lines += lines[2:4]
        path.write_text("\n".join(lines), "utf-8")
        other.write_text("#EXTM3U\n", "utf-8")
        ask(lambda desk: add_source(desk, AddRequest(str(path), name="<b>Mine</b>")))
        ask(lambda desk: add_source(desk, AddRequest(str(other), name="Other")))
        window.resize(900, 600)
        window.show()
        window.places.go(Place.CATALOGUE)
        with qtbot.waitSignal(
            engine.signals.happened,
            timeout=WAIT,
            check_params_cb=lambda event: isinstance(event, JobFinished),
        ):
            engine.start_job(JobSpec())
        qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)
    page = window.catalogue
    page.tracks.refresh()
    qtbot.waitUntil(lambda: "3" in counts(page, 0), timeout=WAIT)
    return page


def counts(page: CataloguePage, row: int) -> str:
    model = page.playlists.model
    index = model.index(row)
    return str(model.data(index, Qt.ItemDataRole.AccessibleTextRole)) if index.isValid() else ""


def titles(page: CataloguePage) -> list[str]:
    model = page.tracks.model
    return [str(model.index(row, Column.TITLE).data()) for row in range(model.rowCount())]


def choose(page: CataloguePage, playlist: int, qtbot: QtBot, count: int) -> None:
    """Chooses a playlist, once it is listed, and waits for its tracks."""
    qtbot.waitUntil(lambda: page.playlists.model.rowCount() > playlist, timeout=WAIT)
    page.playlists.view.setCurrentIndex(page.playlists.model.index(playlist))
    qtbot.waitUntil(
        lambda: page.tracks.model.rowCount() == count and "…" not in titles(page), timeout=WAIT
    )


def look_at(page: CataloguePage, row: int, qtbot: QtBot) -> None:
    """Chooses a track and waits until it is shown from near."""
    page.tracks.table.setCurrentIndex(page.tracks.model.index(row, Column.TITLE))
    found = page.tracks.current()
    assert found is not None
    qtbot.waitUntil(
        lambda: (
            (shown := page.tracks.detail.track()) is not None
            and shown.facts.item.id == found.row.id
        ),
        timeout=WAIT,
    )
