# SPDX-License-Identifier: GPL-3.0-or-later
"""What counts as known to a server, and what is said of the rest."""

import pytest

from catalogsync_gui.core.servers import (
    Entry,
    Exported,
    Findings,
    ServerTrack,
    Sighting,
    Why,
    prove,
)

ENTRY = Entry("Ann/Café/01 Süß.mp3", "Süß", 61.0)
OTHER = Entry("Ann/Café/02 Two.mp3", "Two", 60.0)


def seen(*paths: str, root: str = "") -> Sighting:
    sighting = Sighting([ENTRY, OTHER], root)
    for path in paths:
        sighting.see(ServerTrack(path))
    return sighting


@pytest.mark.parametrize(
    "path",
    [
        "Ann/Café/01 Süß.mp3",
        "/music/Ann/Café/01 Süß.mp3",
        "file/Ann/Cafe\u0301/01 Su\u0308ß.mp3",
        "M:\\Music\\Ann\\Café\\01 Süß.mp3",
        "/music/ann/CAFÉ/01 SÜSS.MP3",
    ],
)
def test_a_path_is_known_however_the_server_writes_it(path: str) -> None:
    assert seen(path).has(ENTRY)
    assert not seen(path).has(OTHER)


@pytest.mark.parametrize("path", ["/music/xAnn/Café/01 Süß.mp3", "01 Süß.mp3", "", "/"])
def test_half_a_path_is_none(path: str) -> None:
    assert not seen(path).has(ENTRY)


def test_where_the_library_is_counts_if_it_is_known() -> None:
    assert seen("/nas/music/Ann/Café/01 Süß.mp3", root="/nas/music/").has(ENTRY)
    assert seen("Ann/Café/01 Süß.mp3", root="/nas/music").has(ENTRY)
    assert not seen("/old/music/Ann/Café/01 Süß.mp3", root="/nas/music").has(ENTRY)


def test_made_up_paths_are_passed_over_where_servers_make_them_up() -> None:
    # Navidrome, server/subsonic/helpers.go fakePath: Album artist/Album/DD-TT - Title.suffix
    fake = ServerTrack("Ann/Café/01-01 - Süß.mp3", "süß", 62.0)
    for invented in (True, False):
        sighting = Sighting([ENTRY, OTHER], invented=invented)
        sighting.see(fake)
        assert sighting.has(ENTRY) is invented
    # One real path shows that they are real: a title proves nothing then.
    sighting = Sighting([ENTRY, OTHER], invented=True)
    sighting.see(fake)
    sighting.see(ServerTrack("/music/Ann/Café/02 Two.mp3"))
    assert not sighting.has(ENTRY)


def test_another_length_is_another_track() -> None:
    sighting = Sighting([ENTRY], invented=True)
    sighting.see(ServerTrack("elsewhere", "Süß", 90.0))
    assert not sighting.has(ENTRY)


PLAYLIST = Exported(7, "#1", "Playlists/_1.m3u", "", (ENTRY, OTHER, ENTRY))


def reasons(findings: Findings, *, scanning: bool = False) -> list[Why]:
    (proof,) = prove([PLAYLIST], findings, scanning=scanning)
    assert (proof.entries, proof.known) == (3, 3 - len(proof.unresolved))
    return [one.why for one in proof.unresolved]


def test_the_servers_own_playlist_is_what_counts() -> None:
    whole = seen(ENTRY.path, OTHER.path)
    assert reasons(Findings(whole)) == []
    assert reasons(Findings(whole, {7: seen(ENTRY.path)})) == [Why.UNLISTED]
    (proof,) = prove([PLAYLIST], Findings(whole), scanning=False)
    assert proof.listed is False
    (proof,) = prove([PLAYLIST], Findings(whole, playlists=False), scanning=False)
    assert proof.listed is None


def test_every_reason_has_its_word() -> None:
    assert reasons(Findings(seen("/x.mp3"))) == [Why.OTHER_LIBRARY] * 3
    assert reasons(Findings(seen(ENTRY.path))) == [Why.ABSENT]
    moved = seen(ENTRY.path)
    moved.see(ServerTrack("/elsewhere/two.mp3", "Two", 60.4))
    assert reasons(Findings(moved)) == [Why.ELSEWHERE]
    assert reasons(Findings(seen(ENTRY.path)), scanning=True) == [Why.SCANNING]


def test_a_playlist_is_called_by_its_title_or_its_file() -> None:
    assert PLAYLIST.names == {"#1", "_1"}
