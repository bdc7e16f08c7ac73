# SPDX-License-Identifier: GPL-3.0-or-later
"""A job whose signed addresses have run out reads its playlist again and goes on."""

import socket
from collections.abc import Callable

import pytest

from catalogsync_gui.core.models import CatalogEntry, CatalogPage, MediaRef, PlaylistRef, TrackInfo
from catalogsync_gui.core.plan import diff
from catalogsync_gui.engine.engine import Engine
from tests.engine.world import Recorder, World
from tests.unit.media.far import SOUND, Asked, Far, far_end, says


@pytest.mark.parametrize("status", [403, 404, 410])
def test_the_playlist_is_read_again_and_the_tracks_are_had(
    world: World, start: Callable[[], Engine], status: int
) -> None:
    with far_end() as far, world.store() as store:
        _serve(far, status)
        location = far.url("/list.m3u")
        source = store.catalogue.add_source("playlist", "S", location, {}, 1.0)
        old = far.url("/0.mp3?sig=old")
        entries = (CatalogEntry(old, TrackInfo(title="Zero"), MediaRef(old)),)
        page = CatalogPage(PlaylistRef("p", "p", "1"), entries)
        store.catalogue.write_page(source, page, diff(entries, {}))
        engine = start()
        recorder = Recorder(engine)
        engine.start()
        finished = world.run(engine, recorder)
        paths = [asked.target for asked in far.asked]
    assert paths[:2] == ["/0.mp3?sig=old", "/list.m3u"], paths
    assert (finished.done, finished.failed) == (1, 0), paths


def _serve(far: Far, status: int) -> None:
    def answer(asked: Asked, connection: socket.socket) -> None:
        if asked.target == "/list.m3u":
            body = f"#EXTM3U\n#EXTINF:1,x\n{far.url('/0.mp3')}?sig=new\n".encode()
            says(200, body, Content_Type="audio/x-mpegurl")(asked, connection)
        elif asked.target.endswith("sig=new"):
            says(200, SOUND)(asked, connection)
        else:
            says(status)(asked, connection)

    far.then(answer)
