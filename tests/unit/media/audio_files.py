# SPDX-License-Identifier: GPL-3.0-or-later
"""Real sound for the tests: the demo catalogue's files, made bare, and files built by hand."""

import struct
from pathlib import Path

import mutagen
from mutagen.flac import FLAC

from catalogsync_gui.media.sniff import AudioFormat

DEMO = Path(__file__).parents[3] / "resources" / "demo"

JPEG = (DEMO / "covers" / "quiet-sea.jpg").read_bytes()
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)

SOURCES = {
    AudioFormat.MP3: "ac-dc.mp3",
    AudioFormat.FLAC: "strasse-nach-sueden.flac",
    AudioFormat.OGG_VORBIS: "what-again.ogg",
    AudioFormat.OGG_OPUS: "ou-est-la-lune.opus",
    AudioFormat.MP4: "morning-rain.m4a",
    AudioFormat.WAV: "con.wav",
}

WRITTEN = [*SOURCES, AudioFormat.AIFF]


def bare(folder: Path, found: AudioFormat) -> Path:
    """Put a file without tags into `folder`, named like the part of a download."""
    path = folder / ".catalog-sync-7.part"
    if found is AudioFormat.AIFF:
        path.write_bytes(aiff(bytes(range(256)) * 40))
        return path
    path.write_bytes((DEMO / "tracks" / SOURCES[found]).read_bytes())
    audio = mutagen.File(path)
    audio.delete()
    if isinstance(audio, FLAC):
        audio.clear_pictures()
        audio.save()
    return path


def payload(path: Path, found: AudioFormat) -> bytes:
    """Return the sound of a file without anything that belongs to tags."""
    data = path.read_bytes()
    match found:
        case AudioFormat.MP3:
            if data[:3] == b"ID3":
                data = data[10 + syncsafe(data[6:10]) :]
            return data[:-128] if data[-128:-125] == b"TAG" else data
        case AudioFormat.FLAC:
            position, last = 4, False
            while not last:
                last = bool(data[position] & 0x80)
                position += 4 + int.from_bytes(data[position + 1 : position + 4])
            return data[position:]
        case AudioFormat.OGG_VORBIS:
            return b"|".join(ogg_packets(data)[2:])
        case AudioFormat.OGG_OPUS:
            return b"|".join(ogg_packets(data)[2:])
        case AudioFormat.MP4:
            return mp4_box(data, b"mdat")
        case AudioFormat.WAV:
            return chunk(data, b"data", "little")
        case _:
            return chunk(data, b"SSND", "big")


def syncsafe(data: bytes) -> int:
    """Read a length of seven bits a byte."""
    return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]


def ogg_packets(data: bytes) -> list[bytes]:
    """Put the packets of an Ogg file with one stream together again (RFC 3533)."""
    packets, position, rest = [], 0, b""
    while position < len(data):
        assert data[position : position + 4] == b"OggS"
        table = data[position + 27 : position + 27 + data[position + 26]]
        position += 27 + len(table)
        for length in table:
            rest += data[position : position + length]
            position += length
            if length < 255:
                packets.append(rest)
                rest = b""
    return packets


def mp4_box(data: bytes, wanted: bytes) -> bytes:
    """Return the content of the first box of a name at the top level."""
    position = 0
    while data[position + 4 : position + 8] != wanted:
        position += int.from_bytes(data[position : position + 4])
    return data[position + 8 : position + int.from_bytes(data[position : position + 4])]


def chunk(data: bytes, wanted: bytes, order: str) -> bytes:
    """Return the content of the first chunk of a name in RIFF or IFF."""
    position = 12
    while data[position : position + 4] != wanted:
        length = int.from_bytes(data[position + 4 : position + 8], order)  # type: ignore[arg-type]
        position += 8 + length + length % 2
    length = int.from_bytes(data[position + 4 : position + 8], order)  # type: ignore[arg-type]
    return data[position + 8 : position + 8 + length]


def aiff(samples: bytes, kind: bytes = b"AIFF") -> bytes:
    """Build an AIFF file of 16 bit mono samples at 8000 Hz."""
    rate = bytes.fromhex("400bfa00000000000000")  # 8000 as an 80 bit float
    common = struct.pack(">hIh", 1, len(samples) // 2, 16) + rate
    if kind == b"AIFC":
        common += b"NONE\x00\x00"
    body = kind
    body += b"COMM" + struct.pack(">I", len(common)) + common
    body += b"SSND" + struct.pack(">III", 8 + len(samples), 0, 0) + samples
    return b"FORM" + struct.pack(">I", len(body)) + body


def id3(frames: bytes, version: int = 4, flags: int = 0, size: int | None = None) -> bytes:
    """Build an ID3v2 tag around frames."""
    length = len(frames) if size is None else size
    parts = bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3" + bytes((version, 0, flags)) + parts + frames


def frame23(name: bytes, content: bytes, flags: int = 0) -> bytes:
    """Build a frame of ID3v2.3."""
    return name + struct.pack(">IH", len(content), flags) + content


def mpeg_frames(count: int, header: bytes = b"\xff\xfb\x90\x64", length: int = 417) -> bytes:
    """Build silent MPEG frames: by default layer III, 128 kbit/s, 44.1 kHz."""
    return (header + bytes(length - 4)) * count


def box(name: bytes, *content: bytes) -> bytes:
    """Build an MP4 box."""
    inner = b"".join(content)
    return struct.pack(">I", 8 + len(inner)) + name + inner


def handler(kind: bytes) -> bytes:
    """Build an MP4 track with the handler of its kind."""
    return box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(13))))


def ogg_page(packet: bytes, *, first: bool = True, granule: int = 0, serial: int = 1) -> bytes:
    """Build an Ogg page with one short packet; its checksum is left empty."""
    head = struct.pack("<4sBBqIII", b"OggS", 0, 2 if first else 0, granule, serial, 0, 0)
    return head + bytes((1, len(packet))) + packet


def asf(*stream_types: str, objects: bytes = b"") -> bytes:
    """Build the header of an ASF file with streams of these types (GUIDs as hex)."""
    streams = b"".join(
        bytes.fromhex("9107DCB7B7A9CF118EE600C00C205365")
        + struct.pack("<Q", 96)
        + bytes.fromhex(kind)
        + bytes(38 + 18)  # the fields of every stream, and those that describe sound
        for kind in stream_types
    )
    count = len(stream_types) + (1 if objects else 0)
    body = streams + objects
    return (
        bytes.fromhex("3026B2758E66CF11A6D900AA0062CE6C")
        + struct.pack("<QIBB", 30 + len(body), count, 1, 2)
        + body
    )


def monkeys() -> bytes:
    """Build the shortest Monkey's Audio file: Debian has no program that makes one."""
    header = b"MAC " + struct.pack("<H", 3990) + bytes(50)
    return header + struct.pack("<IIIHHI", 73728, 100, 1, 16, 2, 44100) + bytes(500)
