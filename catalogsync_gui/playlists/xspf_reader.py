# SPDX-License-Identifier: GPL-3.0-or-later
"""The elements of an XSPF document, taken one by one as the XML parser meets them.

No tree is built: fifty megabytes of empty elements would become gigabytes of tree.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalogsync_gui.core.errors import PlaylistUnreadable
from catalogsync_gui.playlists.addresses import Base, resolve_uri
from catalogsync_gui.playlists.doc import Location, PlaylistDoc, PlaylistEntry
from catalogsync_gui.playlists.identifiers import identify
from catalogsync_gui.playlists.limits import Limits
from catalogsync_gui.playlists.text import ANNOTATION_LENGTH, clean_text, ordinal, seconds

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_DEEPEST = 64

_PLAYLIST_FIELDS = frozenset({"title", "creator", "annotation", "image", "identifier", "date"})
_TRACK_FIELDS = frozenset(
    {
        "location", "identifier", "title", "creator", "annotation", "image", "album",
        "trackNum", "duration",
    }
)  # fmt: skip
_MOST_LOCATIONS = 16


class XspfReader:
    """A target for an XML parser (`start`, `data`, `end`, `close`) that keeps what it needs.

    Elements count by their place and by their name in the namespace of the root, so that
    a missing or misspelt namespace does no harm and extensions are passed over.
    """

    def __init__(self, base: Base, label: str, limits: Limits) -> None:
        self._label = label
        self._limits = limits
        self._depth = 0
        self._prefix = ""
        self._bases: list[tuple[int, Base]] = [(0, base)]
        self._in_list = False
        self._in_track = False
        self._collected: list[str] | None = None
        self._collecting_at = 0
        self._playlist: dict[str, str] = {}
        self._image: Location | None = None
        self._track: dict[str, str] = {}
        self._locations: list[Location] = []
        self._identifiers: list[str] = []
        self._track_image: Location | None = None
        self._entries: list[PlaylistEntry] = []

    def doc(self) -> PlaylistDoc:
        """The playlist, once the parser has come to the end."""
        said = self._playlist
        return PlaylistDoc(
            title=clean_text(said.get("title")),
            creator=clean_text(said.get("creator")),
            annotation=clean_text(said.get("annotation"), ANNOTATION_LENGTH),
            image=self._image,
            identifier=clean_text(said.get("identifier"), 1000),
            date=clean_text(said.get("date"), 40),
            entries=tuple(self._entries),
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth = depth = self._depth + 1
        if depth > _DEEPEST:
            raise PlaylistUnreadable(
                f"{self._label} nests its elements deeper than any playlist does. "
                "Save or download it again.",
                kind="bad_xml",
            )
        if attributes:
            moved = attributes.get(_XML_BASE)
            if moved is not None:
                self._bases.append((depth, self._bases[-1][1].moved(moved)))
        if depth == 1:
            self._root(tag)
            return
        if depth > 4:
            return
        prefix = self._prefix
        name = tag[len(prefix) :] if tag.startswith(prefix) else ""
        if depth == 4:
            if self._in_track and name in _TRACK_FIELDS:
                self._collected, self._collecting_at = [], 4
        elif depth == 3:
            self._in_track = self._in_list and name == "track"
        elif depth == 2:
            self._in_list = name == "trackList"
            if name in _PLAYLIST_FIELDS:
                self._collected, self._collecting_at = [], 2

    def data(self, text: str) -> None:
        """A piece of text."""
        if self._collected is not None:
            self._collected.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        depth = self._depth
        if self._collected is not None and depth == self._collecting_at:
            text = "".join(self._collected)
            self._collected = None
            name = tag[len(self._prefix) :]
            if depth == 4:
                self._track_field(name, text)
            elif name == "image":
                self._image = self._image or self._resolved(text)
            else:
                self._playlist.setdefault(name, text)
        elif depth == 3 and self._in_track:
            self._in_track = False
            self._finish_track()
        elif depth == 2:
            self._in_list = False
        if self._bases[-1][0] == depth:
            self._bases.pop()
        self._depth = depth - 1

    def close(self) -> None:
        """The document is complete."""

    def _root(self, tag: str) -> None:
        self._prefix = tag[: tag.index("}") + 1] if tag.startswith("{") else ""
        name = tag[len(self._prefix) :]
        if name != "playlist":
            raise PlaylistUnreadable(
                f"{self._label} is XML but no XSPF playlist: it begins with "
                f"<{clean_text(name, 40)}>. Check that the address is that of a playlist.",
                kind="not_a_playlist",
            )

    def _resolved(self, text: str) -> Location | None:
        found = resolve_uri(self._bases[-1][1], text)
        return found[0] if found else None

    def _track_field(self, name: str, text: str) -> None:
        if name == "location":
            if len(self._locations) < _MOST_LOCATIONS:
                self._locations.extend(resolve_uri(self._bases[-1][1], text))
        elif name == "identifier":
            if len(self._identifiers) < _MOST_LOCATIONS:
                self._identifiers.append(text)
        elif name == "image":
            self._track_image = self._track_image or self._resolved(text)
        else:
            self._track.setdefault(name, text)

    def _finish_track(self) -> None:
        self._limits.check_entries(len(self._entries) + 1, self._label)
        said = self._track
        known = identify(self._identifiers)
        self._entries.append(
            PlaylistEntry(
                locations=tuple(dict.fromkeys(self._locations)),
                title=clean_text(said.get("title")),
                artist=clean_text(said.get("creator")),
                album=clean_text(said.get("album")),
                track_number=ordinal(said.get("trackNum")),
                duration=seconds(said.get("duration"), 1000.0),
                image=self._track_image,
                identifiers=known.identifiers,
                recording_id=known.recording_id,
                release_id=known.release_id,
                isrc=known.isrc,
                annotation=clean_text(said.get("annotation"), ANNOTATION_LENGTH),
            )
        )
        self._track = {}
        self._locations = []
        self._identifiers = []
        self._track_image = None
