# SPDX-License-Identifier: GPL-3.0-or-later
"""Text out of other people's files: which encoding, which lines, what of it is shown."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator

TITLE_LENGTH = 300
ANNOTATION_LENGTH = 2000
_LONGEST_SECONDS = 10_000_000.0  # over a hundred days; whatever claims more is not a length

_MOST_LINES = 2_000_000  # more of them, decoded one by one, take minutes

_LINE = re.compile(r"[^\r\n]+")
_BYTE_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_EXTENC = re.compile(rb"^[ \t]*#EXTENC:[ \t]*([A-Za-z0-9_.-]{1,40})", re.MULTILINE | re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")

# Codecs a playlist may ask for. An allow-list, because Python's registry also holds codecs
# that are no character sets ("unicode_escape") or that take quadratic time ("punycode").
_CHARSETS = frozenset(
    [f"iso8859-{n}" for n in range(1, 17) if n != 12]
    + [f"cp{n}" for n in range(1250, 1259)]
    + ["ascii", "utf-8", "cp437", "cp850", "cp852", "cp866", "cp932", "cp949", "koi8-r"]
    + ["koi8-u", "shift_jis", "euc_jp", "euc_kr", "gb2312", "gbk", "gb18030", "big5"]
    + ["mac-roman", "mac-cyrillic"]
)

# Control characters and separators become a space, so that words stay apart. Embedding,
# override and isolate marks go: unbalanced, they turn round what a label shows after them.
_REPLACED: dict[int, str | None] = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " "
)
_REPLACED |= dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFE, 0xFFFF], None
)


def clean_text(text: str | None, limit: int = TITLE_LENGTH) -> str | None:
    """The text on one line, without control characters, at most `limit` characters long.

    `None` when nothing is left of it.
    """
    if not text:
        return None
    if len(text) > limit:
        text = text[: 16 * limit]
    if not text.isprintable() or text[0] == " " or text[-1] == " " or "  " in text:
        text = _SURROGATE.sub("\ufffd", text).translate(_REPLACED)
        text = " ".join(text.split())
    return text[:limit].rstrip() or None


def without_surrogates(text: str) -> str:
    """The text with lone surrogates replaced; JSON can hold them, UTF-8 and SQLite cannot."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def decode_text(data: bytes, *, honour_extenc: bool = False) -> str:
    """Decode a playlist; never fails.

    In this order: a byte order mark; UTF-16 that lacks one; `#EXTENC:` where the format has
    it; UTF-8; and line by line UTF-8 or else Windows-1252. Single lines, because playlists
    are often glued together from several, and one stray byte must not garble all names.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            if encoding == "utf-8":
                data = data[len(mark) :]
                break
            return without_surrogates(data.decode(encoding, "replace"))
    else:
        if len(data) >= 2 and (data[0] == 0) != (data[1] == 0):
            wide = "utf-16-le" if data[1] == 0 else "utf-16-be"
            return without_surrogates(data.decode(wide, "replace"))
        declared = _declared_charset(data) if honour_extenc else None
        if declared is not None and declared != "utf-8":
            return data.decode(declared, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if data.count(b"\n") + data.count(b"\r") > _MOST_LINES:
            return data.decode("cp1252", "replace")
        return "".join(_decode_line(m.group()) for m in _BYTE_LINE.finditer(data))


def _declared_charset(data: bytes) -> str | None:
    found = _EXTENC.search(data[:8192].replace(b"\r", b"\n"))
    return known_charset(found[1].decode("ascii")) if found is not None else None


def known_charset(name: str) -> str | None:
    """Python's name of a character set a document declares, or `None` if none should be used."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return known if known in _CHARSETS else None


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def lines_of(text: str) -> Iterator[str]:
    r"""The lines that hold something, trimmed; ends are `\n`, `\r\n` or `\r` and nothing else.

    `str.splitlines` would also break at U+2028 and U+0085, which occur within names.
    """
    for found in _LINE.finditer(text):
        line = found.group().strip(" \t\v\f\0\ufeff")
        if line:
            yield line


def split_artist_title(text: str | None) -> tuple[str | None, str | None]:
    """`Artist - Title` as both; without the dash all of it is the title."""
    cleaned = clean_text(text, 2 * TITLE_LENGTH + 3)
    if cleaned is None:
        return None, None
    artist, dash, title = cleaned.partition(" - ")
    if not dash or not artist.strip() or not title.strip():
        return None, clean_text(cleaned)
    return clean_text(artist), clean_text(title)


def join_artist_title(artist: str | None, title: str | None) -> str:
    """What `split_artist_title` takes apart, on one line."""
    parts = [part for part in (clean_text(artist), clean_text(title)) if part]
    return " - ".join(parts)


def seconds(text: str | float | None, scale: float = 1.0) -> float | None:
    """A length in seconds out of a number that counts `scale` to the second, else `None`.

    Zero and negative numbers stand for "unknown" in every playlist format.
    """
    if text is None or isinstance(text, bool):
        return None
    try:
        value = float(text[:40] if isinstance(text, str) else text) / scale
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(value) or not 0 < value <= _LONGEST_SECONDS:
        return None
    return value


def ordinal(text: str | float | None) -> int | None:
    """A track or disc number from 1 to 99,999; `3/12` counts as 3."""
    if text is None or isinstance(text, bool):
        return None
    if isinstance(text, float):
        number = int(text) if text.is_integer() else 0
    elif isinstance(text, int):
        number = text
    else:
        digits = text[:40].partition("/")[0].strip()
        if not digits.isascii() or not digits.isdigit():
            return None
        number = int(digits)
    return number if 0 < number < 100_000 else None
