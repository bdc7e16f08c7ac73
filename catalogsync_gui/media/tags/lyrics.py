# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics as text, with times or without, the way LRC files have them. Pure.

A line is `[mm:ss.xx]words`, with as many times before it as it is sung; `[ar:…]` and the like
tell of the file (https://en.wikipedia.org/wiki/LRC_(file_format)).
"""

import re
from typing import Final

_TIME: Final = re.compile(r"\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]")
_TIMES: Final = re.compile(rf"(?:{_TIME.pattern}\s*)+")
_ABOUT: Final = re.compile(r"\[[a-zA-Z#]{1,10}:[^\]]*\]\s*$")
_MOST_LINES: Final = 5000


def plain(text: str) -> str:
    """Return the words alone."""
    lines = [
        _TIMES.sub("", line, count=1) if _TIMES.match(line) else line
        for line in text.splitlines()[:_MOST_LINES]
        if not _ABOUT.match(line)
    ]
    return "\n".join(lines).strip()


def timed(text: str) -> list[tuple[int, str]]:
    """Return the lines that have times, in their order, with milliseconds from the beginning."""
    found = []
    for line in text.splitlines()[:_MOST_LINES]:
        times = _TIMES.match(line)
        if times is None:
            continue
        words = line[times.end() :].strip()
        for minutes, seconds, parts in _TIME.findall(times[0]):
            part = int((parts + "00")[:3])
            found.append(((int(minutes) * 60 + int(seconds)) * 1000 + part, words))
    return sorted(found[:_MOST_LINES], key=lambda one: one[0])
