# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the demo catalogue in resources/demo again: tunes, covers, tags and playlists.

A maintainer's tool, run by hand when the demo changes; needs ffmpeg with libmp3lame, libvorbis
and libopus, and the packages of the application (`packaging/dev.py` makes a `.venv` with them)::

    .venv/bin/python packaging/make_demo.py

The same ffmpeg gives the same bytes each time.
"""

import json
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import demo_covers  # noqa: E402 - beside this file
import demo_tunes  # noqa: E402
from catalogsync_gui.core.models import TrackInfo  # noqa: E402
from catalogsync_gui.core.tag_extras import TagExtras  # noqa: E402
from catalogsync_gui.media import tags  # noqa: E402
from catalogsync_gui.media.sniff import AudioKind, sniff_file  # noqa: E402

TARGET: Final = ROOT / "resources" / "demo"
MAX_BYTES: Final = 1_500_000

_ENCODERS: Final = {
    ".mp3": ("-c:a", "libmp3lame", "-b:a", "80k", "-id3v2_version", "0", "-f", "mp3"),
    ".flac": ("-c:a", "flac", "-compression_level", "12", "-ac", "1", "-ar", "22050", "-f", "flac"),
    ".ogg": ("-c:a", "libvorbis", "-q:a", "1", "-f", "ogg"),
    ".opus": ("-c:a", "libopus", "-b:a", "56k", "-f", "opus"),
    ".m4a": ("-c:a", "aac", "-b:a", "80k", "-f", "ipod"),
    ".wav": ("-c:a", "pcm_s16le", "-ac", "1", "-ar", "22050", "-f", "wav"),
}


@dataclass(frozen=True, slots=True)
class Album:
    """What the tracks of an album share; `cover` is one of `demo_covers.NAMES`."""

    artist: str
    title: str
    date: str
    genre: str
    cover: str


@dataclass(frozen=True, slots=True)
class Track:
    """One track; `tagged` are the fields its file holds ("all", "some" or "none")."""

    file: str
    album: Album
    number: int
    title: str
    tagged: str
    cover_inside: bool = False

    @property
    def stem(self) -> str:
        """The name of its tune."""
        return Path(self.file).stem

    @property
    def info(self) -> TrackInfo:
        """Everything that is known of it."""
        return TrackInfo(
            title=self.title,
            artists=(self.album.artist,),
            album=self.album.title,
            album_artist=self.album.artist,
            track=self.number,
            track_total=3,
            disc=1,
            disc_total=1,
            date=self.album.date,
            genres=(self.album.genre,),
            duration=demo_tunes.TUNES[self.stem].seconds,
        )

    @property
    def file_info(self) -> TrackInfo:
        """What its own tags say."""
        if self.tagged == "some":
            return TrackInfo(title=self.title, artists=(self.album.artist,))
        return self.info if self.tagged == "all" else TrackInfo()


BOATS: Final = Album("Mira Quell", "Paper Boats", "2024-04-12", "Folk", "paper-boats")
CAFE: Final = Album("Señor Ñandú", "Café Último", "2023", "Chanson", "cafe-ultimo")
SEA: Final = Album("夜の音", "静かな海", "2024-09", "Ambient", "quiet-sea")
TIDE: Final = Album("Orbit & Sons", "Low Tide: Live", "2025-01-31", "Rock", "low-tide")

TRACKS: Final = {
    track.stem: track
    for track in (
        Track("paper-boats.mp3", BOATS, 1, "Paper Boats", "all", cover_inside=True),
        Track("rain-on-the-roof.flac", BOATS, 2, "Rain on the Roof", "some"),
        Track("number-one.ogg", BOATS, 3, "#1", "all"),
        Track("manana.mp3", CAFE, 1, "Mañana", "all", cover_inside=True),
        Track("ou-est-la-lune.opus", CAFE, 2, "Où est la lune ?", "all"),
        Track("strasse-nach-sueden.flac", CAFE, 3, "Straße nach Süden", "none"),
        Track("moonlight.opus", SEA, 1, "月のひかり", "all", cover_inside=True),
        Track("morning-rain.m4a", SEA, 2, "朝の雨", "all", cover_inside=True),
        Track("quiet-sea.flac", SEA, 3, "静かな海…", "all", cover_inside=True),
        Track("ac-dc.mp3", TIDE, 1, "AC/DC?", "some"),
        Track("what-again.ogg", TIDE, 2, "What? <Again> %41 \\ *", "none"),
        Track("con.wav", TIDE, 3, "CON", "none"),
    )
}

DEMO: Final = (
    "paper-boats", "manana", "number-one", "moonlight", "ou-est-la-lune", "ac-dc", "morning-rain",
    "quiet-sea",
)  # fmt: skip
EVENING: Final = (
    "moonlight", "rain-on-the-roof", "strasse-nach-sueden", "quiet-sea", "ou-est-la-lune",
)  # fmt: skip
MORNING: Final = ("con", "morning-rain", "what-again", "ac-dc", "paper-boats")


def main() -> int:
    """Make everything; returns the process's exit status."""
    if shutil.which("ffmpeg") is None:
        print("make_demo: ffmpeg is needed and was not found", file=sys.stderr)
        return 3
    for folder in ("tracks", "covers"):
        shutil.rmtree(TARGET / folder, ignore_errors=True)
        (TARGET / folder).mkdir(parents=True)
    for name in demo_covers.NAMES:
        _encode_cover(name)
    for track in TRACKS.values():
        _encode_track(track)
    (TARGET / "demo.m3u8").write_text(_m3u("Small Tunes", DEMO), "utf-8", newline="\n")
    (TARGET / "evening.xspf").write_text(_xspf("Evening", EVENING), "utf-8", newline="\n")
    (TARGET / "morning.jspf").write_text(_jspf("Morning / 朝", MORNING), "utf-8", newline="\n")
    size = sum(path.stat().st_size for path in TARGET.rglob("*") if path.is_file())
    print(f"{TARGET.relative_to(ROOT)}: {size:,} bytes")
    if size > MAX_BYTES:
        print(f"make_demo: that is more than {MAX_BYTES:,}", file=sys.stderr)
        return 1
    return 0


