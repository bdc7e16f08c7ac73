# SPDX-License-Identifier: GPL-3.0-or-later
"""The models of the two tables, watched by Qt's own tester."""

from dataclasses import replace
from pathlib import Path

import shiboken6
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.models import CatalogEntry, CatalogPage, MediaRef, PlaylistRef, TrackInfo
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.progress import WorkerRow
from catalogsync_gui.core.queueing import View
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.paths import Profile
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store
from catalogsync_gui.ui.queue_table import QueueModel
from catalogsync_gui.ui.queue_words import Column
from catalogsync_gui.ui.worker_table import WorkerTableModel

ROW = WorkerRow(1, 1, 1, "S", "<b>T</b>", 10, 100, 5.0, 18.0, "downloading", 2.0)
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def test_the_worker_table_tells_only_what_changed(qtbot: QtBot) -> None:
    model = WorkerTableModel()
    tester = QAbstractItemModelTester(model, FATAL)
    changed: list[tuple[int, int, int]] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        changed.append((first.row(), first.column(), last.column()))

    model.dataChanged.connect(note)
    other = replace(ROW, worker=2, item=2, speed=7.0)
    model.apply((ROW, other))
    assert (model.rowCount(), model.total_speed(), changed) == (2, 12.0, [])
    assert model.index(0, 0).data() == "<b>T</b>"
    model.apply((ROW, other))
    assert changed == []
    model.apply((replace(ROW, received=20), other))
    assert changed == [(0, 2, 2)]
    model.apply((replace(other, item=3),))
    assert [row.item for row in model.rows] == [3]
    model.apply(())
    assert (model.rowCount(), model.total_speed()) == (0, 0)
    shiboken6.delete(tester)


def test_the_queue_is_paged_and_filtered(tmp_path: Path, qtbot: QtBot) -> None:
    profile = Profile.resolve(str(tmp_path))
    profile.create()
    entries = tuple(
        CatalogEntry(str(n), TrackInfo(title=f"Track {n}"), MediaRef(f"http://h/{n}.mp3"))
        for n in range(2_000)
    )
    with Store(Database(profile.database)) as store:
        source = store.catalogue.add_source("playlist", "S", "/s.m3u", {}, 1.0)
        page = CatalogPage(PlaylistRef("p", "P", "1"), entries)
        store.catalogue.write_page(source, page, diff(entries, {}))
    engine = Engine(profile, scheduled=False)
    engine.start()
    try:
        model = QueueModel(engine)
        tester = QAbstractItemModelTester(model, FATAL)
        with qtbot.waitSignal(model.counted):
            model.refresh()
        assert model.rowCount() == 2_000
        assert model.item(1_999) is None
        qtbot.waitUntil(lambda: model.item(1_999) is not None)
        assert model.index(1_999, Column.TITLE).data(Qt.ItemDataRole.DisplayRole) == "Track 1999"
        with qtbot.waitSignal(model.counted):
            model.set_view(View(text="Track 199"))
        assert model.rowCount() == 11
        with qtbot.waitSignal(model.counted):
            model.set_view(View(states=(ItemState.DONE,)))
        assert model.rowCount() == 0
        shiboken6.delete(tester)
        shiboken6.delete(model)
    finally:
        assert engine.shutdown(5.0)
        shiboken6.delete(engine)
