# SPDX-License-Identifier: GPL-3.0-or-later
"""Tell from its content what a downloaded file is, and under which suffix it belongs.

Neither the address nor the Content-Type of a stranger's server decides: a login page named
`song.mp3` is refused, and a FLAC file named `song.mp3` becomes `song.flac`. A known format says
nothing of completeness; that comes from the promised size or hash.
"""

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final

from catalogsync_gui.media.sniff_mpeg import TAG_HEADER, is_adts, mpeg_layer, tag_length
from catalogsync_gui.media.sniff_refuse import VIDEO, why_not_audio
from catalogsync_gui.media.sniff_tracks import Tracks, asf_tracks, matroska_tracks, mp4_tracks

HEAD_BYTES: Final = 4096
"""How many bytes `sniff` wants, unless the file has fewer."""

_FILE_HEAD: Final = 65536  # some files begin with stray bytes; looking further costs too much
_MAX_TAGS: Final = 4


class AudioFormat(Enum):
    """A sound format: its name for people, its usual suffix, and others that are right too."""

    MP3 = ("MP3", ".mp3")
    MP2 = ("MPEG audio layer II", ".mp2", ".mp3")
    AAC = ("AAC", ".aac")
    FLAC = ("FLAC", ".flac")
    OGG_VORBIS = ("Ogg Vorbis", ".ogg", ".oga")
    OGG_OPUS = ("Ogg Opus", ".opus")
    OGG_FLAC = ("Ogg FLAC", ".oga", ".ogg")
    OGG_SPEEX = ("Ogg Speex", ".spx", ".ogg", ".oga")
    MP4 = ("MPEG-4 audio", ".m4a", ".m4b")
    WAV = ("WAV", ".wav")
    AIFF = ("AIFF", ".aiff", ".aif")
    AIFC = ("AIFF-C", ".aifc", ".aiff", ".aif")
    ASF = ("Windows Media Audio", ".wma")
    WAVPACK = ("WavPack", ".wv")
    MONKEYS = ("Monkey's Audio", ".ape")
    MUSEPACK = ("Musepack", ".mpc")
    TRUE_AUDIO = ("True Audio", ".tta")
    DSF = ("DSD stream file", ".dsf")
    DSDIFF = ("DSDIFF", ".dff")
    MATROSKA = ("Matroska audio", ".mka", ".weba")
    CAF = ("Core Audio", ".caf")
    AU = ("Sun audio", ".au")
    AMR = ("AMR", ".amr")
    SHORTEN = ("Shorten", ".shn")

    def __init__(self, label: str, *suffixes: str) -> None:
        self.label = label
        self.suffixes = suffixes


@dataclass(frozen=True, slots=True)
class AudioKind:
    """Content known as sound.

    `suffix` is the one the file shall carry. `certain` is False where the first bytes fit sound
    and something else alike (a film in MP4, a tag longer than what was seen): `sniff_file` then
    decides on the whole file.
    """

    format: AudioFormat
    suffix: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """Content that is refused, with the reason in words that complete "It is not audio: ..."."""

    reason: str


def sniff(head: bytes, *, hint: str = "", whole: bool = False) -> AudioKind | Refused:
    """Recognise the format from the first bytes of a file.

    Args:
        head: the first `HEAD_BYTES` of the file or more, or all of a shorter one.
        hint: the suffix of its address such as `.oga`; only chooses among those that are right.
        whole: `head` is the entire file.
    """
    start = 0
    for _ in range(_MAX_TAGS):
        length = tag_length(head[start : start + TAG_HEADER])
        if not length:
            break
        start += length
        if whole and start >= len(head):
            return Refused("it holds a tag and no sound")
        if not whole and start > len(head) - HEAD_BYTES:
            # The cover pushes the sound out of sight, or leaves too little of it to be sure of.
            # Tags in front are the way of MP3.
            return _kind(AudioFormat.MP3, hint, certain=False)
    seen = head[start : start + _FILE_HEAD]
    return _recognise(seen, hint, whole=whole and start + len(seen) == len(head))


