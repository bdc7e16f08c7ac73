# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens in addresses: found, kept apart, put back; and never sent where a catalogue likes."""

import json
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.veils import Veil, bare, exposed, veiled, without_secrets

TOKEN = "s3cr3t-t0k3n"


def _veil(kept: list[str] | None = None) -> Veil:
    numbers = count(1)
    return Veil(lambda: kept[-1] if kept else None, lambda: f"{next(numbers):016x}")


@pytest.mark.parametrize(
    "name",
    ["token", "auth", "key", "api_key", "apikey", "access_token", "authToken", "user-token",
     "X-Amz-Signature", "X-Amz-Security-Token", "sig", "password", "feed_key", "rss.secret",
     "sid", "jwt"],
)  # fmt: skip
def test_a_value_whose_name_tells_of_a_secret(name: str) -> None:
    assert exposed(f"https://pod.example/feed?id=12345678&{name}={TOKEN}&x=1") == (TOKEN,)


@pytest.mark.parametrize(
    "address",
    [
        "https://pod.example/feed?id=1234567890",
        "https://pod.example/feed?keyword=something-long",
        "https://pod.example/feed?monkey=something-long",
        "https://pod.example/feed?key=mp3",
        "https://pod.example/feed#token=s3cr3t-t0k3n",
        "https://pod.example/token=s3cr3t-t0k3n",
        "/music/list?token=s3cr3t-t0k3n",
        "https://pod.example/feed?token=~secret-0000000000000001~",
    ],
)
def test_other_values_are_none(address: str) -> None:
    assert exposed(address) == ()


def test_what_was_taken_out_can_be_put_back_and_only_from_what_was_kept() -> None:
    kept: list[str] = []
    veil = _veil()
    address = f"https://pod.example/feed?show=7&auth={TOKEN}&v=2"
    assert veil.learn(address, kept.append)
    assert not veil.learn(address, kept.append)
    stored = veil.cover(address)
    assert TOKEN not in stored
    assert veiled(stored)
    assert veil.cover(f"https://cdn.example/{TOKEN}/1.mp3") == (
        "https://cdn.example/~secret-0000000000000001~/1.mp3"
    )
    assert _veil(kept).lift(stored) == address
    assert _veil().lift(stored) == stored
    assert TOKEN not in repr(veil)


def test_nothing_is_known_when_it_could_not_be_kept() -> None:
    def fail(_text: str) -> None:
        raise OSError("full")

    veil = _veil()
    address = f"https://pod.example/feed?auth={TOKEN}"
    with pytest.raises(OSError, match="full"):
        veil.learn(address, fail)
    assert veil.cover(address) == address


def test_another_token_is_kept_beside_the_first() -> None:
    kept: list[str] = []
    _veil().learn(f"https://a.example/?token={TOKEN}", kept.append)
    later = Veil(lambda: kept[-1], lambda: "f" * 16)
    later.learn("https://b.example/?token=an0ther-0ne", kept.append)
    assert sorted(json.loads(kept[-1]).values()) == ["an0ther-0ne", TOKEN]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"~secret-1~": "x"}', '{"a": 1}'])
def test_a_store_with_anything_in_it_is_survived(text: str) -> None:
    place = "https://a.example/?token=~secret-0000000000000001~"
    assert _veil([text]).lift(place) == place


def test_it_is_shown_without_and_handed_on_without() -> None:
    address = f"https://pod.example/feed?auth={TOKEN}&show=7"
    assert without_secrets(address) == "https://pod.example/feed?auth=…&show=7"
    assert bare(address) == "https://pod.example/feed?show=7"
    stored = "https://pod.example/feed?auth=~secret-0000000000000001~"
    assert without_secrets(stored) == "https://pod.example/feed?auth=…"
    assert bare(stored) == "https://pod.example/feed"
    assert bare("https://pod.example/feed?show=7") == "https://pod.example/feed?show=7"


def test_texts_within_values_lose_it() -> None:
    veil = _veil()
    veil.learn(f"https://a.example/?token={TOKEN}", lambda _text: None)
    info = TrackInfo(title=f"for {TOKEN}", artists=("A", TOKEN), track=3)
    assert veil.hide(info) == TrackInfo(title="for …", artists=("A", "…"), track=3)


def test_a_token_in_a_path_is_kept_apart_and_given_to_nobody() -> None:
    kept: list[str] = []
    token = "7h2Kd93jsLq0PzX8vBn4"
    address = f"https://pod.example/{token}/feed/{token}.rss?page=2"
    veil = _veil()
    assert veil.learn(address, kept.append)
    stored = veil.cover(address)
    place = "~secret-0000000000000001~"
    assert stored == f"https://pod.example/{place}/feed/{place}.rss?page=2"
    assert exposed(stored) == ()
    assert _veil(kept).lift(stored) == address
    for one in (address, stored):
        assert without_secrets(one) == "https://pod.example/…/feed/….rss?page=2"
        assert bare(one) == "https://pod.example/"


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_address_survives_the_way_out_and_back(query: str, other: str) -> None:
    kept: list[str] = []
    veil = _veil()
    address = f"https://pod.example/feed?{query}&token={other}"
    veil.learn(address, kept.append)
    assert _veil(kept).lift(veil.cover(address)) == address
