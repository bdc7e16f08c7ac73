# SPDX-License-Identifier: GPL-3.0-or-later
"""XSPF: https://xspf.org/spec, and what programs make of it."""

import pytest

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists import xspf
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.limits import Limits

BASE = "http://h.example/lists/x.xspf"
NS = 'xmlns="http://xspf.org/ns/0/"'
MBID = "0af4b5cb-8d4c-4d3e-8d4c-1234567890ab"


def parse(text: str | bytes, base: str = BASE) -> PlaylistDoc:
    return xspf.parse(text.encode() if isinstance(text, str) else text, base=base)


def track(inside: str, outside: str = "", base: str = BASE) -> PlaylistEntry:
    text = f"<playlist {NS} {outside}><trackList><track>{inside}</track></trackList></playlist>"
    (entry,) = parse(text, base).entries
    return entry


def urls(inside: str, outside: str = "", base: str = BASE) -> list[str]:
    return [place.address for place in track(inside, outside, base).locations]


def test_everything() -> None:
    doc = parse(
        f"""<?xml version="1.0" encoding="UTF-8"?>
        <!-- made by hand -->
        <playlist version="1" {NS}>
          <title>Road &amp; trip</title>
          <creator>Me</creator>
          <annotation>Two
          lines</annotation>
          <image>cover.jpg</image>
          <identifier>urn:x:1</identifier>
          <date>2024-05-01T12:00:00Z</date>
          <trackList>
            <track>
              <location>../m/a%20b.mp3</location>
              <location>http://other.example/a.mp3</location>
              <identifier>https://musicbrainz.org/recording/{MBID.upper()}</identifier>
              <identifier>isrc:GB-AYE-68-01494</identifier>
              <title>Jóga</title>
              <creator>Björk</creator>
              <annotation>Live</annotation>
              <image>/c.png</image>
              <album>Homogenic</album>
              <trackNum>2</trackNum>
              <duration>304500</duration>
            </track>
            <track/>
          </trackList>
        </playlist>"""
    )
    assert doc == PlaylistDoc(
        title="Road & trip",
        creator="Me",
        annotation="Two lines",
        image=Location.url("http://h.example/lists/cover.jpg"),
        identifier="urn:x:1",
        date="2024-05-01T12:00:00Z",
        entries=(
            PlaylistEntry(
                locations=(
                    Location.url("http://h.example/m/a%20b.mp3"),
                    Location.url("http://other.example/a.mp3"),
                ),
                title="Jóga",
                artist="Björk",
                album="Homogenic",
                track_number=2,
                duration=304.5,
                image=Location.url("http://h.example/c.png"),
                identifiers=(
                    f"https://musicbrainz.org/recording/{MBID.upper()}",
                    "isrc:GB-AYE-68-01494",
                ),
                recording_id=MBID,
                isrc="GBAYE6801494",
                annotation="Live",
            ),
            PlaylistEntry(),
        ),
    )


@pytest.mark.parametrize(
    "root", ["playlist", "playlist xmlns='http://xspf.org/ns/0'", "p:playlist xmlns:p='urn:other'"]
)
def test_the_namespace_may_be_missing_or_wrong(root: str) -> None:
    name = root.partition(" ")[0]
    p = "p:" if ":" in name else ""
    doc = parse(
        f"<{root}><{p}trackList><{p}track><{p}location>a.mp3</{p}location></{p}track>"
        f"</{p}trackList></{name}>"
    )
    assert doc.entries[0].locations == (Location.url("http://h.example/lists/a.mp3"),)


