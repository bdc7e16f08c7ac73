# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Jellyfin adapter makes of tracks: entries, media requests, covers and lyrics."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.models import (
    CatalogEntry,
    MediaAnswer,
    MediaRef,
    SidecarRef,
    TrackInfo,
)
from catalogsync_gui.core.states import SidecarKind
from tests.unit.sources.fake_jellyfin import FakeJellyfin, item_id, jellyfin
from tests.unit.sources.jellyfin_world import KEY, Subscribe, subscribing

MBID = "0af4b5cb-8d4c-4d3e-8d4c-1234567890ab"
OTHER_MBID = "5441c29d-3602-4898-b1a1-b77fa23b8e50"


@pytest.fixture
def fake() -> Iterator[FakeJellyfin]:
    with jellyfin() as server:
        yield server


@pytest.fixture
def subscribe(fake: FakeJellyfin) -> Iterator[Subscribe]:
    with subscribing(fake) as make:
        yield make


class TestEntries:
    def test_all_that_is_known(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        track = fake.track(
            "Jóga",
            PremiereDate="1997-09-22T00:00:00.0000000Z",
            ProductionYear=1997,
            Genres=["Electronic", "Pop"],
            ProviderIds={"MusicBrainzRecording": MBID.upper(), "MusicBrainzTrack": "x"},
            HasLyrics=True,
            SortName="joga",
            ForcedSortName="Joga",
            AlbumPrimaryImageTag="a1",
            ImageTags={"Primary": "b2"},
        )
        fake.playlist("A", [track])
        (entry,) = subscribe().entries()
        assert entry == CatalogEntry(
            track["Id"],
            TrackInfo(
                title="Jóga",
                title_sort="Joga",
                artists=("Björk",),
                album="Homogenic",
                album_artist="Björk",
                track=2,
                disc=1,
                date="1997-09-22",
                genres=("Electronic", "Pop"),
                duration=215.0,
                recording_id=MBID,
            ),
            MediaRef(f"{fake.base}/Items/{track['Id']}/Download", size=4096),
            sidecars=(
                SidecarRef(SidecarKind.COVER, f"image:{item_id('Homogenic')}:a1", album=True),
                SidecarRef(SidecarKind.LYRICS, f"lyrics:{track['Id']}"),
            ),
        )

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"Name": None}, {"title": ""}),
            ({"Name": "a\u202eb\x00c" + "d" * 400}, {"title": "ab c" + "d" * 296}),
            ({"Artists": None, "ArtistItems": [{"Name": "A"}, 3]}, {"artists": ("A",)}),
            ({"Artists": ["A", None, "A", "B"]}, {"artists": ("A", "B")}),
            ({"AlbumArtist": 3, "AlbumArtists": [{"Name": "X"}]}, {"album_artist": "X"}),
            ({"IndexNumber": "2"}, {"track": None}),
            ({"IndexNumber": True, "ParentIndexNumber": -1}, {"track": None, "disc": None}),
            ({"IndexNumber": 10**30, "RunTimeTicks": 10**400}, {"track": None, "duration": None}),
            ({"RunTimeTicks": 0}, {"duration": None}),
            ({"PremiereDate": "1997-01-01T00:00:00Z"}, {"date": "1997"}),
            ({"PremiereDate": "0001-01-01T00:00:00Z", "ProductionYear": 1999}, {"date": "1999"}),
            ({"ProductionYear": "1999"}, {"date": ""}),
            ({"Genres": "Pop"}, {"genres": ()}),
            ({"ProviderIds": {"MusicBrainzTrack": MBID}}, {"recording_id": ""}),
            ({"ProviderIds": {"MusicBrainzTrack": MBID}}, {"release_track_id": MBID}),
            (
                {
                    "ProviderIds": {
                        "MusicBrainzAlbum": MBID,
                        "MusicBrainzReleaseGroup": MBID.upper(),
                        "MusicBrainzArtist": f"{MBID}; {OTHER_MBID}",
                        "MusicBrainzAlbumArtist": f"{MBID}/no",
                    }
                },
                {
                    "album_id": MBID,
                    "release_group_id": MBID,
                    "artist_ids": (MBID, OTHER_MBID),
                    "album_artist_ids": (),
                },
            ),
            ({"ProviderIds": {"MusicBrainzRecording": "no"}}, {"recording_id": ""}),
            ({"ProviderIds": [MBID]}, {"recording_id": ""}),
        ],
    )
    def test_oddities(
        self,
        fields: dict[str, Any],
        expected: dict[str, Any],
        fake: FakeJellyfin,
        subscribe: Subscribe,
    ) -> None:
        fake.playlist("A", [fake.track("T", **fields)])
        (entry,) = subscribe().entries()
        for name, value in expected.items():
            assert getattr(entry.info, name) == value

    @pytest.mark.parametrize(
        ("sources", "size"),
        [
            (None, None),
            ([], None),
            ([{"Size": 0}], None),
            ([{"Size": "12"}], None),
            ([{"Size": True}], None),
            ([{"Size": 1 << 50}], None),
            ([None, {"Size": 12}], 12),
            ([{"Id": "other", "Size": 1}, {"Id": item_id("T"), "Size": 2}], 2),
            ([{"Id": "other", "Size": 1}, {"Id": "another", "Size": 2}], None),
        ],
    )
    def test_sizes(
        self, sources: Any, size: int | None, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        fake.playlist("A", [fake.track("T", MediaSources=sources)])
        (entry,) = subscribe().entries()
        assert entry.media is not None
        assert entry.media.size == size

    def test_what_is_no_track_is_left_out(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        items: list[Any] = [
            fake.track("Film", Type="Movie", MediaType="Video"),
            fake.track("Folder", IsFolder=True, MediaType=None, Type="MusicAlbum"),
            fake.track("Clip", Type="MusicVideo", MediaType=None),
            fake.track("No id", Id=None),
            fake.track("Bad id", Id="../../System"),
            {"Id": item_id("bare")},
            None,
            "text",
        ]
        playlist = fake.playlist("A", [])
        fake.bodies[f"/Playlists/{playlist.id}/Items"] = json.dumps({"Items": items}).encode()
        (entry,) = subscribe().entries()
        assert (entry.key, entry.info) == (item_id("bare"), TrackInfo())

    def test_a_track_without_a_file(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.playlist("A", [fake.track("T", LocationType="Virtual")])
        (entry,) = subscribe().entries()
        assert entry.media is None
        assert "no file" in entry.reason

    def test_the_own_cover_where_the_album_has_none(
        self, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        track = fake.track("T", ImageTags={"Primary": "t1"}, HasLyrics="yes")
        fake.playlist("A", [track])
        (entry,) = subscribe().entries()
        assert entry.sidecars == (SidecarRef(SidecarKind.COVER, f"image:{track['Id']}:t1"),)

    def test_no_secret_is_in_what_is_stored(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.playlist("A", [fake.track("T", HasLyrics=True, AlbumPrimaryImageTag="a")])
        subscription = subscribe()
        assert KEY not in repr(subscription.pages())
        assert KEY not in repr(subscription.memory)


class TestMedia:
    def media(self, fake: FakeJellyfin) -> MediaRef:
        return MediaRef(f"{fake.base}/Items/{item_id('T')}/Download", size=7)

    def test_the_original_with_the_header(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        request = subscribe().open().media(self.media(fake))
        assert request.address == self.media(fake).address
        assert request.headers["Authorization"].startswith('MediaBrowser Client="Catalog%20Sync"')
        assert 'Token="api%20key%2F%C3%BC"' in request.headers["Authorization"]
        assert (request.own_host, request.size) == (f"127.0.0.1:{fake.port}", 7)
        assert "api" not in repr(request).replace("api key", "")

    def test_no_login_for_another_host(self, subscribe: Subscribe) -> None:
        request = subscribe().open().media(MediaRef("https://other.example/Items/1/Download"))
        assert request.headers == {}

    @pytest.mark.parametrize("status", [401, 403])
    def test_another_host_says_nothing_of_the_login(
        self, status: int, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        ref = MediaRef("https://other.example/Items/1/Download")
        adapter = subscribe().open()
        adapter.media(ref)
        assert adapter.refused(ref, MediaAnswer(status, "", b"")) is None
        assert fake.asked == []

    @pytest.mark.parametrize("status", [400, 403])
    def test_file_where_downloads_are_refused(
        self, status: int, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        subscription = subscribe()
        adapter = subscription.open()
        ref = self.media(fake)
        adapter.media(ref)
        answer = MediaAnswer(status, "text/plain", b"Error")
        other = adapter.refused(ref, answer)
        assert other is not None
        assert other.address == f"{fake.base}/Items/{item_id('T')}/File"
        assert other.headers
        assert adapter.refused(ref, answer) is None
        assert subscription.open().media(ref).address.endswith("/File")

    @pytest.mark.parametrize("status", [200, 404, 500])
    def test_nothing_to_add(self, status: int, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        adapter = subscribe().open()
        adapter.media(self.media(fake))
        assert adapter.refused(self.media(fake), MediaAnswer(status, "text/html", b"")) is None

    def test_an_expired_login_is_renewed_once(
        self, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        subscription = subscribe()
        subscription.secrets = {"password": "päss wörd", "session": "old"}
        adapter = subscription.open()
        ref, answer = self.media(fake), MediaAnswer(401, "", b"")
        before = adapter.media(ref)
        after = adapter.refused(ref, answer)
        assert after is not None
        assert after.headers != before.headers
        assert subscription.secrets["session"] in fake.sessions
        with pytest.raises(SourceRefused, match="has ended the login"):
            adapter.refused(ref, answer)
        adapter.media(ref)
        assert adapter.refused(ref, answer) is not None
        assert fake.logins == 2


class TestSidecars:
    def test_a_cover(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.images["a1"] = b"\xff\xd8\xff"
        adapter = subscribe().open()
        cover = SidecarRef(SidecarKind.COVER, "image:a1:tag", album=True)
        assert adapter.sidecar(cover, StopToken()) == b"\xff\xd8\xff"
        assert fake.asked[-1].query == {"maxWidth": "1200", "tag": "tag"}
        missing = SidecarRef(SidecarKind.COVER, "image:b2:tag")
        assert adapter.sidecar(missing, StopToken()) is None

    def test_what_is_no_image_is_no_cover(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.bodies["/Items/a1/Images/Primary"] = b"<html>"
        cover = SidecarRef(SidecarKind.COVER, "image:a1:tag")
        assert subscribe().open().sidecar(cover, StopToken()) is None

    @pytest.mark.parametrize("address", ["", "image:", "image:a", "lyrics:../x", "what:a:b"])
    def test_addresses_that_are_none_are_not_asked(
        self, address: str, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        ref = SidecarRef(SidecarKind.COVER, address)
        assert subscribe().open().sidecar(ref, StopToken()) is None
        assert fake.asked == []

    @pytest.mark.parametrize(
        ("data", "text"),
        [
            (
                {
                    "Metadata": {"Offset": -5_000_000},
                    "Lyrics": [
                        {"Text": "All that", "Start": 0},
                        {"Text": "", "Start": 623_456_789},
                        {"Text": "is hot", "Start": 36_000_000_000},
                    ],
                },
                "[offset:-500]\n[00:00.00]All that\n[01:02.34]\n[60:00.00]is hot\n",
            ),
            (
                {"Metadata": {"Offset": 5}, "Lyrics": [{"Text": "One"}, {"Text": "Two\n"}]},
                "One\nTwo\n",
            ),
            ({"Lyrics": [{"Text": "x", "Start": -1}, {"Text": 3}, None, "y"]}, "x\n"),
            ({"Lyrics": [{"Text": "", "Start": 1}]}, None),
            ({"Lyrics": "text"}, None),
            ({}, None),
        ],
    )
    def test_lyrics(
        self, data: dict[str, Any], text: str | None, fake: FakeJellyfin, subscribe: Subscribe
    ) -> None:
        fake.lyrics["a1"] = data
        found = subscribe().open().sidecar(SidecarRef(SidecarKind.LYRICS, "lyrics:a1"), StopToken())
        assert found == (None if text is None else text.encode())

    def test_no_lyrics_after_all(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        ref = SidecarRef(SidecarKind.LYRICS, "lyrics:a1")
        adapter = subscribe().open()
        assert adapter.sidecar(ref, StopToken()) is None
        fake.status["/Audio/a1/Lyrics"] = 503
        with pytest.raises(SourceUnreachable):
            adapter.sidecar(ref, StopToken())
