# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of one library is nobody's business while another one is the library."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.states import JobState
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.shelves import Turn
from catalogsync_gui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(Database(tmp_path / "catalog-sync.db")) as store:
        store.shelves.use("first")
        yield store


def test_the_trash_and_the_litter_stay_with_their_library(store: Store) -> None:
    store._connection.raw.execute(
        "INSERT INTO trash (state, source, title, artist, trashed_at, expires_at)"
        " VALUES ('kept', 'S', 'T', 'A', 1, 2)"
    )
    store.shelves.drop_litter([".catalog-sync-1.part"])
    assert len(store.trash.expired(9.0)) == 1
    assert store.shelves.use("second") == Turn(0, 0)
    assert store.trash.entries() == store.trash.expired(9.0) == []
    assert store.shelves.litter() == []
    assert store.shelves.use("first") == Turn(0, 0)
    assert len(store.trash.expired(9.0)) == 1
    assert store.shelves.litter() == [".catalog-sync-1.part"]
    store.shelves.swept(".catalog-sync-1.part")
    assert store.shelves.litter() == []


def test_the_same_library_again_changes_nothing(store: Store) -> None:
    assert store.shelves.use("first") is None
    assert store.shelves.use("") is None
    assert store.shelves.current() == "first"


def test_an_open_job_keeps_its_library(store: Store) -> None:
    job = store.jobs.open((), 1.0)
    with pytest.raises(CannotRun):
        store.shelves.use("second")
    assert store.shelves.current() == "first"
    store.jobs.finish(job, JobState.DONE, 2.0)
    assert store.shelves.use("second") == Turn(0, 0)
