# SPDX-License-Identifier: GPL-3.0-or-later
"""JSPF, as the draft has it, as ListenBrainz has it, and as it should not be."""

import json

import pytest

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists import jspf
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.limits import Limits

BASE = "http://h.example/lists/x.jspf"
MBID = "0af4b5cb-8d4c-4d3e-8d4c-1234567890ab"
RELEASE = "1af4b5cb-8d4c-4d3e-8d4c-1234567890ab"


def parse(value: object, limits: Limits | None = None) -> PlaylistDoc:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return jspf.parse(data, base=BASE, limits=limits or Limits())


def track(**said: object) -> PlaylistEntry:
    (entry,) = parse({"playlist": {"track": [said]}}).entries
    return entry


def test_the_draft() -> None:
    # Field by field as in https://wiki.xiph.org/JSPF_Draft.
    doc = parse(
        {
            "playlist": {
                "title": "Two Songs",
                "creator": "MC Hammer",
                "annotation": "A note",
                "info": "http://example.com/",
                "image": "c.png",
                "identifier": "urn:x",
                "date": "2005-01-08T17:10:47-05:00",
                "meta": [{"http://example.org/key": "value"}],
                "track": [
                    {
                        "location": ["http://h/1.ogg", "a b.mp3"],
                        "identifier": ["urn:1"],
                        "title": "My Way",
                        "creator": "Frank",
                        "annotation": "Live",
                        "album": "Frank's",
                        "trackNum": 1,
                        "duration": 271066,
                    }
                ],
            }
        }
    )
    assert doc == PlaylistDoc(
        title="Two Songs",
        creator="MC Hammer",
        annotation="A note",
        image=Location.url("http://h.example/lists/c.png"),
        identifier="urn:x",
        date="2005-01-08T17:10:47-05:00",
        entries=(
            PlaylistEntry(
                locations=(
                    Location.url("http://h/1.ogg"),
                    Location.url("http://h.example/lists/a%20b.mp3"),
                ),
                title="My Way",
                artist="Frank",
                album="Frank's",
                track_number=1,
                duration=271.066,
                identifiers=("urn:1",),
                annotation="Live",
            ),
        ),
    )


def test_listenbrainz() -> None:
    # https://musicbrainz.org/doc/jspf: tracks are named by their recording, never located.
    doc = parse(
        {
            "playlist": {
                "title": "Weekly",
                "creator": "troi-bot",
                "identifier": "https://listenbrainz.org/playlist/x",
                "extension": {jspf.PLAYLIST_EXTENSION: {"public": True, "creator": "someone"}},
                "track": [
                    {
                        "title": "T",
                        "creator": "A feat. B",
                        "album": "Al",
                        "identifier": [f"https://musicbrainz.org/recording/{MBID}"],
                        "extension": {
                            jspf.TRACK_EXTENSION: {
                                "release_identifier": f"https://musicbrainz.org/release/{RELEASE}",
                                "artist_identifiers": ["https://musicbrainz.org/artist/x"],
                                "additional_metadata": {
                                    "artists": [
                                        {"artist_credit_name": "A", "join_phrase": " feat. "},
                                        {"artist_credit_name": "B", "join_phrase": ""},
                                    ]
                                },
                            }
                        },
                    }
                ],
            }
        }
    )
    (entry,) = doc.entries
    assert entry.locations == ()
    assert (entry.recording_id, entry.release_id) == (MBID, RELEASE)
    assert (entry.artist, entry.artists) == ("A feat. B", ("A", "B"))
    assert doc.creator == "troi-bot"


def test_the_creator_of_the_extension() -> None:
    doc = parse(
        {"playlist": {"track": [], "extension": {jspf.PLAYLIST_EXTENSION: [{"creator": "me"}]}}}
    )
    assert doc.creator == "me"


