# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of real encoders, and ffmpeg as a second reader that shares no code with ours."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from catalogsync_gui.media.sniff import AudioFormat
from tests.unit.media.audio_files import monkeys

TOOLS = ("ffmpeg", "ffprobe", "mpcenc")

_CODECS = {
    AudioFormat.MP3: ("mp3", "libmp3lame", "-write_xing", "1", "-id3v2_version", "0"),
    AudioFormat.FLAC: ("flac", "flac"),
    AudioFormat.OGG_VORBIS: ("ogg", "libvorbis"),
    AudioFormat.OGG_OPUS: ("opus", "libopus"),
    AudioFormat.MP4: ("ipod", "aac"),
    AudioFormat.WAV: ("wav", "pcm_s16le"),
    AudioFormat.AIFF: ("aiff", "pcm_s16be"),
    AudioFormat.ASF: ("asf", "wmav2"),
    AudioFormat.WAVPACK: ("wv", "wavpack"),
}
ENCODED = (*_CODECS, AudioFormat.MUSEPACK, AudioFormat.MONKEYS)
"""Every format we write tags of. Monkey's Audio is built by hand, and cannot be decoded."""


def lacking() -> str:
    """What is not installed, or nothing."""
    return ", ".join(tool for tool in TOOLS if shutil.which(tool) is None)


def encode(folder: Path) -> dict[AudioFormat, Path]:
    """Put the same sound into `folder` in every format, with no tags but the encoders' own."""
    made = {found: folder / found.name for found in ENCODED}
    made[AudioFormat.MONKEYS].write_bytes(monkeys())
    outputs = []
    for found, (container, codec, *more) in _CODECS.items():
        outputs += ["-map_metadata", "-1", "-c:a", codec, *more, "-f", container, str(made[found])]
    run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=440:r=44100:d=0.5", *outputs)
    wave = folder / "for-mpcenc.wav"
    shutil.copy(made[AudioFormat.WAV], wave)
    encoded = folder / "from-mpcenc.mpc"
    run("mpcenc", "--silent", str(wave), str(encoded))
    encoded.rename(made[AudioFormat.MUSEPACK])
    return made


def decoded(path: Path, found: AudioFormat) -> bytes:
    """Return a hash of the sound as ffmpeg decodes it."""
    if found is AudioFormat.MONKEYS:
        return path.read_bytes()[: len(monkeys())]
    return run("ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a", "-f", "md5", "-")


def probed(path: Path) -> tuple[dict[str, str], bool]:
    """Return the tags as ffprobe names them, in lower case, and whether it sees a picture."""
    seen: dict[str, Any] = json.loads(
        run("ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path))
    )
    found: dict[str, str] = {}
    for part in (seen["format"], *seen["streams"]):
        found |= {name.lower(): text for name, text in part.get("tags", {}).items()}
    return found, any(stream["codec_type"] == "video" for stream in seen["streams"])


def run(*command: str) -> bytes:
    """Run one of the tools, and return what it prints."""
    return subprocess.run(command, check=True, capture_output=True).stdout
