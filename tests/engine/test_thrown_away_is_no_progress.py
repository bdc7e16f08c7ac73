# SPDX-License-Identifier: GPL-3.0-or-later
"""A download that always fails once its bytes are there comes to an end all the same."""

from collections.abc import Iterator

import pytest
import shiboken6

from catalogsync_gui.core.models import CatalogEntry, CatalogPage, JobSpec, MediaRef, PlaylistRef
from catalogsync_gui.core.models import TrackInfo as Info
from catalogsync_gui.core.plan import diff
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import World


@pytest.fixture
def engine(world: World) -> Iterator[Engine]:
    engine = Engine(world.profile, scheduled=False, jitter=lambda: 0.0)
    yield engine
    assert engine.shutdown(5.0)
    shiboken6.delete(engine)


def test_a_wrong_digest_costs_a_try_each_time(world: World, engine: Engine) -> None:
    with world.store() as store:
        source = store.catalogue.add_source("playlist", "S", "/S.m3u", {}, 1.0)
        media = MediaRef(world.server.address(1), digest="md5:" + "0" * 32)
        entries = (CatalogEntry("k", Info(title="T"), media),)
        page = CatalogPage(PlaylistRef("p", "P", "1"), entries)
        store.catalogue.write_page(source, page, diff(entries, {}))
    engine.start()
    engine.start_job(JobSpec(refresh=False))
    world.qtbot.waitUntil(lambda: len(world.server.asked) >= 3, timeout=20_000)
    engine.stop_job()

    def attempts() -> int:
        with world.store() as store:
            row = store._connection.raw.execute("SELECT attempts FROM items").fetchone()
        return int(row[0])

    world.qtbot.waitUntil(lambda: attempts() >= 2, timeout=10_000)