def sniff_file(path: Path, *, hint: str = "") -> AudioKind | Refused:
    """Recognise a file on disk for certain: behind its tags, and by its tracks in a container.

    Blocks on the disk; for worker threads.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        start = 0
        for _ in range(_MAX_TAGS):
            file.seek(start)
            length = tag_length(file.read(TAG_HEADER))
            if not length:
                break
            start += length
            if start >= size:
                return Refused("it holds a tag and no sound, or its end is missing")
        file.seek(start)
        head = file.read(_FILE_HEAD)
        found = _recognise(head, hint, whole=start + len(head) >= size)
        if isinstance(found, Refused) or found.certain:
            return found
        return _judged(found, _tracks(file, size, found.format), head)


def _recognise(head: bytes, hint: str, *, whole: bool) -> AudioKind | Refused:
    """Recognise content that begins at the start of `head`, tags already skipped."""
    if head[:4] == b"OggS":
        return _ogg(head, hint)
    if head[4:8] == b"ftyp":
        return _mp4(head, hint)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return _kind(AudioFormat.MATROSKA, hint, certain=False)
    if head[:16] == _ASF_MAGIC:
        return _kind(AudioFormat.ASF, hint, certain=False)
    found = _magic(head)
    if found is not None:
        return _kind(found, hint)
    if is_adts(head, whole=whole) or head[:4] == b"ADIF":
        return _kind(AudioFormat.AAC, hint)
    layer = mpeg_layer(head, whole=whole)
    if layer:
        return _kind(AudioFormat.MP3 if layer == 3 else AudioFormat.MP2, hint)
    return _riff_refused(head) or Refused(why_not_audio(head))


_ASF_MAGIC: Final = bytes.fromhex("3026B2758E66CF11A6D900AA0062CE6C")

_SIMPLE_MAGIC: Final = (
    (b"wvpk", AudioFormat.WAVPACK),
    (b"MAC ", AudioFormat.MONKEYS),
    (b"MPCK", AudioFormat.MUSEPACK),
    (b"MP+", AudioFormat.MUSEPACK),
    (b"TTA1", AudioFormat.TRUE_AUDIO),
    (b"DSD \x1c\x00\x00\x00\x00\x00\x00\x00", AudioFormat.DSF),
    (b"caff\x00", AudioFormat.CAF),
    (b".snd\x00", AudioFormat.AU),
    (b"#!AMR\n", AudioFormat.AMR),
    (b"#!AMR-WB\n", AudioFormat.AMR),
    (b"ajkg", AudioFormat.SHORTEN),
)


def _magic(head: bytes) -> AudioFormat | None:
    """Recognise the formats that say what they are in their first twenty bytes."""
    if head[:4] == b"fLaC" and len(head) > 8 and head[4] & 0x7F == 0:
        return AudioFormat.FLAC  # its first block is STREAMINFO (RFC 9639, section 8)
    if head[:4] in {b"RIFF", b"RF64", b"BW64"} and head[8:12] == b"WAVE":
        return AudioFormat.WAV
    if head[:4] == b"FORM" and head[8:12] == b"AIFF":
        return AudioFormat.AIFF
    if head[:4] == b"FORM" and head[8:12] == b"AIFC":
        return AudioFormat.AIFC
    if head[:4] == b"FRM8" and head[12:16] == b"DSD ":
        return AudioFormat.DSDIFF
    for magic, found in _SIMPLE_MAGIC:
        if head.startswith(magic):
            return found
    return None


_OGG_CODECS: Final = (
    (b"\x01vorbis", AudioFormat.OGG_VORBIS),
    (b"OpusHead", AudioFormat.OGG_OPUS),
    (b"\x7fFLAC", AudioFormat.OGG_FLAC),
    (b"Speex   ", AudioFormat.OGG_SPEEX),
)
_OGG_VIDEO: Final = (b"\x80theora", b"BBCD\x00", b"\x4fVP80")


def _ogg(head: bytes, hint: str) -> AudioKind | Refused:
    """Read the first packet of each stream; they stand before all others (RFC 3533, section 4)."""
    found: AudioFormat | None = None
    position = 0
    while head[position : position + 4] == b"OggS" and len(head) >= position + 27:
        begins = head[position + 5] & 2
        if not begins:
            break
        table = head[position + 27 : position + 27 + head[position + 26]]
        body = position + 27 + len(table)
        packet = head[body : body + 8]
        if packet.startswith(_OGG_VIDEO):
            return Refused(VIDEO)
        for magic, codec in _OGG_CODECS:
            if packet.startswith(magic):
                found = found or codec
        position = body + sum(table)
    if found is None:
        return Refused("it is an Ogg file without a sound track this application knows")
    return _kind(found, hint)


_SOUND_BRANDS: Final = frozenset({b"M4A ", b"M4B ", b"F4A ", b"F4B "})
_PICTURE_BRANDS: Final = frozenset(
    {b"avif", b"avis", b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"crx ", b"jp2 "}
)


def _mp4(head: bytes, hint: str) -> AudioKind | Refused:
    brand = head[8:12]
    if brand in _PICTURE_BRANDS:
        return Refused("this is a picture")
    if brand == b"M4P ":
        return Refused("this is a track locked to a shop's own player (DRM)")
    if brand == b"M4B " and not hint:
        hint = ".m4b"
    return _kind(AudioFormat.MP4, hint, certain=False)


def _riff_refused(head: bytes) -> Refused | None:
    if head[:4] != b"RIFF":
        return None
    if head[8:12] == b"WEBP":
        return Refused("this is a picture (WebP)")
    return Refused(VIDEO) if head[8:12] == b"AVI " else None


def _tracks(file: BinaryIO, size: int, found: AudioFormat) -> Tracks:
    if found is AudioFormat.MP4:
        return mp4_tracks(file, size)
    if found is AudioFormat.MATROSKA:
        return matroska_tracks(file, size)
    return asf_tracks(file)


def _judged(found: AudioKind, tracks: Tracks, head: bytes) -> AudioKind | Refused:
    # Podcasts in M4A carry the pictures of their chapters as a video track.
    pictures_belong = found.format is AudioFormat.MP4 and head[8:12] in _SOUND_BRANDS
    if tracks.video and not (tracks.sound and pictures_belong):
        return Refused(VIDEO)
    if not tracks.sound:
        return Refused(f"it is a file of the kind {found.format.label} without a sound track")
    return AudioKind(found.format, found.suffix)


def _kind(found: AudioFormat, hint: str, *, certain: bool = True) -> AudioKind:
    hint = hint.lower()
    suffix = hint if hint in found.suffixes else found.suffixes[0]
    return AudioKind(found, suffix, certain)