def test_extensions_are_passed_over() -> None:
    # VLC repeats the list as a tree of its own.
    doc = parse(
        f"""<playlist {NS} xmlns:vlc="http://www.videolan.org/vlc/playlist/ns/0/">
        <trackList><track><location>a.mp3</location><vlc:title>no</vlc:title>
        <extension application="x"><vlc:id>0</vlc:id><title>no</title><location>no</location>
        </extension><title>yes</title></track></trackList>
        <extension application="y"><vlc:item tid="0"/><trackList><track/></trackList></extension>
        </playlist>"""
    )
    assert [(entry.title, len(entry.locations)) for entry in doc.entries] == [("yes", 1)]


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        ("<location>a.mp3</location>", "xml:base='/music/'", "http://h.example/music/a.mp3"),
        (
            "<location xml:base='sub/'>a.mp3</location>",
            "xml:base='/music/'",
            "http://h.example/music/sub/a.mp3",
        ),
        (
            "<location xml:base='http://o.example/x/'>a.mp3</location>",
            "",
            "http://o.example/x/a.mp3",
        ),
    ],
)
def test_xml_base(inside: str, outside: str, expected: str) -> None:
    assert urls(inside, outside) == [expected]


def test_an_xml_base_ends_with_its_element() -> None:
    inside = "<location xml:base='sub/'>a.mp3</location><location>b.mp3</location>"
    assert urls(inside) == ["http://h.example/lists/sub/a.mp3", "http://h.example/lists/b.mp3"]


def test_an_xml_base_on_the_track_list() -> None:
    doc = parse(
        f"<playlist {NS}><image>c.jpg</image><trackList xml:base='x/'><track xml:base='y/'>"
        "<location>a.mp3</location></track><track><location>b.mp3</location></track></trackList>"
        "</playlist>"
    )
    assert doc.image == Location.url("http://h.example/lists/c.jpg")
    assert [entry.locations[0].address for entry in doc.entries] == [
        "http://h.example/lists/x/y/a.mp3",
        "http://h.example/lists/x/b.mp3",
    ]


def test_on_disk_locations_are_decoded() -> None:
    assert urls("<location>A/a%20%23b.mp3</location>", base="/m/x.xspf")[0] == "/m/A/a #b.mp3"
    assert urls("<location>file:///m/%C3%BC.mp3</location>", base="/x.xspf") == ["/m/ü.mp3"]


def test_locations_nobody_encoded() -> None:
    assert urls("<location>A/ü b.mp3</location>") == ["http://h.example/lists/A/%C3%BC%20b.mp3"]


def test_a_location_that_is_wrapped() -> None:
    assert urls("<location>\n   http://h/a\n  </location>") == ["http://h/a"]


@pytest.mark.parametrize("bad", ["x", "-1", "0", "", "1e99", "NaN"])
def test_bad_numbers_are_unknown_ones(bad: str) -> None:
    entry = track(f"<duration>{bad}</duration><trackNum>{bad}</trackNum><location>a</location>")
    assert (entry.duration, entry.track_number) == (None, None)


def test_metadata_alone_is_an_entry() -> None:
    assert track("<title>T</title>") == PlaylistEntry(title="T")


def test_the_first_of_a_repeated_element_counts() -> None:
    assert track("<title>A</title><title>B</title>").title == "A"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><playlist {NS}><title>é</title></playlist>"
    assert parse(text.encode(encoding)).title == "é"


class TestRepair:
    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            ("http://h/?a=1&b=2", "http://h/?a=1&b=2"),
            ("http://h/?a=1&amp;b=2&c=3", "http://h/?a=1&b=2&c=3"),
            ("http://h/?a&nbsp=1&x;", "http://h/?a&nbsp=1&x;"),
            ("http://h/\x0ba", "http://h/a"),
        ],
    )
    def test_ampersands_and_control_characters(self, inside: str, expected: str) -> None:
        assert urls(f"<location>{inside}</location>") == [expected]

    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            ("Caf&eacute; &amp; Bar", "Café & Bar"),
            ("A&nbsp;B & C", "A B & C"),
            ("R&B", "R&B"),
            ("&#0;x&#xFFFE;y & &#65;", "\ufffdx y & A"),
            ("&#xD800; &bogus;", "\ufffd &bogus;"),
        ],
    )
    def test_html_entities(self, inside: str, expected: str) -> None:
        assert track(f"<title>{inside}</title>").title == expected


