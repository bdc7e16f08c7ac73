# SPDX-License-Identifier: GPL-3.0-or-later
"""An item's files as tracks: which of them are one recording, and which one is wanted. Pure.

Most files are made by the Archive out of one that was uploaded (``original`` names it), in several
formats. People also upload the same track in two formats, so what has the same name but for its
suffix is one track as well.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalogsync_gui.sources import archive_values as values

_LOSSLESS = ("Flac", "24bit Flac", "Apple Lossless Audio", "WAVE", "AIFF", "Shorten")
_LOSSY = ("VBR MP3", "MP3", "Ogg Vorbis", "Opus", "AAC", "MPEG-4 Audio", "Windows Media Audio")
_NAMES = {name.lower(): name for name in (*_LOSSLESS, *_LOSSY)}
_BITRATE = re.compile(r"(\d{1,3})kbps mp3")
_SHORTEN = "shorten"

WANTED = (
    "Flac, VBR MP3, Ogg Vorbis, 320Kbps MP3, 256Kbps MP3, 192Kbps MP3, 160Kbps MP3, 128Kbps MP3, "
    "MP3, Opus, AAC, MPEG-4 Audio, 24bit Flac, Apple Lossless Audio, WAVE, AIFF, 64Kbps MP3"
)
"""What is taken where the person does not say. 24 bit come late: for a shellac disc they are
thirteen times the size of the MP3 beside them."""

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_TAKE = "_"
_TAKE_OF_DISC = "_78_"
"""Other transfers of a side that is there under a readable name begin with them (78 rpm)."""

_SAME_LENGTH = 2.0
"""Seconds; two transfers of a side run that much or twice that much apart."""

_MOST_STEPS = 5


def formats_check(text: str) -> str:
    """A list of formats in its stored form: the Archive's own names, the best first.

    :raises ValueError: one of them is no format this program stores.
    """
    found: list[str] = []
    for word in (word.strip().lower() for word in text.split(",")):
        bitrate = _BITRATE.fullmatch(word)
        name = f"{bitrate[1]}Kbps MP3" if bitrate else _NAMES.get(word, "")
        if not name or word == _SHORTEN:
            raise ValueError(
                "the Archive's names of formats between commas, the best first: "
                f"{WANTED} (MP3 stands for those at any bit rate)"
            )
        if name not in found:
            found.append(name)
    return ", ".join(found)


@dataclass(frozen=True, slots=True)
class AudioFile:
    """One file of a track.

    :ivar format: in the Archive's words.
    :ivar size: bytes, or None.
    :ivar private: it is not given out.
    """

    name: str
    format: str
    size: int | None
    digest: str
    private: bool

    @property
    def lossless(self) -> bool:
        """Whether its format is."""
        return self.format.lower() in {name.lower() for name in _LOSSLESS}

    @property
    def storable(self) -> bool:
        """Whether this program can tag it; Shorten has no place for tags."""
        return self.format.lower() != _SHORTEN


@dataclass(slots=True)
class TrackFiles:
    """The files of one track, and what they say of it.

    :ivar stem: path within the item without suffix; what tells the track from the others.
    :ivar tags: fields of the files; what the upload says comes first, derivatives fill gaps.
    """

    stem: str
    files: list[AudioFile] = field(default_factory=list)
    tags: dict[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """As the files have it, or empty."""
        return values.first(self.tags.get("title"))

    @property
    def length(self) -> float | None:
        """Seconds, or None."""
        return values.length(self.tags.get("length"))

    @property
    def is_take(self) -> bool:
        """Whether it may be one more transfer of another track."""
        name = self.stem.rpartition("/")[2]
        if self.title or not name.startswith(_TAKE):
            return False
        return "track" in self.tags or name.startswith(_TAKE_OF_DISC)


def tracks_of(files: object) -> list[TrackFiles]:
    """The tracks among an item's files, further transfers of the same side left out."""
    listed = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    audio = {name: file for file in listed if (name := _audio_name(file))}
    originals = [item for item in audio.items() if item[1].get("source") == "original"]
    others = [item for item in audio.items() if item[1].get("source") != "original"]
    tracks: dict[str, TrackFiles] = {}
    for name, file in (*originals, *others):
        stem = _stem(_root(name, audio))
        track = tracks.setdefault(stem, TrackFiles(stem))
        track.files.append(
            AudioFile(
                name,
                values.first(file.get("format")),
                values.size(file.get("size")),
                values.digest(file),
                values.is_true(file.get("private")),
            )
        )
        for key in ("title", "artist", "creator", "genre", "track", "external-identifier"):
            if key not in track.tags and values.first(file.get(key)):
                track.tags[key] = file[key]
        if "length" not in track.tags and values.length(file.get("length")) is not None:
            track.tags["length"] = file["length"]
    return _without_takes(tracks.values())


