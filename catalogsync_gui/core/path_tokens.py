# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that are part of an address's path, as private feeds have them. Pure.

Nothing says of a segment that it is a secret; it is told by where it stands and by how it is made
up. A token is drawn by chance, so its letters, cases and digits change places all the time; words,
dates and catalogue numbers keep together. What public catalogues number their things with (UUIDs,
hexadecimal ids) looks drawn too: that counts only behind a word that speaks of a private feed.
"""

import re

SHORTEST = 20
"""Characters. Ids that anyone may know are shorter: 11 at YouTube, 8 to 16 at podcast hosts."""

_LONGEST_WORD = 10
"""Letters and digits that stand together somewhere within a token of mixed case."""

_LONGEST_LOWER = 16
"""The same for one in lower case, which a name in lower case with numbers is more like."""

_SEGMENT = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_ENDING = re.compile(r"\.(?:rss|xml|atom|json|m3u8?|pls|xspf|opml)$", re.IGNORECASE)
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")
"""Two parts of JSON in base64url and a signature (RFC 7519, section 3.1)."""

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_BEFORE = frozenset(
    {
        "auth", "feed", "feeds", "member", "members", "patron", "patrons", "premium", "private",
        "rss", "secret", "subscriber", "subscribers", "token", "user", "users",
    }
)  # fmt: skip
"""Segments behind which an id is what opens the feed."""

_NAMES = frozenset(
    {
        "album", "albums", "artist", "artists", "channel", "collection", "details", "download",
        "episode", "episodes", "item", "items", "playlist", "playlists", "release", "show", "shows",
        "track", "tracks",
    }
)  # fmt: skip
"""Segments behind which stands the name of something in a catalogue."""

_RUNS = re.compile(r"[a-z]+|[A-Z]+|[0-9]+")
_UNLIKE_WORDS = re.compile(r"[A-Z]{2,}|[0-9][a-z]")
"""What words written together, each with a capital, seldom have."""


def path_tokens(path: str) -> tuple[str, ...]:
    """The segments of a path that look like tokens, without the ending of a file's name."""
    segments = path.split("/")
    words = [segment.lower() for segment in segments]
    if "public" in words:
        return ()
    found = []
    for number, segment in enumerate(segments):
        value = _ENDING.sub("", segment)
        if len(value) < SHORTEST:
            continue
        before = words[:number]
        opened = not _BEFORE.isdisjoint(before)
        named = bool(before) and before[-1] in _NAMES and "private" not in before
        if _JWT.fullmatch(value) or (not named and _is_token(value, opened=opened)):
            found.append(value)
    return tuple(found)


def _is_token(value: str, *, opened: bool) -> bool:
    if _UUID.fullmatch(value):
        return opened
    if not _SEGMENT.fullmatch(value):
        return False
    letters = re.sub("[_=-]", "", value)
    if not re.search("[0-9]", letters) or not re.search("[A-Za-z]", letters):
        return False
    longest = max(map(len, re.findall("[A-Za-z0-9]+", value)))
    changes = (len(_RUNS.findall(letters)) - 1) / (len(letters) - 1)
    if _HEX.fullmatch(letters):
        return opened and longest >= _LONGEST_LOWER
    # Of letters and digits drawn by chance 40 % differ in kind from the one before where there is
    # one case, and 60 % where there are two; in words with a number it is some 10 %.
    if letters.lower() == letters or letters.upper() == letters:
        return longest >= _LONGEST_LOWER and changes >= (0.2 if opened else 0.25)
    if longest < _LONGEST_WORD or changes < 0.4:
        return False
    return len(_UNLIKE_WORDS.findall(letters)) >= (1 if opened else 2)
