# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the Internet Archive, written by hand in the shapes its own ones have."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from tests.unit.sources.web import Web

Json = dict[str, object]
FIELDS = "identifier,mediatype,oai_updatedate,item_size,publicdate"


def sha1(name: str) -> str:
    return hashlib.sha1(name.encode()).hexdigest()


def md5(name: str) -> str:
    return hashlib.md5(name.encode()).hexdigest()


def file(name: str, format_: str, original: str = "", **tags: object) -> Json:
    """One of an item's files; every value is a text, as with the Archive."""
    found: Json = {
        "name": name,
        "source": "derivative" if original else "original",
        "format": format_,
        "mtime": "1430209606",
        "size": str(1000 + len(name)),
        "md5": md5(name),
        "crc32": "309c9b46",
        "sha1": sha1(name),
    }
    if original:
        found["original"] = original
    return found | tags


def item(identifier: str, files: Iterable[Json], **metadata: object) -> Json:
    listed = list(files)
    return {
        "created": 1525769292,
        "d1": "ia902304.us.archive.org",
        "dir": f"/34/items/{identifier}",
        "files": listed,
        "files_count": len(listed),
        "item_size": 1,
        "server": "ia902304.us.archive.org",
        "metadata": {
            "identifier": identifier,
            "mediatype": "audio",
            "title": f"About {identifier}",
            "creator": "Somebody",
            "collection": ["opensource_audio"],
            "date": "2001-02-03",
        }
        | metadata,
    }


def plain(identifier: str, tracks: int = 2) -> Json:
    names = [f"{n:02}" for n in range(1, tracks + 1)]
    return item(
        identifier,
        [file(f"{n}.mp3", "VBR MP3", title=f"Track {n}", track=n, length="60") for n in names],
    )


CONCERT = item(
    "gd70-10-23.shnf",
    [
        derived
        for disc, number, title in (
            (1, 1, "Casey Jones"), (1, 2, "Mama Tried"), (2, 3, "Candyman"), (2, 10, "Drums"),
        )
        for name in [f"GD70-10-23d{disc}t{number:02}"]
        for derived in (
            # The length of a Shorten file is unknown to the Archive.
            file(f"{name}.shn", "Shorten", title=title, track=str(number), length="0",
                 creator="Grateful Dead", album="1970-10-23 - McDonough Arena"),
            file(f"{name}.mp3", "VBR MP3", f"{name}.shn", length="05:37", bitrate="198"),
            file(f"{name}.ogg", "Ogg Vorbis", f"{name}.shn", length="337.18"),
            file(f"{name}.afpk", "Columbia Peaks", f"{name}.shn"),
            file(f"{name}.png", "PNG", f"{name}.shn"),
        )
    ]
    + [
        {"name": "gd70_files.xml", "source": "original", "format": "Metadata", "md5": "x"},
        file("gd70.m3u", "VBR M3U"),
        file("gd70_vbr_mp3.zip", "VBR ZIP"),
    ],
    title="Grateful Dead Live at McDonough Arena on 1970-10-23",
    creator="Grateful Dead",
    mediatype="etree",
    collection=["GratefulDead", "etree", "stream_only"],
    date="1970-10-23",
    year="1970",
    subject="Live concert",
)  # fmt: skip
"""Tags on the upload, which is Shorten; lengths on what was made of it."""

_SIDE = "78_i-want-a-hippopotamus_vicki-dale_gbia0000281a"
SHELLAC = item(
    _SIDE,
    [
        derived
        for name, title in [
            (f"_{_SIDE}_01_3.8-ct_eq", ""),
            (f"_{_SIDE}_02_2.3-ct_eq", ""),
            ("I Want A Hippopotamus - Vicki Dale", "I Want A Hippopotamus"),
            (f"_{_SIDE}_03_2.8-ct_eq", ""),
            (f"_{_SIDE}_04_3.3-ct_eq", ""),
        ]
        for tags in [{"title": title} if title else {}]
        for derived in (
            file(f"{name}.flac", "24bit Flac", artist="Vicki Dale;The Peter Pan Orchestra",
                 track="01", length="167.25", **tags),
            file(f"{name}.mp3", "VBR MP3", f"{name}.flac", length="02:47", track="01",
                 creator="Vicki Dale;The Peter Pan Orchestra", **tags),
            file(f"{name}_spectrogram.png", "Spectrogram", f"{name}.flac"),
        )
    ]
    + [file(f"{_SIDE}_itemimage.jpg", "Item Image"), file("cover.jpg", "JPEG")],
    title="I Want A Hippopotamus For Christmas",
    creator=["Vicki Dale", "The Peter Pan Orchestra"],
    date="1953",
    subject=["78rpm", "Christmas", "Children's"],
    genre=["Christmas", "Children's"],
    collection=["78rpm", "georgeblood"],
)  # fmt: skip
"""Five transfers of one side."""


def put_item(web: Web, answer: Mapping[str, object]) -> str:
    """Serves an item; gives the address of its page."""
    about = answer["metadata"]
    assert isinstance(about, dict)
    web.put(f"/metadata/{about['identifier']}", json.dumps(answer))
    return web.url(f"/details/{about['identifier']}")


def collection(identifier: str, title: str) -> Json:
    return item(identifier, [], mediatype="collection", title=title) | {"is_collection": True}


def found(*identifiers: str, stamp: str = "1", cursor: str = "", **more: object) -> Json:
    """An answer to a search."""
    answer: Json = {
        "items": [
            {
                "identifier": identifier,
                "mediatype": "audio",
                "oai_updatedate": ["2016-10-11T18:04:49Z", f"2020-01-0{stamp}T00:00:00Z"],
                "item_size": 12345,
                "publicdate": "2016-10-11T18:04:49Z",
            }
            for identifier in identifiers
        ],
        "count": len(identifiers),
        "total": 12,
    }
    return answer | ({"cursor": cursor} if cursor else {}) | more


def search_path(
    query: str, *, sort: str = "publicdate desc", count: int = 500, cursor: str = ""
) -> str:
    """Where a search is asked for."""
    fields = {
        "q": f"({query}) AND mediatype:(audio OR etree)",
        "fields": FIELDS,
        "sorts": sort,
        "count": count,
    }
    return (
        f"/services/search/v1/scrape?{urlencode(fields | ({'cursor': cursor} if cursor else {}))}"
    )