@pytest.mark.parametrize("key", ["track", "tracks", "trackList"])
@pytest.mark.parametrize("wrapped", [True, False])
def test_the_spelling_of_tracks_and_the_wrapping_may_vary(key: str, wrapped: bool) -> None:
    inner = {"title": "P", key: [{"title": "T"}]}
    assert parse({"playlist": inner} if wrapped else inner).entries == (PlaylistEntry(title="T"),)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"location": "http://h/a"}, PlaylistEntry(locations=(Location.url("http://h/a"),))),
        ({"location": None, "title": None, "identifier": ""}, PlaylistEntry()),
        ({"location": [None, 1, "", {}]}, PlaylistEntry()),
        ({"identifier": "urn:x"}, PlaylistEntry(identifiers=("urn:x",))),
        ({"title": 1979}, PlaylistEntry(title="1979")),
        ({"title": ["x"], "creator": {}, "album": True}, PlaylistEntry()),
        ({"duration": "2000"}, PlaylistEntry(duration=2.0)),
        ({"duration": 2500.0, "trackNum": "7"}, PlaylistEntry(duration=2.5, track_number=7)),
        ({"duration": None, "trackNum": None}, PlaylistEntry()),
        ({"duration": True, "trackNum": [1]}, PlaylistEntry()),
        ({"extension": [], "image": 5}, PlaylistEntry()),
        ({"extension": {jspf.TRACK_EXTENSION: [None]}}, PlaylistEntry()),
        ({"title": "lone \ud800"}, PlaylistEntry(title="lone \ufffd")),
    ],
)
def test_values_of_any_type(said: dict[str, object], expected: PlaylistEntry) -> None:
    assert track(**said) == expected


def test_what_is_no_object_is_no_track() -> None:
    assert parse({"playlist": {"track": [None, "x", 1, [], {"title": "T"}]}}).entries == (
        PlaylistEntry(title="T"),
    )


@pytest.mark.parametrize(
    "inner", [{}, {"title": "x"}, {"track": None}, {"title": "x", "track": []}]
)
def test_an_empty_playlist(inner: dict[str, object]) -> None:
    assert parse({"playlist": inner}).entries == ()


@pytest.mark.parametrize("value", [{}, [], "x", 1, None, {"error": "no"}, {"playlist": "x"}])
def test_json_that_is_something_else(value: object) -> None:
    with pytest.raises(PlaylistUnreadable, match="no JSPF playlist") as caught:
        parse(value)
    assert caught.value.kind == "not_a_playlist"


def test_a_list_of_playlists() -> None:
    with pytest.raises(PlaylistUnreadable, match="a list of playlists"):
        parse({"count": 1, "playlists": [{"playlist": {}}]})


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b'{"playlist": {"track": [}}',
        b'{"a":' + b"[" * 100_000,
        b'{"a":' + b"1" * 5000 + b"}",
    ],
)
def test_broken_json(data: bytes) -> None:
    with pytest.raises(PlaylistUnreadable, match="JSON cannot be read") as caught:
        parse(data)
    assert caught.value.kind == "bad_json"


def test_more_values_than_the_memory_should_hold() -> None:
    with pytest.raises(PlaylistUnreadable, match="more values") as caught:
        parse(b'{"a":[' + b"[]," * 4_000_001 + b"1]}")
    assert caught.value.kind == "too_large"


def test_the_most_entries() -> None:
    with pytest.raises(PlaylistUnreadable, match="more than 3 tracks"):
        parse({"playlist": {"track": [{}] * 4}}, Limits(max_entries=3))


def test_a_byte_order_mark_and_utf_16() -> None:
    text = '{"playlist": {"title": "ü", "track": []}}'
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le"):
        assert parse(text.encode(encoding)).title == "ü"


def test_writing() -> None:
    doc = PlaylistDoc(
        title="P\n",
        entries=(
            PlaylistEntry(
                locations=(Location.path("../A/ü #1.mp3"), Location.unsupported("x:", "no")),
                title="T",
                artist="A",
                duration=1.5,
                track_number=2,
            ),
            PlaylistEntry(title="metadata only"),
        ),
    )
    data = jspf.render(doc)
    assert json.loads(data) == {
        "playlist": {
            "title": "P",
            "track": [
                {
                    "location": ["../A/%C3%BC%20%231.mp3"],
                    "title": "T",
                    "creator": "A",
                    "trackNum": 2,
                    "duration": 1500,
                },
                {"title": "metadata only"},
            ],
        }
    }
