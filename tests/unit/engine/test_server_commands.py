# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers put on record: what they take, and where their secrets go."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CannotRun, UnknownThing, UsageError
from catalogsync_gui.core.servers import ServerKind
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.engine import server_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.server_commands import ServerRequest
from catalogsync_gui.paths import Profile
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.store.connection import Database

PASSWORD = ("password", "pass-phrase")
KEY = ("token", "key-key")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    profile = Profile.resolve(str(tmp_path))
    profile.create()
    secrets = SecretStore(profile.secrets_file, file_allowed=True, find=lambda: None)
    settings = Settings(exports=(ExportVariant("Plex", "Playlists/Plex"),))
    desk = Desk(profile, Database(profile.database), settings, SystemClock(), secrets)
    yield desk
    desk.close()


def add(desk: Desk, *args: object, **options: object) -> tuple[int, list[str]]:
    warnings: list[str] = []
    request = ServerRequest(*args, **options)  # type: ignore[arg-type]
    return server_commands.add(desk, request, warnings.append), warnings


def test_a_secret_is_kept_apart_from_those_of_sources_and_goes_with_its_server(desk: Desk) -> None:
    desk.secrets.put(1, "password", "of a source")
    first = ServerRequest(ServerKind.SUBSONIC, "http://nas:4533/rest/", user="a", secret=PASSWORD)
    server = desk.store.servers.get(server_commands.add(desk, first, lambda _: None))
    assert (server.id, server.address, server.name) == (
        1,
        "http://nas:4533",
        "subsonic nas:4533",
    )
    assert "pass-phrase" not in repr(first)
    assert desk.secrets.get(server.owner, "password") == "pass-phrase"
    server_commands.remove(desk, server_commands.find(desk, "subsonic nas:4533"))
    assert desk.secrets.get(server.owner, "password") is None
    assert desk.secrets.get(1, "password") == "of a source"
    # No number comes twice.
    assert add(desk, ServerKind.MPD, "nas")[0] == 2
    with pytest.raises(UnknownThing):
        server_commands.find(desk, "1")


def test_who_listens_on_the_way_is_warned_of(desk: Desk) -> None:
    _, warnings = add(desk, ServerKind.JELLYFIN, "http://music.example.org", secret=KEY)
    assert "over plain http" in warnings[0]
    assert add(desk, ServerKind.JELLYFIN, "https://other.example.org/jf/", secret=KEY)[1] == []


@pytest.mark.parametrize(
    ("args", "options", "words"),
    [
        ((ServerKind.SUBSONIC, "nas:4533"), {"secret": KEY}, "is no address of a server"),
        ((ServerKind.PLEX, "http://nas?X-Plex-Token=x"), {"secret": KEY}, "is no address"),
        ((ServerKind.PLEX, "http://u:pw@nas"), {"secret": KEY}, "must not hold a password"),
        ((ServerKind.PLEX, "http://nas"), {}, "wants a login: --token-stdin"),
        ((ServerKind.PLEX, "http://nas"), {"secret": PASSWORD}, "takes token"),
        ((ServerKind.SUBSONIC, "http://nas"), {"secret": PASSWORD}, "needs a user"),
        ((ServerKind.MPD, "nas"), {"user": "ann"}, "takes no user"),
        ((ServerKind.MPD, "nas", ("word",)), {}, "only a command takes arguments"),
        ((ServerKind.MPD, "nas"), {"options": {"upload": "/x"}}, "has no option 'upload'"),
        ((ServerKind.MPD, "nas"), {"options": {"variant": "Car"}}, "no export variant 'Car'"),
        ((ServerKind.COMMAND, "rescan"), {}, "by its absolute path"),
        ((ServerKind.COMMAND, sys.executable), {"options": {"seconds": "0"}}, "from 1 to 86400"),
        ((ServerKind.COMMAND, sys.executable), {"secret": PASSWORD}, "neither password nor token"),
    ],
)
def test_what_is_wrong_is_told(
    desk: Desk, args: tuple[object, ...], options: dict[str, object], words: str
) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        add(desk, *args, **options)
    assert "pw" not in str(caught.value)
    assert server_commands.listed(desk) == []


def test_names_tell_servers_apart(desk: Desk) -> None:
    add(desk, ServerKind.MPD, "nas", options={"variant": "Plex"})
    with pytest.raises(UsageError, match="another server is called 'mpd nas'"):
        add(desk, ServerKind.MPD, "nas")


def test_without_a_playlist_file_there_is_nothing_to_ask(desk: Desk) -> None:
    add(desk, ServerKind.MPD, "nas")
    with pytest.raises(CannotRun, match="no playlist file yet"):
        server_commands.check(desk, server_commands.listed(desk), StopToken())


def test_without_a_place_for_its_secret_no_server_is_added(desk: Desk) -> None:
    desk.secrets.file_allowed = False
    with pytest.raises(CannotRun):
        add(desk, ServerKind.PLEX, "http://nas:32400", secret=KEY)
    assert server_commands.listed(desk) == []
