# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions in their order, and what a releases address may answer."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.releases import Release, is_newer, order, parse

HERE = "https://example.org/latest.json"


def test_versions_are_ordered_as_pep_440_orders_them() -> None:
    early = "0.9", "0.10", "1.0.dev1", "1.0a1.dev2", "1.0a1", "1.0a2", "1.0b1", "1.0rc1", "1.0rc2"
    late = "1.0", "1.0.post1", "1.0.1", "1.1.dev1", "1.1", "2026.1"
    for lower, higher in pairwise(early + late):
        first, second = order(lower), order(higher)
        assert first is not None
        assert second is not None
        assert first < second, (lower, higher)


@pytest.mark.parametrize(
    ("one", "other"), [("1.0", "v1.0.0"), ("1.0rc1", "1.0-RC.1"), ("1.0+deb1", "1.0")]
)
def test_versions_that_are_the_same(one: str, other: str) -> None:
    assert order(one) == order(other)


@pytest.mark.parametrize(
    "text", ["", "x", "1.0 beta of mine", "1..0", "１.0", "1" * 100, "1.0-", "1.0/../2"]
)
def test_what_is_no_version(text: str) -> None:
    assert order(text) is None
    assert not is_newer(text, "0.1")


@given(st.text(max_size=80))
def test_any_text_is_a_version_or_none(text: str) -> None:
    order(text)


@pytest.mark.parametrize(
    ("offered", "present", "newer"),
    [
        ("0.2.0", "0.1.0", True),
        ("0.1.0", "0.1.0", False),
        ("0.0.9", "0.1.0", False),
        ("0.2rc1", "0.1.0", False),
        ("0.2.dev1", "0.1.0", False),
        ("0.2rc2", "0.2rc1", True),
        ("0.2", "0.2rc1", True),
        ("0.1.post1", "0.1", True),
        ("0.2", "unknown", False),
    ],
)
def test_which_version_is_worth_a_notice(offered: str, present: str, newer: bool) -> None:
    assert is_newer(offered, present) is newer


def test_the_two_forms_of_an_answer() -> None:
    own = json.dumps({"version": "1.2", "page": "https://example.org/1.2", "more": [1]})
    assert parse(own.encode(), HERE) == Release("1.2", "https://example.org/1.2")
    forge = json.dumps({"tag_name": "v1.2", "html_url": "https://forge.example/1.2"})
    assert parse(forge.encode(), HERE) == Release("1.2", "https://forge.example/1.2")
    local = b'{"version": "1", "page": "http://127.0.0.1:1/x"}'
    assert parse(local, "http://127.0.0.1:1/latest").page == "http://127.0.0.1:1/x"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"version": 1, "page": "https://a.example"}',
        b'{"version": "1.0"}',
        b'{"version": "new!", "page": "https://a.example"}',
        b'{"version": "1.0", "page": "http://a.example"}',
        b'{"version": "1.0", "page": "javascript:alert(1)"}',
        b'{"version": "1.0", "page": "file:///etc/passwd"}',
    ],
)
def test_answers_that_cannot_be_used(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(data, HERE)
