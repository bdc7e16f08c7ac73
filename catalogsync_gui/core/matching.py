# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two descriptions are of the same recording, and how sure that is. Pure.

Ids decide where both sides have them. Names are compared as people would: case, accents,
punctuation, "feat." and "remastered" do not make another recording; "live" and "remix" do. Only
names that are the same are ever sure enough to go unasked; what is merely alike is asked about.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from catalogsync_gui.core.models import TrackInfo

AUTOMATIC = 0.9
"""From this confidence on a match is made without asking."""

ASKED = 0.7
"""From this confidence on a person is asked."""

SEPARATOR = "\x1f"
"""Between artist and title in a key; sorts before every character of both."""

_LONGEST = 300
_LONGEST_PART = 120

_SAME_ISRC = 0.97
_SAME = 0.96
_SAME_AND_ALBUM = 0.98
_UNTIMED = 0.85
_UNTIMED_AND_ALBUM = 0.92
_OTHER_RECORDING = 0.85
_ALIKE = 0.89
_OTHER_VERSION = 0.79
_NO_MATCH = 0.65

_LEAST_ALIKE = 0.7
_ALIKE_TITLES = 0.8

_SECONDS = 3.0
_SHARE = 0.02
_ANOTHER_LENGTH = 15.0

# ISO 3901, without the hyphens of its written form.
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_FEATURED = r"(?:feat(?:uring)?|ft)\b\.?"
_FEATURE = re.compile(rf"[(\[]\s*{_FEATURED}[^)\]]*[)\]]|\s{_FEATURED}\s.*$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DASH = re.compile(r"\s[-\u2013\u2014]\s")
# Says of what pressing a recording is, not which recording.
_NOISE = re.compile(
    r"\W*(?:(?:19|20)\d\d\W+)?(?:digital(?:ly)?\W+)?re-?master(?:ed)?(?:\W+(?:version|edition|mix))?"
    r"(?:\W+(?:in\W+)?(?:19|20)\d\d)?\W*"
    r"|\W*(?:(?:album|lp|original|explicit|clean)\W+version|explicit|original\W+mix|bonus\W+track"
    r"|official(?:\W+(?:music|lyric))?(?:\W+(?:audio|video))?|(?:lyric|music)\W+video)\W*"
)
_MARKS = re.compile(
    r"\b(?:live|unplugged|(re)?mix(?:ed)?|dub|instrumental|karaoke|backing track|acoustic|demo"
    r"|a\s?cappella|acapella|cover|tribute|edit|extended|rehearsal|session|alternate|outtake"
    r"|orchestral|nightcore|sped up|slowed)\b"
)
_ARTISTS = re.compile(
    rf"\s*[,;&+]\s*|\s+/\s+|\s+{_FEATURED}\s+|\s+(?:and|with|vs\.?|x|und|et|y)\s+"
)
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_NUMBER = re.compile(r"\d+|\b(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})\b")


@dataclass(frozen=True, slots=True)
class Described:
    """A description in the form in which it is compared. All texts may be empty.

    :ivar plain: the title without what says which version it is (live, remix, …).
    :ivar marks: the words that say so.
    :ivar artists: all of them, in order.
    :ivar duration: seconds, or None.
    """

    recording: str
    isrc: str
    title: str
    plain: str
    marks: frozenset[str]
    artists: tuple[str, ...]
    album: str
    duration: float | None


def recording_key(text: str) -> str:
    """A MusicBrainz recording id in the form in which it is stored; empty if it is none."""
    text = text.strip().lower()
    return text if _UUID.fullmatch(text) else ""


def isrc_key(text: str) -> str:
    """An ISRC in the form in which it is stored; empty if it is none."""
    text = text.strip().upper().removeprefix("ISRC").replace("-", "").replace(" ", "").strip(":")
    return text if _ISRC.fullmatch(text) else ""


def match_key(info: TrackInfo) -> str:
    """First artist and title in one, for finding what may be the same; empty without a title.

    Coarser than :func:`confidence`: tracks with one key need not be the same, but what is the
    same by name has one key.
    """
    described = describe(info)
    if not described.title:
        return ""
    artist = described.artists[0] if described.artists else ""
    return f"{_joined(artist)}{SEPARATOR}{_joined(described.title)}"


def confidence(wanted: TrackInfo, candidate: TrackInfo) -> float:
    """How sure it is that both are the same recording, from 0 to 1. Symmetric."""
    one, other = describe(wanted), describe(candidate)
    both_recordings = bool(one.recording and other.recording)
    if both_recordings and one.recording == other.recording:
        return 1.0
    if one.isrc and one.isrc == other.isrc:
        sure = _SAME_ISRC
    else:
        sure = _by_names(one, other)
        if one.isrc and other.isrc:
            sure = min(sure, _ALIKE)
    return min(sure, _OTHER_RECORDING) if both_recordings else sure


def percent(sure: float) -> int:
    """A confidence as people read it; rounded down, so that what is asked never looks sure."""
    return math.floor(100 * sure + 1e-9)


def _by_names(one: Described, other: Described) -> float:
    if not one.title or not other.title:
        return 0.0
    cap = 1.0
    titles = one.title, other.title
    if one.marks != other.marks:
        titles, cap = (one.plain, other.plain), _OTHER_VERSION
    fit = _fit(one, other)
    # What costs little is looked at first. Parts, movements, symphonies: their names are alike to
    # the last digit.
    if fit < ASKED or _numbers(titles[0]) != _numbers(titles[1]):
        return _NO_MATCH
    title = _title_likeness(*titles)
    if title < _ALIKE_TITLES:
        return _NO_MATCH * title
    artist = _artist_likeness(one.artists, other.artists)
    if artist < _LEAST_ALIKE:
        return _NO_MATCH * artist
    if title < 1.0 or artist < 0.9:
        cap = min(cap, _ALIKE)
    return min(cap, fit * (0.6 * title + 0.4 * artist))


def _fit(one: Described, other: Described) -> float:
    """What same names are worth, given the lengths and albums."""
    album = bool(one.album) and one.album == other.album
    if one.duration is None or other.duration is None:
        return _UNTIMED_AND_ALBUM if album else _UNTIMED
    apart = abs(one.duration - other.duration)
    near = max(_SECONDS, _SHARE * max(one.duration, other.duration))
    if apart <= near:
        return _SAME_AND_ALBUM if album else _SAME
    if apart > _ANOTHER_LENGTH:
        return _NO_MATCH
    return _ALIKE - (_ALIKE - ASKED) * (apart - near) / (_ANOTHER_LENGTH - near)


def _title_likeness(one: str, other: str) -> float:
    if one == other or _joined(one) == _joined(other):
        return 1.0
    # Only what is the same is worth 1.
    return min(_ratio(one, other), 0.99)


def _artist_likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if not one or not other:
        return 0.0 if one or other else 0.75
    left, right = {_joined(name) for name in one}, {_joined(name) for name in other}
    if left == right or _joined("".join(one)) == _joined("".join(other)):
        return 1.0
    if left <= right or right <= left:
        # Guests are often left out, as are the members of "X and his orchestra".
        return 0.93
    return min(_ratio(" ".join(one), " ".join(other)), 0.89)


def _ratio(one: str, other: str) -> float:
    """How alike two texts are; not more exactly than matters where that is little."""
    # In one order, because difflib's answer depends on it.
    first, second = sorted((one, other))
    most = 2 * min(len(one), len(other)) / max(1, len(one) + len(other))
    if most < _LEAST_ALIKE:
        return most
    matcher = SequenceMatcher(isjunk=None, a=first, b=second, autojunk=False)
    most = float(matcher.quick_ratio())
    return most if most < _LEAST_ALIKE else float(matcher.ratio())


@lru_cache(maxsize=4096)
def _numbers(title: str) -> list[str]:
    return _NUMBER.findall(title)


@lru_cache(maxsize=4096)
def describe(info: TrackInfo) -> Described:
    """A track's description in the form in which it is compared."""
    title = _folded(info.title)
    unfeatured = _FEATURE.sub(" ", title).strip() or title
    full, plain, marks = _versions(unfeatured)
    duration = info.duration
    known = duration is not None and math.isfinite(duration) and duration > 0
    return Described(
        recording=recording_key(info.recording_id),
        isrc=isrc_key(info.isrc),
        title=_words(full) or title,
        plain=_words(plain) or _words(full) or title,
        marks=marks,
        artists=_artist_names(info),
        album=_words(_versions(_folded(info.album))[0]),
        duration=duration if known else None,
    )


def _versions(title: str) -> tuple[str, str, frozenset[str]]:
    """A title without noise, the same without its version, and what marks the version."""
    head, *tails = _DASH.split(title)
    kept = _BRACKETS.sub(" ", head)
    full, plain = [kept], [kept]
    marks: set[str] = set()
    for part in (*_BRACKETS.findall(head), *tails):
        if _NOISE.fullmatch(part):
            continue
        full.append(part)
        found = [match.group(0) for match in _MARKS.finditer(part)]
        if found:
            marks.update(word.replace(" ", "").removesuffix("ed") for word in found)
        else:
            plain.append(part)
    return " ".join(full), " ".join(plain), frozenset(marks)


def _artist_names(info: TrackInfo) -> tuple[str, ...]:
    texts = [name for name in info.artists if name.strip()] or [info.album_artist]
    names: dict[str, None] = {}
    for text in texts[:8]:
        folded = _folded(text)
        # "Beatles, The" is one artist, not two.
        folded = re.sub(r",\s*the$", "", folded)
        for part in _ARTISTS.split(folded):
            if word := _words(part) or part.strip():
                names[word] = None
    return tuple(names)


def _folded(text: str) -> str:
    """Without case and accents.

    Marks of combining class 10 and above are accents and vowel points; those below (kana voicing,
    nukta, virama) and of class 0 (vowel signs) make other letters: UAX #44, section 5.7.4.
    """
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    bare = "".join(c for c in decomposed if unicodedata.combining(c) < 10)
    return unicodedata.normalize("NFKC", bare).translate(_LETTERS).replace(SEPARATOR, " ").strip()


def _words(text: str) -> str:
    """The words alone, without "the" at either end."""
    text = _APOSTROPHES.sub("", text).replace("&", " and ")
    spaced = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text)
    words = spaced.split()
    for end in (0, -1):
        if len(words) > 1 and words[end] == "the":
            del words[end]
    return " ".join(words)


def _joined(text: str) -> str:
    return text.replace(" ", "")[:_LONGEST_PART]
