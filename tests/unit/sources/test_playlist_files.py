# SPDX-License-Identifier: GPL-3.0-or-later
"""Playlist files as a source: pages, revisions, playlists in playlists, what may be followed."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    Interrupted,
    PlaylistUnreadable,
    SourceError,
    SourceGone,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.models import CatalogEntry, CatalogPage, MediaRef, Source, TrackInfo
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.playlists.limits import Limits
from catalogsync_gui.sources import playlist_files, registry
from tests.unit.sources.web import Web, serving

MBID = "0af4b5cb-8d4c-4d3e-8d4c-1234567890ab"
Open = Callable[..., CatalogSource]


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


@pytest.fixture
def opened() -> Iterator[Open]:
    sources: list[CatalogSource] = []

    def open_(
        location: str | Path, *, secrets: Mapping[str, str] | None = None, **options: str
    ) -> CatalogSource:
        source = registry.open_source(
            Source(1, "playlist", "Mine", str(location), options),
            SourceContext(secret=(secrets or {}).get),
        )
        sources.append(source)
        return source

    yield open_
    for source in sources:
        source.close()


def pages(source: CatalogSource, known: Mapping[str, str] | None = None) -> list[CatalogPage]:
    return list(source.pages(known or {}, StopToken()))


def entries(source: CatalogSource) -> list[CatalogEntry]:
    found = pages(source)
    assert [page.last for page in found] == [False] * (len(found) - 1) + [True]
    return [entry for page in found for entry in page.entries]


def addresses(source: CatalogSource) -> list[str]:
    return [
        entry.media.address if entry.media else f"! {entry.reason}" for entry in entries(source)
    ]


def known_of(found: list[CatalogPage]) -> dict[str, str]:
    assert found[-1].last
    return {found[-1].playlist.key: found[-1].playlist.revision}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


class TestPages:
    def test_from_a_disk(self, tmp_path: Path, opened: Open) -> None:
        path = write(
            tmp_path / "road.m3u",
            "#EXTM3U\n#PLAYLIST:Road trip\n#EXTINF:215,Björk - Jóga\n#EXTALB:Homogenic\n"
            "../Björk/02 Jóga.mp3\nhttp://h.example/a b.mp3\n",
        )
        (page,) = pages(opened(path))
        assert page.playlist.title == "Road trip"
        local = f"{tmp_path}/../Björk/02 Jóga.mp3"
        assert page.entries == (
            CatalogEntry(
                local,
                TrackInfo(title="Jóga", artists=("Björk",), album="Homogenic", duration=215.0),
                MediaRef(local, local=True),
            ),
            CatalogEntry(
                "http://h.example/a%20b.mp3",
                TrackInfo(),
                MediaRef("http://h.example/a%20b.mp3"),
            ),
        )

    def test_from_the_web(self, web: Web, opened: Open) -> None:
        web.put("/lists/a", b"", 302, Location="/other/list.pls")
        web.put("/other/list.pls", "[playlist]\nFile1=../m/ü.mp3\nTitle1=T\n")
        (page,) = pages(opened(web.url("/lists/a")))
        assert page.playlist.title == "Mine"
        assert page.entries[0].media == MediaRef(web.url("/m/%C3%BC.mp3"))

    def test_the_name_that_was_asked_for_counts_too(self, web: Web, opened: Open) -> None:
        web.put("/list.m3u", b"", 302, Location="/download?id=7")
        web.put("/download?id=7", "Some Song\n", Content_Type="text/plain")
        assert addresses(opened(web.url("/list.m3u"))) == [web.url("/Some%20Song")]

    def test_five_hundred_a_page(self, tmp_path: Path, opened: Open) -> None:
        path = write(tmp_path / "l.m3u", "".join(f"{i}.mp3\n" for i in range(1001)))
        found = pages(opened(path))
        assert [(p.position, len(p.entries), p.last) for p in found] == [
            (0, 500, False),
            (500, 500, False),
            (1000, 1, True),
        ]

    def test_an_empty_playlist_is_one_empty_page(self, tmp_path: Path, opened: Open) -> None:
        (page,) = pages(opened(write(tmp_path / "l.m3u", "#EXTM3U\n")))
        assert page.entries == ()
        assert page.last

    def test_keys_are_the_addresses_and_stay(self, tmp_path: Path, opened: Open) -> None:
        first = entries(opened(write(tmp_path / "l.m3u", "a.mp3\nhttp://u:p@h/b\n")))
        assert [entry.key for entry in first] == [f"{tmp_path}/a.mp3", "http://h/b"]
        again = entries(opened(write(tmp_path / "l.m3u", "#EXTINF:1,New\nhttp://h/b\na.mp3\n")))
        assert [entry.key for entry in again] == ["http://h/b", f"{tmp_path}/a.mp3"]

    def test_no_credentials_are_kept(self, tmp_path: Path, opened: Open) -> None:
        text = "http://user:secret@h/a.mp3\nsmb://user:secret@nas/b.mp3\n"
        assert "secret" not in repr(pages(opened(write(tmp_path / "l.m3u", text))))

    def test_tracks_without_an_address(self, tmp_path: Path, opened: Open) -> None:
        track = {"title": "T", "identifier": [f"https://musicbrainz.org/recording/{MBID}"]}
        doc = {"playlist": {"track": [track, {"title": "U", "creator": "A"}]}}
        found = entries(opened(write(tmp_path / "l.jspf", json.dumps(doc))))
        assert [entry.media for entry in found] == [None, None]
        assert found[0].key == f"recording:{MBID}"
        assert found[0].info.recording_id == MBID
        assert found[1].key != found[0].key
        assert "no address" in found[1].reason

    def test_an_address_that_cannot_be_fetched(self, tmp_path: Path, opened: Open) -> None:
        (entry,) = entries(opened(write(tmp_path / "l.m3u", "rtsp://h/a\n")))
        assert entry.media is None
        assert "rtsp" in entry.reason

    def test_of_two_readings_the_file_that_exists(self, tmp_path: Path, opened: Open) -> None:
        write(tmp_path / "A" / "50 off.mp3", "x")
        path = write(tmp_path / "l.m3u", "A\\50%20off.mp3\nA/50%20off.mp3\nA\\b.mp3\n")
        assert addresses(opened(path))[1:] == [f"{tmp_path}/A/50 off.mp3", f"{tmp_path}/A/b.mp3"]

    def test_an_address_on_the_web_is_better_than_a_file_that_is_gone(
        self, tmp_path: Path, opened: Open
    ) -> None:
        path = write(
            tmp_path / "l.xspf",
            "<playlist><trackList><track><location>gone.mp3</location>"
            "<location>http://h/a</location></track></trackList></playlist>",
        )
        assert addresses(opened(path)) == ["http://h/a"]

    def test_a_stop(self, tmp_path: Path, opened: Open) -> None:
        path = write(tmp_path / "l.m3u", "".join(f"{i}.mp3\n" for i in range(1001)))
        cancel = StopToken()
        running = opened(path).pages({}, cancel)
        next(running)
        cancel.set()
        with pytest.raises(Interrupted):
            next(running)


class TestRevisions:
    def test_nothing_new_on_the_disk(self, tmp_path: Path, opened: Open) -> None:
        path = write(tmp_path / "l.m3u", "a.mp3\n")
        known = known_of(pages(opened(path)))
        (page,) = pages(opened(path), known)
        assert page.unchanged
        assert page.last
        assert page.entries == ()
        assert known_of([page]) == known
        write(path, "a.mp3\nb.mp3\n")
        (page,) = pages(opened(path), known)
        assert not page.unchanged
        assert known_of([page]) != known

    @pytest.mark.parametrize(
        "headers", [{"ETag": '"1"'}, {"Last_Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}, {}]
    )
    def test_nothing_new_on_the_web(self, web: Web, opened: Open, headers: dict[str, str]) -> None:
        url = web.put("/l.m3u", "a.mp3\n", **headers)
        known = known_of(pages(opened(url)))
        (page,) = pages(opened(url), known)
        assert page.unchanged
        conditions = {"If-None-Match", "If-Modified-Since"} & set(web.requests[1][1])
        assert bool(conditions) is bool(headers)
        web.put("/l.m3u", "b.mp3\n", ETag='"2"')
        assert not pages(opened(url), known)[0].unchanged

    def test_a_change_within_is_a_change(self, web: Web, opened: Open) -> None:
        url = web.put("/l.m3u", "in.m3u\n", ETag='"1"')
        web.put("/in.m3u", "a.mp3\n", ETag='"1"')
        known = known_of(pages(opened(url)))
        assert pages(opened(url), known)[0].unchanged
        web.put("/in.m3u", "b.mp3\n", ETag='"2"')
        (page,) = pages(opened(url), known)
        assert [entry.key for entry in page.entries] == [web.url("/b.mp3")]

    @pytest.mark.parametrize("revision", ["", "x", "[]", '{"sha256": "x"}', '{"reader": "0"}'])
    def test_a_revision_of_another_version(
        self, tmp_path: Path, opened: Open, revision: str
    ) -> None:
        path = write(tmp_path / "l.m3u", "a.mp3\n")
        assert not pages(opened(path), {"playlist": revision})[0].unchanged


class TestPlaylistsWithin:
    def test_are_read_in_their_place(self, tmp_path: Path, web: Web, opened: Open) -> None:
        write(tmp_path / "sub" / "in.m3u", "x.mp3\n../b.mp3\n")
        url = web.put("/w.pls", "[playlist]\nFile1=y.mp3\n")
        path = write(tmp_path / "l.m3u", f"a.mp3\nsub/in.m3u\n{url}\nc.mp3\n")
        assert addresses(opened(path)) == [
            f"{tmp_path}/a.mp3",
            f"{tmp_path}/sub/x.mp3",
            f"{tmp_path}/sub/../b.mp3",
            web.url("/y.mp3"),
            f"{tmp_path}/c.mp3",
        ]

    def test_three_levels_and_no_further(self, tmp_path: Path, opened: Open) -> None:
        for level in range(6):
            write(tmp_path / f"{level}.m3u", f"{level}.mp3\n{level + 1}.m3u\n")
        found = addresses(opened(tmp_path / "0.m3u"))
        assert found[:4] == [f"{tmp_path}/{n}.mp3" for n in range(4)]
        assert len(found) == 5
        assert "3 levels deep" in found[4]

    def test_loops_end(self, web: Web, opened: Open) -> None:
        web.put("/start.m3u", b"", 302, Location="/a.m3u")
        web.put("/a.m3u", "1.mp3\na.m3u\nb.m3u\nb.m3u\nstart.m3u\nalias.m3u\n")
        web.put("/alias.m3u", b"", 302, Location="/b.m3u")
        web.put("/b.m3u", "2.mp3\na.m3u\n")
        found = addresses(opened(web.url("/start.m3u")))
        assert found == [web.url("/1.mp3"), web.url("/2.mp3")]

    def test_so_many_and_no_more(
        self, tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(playlist_files, "MOST_PLAYLISTS", 3)
        for name in "abc":
            write(tmp_path / f"{name}.m3u", f"{name}.mp3\n")
        found = addresses(opened(write(tmp_path / "l.m3u", "a.m3u\nb.m3u\nc.m3u\nd.mp3\n")))
        assert [address[-5:] for address in found[:2] + found[3:]] == ["a.mp3", "b.mp3", "d.mp3"]
        assert "more than 3 playlists" in found[2]

    def test_the_most_tracks_of_all_together(
        self, tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(playlist_files, "DEFAULT_LIMITS", Limits(max_entries=3))
        write(tmp_path / "in.m3u", "a\nb\n")
        with pytest.raises(PlaylistUnreadable, match="more than 3 tracks"):
            pages(opened(write(tmp_path / "l.m3u", "x\nin.m3u\ny\n")))

    @pytest.mark.parametrize(
        ("body", "status", "words"),
        [
            ("#EXTM3U\n#EXT-X-VERSION:3\n", 200, "HLS"),
            ("<html>", 200, "web page"),
            ("", 404, "404"),
        ],
    )
    def test_one_that_cannot_be_read_is_one_entry_with_its_reason(
        self, web: Web, opened: Open, body: str, status: int, words: str
    ) -> None:
        url = web.put("/l.m3u", "a.mp3\nlive.m3u8\nb.mp3\n")
        web.put("/live.m3u8", body, status)
        found = addresses(opened(url))
        assert [found[0], found[2]] == [web.url("/a.mp3"), web.url("/b.mp3")]
        assert words in found[1]

    @pytest.mark.parametrize(("status", "error"), [(503, SourceUnreachable), (401, SourceRefused)])
    def test_one_that_cannot_be_had_now_leaves_the_old_list_alone(
        self, web: Web, opened: Open, status: int, error: type[SourceError]
    ) -> None:
        url = web.put("/l.m3u", "a.mp3\nin.m3u\n")
        web.put("/in.m3u", "", status)
        with pytest.raises(error):
            pages(opened(url))


class TestWhatMayBeFollowed:
    @pytest.mark.parametrize("line", ["file:///etc/passwd", "C:\\x.mp3", "file:///m/in.m3u"])
    def test_a_playlist_from_the_web_names_no_local_file(
        self, web: Web, opened: Open, line: str
    ) -> None:
        (entry,) = entries(opened(web.put("/l.m3u", f"#EXTM3U\n{line}\n")))
        assert entry.media is None
        assert "local file" in entry.reason

    def test_not_even_when_a_local_playlist_names_it(
        self, tmp_path: Path, web: Web, opened: Open
    ) -> None:
        secret = write(tmp_path / "secret.m3u", "private.mp3\n")
        url = web.put("/w.m3u", f"file:///etc/passwd\nfile://{secret}\n")
        found = entries(opened(write(tmp_path / "l.m3u", f"{url}\n")))
        assert [entry.media for entry in found] == [None, None]

    def test_private_numbers_from_the_web(self, web: Web, opened: Open) -> None:
        url = web.put("/l.m3u", "http://192.168.1.1/reboot.mp3\nhttp://10.0.0.1/x.m3u\na.mp3\n")
        found = addresses(opened(url))
        assert [address[:2] for address in found] == ["! ", "! ", "ht"]
        assert all("private address" in address for address in found[:2])
        assert addresses(
            opened(web.put("/m.m3u", "http://10.0.0.1/a.mp3"), allow_private="yes")
        ) == ["http://10.0.0.1/a.mp3"]

    def test_private_numbers_from_the_disk(self, tmp_path: Path, web: Web, opened: Open) -> None:
        url = web.put("/w.m3u", "a.mp3\nhttp://10.0.0.2/b.mp3\n")
        path = write(tmp_path / "l.m3u", f"http://10.0.0.1/a.mp3\n{url}\nhttp://169.254.1.1/x\n")
        found = addresses(opened(path))
        assert found[:2] == ["http://10.0.0.1/a.mp3", web.url("/a.mp3")]
        assert "private address" in found[2]
        assert "never used" in found[3]


class TestMedia:
    def test_credentials_for_the_own_origin_only(self, opened: Open) -> None:
        source = opened("https://h.example/l.m3u", secrets={"password": "pä"}, user="me")
        own = source.media(MediaRef("https://h.example/a", size=3, digest="md5:0"))
        assert own.headers == {"Authorization": "Basic bWU6cMOk"}
        assert (own.own_host, own.allow_private, own.size) == ("h.example", False, 3)
        for other in ("http://h.example/a", "https://h.example:8443/a", "https://x.example/a"):
            request = source.media(MediaRef(other))
            assert request.headers == {}
            assert request.own_host == "h.example"

    def test_a_token(self, web: Web, opened: Open) -> None:
        url = web.put("/l.m3u", "a.mp3\n")
        source = opened(url, secrets={"token": "t"})
        assert source.media(MediaRef(url)).headers == {"Authorization": "Bearer t"}
        pages(source)
        assert web.requests[0][1]["Authorization"] == "Bearer t"

    def test_of_a_local_playlist(self, tmp_path: Path, opened: Open) -> None:
        source = opened(tmp_path / "l.m3u")
        request = source.media(MediaRef("http://10.0.0.1:8000/a"))
        # The host that was named may be private; where it redirects to may not.
        assert (request.own_host, request.allow_private) == ("10.0.0.1:8000", False)
        local = source.media(MediaRef("/m/a.mp3", local=True))
        assert (local.local, local.address, local.headers) == (True, "/m/a.mp3", {})

    def test_a_local_file_for_a_playlist_from_the_web(self, opened: Open) -> None:
        with pytest.raises(SourceError):
            opened("http://h/l.m3u").media(MediaRef("/etc/passwd", local=True))

    def test_allowed_by_the_person(self, opened: Open) -> None:
        source = opened("http://h/l.m3u", allow_private="yes")
        assert source.media(MediaRef("http://10.0.0.1/a")).allow_private


class TestTrouble:
    def test_a_file_that_is_gone(self, tmp_path: Path, opened: Open) -> None:
        with pytest.raises(SourceGone, match="not there"):
            pages(opened(tmp_path / "l.m3u"))

    def test_what_is_no_file(self, tmp_path: Path, opened: Open) -> None:
        (tmp_path / "folder.m3u").mkdir()
        names = ["folder.m3u"]
        if hasattr(os, "mkfifo"):  # opening one would wait for somebody to write into it
            os.mkfifo(tmp_path / "pipe.m3u")
            names.append("pipe.m3u")
        for name in names:
            with pytest.raises(PlaylistUnreadable, match="not a file"):
                pages(opened(tmp_path / name))

    def test_a_name_no_system_takes(self, tmp_path: Path, opened: Open) -> None:
        with pytest.raises(SourceRefused, match="cannot be read"):
            pages(opened(tmp_path / ("x" * 300)))

    def test_no_playlist(self, web: Web, opened: Open) -> None:
        with pytest.raises(PlaylistUnreadable, match="“l” is a web page"):
            pages(opened(web.put("/l", "<!DOCTYPE html>")))


def test_kinds() -> None:
    assert all(name == kind.name and kind.label for name, kind in registry.kinds().items())
    with pytest.raises(SourceError, match="'gramophone'"):
        registry.open_source(Source(1, "gramophone", "x", "x"), SourceContext())
