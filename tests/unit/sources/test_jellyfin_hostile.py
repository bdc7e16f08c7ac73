# SPDX-License-Identifier: GPL-3.0-or-later
"""Jellyfin answers that are none, refreshes that are stopped, addresses that may be a server."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    Interrupted,
    PlaylistUnreadable,
)
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.jellyfin import KIND as JELLYFIN
from tests.unit.sources.fake_jellyfin import FakeJellyfin, jellyfin
from tests.unit.sources.jellyfin_world import KEY, Subscribe, Subscription, subscribing


@pytest.fixture
def fake() -> Iterator[FakeJellyfin]:
    with jellyfin() as server:
        yield server


@pytest.fixture
def subscribe(fake: FakeJellyfin) -> Iterator[Subscribe]:
    with subscribing(fake) as make:
        yield make


class TestAnswersThatAreNone:
    @pytest.mark.parametrize(
        "body", [b"", b"<html>", b"[]", b"3", b"{}", b'{"Items": {}}', b"[" * 100_000, b"\xff\xfe"]
    )
    def test_no_jellyfin(self, body: bytes, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.bodies["/Items"] = body
        with pytest.raises(PlaylistUnreadable, match="does not answer as a Jellyfin server"):
            subscribe().pages()

    def test_null_for_nothing(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.bodies["/Items"] = b'{"Items": null, "TotalRecordCount": 0}'
        assert subscribe().pages() == []

    def test_mutated_answers(self, fake: FakeJellyfin) -> None:
        """Whatever a server sends, what leaves the adapter is an error of the tree, or pages."""
        fake.keys.add(KEY)
        track = fake.track("T", HasLyrics=True, AlbumPrimaryImageTag="a", ProductionYear=1999)
        fake.playlist("A", [track, fake.track("U")])
        fake.favourites = [track["Id"]]
        fake.lyrics[track["Id"]] = {"Lyrics": [{"Text": "x", "Start": 5}]}

        messages: list[str] = []

        @given(st.data())
        @settings(max_examples=120)
        def mutated(data: st.DataObject) -> None:
            fake.mutate = lambda _path, body: _mutated(data, body)
            subscription = Subscription(fake, what="playlists,favourites")
            if data.draw(st.booleans()):
                subscription.secrets["token"] = KEY
            else:
                subscription.options["user"] = "ann"
                subscription.secrets["password"] = "päss wörd"
            adapter = subscription.open()
            try:
                for page in adapter.pages({"favourites": "x"}, StopToken()):
                    for entry in page.entries:
                        assert entry.key
                        for ref in entry.sidecars:
                            adapter.sidecar(ref, StopToken())
            except CatalogSyncError as error:
                messages.append(str(error))
            finally:
                adapter.close()

        mutated()
        assert not [message for message in messages if KEY in message]


_VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 10**30, 1.5, "", "\ud800", "x" * 1000, "2024", [], {}, [[]], [None], [{}]]
)


def _mutated(data: st.DataObject, body: bytes) -> bytes:
    """The answer as it is, or with other bytes in it, or with another value somewhere within."""
    how = data.draw(st.sampled_from(["not", "bytes", "values", "values"]))
    if how == "bytes":
        at = data.draw(st.integers(0, len(body)))
        return (
            body[:at] + data.draw(st.binary(max_size=8)) + body[at + data.draw(st.integers(0, 4)) :]
        )
    if how == "values":
        tree: dict[str, Any] = {"root": json.loads(body)}
        for _ in range(data.draw(st.integers(1, 4))):
            places = list(_places(tree))
            parent, key = places[data.draw(st.integers(0, len(places) - 1))]
            parent[key] = data.draw(_VALUES)
        return json.dumps(tree["root"]).encode()
    return body


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in inner:
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


class TestCancel:
    def test_before_anything(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        cancel = StopToken()
        cancel.set()
        with pytest.raises(Interrupted):
            next(subscribe().open().pages({}, cancel))
        assert fake.asked == []

    def test_in_the_middle_of_a_page(self, fake: FakeJellyfin, subscribe: Subscribe) -> None:
        fake.playlist("Long", [fake.track(str(n)) for n in range(1200)])
        fake.stall = lambda asked: asked.query.get("StartIndex") == "1000"
        cancel = StopToken()
        found = subscribe().open().pages({}, cancel)
        first = next(found)

        def stop() -> None:
            fake.stalled.wait(30)
            cancel.set()

        stopper = threading.Thread(target=stop)
        stopper.start()
        try:
            with pytest.raises(Interrupted):
                list(found)
        finally:
            stopper.join()
        assert not fake.go_on.is_set()
        assert (first.last, first.playlist.revision) == (False, "")


class TestKind:
    @pytest.mark.parametrize(
        ("location", "base"),
        [
            ("http://nas.lan:8096", "http://nas.lan:8096"),
            ("http://nas.lan:8096/", "http://nas.lan:8096"),
            ("http://nas.lan:8096/web/index.html#!/home.html", "http://nas.lan:8096"),
            ("https://h.example/jf/web/#/details?id=1", "https://h.example/jf"),
            ("https://h.example/jf/web", "https://h.example/jf"),
            ("https://h.example/website/?x=1", "https://h.example/website"),
        ],
    )
    def test_recognised(self, location: str, base: str) -> None:
        found = JELLYFIN.recognise(location)
        assert found is not None
        assert (found.location, found.sure) == (base, False)
        assert "Jellyfin (" in found.title

    def test_what_is_none(self) -> None:
        assert JELLYFIN.recognise("/music/list.m3u") is None
        assert [kind.name for kind, _ in registry.recognise("http://h/x.m3u")] == ["playlist"]

    def test_options(self) -> None:
        what = JELLYFIN.options["what"].check
        assert what("Favorites, playlists") == "playlists,favourites"
        for wrong in ("", "films", "albums,films"):
            with pytest.raises(ValueError, match="one or more of"):
                what(wrong)
        assert JELLYFIN.options["playlists"].check(" a ,, b") == "a,b"
        with pytest.raises(ValueError, match="names or ids"):
            JELLYFIN.options["playlists"].check(" , ")

    def test_the_page_it_shows_to_a_browser(self) -> None:
        page = b"<!doctype html><html><head><title>Jellyfin</title>"
        assert JELLYFIN.detect("http://h/web/", "text/html; charset=utf-8", page)
        assert not JELLYFIN.detect("http://h/", "text/html", b"<title>Mine</title>")
        assert not JELLYFIN.detect("http://h/", "audio/mpeg", page)
