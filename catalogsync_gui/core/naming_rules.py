# SPDX-License-Identifier: GPL-3.0-or-later
"""What a name on disk may look like, so that every file system and every server takes it.

A library on a NAS is written by Linux, read over SMB by Windows and macOS, and scanned by media
servers which each hide certain names. A name made here is safe for all of them at once; which of
them is in use tomorrow is not known today. Pure functions, safe in any thread.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePath, PurePosixPath
from typing import Final

AUDIO_SUFFIXES: Final = frozenset(
    {
        ".aac", ".aif", ".aifc", ".aiff", ".amr", ".ape", ".au", ".caf", ".dff", ".dsf", ".flac",
        ".m4a", ".m4b", ".mka", ".mp2", ".mp3", ".mpc", ".oga", ".ogg", ".opus", ".shn", ".spx",
        ".tta", ".wav", ".weba", ".wma", ".wv",
    }
)  # fmt: skip
"""Every suffix an audio file of ours may carry: lower case, with the dot."""

MAX_COMPONENT_BYTES: Final = 180
"""Longest component in UTF-8 bytes, suffix and number included.

File systems take 255 bytes (ext4) or 255 UTF-16 units (NTFS, exFAT, SMB); the rest is left for
what others add to a name: lyrics and artwork beside it, temporary files, backups.
"""

PLAYLIST_FOLDER: Final = "Playlists"
"""Our own folder of playlist files in the library; no artist's folder may fall into it."""

_NUMBER_ROOM: Final = len(" (999)")
_PLAYLIST_SUFFIX_ROOM: Final = len(".m3u8")
_REPLACEMENT: Final = "_"

# Not allowed by NTFS, exFAT and SMB, whatever the system that mounts them.
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')

# Names Windows keeps for devices, with any ending: "aux.mp3" is the same device as "aux".
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)

# Folders that NAS systems and media servers keep for themselves and do not scan
# (Jellyfin's ignore patterns, Navidrome's scanner, the recycle bins of Synology, QNAP, Windows).
_SERVER_FOLDERS: Final = frozenset(
    {
        "@eadir", "eadir", "#recycle", "#snapshot", "@recycle", "@recently-snapshot",
        "$recycle.bin", "system volume information", "lost+found", "metadata", "subs",
        "extrafanart", "extrathumbs", "ps3_update", "ps3_vprm", "temprec", "tempsbe",
    }
)  # fmt: skip

# Jellyfin leaves out `sample.*` and `*.sample.*`, and names that end like these.
_IGNORED_PART: Final = re.compile(r"\.(?=sample(?:\.|$)|(?:bts|sync|trickplay)$)", re.IGNORECASE)
_IGNORED_FIRST_PART: Final = re.compile(r"^sample(?:\.|$)", re.IGNORECASE)

# Jellyfin turns a folder with one of these in its name into something other than an album.
_FOLDER_MARK: Final = re.compile(r"\[(playlist|boxset)\]", re.IGNORECASE)

# Jellyfin decodes playlist paths as if they were addresses: a real "50%20off" is never found.
_PERCENT_CODE: Final = re.compile(r"%(?=[0-9A-Fa-f]{2})")

# Invisible, though Unicode counts them as letters or marks: with them two names look the same,
# and some file systems (HFS+) also treat those as the same.
_INVISIBLE: Final = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
    | set(range(0x180B, 0x1810))
    | set(range(0xFE00, 0xFE10))
    | set(range(0xE0100, 0xE01F0))
)

_PLAIN: Final = re.compile(
    f"[{re.escape(''.join(c for c in map(chr, range(0x20, 0x7F)) if c not in _FORBIDDEN))}]*"
)
"""Text that needs no look at every character."""

_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
_LONGEST_CLUSTER: Final = 32


def safe_component(text: str, *, max_bytes: int = MAX_COMPONENT_BYTES - _NUMBER_ROOM) -> str:
    """Make one file or folder name (without its suffix) from hostile text.

    The result is never empty, `.` or `..`, holds no separator, is NFC, and at most `max_bytes`
    bytes long in UTF-8 (at least 16). A name that is safe already comes back unchanged.
    """
    name = clean_text(text)
    while True:
        changed = _shortened(_without_reserved(_trimmed(name)), max_bytes)
        if changed == name:
            return name
        name = changed


def clean_text(text: str) -> str:
    """Replace what no name may hold, and return it in NFC with single spaces.

    Unlike `safe_component` this may return an empty text: nothing visible was there.
    """
    # Cutting first bounds the work: no name keeps more than a few hundred characters.
    return _cleaned(text[:2000])


@lru_cache(2048)
def _cleaned(text: str) -> str:
    """The same names come again with every track of an album."""
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    kept = "".join(_replaced(character) for character in text)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def file_name(stem: str, suffix: str) -> str:
    """Make a safe file name from a hostile stem and one of `AUDIO_SUFFIXES`.

    Raises:
        ValueError: the suffix is not one of audio; the caller decides it from the content.
    """
    if suffix not in AUDIO_SUFFIXES:
        raise ValueError(f"not a suffix of audio files: {suffix!r}")
    room = MAX_COMPONENT_BYTES - _NUMBER_ROOM - len(suffix)
    return safe_component(stem, max_bytes=room) + suffix


