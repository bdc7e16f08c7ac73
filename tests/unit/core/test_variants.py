# SPDX-License-Identifier: GPL-3.0-or-later
"""Export variants: what may be asked for, and how they name a track."""

from dataclasses import replace
from urllib.parse import unquote_plus

import pytest

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.variants import ExportVariant, checked_variant, checked_variants

SERVER = ExportVariant("Server", "Playlists/Server")


@pytest.mark.parametrize(
    ("paths", "prefix", "address"),
    [
        ("relative", "", "../../A/1.mp3"),
        ("absolute", "", "/mnt/nas/A/1.mp3"),
        ("mapped", "/music", "/music/A/1.mp3"),
        ("mapped", "/music/", "/music/A/1.mp3"),
        ("mapped", "/", "/A/1.mp3"),
        ("mapped", "D:\\Music", "D:\\Music\\A\\1.mp3"),
        ("mapped", "\\\\nas\\music", "\\\\nas\\music\\A\\1.mp3"),
    ],
)
def test_addresses(paths: str, prefix: str, address: str) -> None:
    variant = checked_variant(replace(SERVER, paths=paths, prefix=prefix))
    assert variant.address("A/1.mp3", "/mnt/nas", "../..") == address


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "is called by"),
        ({"name": "a/b"}, "is called by"),
        ({"format": "pls"}, "one of m3u, m3u8, xspf, jspf"),
        ({"paths": "server"}, "one of relative"),
        ({"encoding": "utf-16"}, "one of utf-8"),
        ({"format": "m3u8", "encoding": "cp1252"}, "always UTF-8"),
        ({"escapes": "all"}, "one of none, percent"),
        ({"format": "xspf", "escapes": "percent"}, "always escaped"),
        ({"folder": ""}, "is a folder in the library"),
        ({"folder": "../elsewhere"}, "is a folder in the library"),
        ({"folder": "/srv/../etc"}, "is a folder in the library"),
        ({"folder": ".catalog-sync"}, "is a folder in the library"),
        ({"folder": "."}, "is a folder in the library"),
        ({"folder": "a\\b"}, "is a folder in the library"),
        ({"folder": "a\nb"}, "is a folder in the library"),
        ({"paths": "mapped"}, "as prefix, such as /music"),
        ({"paths": "mapped", "prefix": "music"}, "as prefix, such as /music"),
        ({"paths": "mapped", "prefix": "/mu\nsic"}, "as prefix, such as /music"),
        ({"prefix": "/music"}, "mapped paths"),
    ],
)
def test_what_cannot_be_is_said(change: dict[str, str], words: str) -> None:
    with pytest.raises(SettingError, match=words):
        checked_variant(replace(SERVER, **change))


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ((replace(SERVER, name="server", folder="Elsewhere"),), "two export variants"),
        ((replace(SERVER, name="Twin"),), "give it another folder"),
        ((ExportVariant("Usual", "playlists"),), "usual playlist files"),
    ],
)
def test_variants_do_not_get_into_each_others_way(
    others: tuple[ExportVariant, ...], words: str
) -> None:
    with pytest.raises(SettingError, match=words):
        checked_variants((SERVER, *others), "m3u")


def test_another_format_may_share_the_usual_folder() -> None:
    other = ExportVariant("Usual", "Playlists", format="m3u8")
    assert checked_variants((SERVER, other), "m3u") == (SERVER, other)


def test_jellyfin_finds_what_it_decodes() -> None:
    # PlaylistsNET 1.4.1 reads paths by WebUtility.UrlDecode: a plus is a space to it.
    variant = ExportVariant("Jellyfin", "Jellyfin", escapes="percent")
    written = variant.address("A + B/100%25 é.mp3", "/m", "../..")
    assert written == "../../A %2B B/100%2525 é.mp3"
    assert unquote_plus(written) == "../../A + B/100%25 é.mp3"