def _cover_path(name: str) -> Path:
    return TARGET / "covers" / f"{name}.jpg"


def _encode_cover(name: str) -> None:
    _ffmpeg(
        ("-f", "image2pipe", "-c:v", "ppm", "-i", "-"),
        ("-q:v", "4", "-f", "image2", "-update", "1"),
        demo_covers.paint(name),
        _cover_path(name),
    )


def _encode_track(track: Track) -> None:
    path = TARGET / "tracks" / track.file
    samples = demo_tunes.render(demo_tunes.TUNES[track.stem])
    if sys.byteorder == "big":
        samples.byteswap()
    raw = path.with_suffix(".raw.wav")
    with wave.open(os.fspath(raw), "wb") as file:
        file.setparams((2, 2, demo_tunes.RATE, 0, "NONE", "not compressed"))
        file.writeframes(samples.tobytes())
    _ffmpeg(("-i", os.fspath(raw)), _ENCODERS[path.suffix], b"", path)
    raw.unlink()
    kind = sniff_file(path)
    if not isinstance(kind, AudioKind):
        raise SystemExit(f"make_demo: {track.file}: {kind.reason}")
    cover = _cover_path(track.album.cover).read_bytes() if track.cover_inside else None
    tags.fill(path, kind.format, track.file_info, TagExtras(cover))


def _ffmpeg(source: Iterable[str], codec: Iterable[str], stdin: bytes, target: Path) -> None:
    """Run ffmpeg without anything in the result that depends on the day or the version."""
    exact = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
             "-flags:v", "+bitexact", "-threads", "1")  # fmt: skip
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", *source, *exact, *codec, os.fspath(target)],
        input=stdin,
        check=True,
    )


def _m3u(title: str, stems: Iterable[str]) -> str:
    lines = ["#EXTM3U", f"#PLAYLIST:{title}"]
    for track in map(TRACKS.__getitem__, stems):
        seconds = round(track.info.duration or 0)
        lines += [
            f"#EXTINF:{seconds},{track.album.artist} - {track.title}",
            f"#EXTALB:{track.album.title}",
            quote(f"tracks/{track.file}"),
        ]
    return "\n".join(lines) + "\n"


def _xspf(title: str, stems: Iterable[str]) -> str:
    def element(name: str, value: object) -> str:
        return f"      <{name}>{escape(str(value))}</{name}>"

    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<playlist version="1" xmlns="http://xspf.org/ns/0/">',
        f"  <title>{escape(title)}</title>",
        "  <license>https://creativecommons.org/publicdomain/zero/1.0/</license>",
        "  <trackList>",
    ]
    for track in map(TRACKS.__getitem__, stems):
        lines += [
            "    <track>",
            element("location", quote(f"tracks/{track.file}")),
            element("title", track.title),
            element("creator", track.album.artist),
            element("image", quote(f"covers/{track.album.cover}.jpg")),
            element("album", track.album.title),
            element("trackNum", track.number),
            element("duration", round((track.info.duration or 0) * 1000)),
            "    </track>",
        ]
    return "\n".join([*lines, "  </trackList>", "</playlist>"]) + "\n"


def _jspf(title: str, stems: Iterable[str]) -> str:
    entries = [
        {
            "location": [quote(f"tracks/{track.file}")],
            "title": track.title,
            "creator": track.album.artist,
            "image": quote(f"covers/{track.album.cover}.jpg"),
            "album": track.album.title,
            "trackNum": track.number,
            "duration": round((track.info.duration or 0) * 1000),
        }
        for track in map(TRACKS.__getitem__, stems)
    ]
    document = {
        "playlist": {
            "title": title,
            "license": "https://creativecommons.org/publicdomain/zero/1.0/",
            "track": entries,
        }
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