def folder_name(text: str, *, top: bool = False) -> str:
    """Make a safe folder name; at the top of the library (`top`) also none of our own."""
    name = safe_component(text)
    if top and collision_key(name) == collision_key(PLAYLIST_FOLDER):
        name += _REPLACEMENT
    return name


def playlist_file_stem(title: str) -> str:
    """Make the name of a playlist file, without its suffix, from a playlist's title."""
    room = MAX_COMPONENT_BYTES - _NUMBER_ROOM - _PLAYLIST_SUFFIX_ROOM
    if not clean_text(title).strip(". "):
        return "Playlist"
    return safe_component(title, max_bytes=room)


def with_number(path: PurePosixPath, number: int) -> PurePosixPath:
    """Give a taken name a number: `A/01 Song.mp3` and 2 make `A/01 Song (2).mp3`.

    The ending after the last dot is kept as it is, and the component stays within its length.
    `number` is 2 or more.
    """
    mark = f" ({number})"
    room = MAX_COMPONENT_BYTES - len(mark) - len(path.suffix.encode())
    stem = _shortened(path.name.removesuffix(path.suffix), room)
    return path.with_name(f"{stem}{mark}{path.suffix}")


def fitted(path: PurePosixPath, longest: int) -> PurePosixPath:
    """Cut a path of safe names for a folder that takes shorter ones, leaving room for a number.

    `longest` is in bytes of UTF-8, 40 or more; the suffix of the last name is kept.
    """
    if longest >= MAX_COMPONENT_BYTES:
        return path
    room = longest - _NUMBER_ROOM
    folders = [safe_component(part, max_bytes=room) for part in path.parts[:-1]]
    stem = path.name.removesuffix(path.suffix)
    stem = safe_component(stem, max_bytes=room - len(path.suffix.encode()))
    return PurePosixPath(*folders, f"{stem}{path.suffix}")


def folder_with_number(name: str, number: int) -> str:
    """Give a folder's taken name a number: `Mr. Big` and 2 make `Mr. Big (2)`."""
    mark = f" ({number})"
    return f"{_shortened(name, MAX_COMPONENT_BYTES - len(mark))}{mark}"


def collision_key(path: str | PurePath) -> str:
    """Return the text two paths share when any file system might take them for the same.

    That is Unicode's canonical caseless match (The Unicode Standard, D145), in NFC: case does
    not count on NTFS, exFAT, SMB and APFS, and composed or decomposed letters are one on APFS.
    `collision_key(collision_key(x)) == collision_key(x)`.
    """
    text = path.as_posix() if isinstance(path, PurePath) else path
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFD", text).casefold()
    # Folding may bring forth characters that compose, and those may fold once more.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", folded).casefold())


def _replaced(character: str) -> str:
    code = ord(character)
    if 0x20 < code < 0x7F:
        return _REPLACEMENT if character in _FORBIDDEN else character
    if character.isspace():
        return " "
    if code in _INVISIBLE:
        return ""
    match unicodedata.category(character):
        case "Cf":  # zero width, soft hyphen, the marks that turn text around
            return ""
        case "Cc" | "Cs" | "Co" | "Cn":
            # macOS writes `:` or `?` to SMB as private characters and APFS refuses unassigned
            # ones; lone surrogates are not text at all.
            return _REPLACEMENT
        case _:
            return character


def _trimmed(name: str) -> str:
    """Take off what a name may not begin or end with: dots hide it, Windows drops the rest."""
    name = name.lstrip(" .").rstrip(" .")
    if name.startswith("#"):
        # A playlist line that begins with `#` is a comment.
        name = _REPLACEMENT + name[1:]
    return unicodedata.normalize("NFC", name) or _REPLACEMENT


def _without_reserved(name: str) -> str:
    """Change names that mean something else; the length grows only where a name is short."""
    name = _PERCENT_CODE.sub(_REPLACEMENT, name)
    name = _FOLDER_MARK.sub(r"(\1)", name)
    first, dot, rest = name.partition(".")
    if first.rstrip(" ").lower() in _DEVICES or _IGNORED_FIRST_PART.match(name):
        name = f"{first}{_REPLACEMENT}{rest}" if dot else name + _REPLACEMENT
    if name.casefold() in _SERVER_FOLDERS:
        name += _REPLACEMENT
    return _IGNORED_PART.sub(_REPLACEMENT, name)


def _shortened(name: str, max_bytes: int) -> str:
    """Cut the name to so many bytes of UTF-8, between characters as a reader sees them."""
    data = name.encode("utf-8", "replace")
    if len(data) <= max_bytes:
        return name
    cut = len(data[:max_bytes].decode("utf-8", "ignore"))
    whole = cut
    while cut - whole < _LONGEST_CLUSTER and whole > 0 and _joins(name, whole):
        whole -= 1
    if whole == 0 or cut - whole >= _LONGEST_CLUSTER:
        whole = cut  # a heap of marks without end: nothing there a reader could tell apart
    return name[:whole].rstrip(" .") or _REPLACEMENT


def _joins(name: str, position: int) -> bool:
    """Tell whether the character at `position` belongs to the one before it."""
    character = name[position]
    if unicodedata.category(character).startswith("M") or ord(character) in _SKIN_TONES:
        return True
    if ord(character) not in _FLAG_LETTERS:
        return False
    before = 0  # letters of flags come in pairs
    while before < position and ord(name[position - 1 - before]) in _FLAG_LETTERS:
        before += 1
    return before % 2 == 1