@pytest.mark.parametrize(
    "text",
    [
        "<playlist>",
        "<playlist><trackList></playlist>",
        "not xml",
        "<playlist>" + "<a>" * 100 + "</a>" * 100 + "</playlist>",
        "<?xml version='1.0' encoding='nonsense'?><playlist/>",
        "<?xml version='1.0' encoding='utf-7'?><playlist/>",
        "<?xml version='1.0' encoding='shift_jis'?><playlist/>",
        "<playlist a='1' a='2'/>",
        "<playlist><b:x/></playlist>",
    ],
)
def test_broken_xml(text: str) -> None:
    with pytest.raises(PlaylistUnreadable) as caught:
        parse(text)
    assert caught.value.kind == "bad_xml"


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE playlist>",
        '<!DOCTYPE playlist [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE playlist [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE playlist SYSTEM "http://evil.example/x.dtd">',
    ],
)
def test_a_document_type_is_refused(doctype: str) -> None:
    with pytest.raises(PlaylistUnreadable, match="DTD") as caught:
        parse(f"{doctype}<playlist {NS}><title>&x;</title></playlist>")
    assert caught.value.kind == "bad_xml"


def test_other_xml() -> None:
    with pytest.raises(PlaylistUnreadable, match="begins with <svg>") as caught:
        parse("<svg/>")
    assert caught.value.kind == "not_a_playlist"


def test_the_most_entries() -> None:
    text = f"<playlist {NS}><trackList>{'<track/>' * 4}</trackList></playlist>"
    with pytest.raises(PlaylistUnreadable, match="more than 3 tracks"):
        xspf.parse(text.encode(), base=BASE, limits=Limits(max_entries=3))


def test_writing() -> None:
    doc = PlaylistDoc(
        title="A <b> & \x00c\ufffe",
        creator="Me",
        date="yesterday",
        image=Location.path("../ü.jpg"),
        entries=(
            PlaylistEntry(
                locations=(
                    Location.path("../A #1/50%20 & <x>.mp3"),
                    Location.path("A: B.mp3"),
                    Location.path("/abs/ü.mp3"),
                    Location.path("C:\\M\\a b.mp3"),
                    Location.path("\\\\nas\\m\\a.mp3"),
                    Location.url("http://h/a b"),
                    Location.unsupported("rtsp://h", "no"),
                    Location.path("a\0b"),
                ),
                title="T]]>",
                artists=("A", "B"),
                album="Al",
                track_number=3,
                duration=1.2345,
                identifiers=("urn:x",),
            ),
            PlaylistEntry(title="metadata only"),
        ),
    )
    assert xspf.render(doc).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<playlist version="1" xmlns="http://xspf.org/ns/0/">\n'
        "  <title>A &lt;b&gt; &amp; c</title>\n"
        "  <creator>Me</creator>\n"
        "  <image>../%C3%BC.jpg</image>\n"
        "  <trackList>\n"
        "    <track>\n"
        "      <location>../A%20%231/50%2520%20&amp;%20%3Cx%3E.mp3</location>\n"
        "      <location>./A:%20B.mp3</location>\n"
        "      <location>file:///abs/%C3%BC.mp3</location>\n"
        "      <location>file:///C:/M/a%20b.mp3</location>\n"
        "      <location>file://nas/m/a.mp3</location>\n"
        "      <location>http://h/a%20b</location>\n"
        "      <identifier>urn:x</identifier>\n"
        "      <title>T]]&gt;</title>\n"
        "      <creator>A, B</creator>\n"
        "      <album>Al</album>\n"
        "      <trackNum>3</trackNum>\n"
        "      <duration>1234</duration>\n"
        "    </track>\n"
        "    <track>\n"
        "      <title>metadata only</title>\n"
        "    </track>\n"
        "  </trackList>\n"
        "</playlist>\n"
    )
