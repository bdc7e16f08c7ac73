# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers at the network's far end, and what is asked about."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.servers import Entry, Exported, News, Server, ServerKind
from catalogsync_gui.servers.base import MusicServer
from catalogsync_gui.servers.opening import open_server
from tests.unit.sources.web import Reply

GO_ON = StopToken()
ENTRIES = (
    Entry("Ann/#1/01 %20 one.mp3", "One", 60.0),
    Entry("Ann/#1/02 月.mp3", "月", 61.0),
)
MIX = Exported(3, "My #1 Mix", "Playlists/My _1 Mix.m3u", "aa", ENTRIES)
NEWS = News("/here/music", (MIX,), ("Playlists/Gone.m3u",))


def opened(
    kind: ServerKind, address: str, secrets: Mapping[str, str], **options: str
) -> MusicServer:
    server = Server(5, kind, "Home", address, options)
    return open_server(server, SourceContext(secret=secrets.get))


def reply(data: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(data).encode(), status, {"Content-Type": "application/json"})


def query_of(path: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
