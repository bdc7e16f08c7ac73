# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a large feed, against ElementTree alone parsing the same bytes."""

import time
import xml.etree.ElementTree as ET
from collections.abc import Callable

from catalogsync_gui.sources.feed import parse_feed
from tests.unit.sources.feeds import rss

ITEMS = 2_000
BYTES = 3_400_000
_ROUNDS = 15


def large_feed() -> bytes:
    """2,000 episodes with what a well-kept feed says of each: 3.4 MB."""
    notes = "<p>Notes &amp; links of this episode, as long as they usually are.</p>\n" * 12
    items = []
    for n in range(ITEMS):
        address = f"https://cdn.example/show/{n}"
        items.append(
            f"<item><title>Episode {n}: mud &amp; oars</title><link>{address}</link>"
            f'<guid isPermaLink="false">show-{n}</guid>'
            f"<pubDate>Fri, {1 + n % 28:02} Feb {2000 + n % 24} 05:00:00 GMT</pubDate>"
            f'<enclosure url="{address}.mp3" length="0" type="audio/mpeg"/>'
            f"<itunes:duration>1:02:{n % 60:02}</itunes:duration>"
            f"<itunes:episode>{n + 1}</itunes:episode>"
            f'<itunes:image href="{address}.jpg"/>'
            f'<podcast:transcript url="{address}.vtt" type="text/vtt" language="en"/>'
            f"<description>{'Some words about it. ' * 8}</description>"
            f"<content:encoded><![CDATA[{notes}]]></content:encoded></item>\n"
        )
    data = rss(*items).encode()
    return data + b"<!-- " + b"x" * (BYTES - len(data) - 9) + b" -->"


def ratio() -> tuple[float, float]:
    """How many times as long ours takes, and its seconds: the best of rounds taken in turn."""
    data = large_feed()
    assert len(data) == BYTES
    assert len(parse_feed(data, "feed").episodes) == ITEMS
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours.append(_seconds(lambda: parse_feed(data, "feed")))
        theirs.append(_seconds(lambda: ET.fromstring(data)))
    return min(ours) / min(theirs), min(ours)


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    print("{:.2f}× ({:.3f} s)".format(*ratio()))
