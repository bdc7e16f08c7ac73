# SPDX-License-Identifier: GPL-3.0-or-later
from typing import Any

import pytest

from catalogsync_gui.core.adopting import (
    TAG_BYTES,
    Adoption,
    FoundFile,
    Sign,
    WantedTrack,
    by_hash,
    by_tags,
    settled,
)
from catalogsync_gui.core.models import MediaRef, TrackInfo

INFO = TrackInfo(title="Paper Boats", artists=("Ada",), album="Rivers", duration=200.0)


def wanted(item: int = 1, source: int = 1, size: int | None = None, **info: Any) -> WantedTrack:
    known: dict[str, Any] = {
        "title": "Paper Boats",
        "artists": ("Ada",),
        "album": "Rivers",
        "duration": 200.0,
    }
    media = MediaRef("http://far.example/1.mp3", size=size)
    return WantedTrack(item, source, TrackInfo(**(known | info)), media)


def found(path: str = "a.mp3", size: int = 5_000_000, **info: Any) -> FoundFile:
    known: dict[str, Any] = {
        "title": "Paper boats",
        "artists": ("ADA",),
        "album": "Rivers",
        "duration": 201.5,
    }
    return FoundFile(path, size, 1, TrackInfo(**(known | info)))


def doubt(one: WantedTrack, file: FoundFile) -> str:
    adoption = by_tags(one, file)
    assert adoption is not None
    assert adoption.certain is not bool(adoption.doubt)
    return adoption.doubt


def test_the_same_names_and_the_same_length_are_certain() -> None:
    assert doubt(wanted(), found()) == ""
    assert doubt(wanted(album=""), found(album="")) == ""
    assert doubt(wanted(size=5_000_000 - TAG_BYTES), found()) == ""


@pytest.mark.parametrize(
    ("one", "file", "words"),
    [
        (wanted(), found(duration=203.0), "203 s long"),
        (wanted(size=9_000_000), found(), "5.0 MB instead of 9.0 MB"),
        (wanted(duration=None), found(), "does not tell how long"),
        (wanted(), found(duration=None), "nothing tells"),
        (wanted(), found(title="Paper Boat"), "only alike"),
    ],
)
def test_what_is_only_alike_is_asked_about(one: WantedTrack, file: FoundFile, words: str) -> None:
    assert words in doubt(one, file)


def test_the_very_same_size_says_as_much_as_a_length() -> None:
    assert doubt(wanted(size=5_000_000, duration=None), found()) == ""


@pytest.mark.parametrize(
    "info",
    [
        {"title": "Paper Boats (live)"},
        {"artists": ("Bob",)},
        {"artists": ()},
        {"duration": 300.0},
    ],
)
def test_another_recording_is_none_or_doubtful(info: dict[str, Any]) -> None:
    adoption = by_tags(wanted(), found(**info))
    assert adoption is None or not adoption.certain


def paths(adoptions: tuple[Adoption, ...]) -> list[tuple[int, str, str]]:
    return [(one.wanted.item, one.file.path, one.doubt) for one in adoptions]


def tagged(one: WantedTrack, file: FoundFile) -> Adoption:
    adoption = by_tags(one, file)
    assert adoption is not None
    return adoption


def test_two_files_for_one_track() -> None:
    one, a, b = wanted(), found("a.mp3"), found("b.mp3")
    both = settled([tagged(one, b), tagged(one, a)])
    assert paths(both) == [
        (1, "a.mp3", "several files are like it"),
        (1, "b.mp3", "several files are like it"),
    ]
    # That of the album is surer.
    assert paths(settled([tagged(one, found("c.mp3", album="Best of")), tagged(one, a)])) == [
        (1, "a.mp3", "")
    ]
    # What is doubtful is not shown beside what is certain.
    assert paths(settled([tagged(one, found("d.mp3", duration=205.0)), tagged(one, a)])) == [
        (1, "a.mp3", "")
    ]


def test_a_hash_is_surer_than_all_tags() -> None:
    one = wanted()
    rows = settled([tagged(one, found("a.mp3")), *(by_hash(one, found(p)) for p in ("c", "b"))])
    assert [(row.file.path, row.sign, row.certain) for row in rows] == [("b", Sign.HASH, True)]


def test_two_tracks_for_one_file() -> None:
    file = found()
    same = settled([tagged(wanted(1), file), tagged(wanted(2), file)])
    assert [row.doubt for row in same] == ["several tracks of the source are like it"] * 2
    # One of another source is the same recording, stored once.
    other = settled([tagged(wanted(1), file), tagged(wanted(2, source=2), file)])
    assert [row.doubt for row in other] == ["", ""]
    # The track of that album is surer than that of another one.
    better = settled([tagged(wanted(1, album="Best of"), file), tagged(wanted(2), file)])
    assert paths(better) == [(2, "a.mp3", "")]
    # Nor is anybody asked about a longer one, now that the file is known.
    longer = settled([tagged(wanted(1, duration=208.0), file), tagged(wanted(2), file)])
    assert paths(longer) == [(2, "a.mp3", "")]
