# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of feeds, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.sources import opml
from catalogsync_gui.sources.opml import Outline, parse_opml, render_opml

LIST = b"""\xef\xbb\xbf<?xml version="1.0"?>
<opml version="1.1"><head><title>Mine</title></head><body>
  <outline text="News">
    <outline text="Daily"><outline type="rss" TEXT="Ignored" title="One"
      xmlURL="https://a.example/one"/></outline>
    <outline type="rss" text="Two" xmlUrl=" feed://u:pw@b.example/two " htmlUrl="https://b.example"/>
  </outline>
  <outline xmlUrl="https://a.example/one" text="the same again"/>
  <outline type="link" text="A page" url="https://c.example/"/>
  <outline type="rss" text="Old" url="pcast://d.example/f"/>
  <outline xmlUrl="javascript:alert(1)" text="x"/><outline xmlUrl="file:///etc/passwd"/>
  <outline xmlUrl="http://e.example/n"/>
</body></opml>"""


def test_nested_outlines_are_folders() -> None:
    assert parse_opml(LIST) == (
        Outline("One", "https://a.example/one", "News / Daily"),
        Outline("Two", "http://b.example/two", "News"),
        Outline("Old", "http://d.example/f"),
        Outline("http://e.example/n", "http://e.example/n"),
    )


def test_ampersands_are_repaired() -> None:
    found = parse_opml(
        b'<opml><body><outline text="A & B" xmlUrl="http://h/?a=1&b=2"/></body></opml>'
    )
    assert found == (Outline("A & B", "http://h/?a=1&b=2"),)


def test_written_and_read_again() -> None:
    outlines = (
        Outline('A "quoted" & <b>', "https://a.example/?x=1&y=2"),
        Outline("B", "https://b.example/", "Folder"),
        Outline("C", "https://c.example/", "Folder / In it"),
    )
    data = render_opml("My & yours\n", outlines)
    assert parse_opml(data) == outlines
    assert b"<title>My &amp; yours</title>" in data


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<html/>", "not_opml"),
        (b"", "bad_xml"),
        (b"nothing", "bad_xml"),
        (b"<opml><body>", "bad_xml"),
        (b'<!DOCTYPE o [<!ENTITY a "b">]><opml/>', "bad_xml"),
        (b'<?xml version="1.0" encoding="utf-99"?><opml/>', None),
    ],
)
def test_what_is_none(data: bytes, kind: str | None) -> None:
    if kind is None:
        assert parse_opml(data) == ()
        return
    with pytest.raises(PlaylistUnreadable) as caught:
        parse_opml(data)
    assert caught.value.kind == kind


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opml, "MOST_OUTLINES", 2)
    with pytest.raises(PlaylistUnreadable, match="more than 2 feeds"):
        parse_opml(LIST)
    monkeypatch.setattr(opml, "MOST_BYTES", 10)
    with pytest.raises(PlaylistUnreadable, match="larger"):
        parse_opml(LIST)


def test_headings_without_end() -> None:
    data = b"<opml>" + b"<outline text='abc'>" * 20_000 + b"<outline xmlUrl='http://h/'/>"
    data += b"</outline>" * 20_000 + b"</opml>"
    (found,) = parse_opml(data)
    assert len(found.folder) <= 300


@given(
    st.lists(
        st.tuples(st.integers(0, len(LIST)), st.integers(0, 40), st.binary(max_size=8)), max_size=6
    )
)
def test_nothing_but_our_errors(changes: list[tuple[int, int, bytes]]) -> None:
    data = LIST
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
    try:
        found = parse_opml(data)
    except PlaylistUnreadable:
        return
    assert all(outline.address.startswith("http") and outline.title for outline in found)
