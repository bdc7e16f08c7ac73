# SPDX-License-Identifier: GPL-3.0-or-later
"""From a server on record to one that can be asked."""

import json

from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.servers import Server, ServerKind
from catalogsync_gui.servers.base import MusicServer
from catalogsync_gui.servers.command import SECONDS, CommandServer
from catalogsync_gui.servers.jellyfin import JellyfinServer
from catalogsync_gui.servers.mpd import MpdServer
from catalogsync_gui.servers.plex import PlexServer
from catalogsync_gui.servers.subsonic import SubsonicServer


def open_server(server: Server, context: SourceContext) -> MusicServer:
    """The server, which the caller closes. Asks nothing yet."""
    match server.kind:
        case ServerKind.SUBSONIC:
            return SubsonicServer(server, _source(server), context)
        case ServerKind.JELLYFIN:
            return JellyfinServer(server, _source(server), context)
        case ServerKind.PLEX:
            return PlexServer(server, context)
        case ServerKind.MPD:
            return MpdServer(server, context)
        case ServerKind.COMMAND:
            seconds = float(server.options.get("seconds", SECONDS))
            return CommandServer([server.address, *arguments_of(server)], seconds)


def arguments_of(server: Server) -> list[str]:
    """The arguments of a command."""
    return [str(word) for word in json.loads(server.options.get("arguments", "[]"))]


def _source(server: Server) -> Source:
    """What the clients of sources that are such servers too take."""
    return Source(
        id=server.owner,
        kind=server.kind.value,
        name=server.name,
        location=server.address,
        options=server.options,
        memory=server.memory,
    )
