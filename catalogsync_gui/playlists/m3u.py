# SPDX-License-Identifier: GPL-3.0-or-later
"""M3U, plain and extended.

There is no standard. The `#EXT` lines read here are the ones of
https://en.wikipedia.org/wiki/M3U, the attributes those of television and radio lists. What
is written is what Navidrome, Jellyfin, MPD and minidlna all read the same way.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists.addresses import Base, label_of, resolve_text
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS, Limits
from catalogsync_gui.playlists.lines import is_line_safe, needs_dot, shown_title
from catalogsync_gui.playlists.text import (
    clean_text,
    decode_text,
    lines_of,
    seconds,
    split_artist_title,
)

_LOGO_ATTRIBUTES = ("tvg-logo=", "logo=")


def parse(data: bytes, *, base: str, limits: Limits = DEFAULT_LIMITS) -> PlaylistDoc:
    """Read an M3U or M3U8 playlist found at `base`, an http(s) URL or a path.

    Raises:
        PlaylistUnreadable: of kind `hls`, `empty` or `too_large`.
    """
    label = label_of(base)
    limits.check_size(data, label)
    reader = _Reader(Base.of(base), label, limits)
    for line in lines_of(decode_text(data, honour_extenc=True)):
        if line[0] == "#":
            reader.directive(line)
        else:
            reader.address(line)
    return PlaylistDoc(title=reader.title, image=reader.image, entries=tuple(reader.entries))


def render(doc: PlaylistDoc, *, details: bool = False, encoding: str = "utf-8") -> bytes:
    """Write an extended M3U: no byte order mark, line feeds, paths as they stand.

    Each entry's first location that is no `UNSUPPORTED` one is written; entries without
    one, or whose path no line can hold (`lines.is_line_safe`), are left out.

    With `details` each entry's album is told as `#EXTALB` and its picture as `#EXTIMG`, once:
    Jellyfin's reader breaks at the same key twice before one entry (PlaylistsNET 1.4.1,
    M3uContent). An `encoding`
    other than UTF-8 is named in `#EXTENC`; texts it cannot hold are written in the nearest
    letters, and paths it cannot hold are the caller's to leave out.

    Raises:
        UnicodeEncodeError: the encoding cannot hold a path.
    """
    # Jellyfin reads #EXT lines only after a first line of exactly these characters, and
    # Navidrome keeps a space after the colon of #PLAYLIST as part of the name.
    lines = ["#EXTM3U"]
    if encoding != "utf-8":
        lines.append(f"#EXTENC:{_ENCODING_NAMES.get(encoding, encoding)}")
    title = clean_text(doc.title)
    if title:
        lines.append(f"#PLAYLIST:{title}")
    for entry in doc.entries:
        address = next((place.address for place in entry.locations if is_line_safe(place)), None)
        if address is None:
            continue
        # Whole seconds: Jellyfin and MPD both read an integer here.
        length = max(1, round(entry.duration)) if entry.duration else -1
        lines.append(f"#EXTINF:{length},{shown_title(entry, address)}")
        album = clean_text(entry.album) if details else None
        if album:
            lines.append(f"#EXTALB:{album}")
        if details and entry.image is not None and _is_named(entry.image, encoding):
            lines.append(f"#EXTIMG:{entry.image.address}")
        # A line that begins with "#" is a comment to every reader, and some trim spaces.
        lines.append(f"./{address}" if needs_dot(address) else address)
    if encoding == "utf-8":
        return ("\n".join(lines) + "\n").encode()
    return b"".join(_encoded(line, encoding) + b"\n" for line in lines)


# As IANA registers them (https://www.iana.org/assignments/character-sets).
_ENCODING_NAMES = {"cp1252": "windows-1252", "latin-1": "iso-8859-1"}


def _is_named(picture: Location, encoding: str) -> bool:
    """Whether a line can hold it as it is spelt."""
    return (
        is_line_safe(picture)
        and picture.address.encode(encoding, "ignore").decode(encoding) == picture.address
    )


def _encoded(line: str, encoding: str) -> bytes:
    if not line.startswith("#"):
        return line.encode(encoding)
    return b"".join(_nearest(character, encoding) for character in line)


def _nearest(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFKD", character)
        return parts.encode(encoding, "ignore") or b"?"


@dataclass(slots=True)
class _Pending:
    """What the `#EXT` lines have said about the entry that comes next."""

    title: str | None = None
    artist: str | None = None
    duration: float | None = None
    album: str | None = None
    album_artist: str | None = None
    genre: str | None = None
    image: str | None = None


class _Reader:
    def __init__(self, base: Base, label: str, limits: Limits) -> None:
        self.title: str | None = None
        self.image: Location | None = None
        self.entries: list[PlaylistEntry] = []
        self._base = base
        self._label = label
        self._limits = limits
        self._pending: _Pending | None = None

    def address(self, line: str) -> None:
        said = self._pending or _Pending()
        self._pending = None
        self._limits.check_entries(len(self.entries) + 1, self._label)
        self.entries.append(
            PlaylistEntry(
                locations=resolve_text(self._base, line),
                title=said.title,
                artist=said.artist,
                album=said.album,
                album_artist=said.album_artist,
                genre=said.genre,
                duration=said.duration,
                image=self._picture(said.image),
            )
        )

    def directive(self, line: str) -> None:
        key, colon, value = line.partition(":")
        key = key[:24].rstrip().upper()
        if key.startswith("#EXT-X-"):
            raise PlaylistUnreadable(
                f"{self._label} is an HLS stream: a list of short pieces of one broadcast or "
                "film, not of tracks. Such streams cannot be added.",
                kind="hls",
            )
        if not colon:
            return
        if key == "#PLAYLIST":
            self.title = self.title or clean_text(value)
            return
        if key == "#EXTALBUMARTURL" and self._pending is None and not self.entries:
            self.image = self.image or self._picture(value)
            return
        if key not in _ENTRY_KEYS:
            return
        said = self._pending = self._pending or _Pending()
        match key:
            case "#EXTINF":
                _read_extinf(said, value)
            case "#EXTALB":
                said.album = clean_text(value)
            case "#EXTART":
                said.album_artist = clean_text(value)
            case "#EXTGENRE":
                said.genre = clean_text(value)
            case _:
                said.image = value

    def _picture(self, value: str | None) -> Location | None:
        found = resolve_text(self._base, value) if value else ()
        return found[0] if found else None


_ENTRY_KEYS = frozenset(
    ["#EXTINF", "#EXTALB", "#EXTART", "#EXTGENRE", "#EXTIMG", "#EXTALBUMARTURL"]
)


def _read_extinf(said: _Pending, value: str) -> None:
    """`<seconds>[ key="value" …],<Artist - Title>`, where commas in quotes do not count."""
    head, title = _split_at_comma(value)
    number, attributes = (*head.split(maxsplit=1), "", "")[:2]
    said.duration = seconds(number)
    if title is None:
        title = attributes if "=" not in attributes else None
    said.artist, said.title = split_artist_title(title)
    for name in _LOGO_ATTRIBUTES:
        _, found, rest = attributes.partition(f'{name}"')
        if found:
            said.image = rest.partition('"')[0] or None
            break


def _split_at_comma(value: str) -> tuple[str, str | None]:
    comma = value.find(",")
    if comma < 0:
        return value, None
    start, end = 0, comma
    while True:
        opening = value.find('"', start)
        if opening < 0 or end < opening:
            return value[:end], value[end + 1 :]
        closing = value.find('"', opening + 1)
        if closing >= 0:
            start = closing + 1
            end = value.find(",", start) if end < start else end
        if closing < 0 or end < 0:  # an open quote, or no comma outside: quotes mean nothing
            return value[:comma], value[comma + 1 :]
