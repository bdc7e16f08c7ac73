# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file says of itself, and what is written into it.

`read` and `fill` take the format that `media.sniff.sniff_file` found, never the file's name: a
part file has no suffix. The application calls them by way of `media.tag_process`, in a process
that may be lost; files are independent of each other.
"""

import dataclasses
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from mutagen.aiff import AIFF
from mutagen.asf import ASF
from mutagen.dsdiff import DSDIFF
from mutagen.dsf import DSF
from mutagen.flac import FLAC
from mutagen.monkeysaudio import MonkeysAudio
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.musepack import Musepack
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis
from mutagen.trueaudio import TrueAudio
from mutagen.wave import WAVE
from mutagen.wavpack import WavPack

from catalogsync_gui.core.errors import TagError
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.states import TagPolicy
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_frames import TORN
from catalogsync_gui.media.tags import ape, asf, covers, guard, id3, mp4, riff_info, values, vorbis

__all__ = ["TORN", "WRITABLE", "cover", "fill", "read"]

_CLASSES: Final[dict[AudioFormat, Any]] = {
    AudioFormat.MP3: MP3,
    AudioFormat.MP2: MP3,
    AudioFormat.FLAC: FLAC,
    AudioFormat.OGG_VORBIS: OggVorbis,
    AudioFormat.OGG_OPUS: OggOpus,
    AudioFormat.OGG_FLAC: OggFLAC,
    AudioFormat.OGG_SPEEX: OggSpeex,
    AudioFormat.MP4: MP4,
    AudioFormat.WAV: WAVE,
    AudioFormat.AIFF: AIFF,
    AudioFormat.AIFC: AIFF,
    AudioFormat.ASF: ASF,
    AudioFormat.WAVPACK: WavPack,
    AudioFormat.MONKEYS: MonkeysAudio,
    AudioFormat.MUSEPACK: Musepack,
    AudioFormat.TRUE_AUDIO: TrueAudio,
    AudioFormat.DSF: DSF,
    AudioFormat.DSDIFF: DSDIFF,
}

_VORBIS: Final = frozenset(
    {
        AudioFormat.FLAC,
        AudioFormat.OGG_VORBIS,
        AudioFormat.OGG_OPUS,
        AudioFormat.OGG_FLAC,
        AudioFormat.OGG_SPEEX,
    }
)
_APE: Final = frozenset({AudioFormat.WAVPACK, AudioFormat.MONKEYS, AudioFormat.MUSEPACK})

NO_EXTRAS: Final = TagExtras()

WRITABLE: Final = frozenset(
    {
        AudioFormat.MP3,
        AudioFormat.FLAC,
        AudioFormat.OGG_VORBIS,
        AudioFormat.OGG_OPUS,
        AudioFormat.MP4,
        AudioFormat.WAV,
        AudioFormat.AIFF,
        AudioFormat.ASF,
        *_APE,
    }
)
"""The formats `fill` writes; of the others it only reads."""


def read(path: Path, found: AudioFormat) -> TrackInfo:
    """Return what the file's tags say, and its duration where the format tells it.

    A format the tag library does not know gives an empty `TrackInfo`.

    Raises:
        TagError: the tags are damaged or hostile, or the file cannot be read.
    """
    with _translated():
        return _open(path, found)[1]


def cover(path: Path, found: AudioFormat) -> bytes | None:
    """Return the front cover that the file carries, as it is there; None where it has none.

    Raises:
        TagError: the tags are damaged or hostile, or the file cannot be read.
    """
    with _translated():
        audio, _ = _open(path, found)
        if audio is None:
            return None
        if found in _VORBIS:
            return covers.of_vorbis(audio)
        if found is AudioFormat.MP4:
            return covers.of_mp4(audio.tags)
        if found is AudioFormat.ASF:
            return covers.of_asf(audio.tags)
        return covers.of_ape(audio.tags) if found in _APE else covers.of_id3(audio.tags)


def fill(
    path: Path,
    found: AudioFormat,
    info: TrackInfo,
    extras: TagExtras = NO_EXTRAS,
    *,
    policy: TagPolicy = TagPolicy.FILL,
    id3_version: int = 4,
    writing: Callable[[], None] = lambda: None,
) -> TrackInfo:
    """Write what `info` and `extras` know into the file's tags, and return all put together.

    By the policy `fill` what the file says stays and wins; `overwrite` has `info` win, and
    `extras` replace the front cover, the lyrics and the chapters; with `leave` nothing is
    written. What neither knows stays in any case. The cover, a JPEG or PNG of at most 8 MiB, is
    embedded as it is. Nothing to add leaves the file as it is, to the byte; the sound is never
    changed. The file is written in place: call this before it has its final name. `writing` is
    called before the first byte is written; `id3_version`, 3 or 4, is that of ID3v2;
    with 3 a tag of ID3v2.4 becomes one of 2.3 even if there is nothing to add.

    Raises:
        TagError: with the kind `tags` the file is as it was, still good audio without these
            tags. With the kind `TORN` writing broke off in the middle and the file must be
            fetched again; when the disk is the reason, its `OSError` is the `__cause__`.
    """
    with _translated():
        audio, own = _open(path, found)
        force = policy is TagPolicy.OVERWRITE
        result = values.merged(info, own) if force else values.merged(own, info)
        result = dataclasses.replace(result, duration=own.duration or info.duration)
        new = values.additions(own, result)
        how = _How(force, id3_version)
        nothing = new == TrackInfo() and extras == NO_EXTRAS and not _is_too_new(audio, found, how)
        if found not in WRITABLE or policy is TagPolicy.LEAVE or nothing:
            return result
        changed = _change(audio, found, new, result, extras, how)
    if changed:
        writing()
        _save(audio, path, found, how)
    return result


@dataclasses.dataclass(frozen=True, slots=True)
class _How:
    """How tags are written: in place of what is there, and as which version of ID3v2."""

    force: bool
    id3_version: int


def _open(path: Path, found: AudioFormat) -> tuple[Any, TrackInfo]:
    """Load a file; returns mutagen's object (None for a format it does not know) and the info."""
    library_class = _CLASSES.get(found)
    if library_class is None:
        return None, TrackInfo()
    guard.check_size(path, found)
    audio = library_class(os.fspath(path))
    if found in _VORBIS:
        own = vorbis.read(audio.tags)
    elif found is AudioFormat.MP4:
        own = mp4.read(audio.tags)
    elif found is AudioFormat.ASF:
        own = asf.read(audio.tags)
    elif found in _APE:
        own = ape.read(audio.tags)
    else:
        own = id3.read(audio.tags)
    if found is AudioFormat.WAV:
        with path.open("rb") as file:
            own = values.merged(own, riff_info.read(file, path.stat().st_size))
    length = TrackInfo(duration=values.seconds(getattr(audio.info, "length", None)))
    return audio, values.merged(own, length)


