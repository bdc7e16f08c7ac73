# SPDX-License-Identifier: GPL-3.0-or-later
"""M3U with albums and in old encodings. What players need is in `m3u.render`, with its source."""

import pytest

from catalogsync_gui.playlists import m3u
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry


def _doc(title: str, path: str = "../A/Früh.mp3") -> PlaylistDoc:
    entry = PlaylistEntry(
        locations=(Location.path(path),),
        title=title,
        artist="A",
        album="Alb",
        duration=5,
        image=Location.path("../A/月.jpg"),
    )
    return PlaylistDoc(title="Süß", entries=(entry, entry))


def test_each_key_stands_once_before_its_entry() -> None:
    # PlaylistsNET 1.4.1, M3uContent, which Jellyfin reads with: the same key twice throws.
    lines = m3u.render(_doc("T"), details=True).decode().splitlines()
    entry = ["#EXTINF:5,A - T", "#EXTALB:Alb", "#EXTIMG:../A/月.jpg", "../A/Früh.mp3"]
    assert lines == ["#EXTM3U", "#PLAYLIST:Süß", *entry, *entry]


@pytest.mark.parametrize(
    ("encoding", "name", "dash"),
    [("cp1252", "windows-1252", b"\x96"), ("latin-1", "iso-8859-1", b"?")],
)
def test_old_encodings_are_named_and_take_the_nearest_letters(
    encoding: str, name: str, dash: bytes
) -> None:
    data = m3u.render(_doc("č–月"), encoding=encoding)
    lines = data.split(b"\n")
    # The first line stays what Jellyfin looks for.
    assert lines[:3] == [b"#EXTM3U", b"#EXTENC:" + name.encode(), b"#PLAYLIST:S\xfc\xdf"]
    assert lines[3] == b"#EXTINF:5,A - c" + dash + b"?"
    assert lines[4] == b"../A/Fr\xfch.mp3"
    read = m3u.parse(data, base="/m/Playlists/x.m3u")
    assert read.title == "Süß"
    assert read.entries[0].locations[0].address.endswith("/A/Früh.mp3")


def test_a_path_is_never_spelt_differently() -> None:
    assert b"#EXTIMG" not in m3u.render(_doc("T"), encoding="cp1252", details=True)
    with pytest.raises(UnicodeEncodeError):
        m3u.render(_doc("T", "../月.mp3"), encoding="cp1252")
