# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import DatabaseUnusable
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.scratch import clear_scratch, scratch
from catalogsync_gui.store.store import Store


def test_what_is_written_to_the_copy_is_thrown_away(tmp_path: Path) -> None:
    database = Database(tmp_path / "test.db")
    with Store(database) as store:
        store.catalogue.add_source("playlist", "A", "/a", {}, 1.0)
        with scratch(database) as copy:
            assert copy.path.parent.stat().st_mode & 0o077 == 0
            with Store(copy) as other:
                assert other.catalogue.source_ids() == (1,)
                other.catalogue.remove_source(1)
            # While it is in use nobody clears it away.
            clear_scratch(database)
            assert copy.path.exists()
            store.catalogue.add_source("playlist", "B", "/b", {}, 1.0)
        assert store.catalogue.source_ids() == (1, 2)
    assert not copy.path.parent.exists()


def test_a_copy_that_was_left_behind_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "trial-x1"
    left.mkdir()
    (left / "test.db").write_bytes(b"?")
    clear_scratch(Database(tmp_path / "test.db"))
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_a_copy(tmp_path: Path) -> None:
    with (
        pytest.raises(DatabaseUnusable, match="no copy"),
        scratch(Database(tmp_path / "gone" / "test.db")),
    ):
        pass