def _is_too_new(audio: Any, found: AudioFormat, how: _How) -> bool:
    """Whether the file's own ID3 tag is one that the wanted players cannot read."""
    if how.id3_version != 3 or found in _VORBIS | _APE | {AudioFormat.MP4, AudioFormat.ASF}:
        return False
    return bool(getattr(audio, "tags", None)) and audio.tags.version[:2] == (2, 4)


def _change(
    audio: Any,
    found: AudioFormat,
    new: TrackInfo,
    result: TrackInfo,
    extras: TagExtras,
    how: _How,
) -> bool:
    """Change the tags in memory; tells whether there is something to save."""
    if audio.tags is None:
        audio.add_tags()
        if found is AudioFormat.WAV:
            # Programs that find an ID3 tag do not look into the INFO list any more.
            new = values.additions(TrackInfo(), result)
    if found in _VORBIS:
        return vorbis.write(audio, new, extras, force=how.force)
    if found is AudioFormat.MP4:
        return mp4.write(audio.tags, new, extras, force=how.force)
    if found is AudioFormat.ASF:
        return asf.write(audio.tags, new, extras, force=how.force)
    if found in _APE:
        return ape.write(audio.tags, new, extras, force=how.force)
    too_new = _is_too_new(audio, found, how)
    if not id3.write(audio.tags, new, extras, force=how.force) and not too_new:
        return False
    id3.keep_unknown(audio.tags, how.id3_version)
    if how.id3_version == 3:
        id3.make_v23(audio.tags)
    return True


class _Watched(io.BufferedRandom):
    """A file that remembers whether anything was written to it."""

    touched = False

    def write(self, data: Any, /) -> int:
        self.touched = True
        return super().write(data)

    def truncate(self, size: int | None = None, /) -> int:
        self.touched = True
        return super().truncate(size)


def _save(audio: Any, path: Path, found: AudioFormat, how: _How) -> None:
    """Write the tags, and if that fails find out whether the file is still what it was."""
    file: _Watched | None = None
    try:
        with _translated(), _Watched(io.FileIO(path, "r+b")) as file:
            if found in _VORBIS | _APE | {AudioFormat.MP4, AudioFormat.ASF}:
                audio.save(file)
            else:
                audio.save(file, v2_version=how.id3_version, v23_sep=id3.JOINT_23)
    except TagError as error:
        if file is None or not file.touched:
            raise
        cause = error.__cause__
        reason = cause.strerror if isinstance(cause, OSError) else "the tag library failed"
        raise TagError(
            f"Writing its tags broke off ({reason}), so it has to be downloaded again.", kind=TORN
        ) from cause


@contextmanager
def _translated() -> Iterator[None]:
    """Turn whatever the tag library raises into a `TagError`.

    On hostile files that is nearly anything: it trusts offsets, counts and encodings it reads.
    """
    try:
        with guard.limited():
            yield
    except TagError:
        raise
    except MemoryError as error:
        raise TagError("Its tags need more memory than there is.") from error
    except Exception as error:
        cause = _disk_error(error)
        if cause is not None and cause.strerror:
            raise TagError(f"Its tags could not be worked on: {cause.strerror}.") from cause
        raise TagError("Its tags are damaged and were left as they are.") from error


def _disk_error(error: BaseException) -> OSError | None:
    """Find the operating system's error in what the library wrapped around it."""
    if isinstance(error, OSError):
        return error
    for inner in (*error.args, error.__cause__, error.__context__):
        if isinstance(inner, OSError):
            return inner
    return None
