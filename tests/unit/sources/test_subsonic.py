# SPDX-License-Identifier: GPL-3.0-or-later
"""Subsonic as a source: its lists, in pages, with their revisions."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    SourceError,
)
from catalogsync_gui.core.models import CatalogPage
from catalogsync_gui.sources import subsonic_lists
from tests.unit.sources import subsonic_server
from tests.unit.sources.subsonic_server import (
    SubsonicServer,
    failure,
    song,
)
from tests.unit.sources.subsonic_world import (
    Opener,
    keys,
    known_of,
    pages,
)


@pytest.fixture
def server() -> Iterator[SubsonicServer]:
    with subsonic_server.subsonic() as running:
        yield running


@pytest.fixture
def opened() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


class TestPlaylists:
    def test_are_read_in_order_with_their_duplicates(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(Road=[song("b"), song("a"), song("b")], Empty=[])
        found = pages(opened(server))
        assert keys(found) == {"Road": ["b", "a", "b"], "Empty": []}
        assert [page.playlist.key for page in found] == [
            "playlist:id of Road",
            "playlist:id of Empty",
        ]
        assert all(page.last for page in found)

    def test_unchanged_ones_cost_one_request_together(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[song("a")], Two=[song("b")])
        known = known_of(pages(opened(server)))
        server.calls.clear()
        found = pages(opened(server), known)
        assert server.methods == ["getPlaylists"]
        assert all(page.unchanged and not page.entries for page in found)
        assert known_of(found) == known

    @pytest.mark.parametrize(
        "change", [{"changed": "2024-01-01T00:00:00Z"}, {"songCount": 7}, {"name": "Another"}]
    )
    def test_only_the_changed_one_is_read(
        self, server: SubsonicServer, opened: Opener, change: dict[str, Any]
    ) -> None:
        server.playlists(One=[song("a")], Two=[song("b")])
        known = known_of(pages(opened(server)))
        server.answers["getPlaylists"]["playlists"]["playlist"][1] |= change
        server.calls.clear()
        assert [page.unchanged for page in pages(opened(server), known)] == [True, False]
        assert server.methods == ["getPlaylists", "getPlaylist"]

    @pytest.mark.parametrize("kind", ["no changed", "by rules"])
    def test_are_read_and_compared_where_the_server_does_not_tell(
        self, server: SubsonicServer, opened: Opener, kind: str
    ) -> None:
        server.playlists(One=[song("a")])
        (listed,) = server.answers["getPlaylists"]["playlists"]["playlist"]
        if kind == "no changed":
            del listed["changed"]
        else:
            listed |= {"validUntil": "2023-03-14T17:51:22.112827504Z", "readonly": True}
        known = known_of(pages(opened(server)))
        assert pages(opened(server), known)[0].unchanged
        server.answers["getPlaylist"] = {"playlist": {"entry": [song("a"), song("b")]}}
        (page,) = pages(opened(server), known)
        assert [entry.key for entry in page.entries] == ["a", "b"]

    def test_five_hundred_a_page(self, server: SubsonicServer, opened: Opener) -> None:
        server.playlists(Long=[song(str(i)) for i in range(1001)])
        found = pages(opened(server))
        assert [(p.position, len(p.entries), p.last) for p in found] == [
            (0, 500, False),
            (500, 500, False),
            (1000, 1, True),
        ]

    @pytest.mark.parametrize(
        ("wanted", "names"),
        [
            ("road", ["Road"]),
            ("id of Sea, ROAD", ["Road", "Sea"]),
            ("Sun, moon and stars", ["Sun, moon and stars"]),
        ],
    )
    def test_chosen_by_name_or_id(
        self, server: SubsonicServer, opened: Opener, wanted: str, names: list[str]
    ) -> None:
        server.playlists(**{"Road": [], "Sea": [], "Sun, moon and stars": []})
        assert list(keys(pages(opened(server, playlists=wanted)))) == names

    def test_one_that_is_not_there_is_said_after_the_others(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(Road=[song("a")])
        running = opened(server, playlists="Road, Rod").pages({}, StopToken())
        assert next(running).playlist.title == "Road"
        with pytest.raises(SourceError, match="no playlist “Rod”;"):
            next(running)

    def test_one_that_was_deleted_meanwhile(self, server: SubsonicServer, opened: Opener) -> None:
        server.playlists(One=[song("a")], Two=[song("b")])
        server.answers["getPlaylists"]["playlists"]["playlist"][0]["id"] = "gone"
        assert keys(pages(opened(server))) == {"Two": ["b"]}

    def test_one_that_cannot_be_read_does_not_hide_the_others(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        server.playlists(One=[song("a")], Two=[song("b")])
        inner = server.answers["getPlaylist"]
        server.answers["getPlaylist"] = lambda params: (
            failure(0, "ValueError: bad row") if "One" in params["id"] else inner(params)
        )
        seen: list[CatalogPage] = []
        with pytest.raises(SourceError, match="bad row"):
            seen.extend(opened(server).pages({}, StopToken()))
        running = opened(server).pages({}, StopToken())
        assert next(running).playlist.title == "Two"

    @pytest.mark.parametrize("payload", [{"playlists": {}}, {}])
    def test_missing_keys_are_empty_lists(
        self, server: SubsonicServer, opened: Opener, payload: dict[str, Any]
    ) -> None:
        server.answers["getPlaylists"] = payload
        assert pages(opened(server)) == []

    def test_a_list_of_one_as_an_object(self, server: SubsonicServer, opened: Opener) -> None:
        server.answers["getPlaylists"] = {"playlists": {"playlist": {"id": 7, "name": 1999}}}
        server.answers["getPlaylist"] = {"playlist": {"entry": song("a")}}
        assert keys(pages(opened(server))) == {"1999": ["a"]}
        assert server.calls[-1].params["id"] == "7"


class TestOtherLists:
    def test_starred(self, server: SubsonicServer, opened: Opener) -> None:
        server.answers["getStarred2"] = {"starred2": {"song": [song("a")], "album": [{"id": "x"}]}}
        found = pages(opened(server, what="starred"))
        assert [page.playlist.key for page in found] == ["starred"]
        assert keys(found) == {"Starred": ["a"]}
        assert pages(opened(server, what="starred"), known_of(found))[0].unchanged
        server.answers["getStarred2"] = {"starred2": {}}
        assert keys(pages(opened(server, what="starred"), known_of(found))) == {"Starred": []}

    def albums(self, server: SubsonicServer, count: int) -> None:
        listed = [{"id": f"al{i}", "name": f"Album {i}", "artist": "Ann"} for i in range(count)]

        def page(params: Mapping[str, str]) -> Any:
            start = int(params["offset"])
            found = listed[start : start + int(params["size"])]
            return {"albumList2": {"album": found} if found else {}}

        server.answers["getAlbumList2"] = page
        server.answers["getAlbum"] = lambda params: {
            "album": {
                "recordLabels": [{"name": f"Label of {params['id']}"}],
                "song": [song(f"{params['id']}-{n}") for n in (1, 2)],
            }
        }

    def test_albums_as_one_list(
        self, server: SubsonicServer, opened: Opener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subsonic_lists, "ALBUM_PAGE", 2)
        self.albums(server, 3)
        found = pages(opened(server, what="albums"))
        assert keys(found) == {"Albums": [f"al{i}-{n}" for i in range(3) for n in (1, 2)]}
        labels = {entry.info.label for page in found for entry in page.entries}
        assert labels == {f"Label of al{i}" for i in range(3)}
        listed = [call for call in server.calls if call.method == "getAlbumList2"]
        assert [(c.params["type"], c.params["offset"]) for c in listed] == [
            ("alphabeticalByName", "0"),
            ("alphabeticalByName", "2"),
        ]
        server.calls.clear()
        assert pages(opened(server, what="albums"), known_of(found))[0].unchanged
        assert "getAlbum" not in server.methods

    def test_a_list_for_each_album(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 2)
        found = pages(opened(server, what="albums", album_playlists="yes"))
        assert keys(found) == {
            "Ann - Album 0": ["al0-1", "al0-2"],
            "Ann - Album 1": ["al1-1", "al1-2"],
        }
        assert [page.playlist.key for page in found] == ["album:al0", "album:al1"]

    def test_the_newest(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 3)
        found = pages(opened(server, what="newest", newest="2"))
        assert keys(found) == {"Newest albums": ["al0-1", "al0-2", "al1-1", "al1-2"]}
        (listed,) = [call for call in server.calls if call.method == "getAlbumList2"]
        assert (listed.params["type"], listed.params["size"]) == ("newest", "2")

    def test_of_a_genre(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 1)
        assert list(keys(pages(opened(server, genre="Jazz")))) == ["Albums (Jazz)"]
        (listed,) = [call for call in server.calls if call.method == "getAlbumList2"]
        assert (listed.params["type"], listed.params["genre"]) == ("byGenre", "Jazz")

    def test_by_an_artist(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 0)
        server.answers["getArtists"] = {
            "artists": {
                "index": [
                    {"name": "A", "artist": [{"id": "ar1", "name": "Ann"}]},
                    {"name": "E", "artist": [{"id": "ar2", "name": "Earth, Wind"}]},
                ]
            }
        }
        listed = [{"id": "al1", "genre": "Soul"}, {"id": "al2", "genres": [{"name": "Jazz"}]}]
        server.answers["getArtist"] = {"artist": {"album": listed}}
        by_artist = keys(pages(opened(server, artist="earth, wind")))
        assert by_artist == {"Albums by earth, wind": ["al1-1", "al1-2", "al2-1", "al2-2"]}
        assert ("getArtist", "ar2") in [(c.method, c.params.get("id")) for c in server.calls]
        both = keys(pages(opened(server, artist="ar2", genre="jazz", what="albums")))
        assert both == {"Albums by ar2 (jazz)": ["al2-1", "al2-2"]}
        with pytest.raises(SourceError, match="no artist “Nobody”"):
            pages(opened(server, artist="Nobody"))

    def test_a_server_that_ignores_the_offset(
        self, server: SubsonicServer, opened: Opener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subsonic_lists, "ALBUM_PAGE", 1)
        self.albums(server, 0)
        server.answers["getAlbumList2"] = {"albumList2": {"album": [{"id": "al0"}]}}
        assert keys(pages(opened(server, what="albums"))) == {"Albums": ["al0-1", "al0-2"]}
        assert server.methods.count("getAlbumList2") == 2

    def test_more_albums_than_can_be_meant(
        self, server: SubsonicServer, opened: Opener, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subsonic_lists, "ALBUM_PAGE", 2)
        monkeypatch.setattr(subsonic_lists, "MOST_ALBUMS", 4)
        self.albums(server, 4)
        with pytest.raises(SourceError, match="more than 4 albums"):
            pages(opened(server, what="albums"))

    def test_an_album_in_two_lists_is_one_playlist(
        self, server: SubsonicServer, opened: Opener
    ) -> None:
        self.albums(server, 2)
        found = pages(opened(server, what="albums,newest", album_playlists="yes"))
        assert [page.playlist.key for page in found] == ["album:al0", "album:al1"]

    def test_an_album_that_is_gone_meanwhile(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 2)
        inner = server.answers["getAlbum"]
        server.answers["getAlbum"] = lambda params: (
            failure(70) if params["id"] == "al0" else inner(params)
        )
        assert keys(pages(opened(server, what="albums"))) == {"Albums": ["al1-1", "al1-2"]}

    def test_several_kinds_of_lists(self, server: SubsonicServer, opened: Opener) -> None:
        self.albums(server, 1)
        server.playlists(Road=[song("a")])
        server.answers["getStarred2"] = {"starred2": {}}
        found = pages(opened(server, what="playlists,starred,albums,newest"))
        assert list(keys(found)) == ["Road", "Starred", "Albums", "Newest albums"]
