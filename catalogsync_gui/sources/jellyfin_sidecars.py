# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics of a Jellyfin server as a text file. Pure.

Shape as in jellyfin/jellyfin: LyricDto.cs; times are ticks of 100 ns.
"""

from collections.abc import Mapping
from typing import Any

from catalogsync_gui.playlists.text import clean_text

_MOST_LINES = 5000
_TICKS_OF_CENTISECOND = 100_000
_TICKS_OF_MILLISECOND = 10_000
_LATEST = 100 * 60 * 100  # centiseconds: an LRC file's minutes have two digits


def lyrics_text(data: Mapping[str, Any]) -> str:
    """The lyrics as an LRC file, or as plain lines where no line has a time; empty without any."""
    lines = data.get("Lyrics")
    found: list[tuple[int | None, str]] = []
    for line in lines[:_MOST_LINES] if isinstance(lines, list) else ():
        text = line.get("Text") if isinstance(line, dict) else None
        if isinstance(text, str):
            found.append((_centiseconds(line.get("Start")), clean_text(text) or ""))
    if not any(text for _, text in found):
        return ""
    out = [f"{_stamp(start)}{text}" for start, text in found]
    offset = _offset(data.get("Metadata"))
    if offset and any(start is not None for start, _ in found):
        out.insert(0, f"[offset:{offset:+d}]")
    return "\n".join(out) + "\n"


def _centiseconds(ticks: object) -> int | None:
    if type(ticks) is not int:
        return None
    time = ticks // _TICKS_OF_CENTISECOND
    return time if 0 <= time < _LATEST else None


def _stamp(centiseconds: int | None) -> str:
    if centiseconds is None:
        return ""
    minutes, rest = divmod(centiseconds, 6000)
    return f"[{minutes:02d}:{rest // 100:02d}.{rest % 100:02d}]"


def _offset(metadata: object) -> int:
    """Milliseconds."""
    ticks = metadata.get("Offset") if isinstance(metadata, dict) else None
    return ticks // _TICKS_OF_MILLISECOND if type(ticks) is int and abs(ticks) < 1 << 40 else 0
