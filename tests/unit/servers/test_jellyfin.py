# SPDX-License-Identifier: GPL-3.0-or-later
"""Jellyfin, by the shapes of LibraryController, ScheduledTasksController and ItemsController."""

from collections.abc import Iterator

import pytest

from catalogsync_gui.core.errors import SourceRefused
from catalogsync_gui.core.servers import ServerKind, prove
from catalogsync_gui.servers.base import MusicServer
from tests.unit.servers.far import ENTRIES, GO_ON, MIX, NEWS, opened, query_of, reply
from tests.unit.sources.web import Reply, Web, serving

KEY = "jelly-key"


class FakeJellyfin:
    def __init__(self) -> None:
        self.state = "Idle"
        self.asked: list[str] = []
        self.refresh_status = 204
        self.listed: list[str] | None = None

    def answer(self, method: str, path: str, _body: bytes) -> Reply | None:
        place, query = path.partition("?")[0], query_of(path)
        self.asked.append(f"{method} {place}")
        if place == "/Library/Refresh":
            return Reply(b"", self.refresh_status)
        if place == "/ScheduledTasks":
            return reply(
                [
                    {"Key": "CleanCache", "State": "Running"},
                    {"Key": "RefreshLibrary", "State": self.state},
                ]
            )
        if place == "/Users/Me":
            return Reply(b"", 400)  # an API key has no user
        if place == "/Users":
            return reply([{"Id": "u1", "Name": "ann", "Policy": {"IsAdministrator": True}}])
        if place == "/Playlists/p9/Items":
            return self._page(self.listed or [], query)
        if query.get("IncludeItemTypes") == "Audio":
            return self._page([entry.path for entry in ENTRIES], query)
        # Named after its file.
        found = [{"Id": "p9", "Name": "My _1 Mix"}] if self.listed is not None else []
        return reply({"Items": found})

    @staticmethod
    def _page(paths: list[str], query: dict[str, str]) -> Reply:
        start = int(query["StartIndex"])
        assert query["Fields"] == "Path"
        items = [{"Id": "x", "Path": f"/media/{path}", "RunTimeTicks": 1} for path in paths]
        return reply({"Items": items[start : start + int(query["Limit"])]})


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as far:
        yield far


@pytest.fixture
def jellyfin(web: Web) -> FakeJellyfin:
    fake = FakeJellyfin()
    web.answer = fake.answer
    return fake


@pytest.fixture
def server(web: Web) -> Iterator[MusicServer]:
    made = opened(ServerKind.JELLYFIN, web.url(""), {"token": KEY}, user="ann")
    yield made
    made.close()


def test_it_is_told_by_an_api_key_in_the_header(
    server: MusicServer, jellyfin: FakeJellyfin, web: Web
) -> None:
    server.tell(NEWS, GO_ON)
    assert jellyfin.asked == ["POST /Library/Refresh"]
    assert f'Token="{KEY}"' in web.requests[0][1]["Authorization"]
    assert not server.scanning(GO_ON)
    jellyfin.state = "Running"
    assert server.scanning(GO_ON)


def test_an_account_without_the_right_is_said_so(
    server: MusicServer, jellyfin: FakeJellyfin
) -> None:
    jellyfin.refresh_status = 403
    with pytest.raises(SourceRefused, match="only administrators"):
        server.tell(NEWS, GO_ON)


def test_paths_tell_what_it_knows(server: MusicServer, jellyfin: FakeJellyfin) -> None:
    def unresolved() -> tuple[bool | None, list[tuple[str, str]]]:
        findings = server.look([MIX], GO_ON)
        assert findings is not None
        (proof,) = prove([MIX], findings, scanning=False)
        return proof.listed, [(one.path, one.why) for one in proof.unresolved]

    assert unresolved() == (False, [])
    jellyfin.listed = [ENTRIES[1].path]
    assert unresolved() == (True, [(ENTRIES[0].path, "unlisted")])
