# SPDX-License-Identifier: GPL-3.0-or-later
"""A catalogue for the real engine, with tracks that can be fetched."""

from catalogsync_gui.core.models import MediaRef, MediaRequest
from tests.engine.world import TrackServer
from tests.unit.pipeline.catalogues import Catalogue, Lists


class Served(Catalogue):
    """A catalogue in memory whose tracks come from the world's server."""

    def __init__(self, server: TrackServer, lists: Lists) -> None:
        super().__init__(lists)
        self._server = server

    def media(self, ref: MediaRef) -> MediaRequest:
        number = int(ref.address.rsplit("/", 1)[1].removesuffix(".mp3"))
        return MediaRequest(self._server.address(number), allow_private=True)
