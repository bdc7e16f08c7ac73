# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parts of a path are taken for tokens, and which are names."""

import base64
import random
import string

import pytest

from catalogsync_gui.core.path_tokens import path_tokens

UUID = "0b9cf3a1-6a5d-4a0e-9a52-0d6d5ed7c1f2"
HEX = "9f86d081884c7d659a2feaa0c55ad015"
MIXED = "7h2Kd93jsLq0PzX8vBn4"
LOWER = "k3j9x0q2m8v7b1n5z6c4"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"


@pytest.mark.parametrize(
    ("path", "token"),
    [
        (f"/feeds/{MIXED}", MIXED),
        (f"/content/{MIXED}.rss", MIXED),
        (f"/{MIXED}/podcast.xml", MIXED),
        (f"/rss/{LOWER}", LOWER),
        (f"/show/rss/{HEX}.xml", HEX),
        (f"/feed/{HEX.upper()}", HEX.upper()),
        (f"/feed/podcast/12345/private/{UUID}.rss", UUID),
        (f"/private/shows/{UUID}", UUID),
        (f"/RSS/{UUID}", UUID),
        (f"/content/{JWT}.rss", JWT),
        ("/content/eyJ0Ijoic2VjcmV0IiwiYyI6MTIzNH0.rss", "eyJ0Ijoic2VjcmV0IiwiYyI6MTIzNH0"),
        ("/u/Zk3-9xQw_72LmBv0RtYs8c/all.m3u", "Zk3-9xQw_72LmBv0RtYs8c"),
    ],
)
def test_what_opens_a_private_feed_is_a_token(path: str, token: str) -> None:
    assert path_tokens(path) == (token,)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/feed.xml",
        "/rss/the-daily-news-of-the-whole-world",
        "/feed/2024-01-15-episode-12-s02e03-remastered",
        "/feeds/Greatest-Hits-Vol-2-1999-Remastered",
        "/feed/TheBestOfTheOldDays2020Vol2",
        "/details/gd1977-05-08.shure57.stevens.29303.flac16",
        "/details/gd77-05-08_sbd_hicks_4982_sbeok_shnf",
        "/download/gd73x06x10x22x08flac16x24",
        "/feeds/gd1977050829303shure57stevens",
        "/watch/dQw4w9WgXcQ",
        "/54nAGcIl",
        "/ABC1234567890",
        "/rss/20240115123456789012345",
        "/feed/podcast/1234567/all-episodes-of-this-podcast",
        f"/{UUID}",
        f"/d/playlist/{UUID}/{UUID}/podcast.rss",
        f"/public/shows/rss/{HEX}",
        f"/Audio/{HEX}/stream",
        "/playlist/37i9dQZF1DXcBWIGoYBM5M",
        "/feeds/playlist/37i9dQZF1DXcBWIGoYBM5M",
        "/rss/antidisestablishmentarianism",
        "/feed/%E3%81%82%E3%81%84%E3%81%86%E3%81%88%E3%81%8A",
        "/feeds/~secret-0000000000000001~.rss",
    ],
)
def test_what_names_something_is_none(path: str) -> None:
    assert path_tokens(path) == ()


def test_most_that_is_drawn_by_chance_is_told() -> None:
    drawn = random.Random(7)
    made = [base64.urlsafe_b64encode(drawn.randbytes(24)).decode() for _ in range(500)]
    assert sum(bool(path_tokens(f"/rss/{token}.xml")) for token in made) > 480
    assert sum(bool(path_tokens(f"/x/{token}.xml")) for token in made) > 450
    small = string.ascii_lowercase + string.digits
    made = ["".join(drawn.choices(small, k=32)) for _ in range(500)]
    assert sum(bool(path_tokens(f"/feed/{token}")) for token in made) > 480
