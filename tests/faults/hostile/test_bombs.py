# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents that grow when they are read: each is refused in words, in bounded memory."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.hostile.serving import Outcome, Place, document
from tests.faults.secrets.echoing import Answer, echoing

pytestmark = pytest.mark.scenario

_MEMORY = 600_000_000
"""Bytes. A document may have 50 MB, and its text and its entries are in memory beside it."""


def _xspf(declarations: str, text: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE playlist [{declarations}]>'
        f'<playlist version="1" xmlns="http://xspf.org/ns/0/"><title>{text}</title>'
        "<trackList><track><location>/x.mp3</location></track></trackList></playlist>"
    ).encode()


def _rss(declarations: str, text: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{declarations}]>'
        f'<rss version="2.0"><channel><title>{text}</title></channel></rss>'
    ).encode()


_LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">'
    for old, new in zip("abcdefghij", "bcdefghijk", strict=True)
)
_LONG = f'<!ENTITY a "{"ha" * 50_000}">'
_FILE = '<!ENTITY a SYSTEM "file:///etc/hostname">'
_WEB = '<!ENTITY a SYSTEM "{far}/entity">'
_PARAMETER = '<!ENTITY % a SYSTEM "{far}/entity"> %a;'
_MANY = 1_000_000
_TOO_MANY = 220_000


@dataclass(frozen=True, slots=True)
class Bomb:
    """A document and part of what is said of it. ``{far}`` in it is the server."""

    name: str
    data: bytes
    told: str
    kind: str = "playlist"
    headers: tuple[str, ...] = ()


BOMBS = [
    Bomb("laughs", _xspf(_LAUGHS, "&k;"), "document type"),
    Bomb("quadratic", _xspf(_LONG, "&a;" * 5_000), "document type"),
    Bomb("external-file", _xspf(_FILE, "&a;"), "document type"),
    Bomb("external-web", _xspf(_WEB, "&a;"), "document type"),
    Bomb("parameter", _xspf(_PARAMETER, "x"), "document type"),
    Bomb("feed-laughs", _rss(_LAUGHS, "&k;"), "", "podcast"),
    Bomb("feed-quadratic", _rss(_LONG, "&a;" * 5_000), "", "podcast"),
    Bomb("feed-external-web", _rss(_WEB, "&a;"), "", "podcast"),
    Bomb("feed-deep", b"<rss><channel>" + b"<a>" * 1_000_000, "", "podcast"),
    Bomb("deep-json", b'{"playlist": ' + b"[" * 1_000_000, ""),
    Bomb("deep-json-closed", b'{"playlist": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ""),
    Bomb("huge-number", b'{"playlist": {"track": [{"duration": ' + b"9" * 5_000_000 + b"}]}}", ""),
    Bomb("zip-bomb", gzip.compress(b"#EXTM3U\n" + b"#" * 60_000_000), "50 MB",
         headers=("Content-Encoding: gzip",)),
    Bomb("zip-bomb-feed", gzip.compress(b"<rss>" + b" " * 60_000_000), "50 MB", "podcast",
         headers=("Content-Encoding: gzip",)),
    Bomb("million-lines", b"#EXTM3U\n" + b"/a.mp3\n" * _MANY, "more than 200,000 tracks"),
    Bomb("million-tracks", b'{"playlist": {"track": [' + b",".join([b'{"title":"a"}'] * _TOO_MANY)
         + b"]}}", ""),
    Bomb("million-episodes", b"<rss><channel>"
         + b"".join(b"<item><guid>%d</guid></item>" % n for n in range(_TOO_MANY))
         + b"</channel></rss>", "", "podcast"),
]  # fmt: skip


def _answer(bomb: Bomb, far: str) -> Answer:
    return document(bomb.data.replace(b"{far}", far.encode()), "text/plain", *bomb.headers)


@dataclass(slots=True)
class Ruins:
    """What is left."""

    sources: dict[str, int]
    outcome: Outcome
    asked: list[str]
    files: list[str]


@pytest.fixture(scope="module")
def ruins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ruins]:
    """All of them in one sync."""
    folder: Path = tmp_path_factory.mktemp("bombs")
    with echoing() as far:
        place = Place(folder, far)
        sources = {
            bomb.name: place.add(f"/{bomb.name}", _answer(bomb, far.url()), kind=bomb.kind)
            for bomb in BOMBS
        }
        yield Ruins(sources, place.sync(), place.asked(), place.files())


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_a_bomb_is_refused_in_words(ruins: Ruins, bomb: Bomb) -> None:
    words = ruins.outcome.error(ruins.sources[bomb.name])
    assert words
    assert bomb.told in words
    assert "unexpected" not in words
    assert len(words) < 400


def test_memory_stays_bounded(ruins: Ruins) -> None:
    assert ruins.outcome.status == 1
    assert ruins.outcome.peak < _MEMORY


def test_nothing_else_was_asked_for_and_nothing_was_written(ruins: Ruins) -> None:
    assert sorted(ruins.asked) == sorted(f"/{bomb.name}" for bomb in BOMBS)
    assert ruins.files == []
