# SPDX-License-Identifier: GPL-3.0-or-later
"""Feeds written by hand, in the shapes that real ones have."""

NAMES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    ' xmlns:psc="http://podlove.org/simple-chapters"'
    ' xmlns:fh="http://purl.org/syndication/history/1.0"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def item(
    title: str,
    *,
    guid: str | None = None,
    date: str = "",
    duration: str = "",
    episode: int | None = None,
    season: int | None = None,
    enclosure: str | None = None,
    more: str = "",
) -> str:
    """An item; its guid and its file are made of its title."""
    name = "".join(letter for letter in title.lower() if letter.isalnum())
    if enclosure is None:
        enclosure = f'<enclosure url="https://cdn.example/{name}.mp3" type="audio/mpeg"/>'
    parts = [
        f"<title>{title}</title>",
        f"<guid>{name if guid is None else guid}</guid>",
        f"<pubDate>{date}</pubDate>" if date else "",
        f"<itunes:duration>{duration}</itunes:duration>" if duration else "",
        f"<itunes:episode>{episode}</itunes:episode>" if episode else "",
        f"<itunes:season>{season}</itunes:season>" if season else "",
        enclosure,
        more,
    ]
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str, channel: str = "", names: str = NAMES) -> str:
    """A channel called Show with these items."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {names}><channel>'
        f"<title>Show</title>{channel}{''.join(items)}</channel></rss>"
    )


def atom(*entries: str, feed: str = "") -> str:
    """An Atom feed called Show with these entries."""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Show</title>'
        f"{feed}{''.join(entries)}</feed>"
    )


FEED = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {NAMES}>
  <channel>
    <title>Low Tide</title>
    <link>https://pod.example/</link>
    <itunes:author>Ann Shore</itunes:author>
    <itunes:owner><itunes:name>Shore Ltd</itunes:name></itunes:owner>
    <itunes:image href="https://pod.example/art.jpg"/>
    <itunes:category text="Society"><itunes:category text="Places"/></itunes:category>
    <podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
    <podcast:locked>yes</podcast:locked>
    <image><url>https://pod.example/small.png</url><title>not the show</title></image>
    <item>
      <title>Mud</title>
      <guid isPermaLink="false">lt-1</guid>
      <pubDate>Fri, 02 Feb 2024 05:00:00 GMT</pubDate>
      <enclosure url="https://cdn.example/1.mp3" length="0" type="audio/mpeg"/>
    </item>
    <item>
      <title>Eels &amp;amp; oars</title>
      <itunes:title>Eels</itunes:title>
      <guid isPermaLink="false"> lt-2 </guid>
      <link>https://pod.example/2</link>
      <author>bo@pod.example (Bo Reed)</author>
      <pubDate>Fri, 09 Feb 2024 23:30:00 -0500</pubDate>
      <itunes:duration>1:02:03</itunes:duration>
      <itunes:season>1</itunes:season>
      <itunes:episode>2</itunes:episode>
      <itunes:image href="/art/2.png"/>
      <enclosure url=" https://cdn.example/2.mp3?from=feed" length="12" type="audio/mpeg"/>
      <podcast:transcript url="https://pod.example/2.vtt" type="text/vtt" language="en"/>
      <podcast:transcript url="https://pod.example/2.html" type="text/html"/>
      <podcast:transcript url="https://pod.example/2.de.srt" type="application/x-subrip"
        language="de_AT" rel="captions"/>
      <podcast:transcript url="https://pod.example/2.json" type="application/json"
        language="../../x"/>
      <podcast:chapters url="https://pod.example/2c.json" type="application/json+chapters"/>
      <description>Words about <b>eels</b></description>
      <content:encoded><![CDATA[<p>More & more</p>]]></content:encoded>
    </item>
  </channel>
</rss>
"""
