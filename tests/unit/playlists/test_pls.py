# SPDX-License-Identifier: GPL-3.0-or-later
"""PLS: numbered keys, in whatever order and spelling they come."""

import pytest

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists import pls
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.limits import Limits

BASE = "/m/list.pls"


def parse(text: str, limits: Limits | None = None) -> PlaylistDoc:
    return pls.parse(text.encode(), base=BASE, limits=limits or Limits())


def addresses(text: str) -> list[str]:
    return [entry.locations[0].address for entry in parse(text).entries]


def test_a_playlist() -> None:
    doc = parse(
        "[playlist]\r\n"
        "NumberOfEntries=2\r\n"
        "File1=http://h.example/live\r\n"
        "Title1=Radio\r\n"
        "Length1=-1\r\n"
        "File2=..\\Björk\\02 Jóga.mp3\r\n"
        "Title2=Björk - Jóga\r\n"
        "Length2=215\r\n"
        "Version=2\r\n"
    )
    assert doc.entries[0] == PlaylistEntry(
        locations=(Location.url("http://h.example/live"),), title="Radio"
    )
    second = doc.entries[1]
    assert second.locations[0] == Location.path("/m/../Björk/02 Jóga.mp3")
    assert (second.artist, second.title, second.duration) == ("Björk", "Jóga", 215.0)


def test_keys_in_any_case_with_spaces_and_without_a_header() -> None:
    assert addresses("FILE1 = a.mp3\nfile2=b.mp3\n file03 =c.mp3\n") == [
        "/m/a.mp3",
        "/m/b.mp3",
        "/m/c.mp3",
    ]


def test_numbers_give_the_order_and_may_have_gaps() -> None:
    assert addresses("[playlist]\nFile10=c\nFile2=b\nFile0=a\n") == ["/m/a", "/m/b", "/m/c"]


def test_the_number_of_entries_is_not_believed() -> None:
    assert len(parse("[playlist]\nNumberOfEntries=1\nFile1=a\nFile2=b\n").entries) == 2
    assert len(parse("[playlist]\nNumberOfEntries=9\nFile1=a\n").entries) == 1


def test_of_a_repeated_key_the_last_counts() -> None:
    assert addresses("[playlist]\nFile1=a\nFile1=b\n") == ["/m/b"]


def test_titles_without_a_file_and_empty_files_are_no_entries() -> None:
    assert parse("[playlist]\nTitle1=T\nFile2=\nFile=x\nFilex=y\nnonsense\n").entries == ()


def test_equals_signs_in_values() -> None:
    assert addresses("[playlist]\nFile1=http://h/a?b=c&d=e\n") == ["http://h/a?b=c&d=e"]


def test_the_name() -> None:
    assert parse("[playlist]\nX-GNOME-Title=Road trip\nFile1=a\n").title == "Road trip"


def test_the_most_entries() -> None:
    text = "[playlist]\n" + "".join(f"File{i}=a\n" for i in range(4))
    with pytest.raises(PlaylistUnreadable, match="more than 3 tracks"):
        parse(text, Limits(max_entries=3))
    titles = "[playlist]\n" + "".join(f"Title{i}=a\n" for i in range(40))
    assert parse(titles, Limits(max_entries=3)).entries == ()


def test_writing() -> None:
    doc = PlaylistDoc(
        title="Road\ntrip",
        entries=(
            PlaylistEntry(
                locations=(Location.path("../A/01 T.mp3"),), title="T", artist="A", duration=3.6
            ),
            PlaylistEntry(title="nowhere"),
            PlaylistEntry(locations=(Location.path(" x.mp3"),), title="new\nline"),
        ),
    )
    assert pls.render(doc).decode() == (
        "[playlist]\n"
        "X-GNOME-Title=Road trip\n"
        "File1=../A/01 T.mp3\n"
        "Title1=A - T\n"
        "Length1=4\n"
        "File2=./ x.mp3\n"
        "Title2=new line\n"
        "Length2=-1\n"
        "NumberOfEntries=2\n"
        "Version=2\n"
    )