def choose(
    track: TrackFiles, formats: Sequence[str], *, restricted: bool
) -> tuple[AudioFile | None, str]:
    """The file of a track that is wanted, or why there is none, in words.

    :param formats: names of formats, the best first; ``MP3`` stands for any bit rate.
    :param restricted: the item is one to listen to: its lossless files are not given out, and
        asking for them ends in 401 or 403.
    """
    given = [file for file in track.files if not file.private]
    if restricted:
        given = [file for file in given if not file.lossless]
    if not given:
        return None, "the Internet Archive lets people listen to it but does not give its files out"
    storable = [file for file in given if file.storable]
    if not storable:
        return None, "the Internet Archive has it only as Shorten, which cannot be tagged"
    for wanted in formats:
        found = [file for file in storable if _is_of(file.format.lower(), wanted.lower())]
        if found:
            return max(found, key=lambda file: (file.size or 0, file.name)), ""
    has = ", ".join(sorted({file.format for file in storable}))
    return None, f"the Internet Archive has it as {has}; the source's option formats names others"


def _is_of(name: str, wanted: str) -> bool:
    return name == wanted or (wanted == "mp3" and name.endswith(" mp3"))


def _audio_name(file: dict[str, object]) -> str:
    """A file's name, if it is audio with a name that can be asked for; else empty."""
    kind = values.first(file.get("format")).lower()
    name = file.get("name")
    if kind not in _NAMES and not _BITRATE.fullmatch(kind):
        return ""
    return name if isinstance(name, str) and is_askable(name) else ""


def is_askable(name: str) -> bool:
    """Whether a file's name can stand in an address, below its item."""
    try:
        encoded = name.encode()
    except UnicodeEncodeError:
        return False
    return 0 < len(encoded) < 1000 and not {"", ".", ".."} & set(name.split("/"))


def _root(name: str, audio: dict[str, dict[str, object]]) -> str:
    """The upload a file was made from.

    One that is no audio (an archive, a film) may have been made into many tracks.
    """
    for _step in range(_MOST_STEPS):
        original = _original(audio[name])
        if original in audio and original != name:
            name = original
        elif original and is_askable(original) and name.startswith(_stem(original)):
            return original
        else:
            return name
    return name


def _original(file: dict[str, object]) -> str:
    """As it is written: file names may hold what ``values.first`` tidies up."""
    value = file.get("original")
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, str) else ""


def _stem(name: str) -> str:
    return _SUFFIX.sub("", name)


def _without_takes(tracks: Iterable[TrackFiles]) -> list[TrackFiles]:
    """Leaves out a take whose number and length (but for some seconds) are another track's."""
    kept: list[TrackFiles] = []
    sides: dict[int | None, set[int | None]] = {}
    for track in sorted(tracks, key=lambda track: track.is_take):
        length = track.length
        at = None if length is None else int(length // _SAME_LENGTH)
        number = values.number(track.tags.get("track"))[0]
        lengths = sides.setdefault(number, set())
        same = at is not None and not lengths.isdisjoint((at - 1, at, at + 1))
        if number is not None and not same:
            # The number alone decides where one of the lengths is unknown.
            same = bool(lengths) and (at is None or None in lengths)
        if track.is_take and same:
            continue
        kept.append(track)
        lengths.add(at)
    return kept
