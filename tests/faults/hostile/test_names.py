# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, titles and addresses that are meant to be more than that, through the whole program."""

import json
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from tests.engine.world import sound
from tests.faults.hostile.serving import Outcome, Place, document
from tests.faults.secrets.echoing import echoing

pytestmark = pytest.mark.scenario

_SECRET = "a file of this machine"
_TITLES = {
    "injected": "One\n#EXTINF:1,Two\nhttp://evil.example/two.mp3",
    "injected by CR": "One\r/etc/passwd\r\n#PLAYLIST:x",
    "separators": "One\u2028/etc/passwd\u2029\x85#EXTM3U",
    "control": "\x1b[2J\x07\x00bell\x7f",
    "bidi": "\u202egpj.exe\u202c \u2066x\u2069 \u200f",
    "comment": "#EXTVLCOPT:http-proxy=evil.example",
    "traversal": "../../../../tmp/x",
    "traversal back": "..\\..\\x",
    "dots": "..",
    "absolute": "/etc/cron.d/x",
    "device": "NUL",
    "surrogate": "\ud800x",
    "html": '<b>x</b><img src="http://evil.example/x.png">',
    "megabyte": "A" * 1_000_000,
    "nothing": "",
}
_ADDRESSES = {
    "file": "file:///{outside}",
    "path": "/{outside}",
    "bare": "{outside}",
    "up": "../../../../{outside}",
    "data": "data:audio/mpeg;base64,//uQAA==",
    "script": "javascript:alert(1)",
    "ftp": "ftp://evil.example/x.mp3",
    "windows": "C:\\Windows\\win.ini",
    "share": "\\\\evil.example\\share\\x.mp3",
    "share-url": "smb://evil.example/x.mp3",
    "metadata": "http://169.254.169.254/latest/x.mp3",
}


@dataclass(slots=True)
class Found:
    """What there is after the sync."""

    place: Place
    outcome: Outcome
    items: list[dict[str, Any]]
    files: list[str]
    lists: dict[str, str]


def _track(title: str, number: int) -> dict[str, Any]:
    return {"title": title, "creator": "../Artist", "album": "../../Album",
            "location": [f"/sound/{number}.mp3"]}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """One sync of a list of titles and one of addresses."""
    folder: Path = tmp_path_factory.mktemp("names") / "inner"
    folder.mkdir()
    outside = folder / "outside.mp3"
    outside.write_text(_SECRET)
    with echoing() as far:
        place = Place(folder, far)
        tracks = [_track(title, number) for number, title in enumerate(_TITLES.values())]
        for number in range(len(tracks)):
            # Without tags: the names come from the catalogue.
            far.answers[f"/sound/{number}.mp3"] = document(sound(number), "audio/mpeg")
        titles = {"playlist": {"title": "../../../List\n#EXTM3U", "track": tracks}}
        place.add("/titles", document(json.dumps(titles)))
        name = str(outside).lstrip("/")
        lines = [address.format(outside=name) for address in _ADDRESSES.values()]
        place.add("/addresses", document("\n".join(["#EXTM3U", *lines, ""])))
        xspf = "".join(f"<track><location>{escape(line)}</location></track>" for line in lines)
        place.add(
            "/xspf",
            document(
                f'<playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList>{xspf}'
                "</trackList></playlist>"
            ),
        )
        outcome = place.sync()
        lists = {
            path: (place.library / path).read_text("utf-8")
            for path in place.files()
            if path.endswith(".m3u")
        }
        yield Found(place, outcome, place.json("items"), place.files(), lists)


def _tame(text: str) -> bool:
    """Joiners and the marks of Arabic and Hebrew are letters' business; they reorder nothing."""
    return not any(
        unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}
        or (unicodedata.category(letter) == "Cf" and not "\u200c" <= letter <= "\u200f")
        for letter in text
    )


def test_every_file_lies_in_the_library_under_a_tame_name(found: Found) -> None:
    tree = found.place.folder
    for path in tree.rglob("*"):
        assert _tame(path.name), path
        for part in path.relative_to(tree).parts:
            assert len(os.fsencode(part)) <= 180 + len(".catalog-sync-.part")
    around = {path.name for path in tree.parent.iterdir()} | {path.name for path in tree.iterdir()}
    assert around == {"inner", "music", "profile", "outside.mp3", "events"}
    audio = [path for path in found.files if not path.endswith(".m3u")]
    assert len(audio) == len(_TITLES)


def test_a_list_has_the_lines_it_should_and_no_others(found: Found) -> None:
    (text,) = found.lists.values()
    lines = text.rstrip("\n").split("\n")
    for line in lines:
        assert _tame(line)
        assert not line.startswith(("/", "http", "#EXTVLCOPT"))
    # A head, the list's name, and two lines a track.
    assert [line for line in lines if line.startswith("#EXTM3U")] == ["#EXTM3U"]
    assert sum(line.startswith("#EXTINF") for line in lines) == len(_TITLES)
    entries = [line for line in lines if not line.startswith("#")]
    assert len(entries) == len(_TITLES)
    folder = found.place.library / "Playlists"
    for entry in entries:
        target = Path(os.path.normpath(folder / entry))
        assert target.is_file()
        assert target.is_relative_to(found.place.library)


def test_titles_are_cut_and_shown_as_they_are(found: Found) -> None:
    titles = [one["title"] for one in found.items]
    assert max(map(len, titles)) == 300
    assert '<b>x</b><img src="http://evil.example/x.png">' in titles
    out = found.place.run("items")
    assert all(_tame(line) for line in out.split("\n"))


def test_no_address_but_of_the_web_is_ever_opened(found: Found) -> None:
    assert [path for path in found.files if "outside" in path] == []
    for path in found.files:
        assert _SECRET.encode() not in (found.place.library / path).read_bytes()
    refused = [one for one in found.items if one["state"] in {"skipped", "failed"}]
    assert len(refused) + len(_TITLES) == len(found.items)
    for one in refused:
        assert one["error"]["message"]
    assert not any(one["state"] == "done" for one in refused)
    asked = {path for path in found.place.asked() if "sound" not in path}
    assert all("169.254" not in path and "passwd" not in path for path in asked)
