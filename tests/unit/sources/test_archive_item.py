# SPDX-License-Identifier: GPL-3.0-or-later
"""Items of the Internet Archive: one file a track, tags, discs, transfers, restrictions, covers."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.errors import CatalogSyncError, PlaylistUnreadable, SourceGone
from catalogsync_gui.core.models import CatalogEntry, MediaRef, SidecarRef, TrackInfo
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.sources.archive_files import WANTED, formats_check
from catalogsync_gui.sources.archive_item import entries_of, item_of
from tests.unit.sources.archive_answers import (
    CONCERT,
    SHELLAC,
    Json,
    collection,
    file,
    item,
    plain,
    sha1,
)

HOME = "https://archive.org"
LICENSE = "https://creativecommons.org/licenses/by-nc/4.0/"


def entries(answer: Json, formats: str = WANTED) -> tuple[CatalogEntry, ...]:
    about = answer["metadata"]
    assert isinstance(about, dict)
    read = item_of(answer, str(about["identifier"]))
    return entries_of(read, HOME, formats_check(formats).split(", "))


def files(found: Sequence[CatalogEntry]) -> list[str]:
    return [
        entry.media.address.partition("/download/")[2] if entry.media else f"! {entry.reason}"
        for entry in found
    ]


class TestTracks:
    def test_tags_of_the_upload_and_of_what_was_made_of_it(self) -> None:
        found = entries(CONCERT)
        assert [entry.info.title for entry in found] == [
            "Casey Jones",
            "Mama Tried",
            "Candyman",
            "Drums",
        ]
        address = f"{HOME}/download/gd70-10-23.shnf/GD70-10-23d1t01.mp3"
        assert found[0] == CatalogEntry(
            "gd70-10-23.shnf/GD70-10-23d1t01",
            TrackInfo(
                title="Casey Jones",
                artists=("Grateful Dead",),
                album="Grateful Dead Live at McDonough Arena on 1970-10-23",
                album_artist="Grateful Dead",
                track=1,
                date="1970-10-23",
                genres=("Live concert",),
                duration=337.0,
                source_url=f"{HOME}/details/gd70-10-23.shnf",
            ),
            MediaRef(address, size=1019, digest=f"sha1:{sha1('GD70-10-23d1t01.mp3')}"),
            sidecars=(
                SidecarRef(SidecarKind.COVER, f"{HOME}/services/img/gd70-10-23.shnf", album=True),
            ),
        )

    def test_whose_it_is_and_what_one_may_do_with_it(self) -> None:
        about = {**CONCERT["metadata"], "licenseurl": LICENSE, "publisher": ["A label", "b"]}  # type: ignore[dict-item]
        (first, *_) = entries({**CONCERT, "metadata": about})
        assert (first.info.license, first.info.label) == (LICENSE, "A label")
        about |= {"licenseurl": "", "rights": "Public domain"}
        (first, *_) = entries({**CONCERT, "metadata": about})
        assert first.info.license == "Public domain"

    def test_numbers_that_run_through_need_no_disc(self) -> None:
        assert [(e.info.disc, e.info.track) for e in entries(CONCERT)] == [
            (None, 1),
            (None, 2),
            (None, 3),
            (None, 10),
        ]

    @pytest.mark.parametrize("numbered", [True, False])
    def test_numbers_that_repeat_do(self, numbered: bool) -> None:
        names = ["gd77d2t01", "gd77d1t02", "gd77d1t01", "gd77d2t02"]
        answer = item(
            "x",
            [
                file(f"{n}.mp3", "VBR MP3", **({"track": f"{n[-1]}/2"} if numbered else {}))
                for n in names
            ],
        )
        found = entries(answer)
        assert [(e.info.disc, e.info.track, e.info.disc_total) for e in found] == [
            (1, 1, 2),
            (1, 2, 2),
            (2, 1, 2),
            (2, 2, 2),
        ]
        assert [e.info.track_total for e in found] == [2 if numbered else None] * 4

    def test_discs_in_folders(self) -> None:
        names = ["CD 2/01 - Four", "CD 1/01 - One", "CD 1/2. Two"]
        found = entries(item("x", [file(f"{n}.flac", "Flac") for n in names]))
        assert [(e.info.disc, e.info.track, e.info.title) for e in found] == [
            (1, 1, "One"),
            (1, 2, "Two"),
            (2, 1, "Four"),
        ]
        assert files(found) == [
            "x/CD%201/01%20-%20One.flac",
            "x/CD%201/2.%20Two.flac",
            "x/CD%202/01%20-%20Four.flac",
        ]

    def test_without_numbers_the_names_order_them(self) -> None:
        names = ["Side B_10", "Side B_9", "Anthem"]
        found = entries(item("x", [file(f"{n}.mp3", "MP3") for n in names]))
        assert [e.info.title for e in found] == ["Anthem", "Side B 9", "Side B 10"]
        assert found[0].info.track is None

    def test_two_uploads_of_the_same_track(self) -> None:
        answer = item(
            "x",
            [
                file("a/01.flac", "Flac", title=["Song"]),
                file("a/01.mp3", "VBR MP3", track=3),
                file("b/01.mp3", "VBR MP3"),
            ],
        )
        found = entries(answer)
        assert [e.key for e in found] == ["x/a/01", "x/b/01"]
        assert files(found) == ["x/a/01.flac", "x/b/01.mp3"]
        assert (found[0].info.title, found[0].info.track) == ("Song", 3)

    def test_made_of_what_was_made_and_of_what_is_not_listed(self) -> None:
        answer = item(
            "x",
            [
                file("s.mp3", "VBR MP3", "s.wav"),
                file("s_64kb.mp3", "64Kbps MP3", "s.mp3"),
                file("t_64kb.mp3", "64Kbps MP3", "t.wav"),
                file("t_vbr.mp3", "VBR MP3", ["t.wav"]),  # type: ignore[arg-type]
                file("disc.zip", "ZIP"),
                file("u1.mp3", "VBR MP3", "disc.zip"),
                file("u2.mp3", "VBR MP3", "disc.zip"),
                file("loop.mp3", "VBR MP3", "loop.ogg"),
                file("loop.ogg", "Ogg Vorbis", "loop.mp3"),
            ],
        )
        assert files(entries(answer)) == [
            "x/loop.mp3",
            "x/s.mp3",
            "x/t_vbr.mp3",
            "x/u1.mp3",
            "x/u2.mp3",
        ]

    def test_names_that_need_quoting_and_names_that_cannot_be_asked_for(self) -> None:
        names = ["Jóga? #1 %41", "a  b", "../y", "/abs", "a//b", "\ud800", "x" * 2000, "a/./b"]
        found = entries(item("x", [file(f"{n}.mp3", "VBR MP3", sha1="?", md5=7)
                                   if n != "\ud800" else {"name": n, "format": "VBR MP3"}
                                   for n in names]))  # fmt: skip
        assert files(found) == ["x/a%20%20b.mp3", "x/J%C3%B3ga%3F%20%231%20%2541.mp3"]
        assert found[0].media is not None
        assert found[0].media.digest == ""

    def test_a_key_stays_when_files_are_added_and_formats_change(self) -> None:
        before = entries(item("x", [file("s.wav", "WAVE")]))
        after = entries(item("x", [file("s.wav", "WAVE"), file("s.flac", "Flac", "s.wav")]), "mp3")
        assert [e.key for e in before] == [e.key for e in after] == ["x/s"]

    def test_long_keys_are_short(self) -> None:
        (entry,) = entries(item("x", [file("n" * 220 + ".mp3", "MP3")]))
        assert entry.key.startswith("sha256:")


class TestTransfers:
    def test_five_of_one_side_are_one_track(self) -> None:
        (entry,) = entries(SHELLAC)
        assert files([entry])[0].endswith("/I%20Want%20A%20Hippopotamus%20-%20Vicki%20Dale.mp3")
        info = entry.info
        assert info.title == "I Want A Hippopotamus"
        assert info.artists == ("Vicki Dale", "The Peter Pan Orchestra")
        assert info.album_artist == "Vicki Dale, The Peter Pan Orchestra"
        assert (info.track, info.date, info.duration) == (1, "1953", 167.25)
        assert info.genres == ("Christmas", "Children's")

    def test_the_first_one_counts_where_none_has_a_title(self) -> None:
        names = ["_78_s_01_3.8", "_78_s_02_2.3", "_78_s_03_2.8"]
        lengths = ["100", "1:41", "250"]
        answer = item(
            "x",
            [
                file(f"{n}.flac", "Flac", length=length)
                for n, length in zip(names, lengths, strict=True)
            ],
        )
        assert files(entries(answer)) == ["x/_78_s_01_3.8.flac", "x/_78_s_03_2.8.flac"]

    def test_other_tracks_stay(self) -> None:
        answer = item(
            "x",
            [
                file("A.flac", "Flac", title="A", track="1", length="100"),
                file("_a.flac", "Flac", track="2", length="100"),
                file("_b.flac", "Flac", track="1", length="200"),
                file("_c.flac", "Flac", title="C", track="1", length="100"),
                file("_part1.flac", "Flac", length="100"),
                file("_part2.flac", "Flac", length="100"),
                file("_gone.flac", "Flac", track="1"),
            ],
        )
        found = {name.removeprefix("x/") for name in files(entries(answer))}
        assert found == {
            "A.flac", "_a.flac", "_b.flac", "_c.flac", "_part1.flac", "_part2.flac",
        }  # fmt: skip

    def test_very_many(self) -> None:
        """Looking for the same side takes no longer for each the more there are."""
        many = [file(f"_{n}.mp3", "MP3", track="1", length=str(n * 10)) for n in range(1, 5001)]
        assert len(entries(item("x", many))) == 5000


class TestFormats:
    ANSWER = item(
        "x",
        [
            file("s.wav", "WAVE"),
            file("s.mp3", "VBR MP3", "s.wav"),
            file("s_64.mp3", "64Kbps MP3", "s.wav", size="10"),
            file("s.ogg", "Ogg Vorbis", "s.wav"),
            file("s24.flac", "24bit Flac", "s.wav"),
            file("s.flac", "Flac", "s.wav", private="true"),
            file("s.fp", "Flac FingerPrint", "s.wav"),
        ],
    )

    @pytest.mark.parametrize(
        ("formats", "name"),
        [
            (WANTED, "s.mp3"),
            ("flac,24bit flac", "s24.flac"),
            ("Ogg Vorbis, VBR MP3", "s.ogg"),
            ("mp3", "s.mp3"),
            ("64kbps mp3", "s_64.mp3"),
            ("flac , WAVE", "s.wav"),
        ],
    )
    def test_the_first_that_is_there(self, formats: str, name: str) -> None:
        assert files(entries(self.ANSWER, formats)) == [f"x/{name}"]

    def test_none_of_them(self) -> None:
        (entry,) = entries(self.ANSWER, "Opus")
        assert entry.media is None
        assert "24bit Flac, 64Kbps MP3, Ogg Vorbis, VBR MP3, WAVE" in entry.reason
        assert "formats" in entry.reason

    def test_shorten_alone(self) -> None:
        (entry,) = entries(item("x", [file("s.shn", "Shorten", title="S")]))
        assert entry.media is None
        assert "Shorten" in entry.reason

    def test_the_option(self) -> None:
        assert formats_check(" flac,VBR mp3, 128kbps MP3,Flac") == "Flac, VBR MP3, 128Kbps MP3"
        assert formats_check(WANTED) == WANTED
        for text in ("", "flac,", "shorten", "gramophone", "VBR ZIP"):
            with pytest.raises(ValueError, match="best first"):
                formats_check(text)


class TestRestricted:
    FILES = (file("s.flac", "Flac", title="S"), file("s.mp3", "VBR MP3", "s.flac"))

    @pytest.mark.parametrize(
        "metadata",
        [
            {"collection": ["etree", "stream_only"]},
            {"collection": "stream_only"},
            {"access-restricted-item": "true"},
            {"access-restricted-item": ["true"]},
        ],
    )
    def test_what_is_lossless_is_not_asked_for(self, metadata: Json) -> None:
        assert files(entries(item("x", self.FILES, **metadata))) == ["x/s.mp3"]
        (entry,) = entries(item("x", self.FILES[:1], **metadata))
        assert entry.media is None
        assert "does not give its files out" in entry.reason
        assert entry.info.title == "S"

    def test_private_files(self) -> None:
        private = [one | {"private": "true"} for one in self.FILES]
        (entry,) = entries(item("x", private))
        assert entry.media is None
        assert files(entries(item("x", [private[0], self.FILES[1]]))) == ["x/s.mp3"]


class TestCover:
    @pytest.mark.parametrize(
        ("pictures", "address"),
        [
            ([], "services/img/x"),
            (
                [file("t.jpg", "Item Tile"), file("i/ä.png", "Item Image")],
                "download/x/i/%C3%A4.png",
            ),
            ([file("t.jpg", "Item Tile"), file("Folder.jpg", "JPEG")], "download/x/Folder.jpg"),
            ([file("t.jpg", "Item Tile"), file("booklet.jpg", "JPEG")], "download/x/t.jpg"),
            ([file("cover.jpg", "JPEG", size="10000001")], "services/img/x"),
            ([file("cover.jpg", "JPEG", private="true")], "services/img/x"),
            ([{"name": ["cover.jpg"], "format": "JPEG"}, None, "x"], "services/img/x"),
        ],
    )
    def test_the_best_there_is(self, pictures: list[Any], address: str) -> None:
        (entry,) = entries(item("x", [file("s.mp3", "MP3"), *pictures]))
        assert entry.sidecars == (SidecarRef(SidecarKind.COVER, f"{HOME}/{address}", album=True),)


class TestAnswers:
    def test_what_is_not_there(self) -> None:
        with pytest.raises(SourceGone, match="no item “x”"):
            item_of({}, "x")
        with pytest.raises(SourceGone, match="taken “x” down") as caught:
            item_of(plain("x") | {"is_dark": True}, "x")
        assert caught.value.kind == "dark"
        with pytest.raises(PlaylistUnreadable, match="it says: Couldn't locate it"):
            item_of({"error": "Couldn't locate it"}, "x")

    def test_collections(self) -> None:
        assert item_of(collection("x", "T"), "x").is_collection
        assert item_of(item("x", [], mediatype=["collection"]), "x").is_collection
        assert not item_of(plain("x"), "x").is_collection

    def test_hostile_texts(self) -> None:
        answer = item("x", [file("s.mp3", "MP3", title="a\u202eb\n" + "c" * 999)], title=["\0", 7])
        (entry,) = entries(answer)
        assert entry.info.title.startswith("ab ccc")
        assert len(entry.info.title) == 300
        assert entry.info.album == "7"

    def test_recording_ids(self) -> None:
        mbid = "912cedd0-5530-4f26-972c-13d131fef06e"
        ids = ["urn:acoustid:ff850a0c", f"urn:mb_recording_id:{mbid}"]
        (entry,) = entries(item("x", [file("s.mp3", "MP3") | {"external-identifier": ids}]))
        assert entry.info.recording_id == mbid


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


def _spots(value: object, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at]
    inner = value.items() if isinstance(value, dict) else enumerate(value or []) if isinstance(
        value, list) else ()  # fmt: skip
    for key, one in inner:
        found += _spots(one, (*at, key))
    return found


@given(st.data())
def test_odd_values_anywhere(data: st.DataObject) -> None:
    """Whatever stands in the place of a value, what comes out are entries or our own errors."""
    answer: Any = {"": json.loads(json.dumps(data.draw(st.sampled_from([CONCERT, SHELLAC]))))}
    for _ in range(data.draw(st.integers(1, 4))):
        spot = data.draw(st.sampled_from(_spots(answer)[1:]))
        at = answer
        for key in spot[:-1]:
            at = at[key]
        at[spot[-1]] = data.draw(_ODD)
    if not isinstance(answer[""], dict):
        return
    try:
        found = entries_of(item_of(answer[""], "x"), HOME, WANTED.split(", "))
    except CatalogSyncError:
        return
    assert len({entry.key for entry in found}) == len(found)
    for entry in found:
        assert (entry.media is None) == bool(entry.reason)
        if entry.media:
            assert entry.media.address.startswith(f"{HOME}/download/x/")
            assert entry.media.address.isascii()
