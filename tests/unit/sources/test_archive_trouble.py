# SPDX-License-Identifier: GPL-3.0-or-later
"""The Internet Archive as a source: patience, stops, refusals, rubbish."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    Interrupted,
    PlaylistUnreadable,
    SourceRefused,
    SourceUnreachable,
    TransferError,
)
from catalogsync_gui.core.models import (
    CatalogPage,
    MediaAnswer,
    MediaRef,
    SidecarRef,
    Source,
)
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.engine.subscribing import AddRequest, subscription
from catalogsync_gui.sources import archive, registry
from catalogsync_gui.sources.archive_api import waiting
from tests.unit.sources.archive_answers import (
    SHELLAC,
    collection,
    found,
    plain,
    put_item,
)
from tests.unit.sources.archive_world import (
    REMEMBERED,
    SEARCH,
    Desk,
    desk,
    keys,
    pages,
    put_collection,
    revisions,
    web,
)
from tests.unit.sources.web import Web, serving

__all__ = ["desk", "web"]


class TestPatience:
    """What is done at 429 and 503, and for how long."""

    @pytest.mark.parametrize("status", [429, 503])
    def test_what_is_asked_for_is_waited(self, web: Web, desk: Desk, status: int) -> None:
        location = put_item(web, plain("x"))
        served = web.replies["/metadata/x"]
        web.put("/metadata/x", "", status, Retry_After="42")

        def recovered(_cancel: StopToken, _duration: float) -> None:
            if len(desk.waits) == 3:
                web.replies["/metadata/x"] = served

        desk.on_wait = recovered
        assert len(keys(pages(desk.open(location)))) == 2
        assert desk.waits == [42.0, 42.0, 42.0]

    def test_three_times_and_no_more(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 503, Retry_After="42")
        with pytest.raises(SourceUnreachable) as caught:
            pages(desk.open(web.url("/details/x")))
        assert caught.value.retry_after == 42.0
        assert desk.waits == [42.0] * 3
        assert len(web.paths) == 4

    def test_not_longer_than_a_minute(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 429, Retry_After="61")
        with pytest.raises(SourceUnreachable) as caught:
            pages(desk.open(web.url("/details/x")))
        assert (caught.value.retry_after, desk.waits) == (61.0, [])

    def test_a_passing_failure_in_the_middle(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b")
        web.put("/metadata/b", "", 502)
        with pytest.raises(SourceUnreachable):
            pages(desk.open(location, REMEMBERED))
        assert desk.waits == [1.0, 1.0, 2.0, 4.0, 8.0]

    def test_none_at_the_beginning(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 500)
        with pytest.raises(SourceUnreachable):
            pages(desk.open(web.url("/details/x")))
        assert desk.waits == []

    def test_none_at_a_refusal(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 403)
        with pytest.raises(SourceRefused):
            pages(desk.open(web.url("/details/x")))
        assert len(web.paths) == 1


class TestStop:
    def test_in_a_pause(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b", "c")

        def stopped(cancel: StopToken, _duration: float) -> None:
            if "/metadata/b" in web.paths:
                cancel.set()

        desk.on_wait = stopped
        read: list[CatalogPage] = []
        running = desk.open(location).pages({}, StopToken())
        with pytest.raises(Interrupted):
            read.extend(running)
        # What came is whole, and nothing claims to be the end.
        assert keys(read) == ["a/01", "a/02"]
        assert not any(page.last for page in read)
        assert "/metadata/c" not in web.paths

    def test_between_playlists(self, web: Web, desk: Desk) -> None:
        location = put_collection(web, "a", "b", "c")
        known = revisions(pages(desk.open(location, playlists="items")))
        cancel = StopToken()
        running = desk.open(location, REMEMBERED, playlists="items").pages(known, cancel)
        assert next(running).unchanged
        cancel.set()
        with pytest.raises(Interrupted):
            next(running)

    def test_ends_a_real_pause(self) -> None:
        cancel = StopToken()
        cancel.set()
        assert waiting(cancel, 3600.0)
        assert not waiting(StopToken(), 0.0)

    def test_while_the_archive_is_busy(self, web: Web, desk: Desk) -> None:
        web.put("/metadata/x", "", 503, Retry_After="60")
        desk.on_wait = lambda cancel, _duration: cancel.set()
        with pytest.raises(Interrupted):
            pages(desk.open(web.url("/details/x")))
        assert len(web.paths) == 1


class TestMedia:
    REF = MediaRef("https://archive.org/download/x/s.mp3", size=7, digest="sha1:0")

    def test_a_request(self, desk: Desk) -> None:
        request = desk.open("https://archive.org/details/x").media(self.REF)
        assert (request.address, request.size, request.digest) == (self.REF.address, 7, "sha1:0")
        assert (request.headers, request.params, request.own_host) == ({}, {}, "archive.org")

    @pytest.mark.parametrize("status", [401, 403])
    def test_refused(self, desk: Desk, status: int) -> None:
        source = desk.open("https://archive.org/details/x")
        with pytest.raises(TransferError, match="does not give the file out") as caught:
            source.refused(self.REF, MediaAnswer(status, "text/html", b""))
        assert caught.value.kind == "restricted"
        assert not caught.value.retryable

    def test_nothing_to_add(self, desk: Desk) -> None:
        source = desk.open("https://archive.org/details/x")
        for status in (200, 404, 503):
            assert source.refused(self.REF, MediaAnswer(status, "", b"")) is None

    def test_covers(self, web: Web, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        source = desk.open(web.url("/details/x"))
        ref = SidecarRef(SidecarKind.COVER, web.put("/services/img/x", b"\xff\xd8"), album=True)
        assert source.sidecar(ref, StopToken()) == b"\xff\xd8"
        gone = replace(ref, address=web.url("/none"))
        assert source.sidecar(gone, StopToken()) is None
        monkeypatch.setattr(archive, "COVER_BYTES", 1)
        with pytest.raises(PlaylistUnreadable, match="larger"):
            source.sidecar(ref, StopToken())


def test_subscribing() -> None:
    options = {"formats": "mp3, flac", "playlists": "ITEMS", "max_items": "20"}
    found = subscription(
        AddRequest("https://archive.org/search?query=jazz&sort=-downloads", options=options)
    )
    assert (found.kind, found.location) == ("archive", "https://archive.org/search?query=jazz")
    assert found.options == {
        "sort": "downloads", "formats": "MP3, Flac", "playlists": "items", "max_items": "20",
    }  # fmt: skip
    mirror = subscription(AddRequest("http://10.0.0.1:8080/details/x", kind="archive"))
    assert mirror.location == "http://10.0.0.1:8080/details/x"
    kind = registry.kinds()["archive"]
    kind.open(Source(1, "archive", "x", found.location, found.options), SourceContext()).close()


@settings(max_examples=60)
@given(st.data())
def test_mutated_answers(data: st.DataObject) -> None:
    """Bytes changed, cut out and put in: entries or our own errors, nothing else."""

    def mutated(answer: object) -> bytes:
        text = bytearray(json.dumps(answer).encode())
        for _ in range(data.draw(st.integers(0, 3))):
            at = data.draw(st.integers(0, len(text) - 1))
            end = at + data.draw(st.sampled_from([0, 1, 1, 1, 40, 400]))
            text[at:end] = data.draw(st.sampled_from([b"", b'"', b"[", b"}", b"\xff", b"0", b","]))
            if not text:
                break
        return bytes(text)

    desk = Desk()
    with serving() as web:
        web.put("/metadata/all", mutated(collection("all", "All of it")))
        web.put(SEARCH, mutated(found("a", "b", cursor="c")))
        web.put("/metadata/a", mutated(SHELLAC))
        web.put("/metadata/b", mutated(plain("b")))
        web.put(
            "/services/users/@me/lists/7", mutated({"value": {"members": [{"identifier": "a"}]}})
        )
        for path in ("/details/all", "/details/@me/lists/7"):
            source = desk.open(web.url(path))
            try:
                read = pages(source)
            except CatalogSyncError:
                continue
            finally:
                source.close()
            assert read[-1].last
