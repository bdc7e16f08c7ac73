# SPDX-License-Identifier: GPL-3.0-or-later
"""PLS: numbered `FileN`, `TitleN` and `LengthN` keys, as Winamp introduced them."""

from __future__ import annotations

import re

from catalogsync_gui.playlists.addresses import Base, label_of, resolve_text
from catalogsync_gui.playlists.doc import PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.limits import DEFAULT_LIMITS, Limits
from catalogsync_gui.playlists.lines import is_line_safe, needs_dot, shown_title
from catalogsync_gui.playlists.text import (
    clean_text,
    decode_text,
    lines_of,
    seconds,
    split_artist_title,
)

_KEY = re.compile(r"(file|title|length)0*(\d{1,9})")


def parse(data: bytes, *, base: str, limits: Limits = DEFAULT_LIMITS) -> PlaylistDoc:
    """Read a PLS playlist found at `base`, an http(s) URL or a path.

    Entries come in the order of their numbers, which need not begin at 1 or be without
    gaps. `NumberOfEntries` is wrong too often to be looked at. Of a repeated key the last
    one counts, as in every other file of this kind.

    Raises:
        PlaylistUnreadable: of kind `empty` or `too_large`.
    """
    label = label_of(base)
    limits.check_size(data, label)
    found: dict[str, dict[int, str]] = {"file": {}, "title": {}, "length": {}}
    files = found["file"]
    title: str | None = None
    for line in lines_of(decode_text(data)):
        name, equals, value = line.partition("=")
        if not equals:
            continue
        name = name[:32].strip().lower()
        key = _KEY.fullmatch(name)
        if key is not None:
            # Only as many of each as can be used, so that a file of titles stays harmless.
            table = found[key[1]]
            if table is files or len(table) <= limits.max_entries:
                table[int(key[2])] = value.strip()
            limits.check_entries(len(files), label)
        elif name in ("playlistname", "x-gnome-title"):
            title = clean_text(value)
    root = Base.of(base)
    entries: list[PlaylistEntry] = []
    for number, address in sorted(files.items()):
        locations = resolve_text(root, address)
        if not locations:
            continue
        artist, track_title = split_artist_title(found["title"].get(number))
        entries.append(
            PlaylistEntry(
                locations=locations,
                title=track_title,
                artist=artist,
                duration=seconds(found["length"].get(number)),
            )
        )
    return PlaylistDoc(title=title, entries=tuple(entries))


def render(doc: PlaylistDoc) -> bytes:
    """Write a PLS playlist: UTF-8, line feeds, version 2.

    Entries without a location, or whose path no line can hold, are left out.
    """
    # The first key is what GNOME's players write and read for the playlist's name.
    lines = ["[playlist]"]
    title = clean_text(doc.title)
    if title:
        lines.append(f"X-GNOME-Title={title}")
    count = 0
    for entry in doc.entries:
        address = next((place.address for place in entry.locations if is_line_safe(place)), None)
        if address is None:
            continue
        count += 1
        length = max(1, round(entry.duration)) if entry.duration else -1
        lines.append(f"File{count}={'./' if needs_dot(address) else ''}{address}")
        lines.append(f"Title{count}={shown_title(entry, address)}")
        lines.append(f"Length{count}={length}")
    lines += [f"NumberOfEntries={count}", "Version=2"]
    return ("\n".join(lines) + "\n").encode()
