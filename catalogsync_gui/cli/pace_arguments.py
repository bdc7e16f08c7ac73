# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of ``pause`` and ``limit``, and the values they take."""

import argparse
import re
from datetime import time

from catalogsync_gui.cli.arguments import duration
from catalogsync_gui.core.settings import FASTEST_KBPS


def moment_of_day(text: str) -> time | str:
    """``18:30``, or ``tomorrow``."""
    words = text.strip().lower()
    if words == "tomorrow":
        return words
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", words)
    try:
        if match is not None:
            return time(int(match[1]), int(match[2]))
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is neither tomorrow nor a time such as 18:30")


def speed(text: str) -> int | None:
    """Kilobytes a second; 0 for ``full``, None for ``auto``."""
    words = text.strip().lower()
    if words in ("full", "auto"):
        return 0 if words == "full" else None
    if not words.isascii() or not words.isdecimal() or not 0 < int(words[:9]) <= FASTEST_KBPS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no speed such as 500 (kilobytes a second), full or auto"
        )
    return int(words)


def add_pause(pause: argparse.ArgumentParser) -> None:
    """Of ``pause``."""
    end = pause.add_mutually_exclusive_group()
    end.add_argument(
        "--for",
        dest="seconds",
        metavar="DURATION",
        type=duration,
        help="go on by itself after 90m, 1h30m, 2d, ...",
    )
    end.add_argument(
        "--until",
        metavar="TIME",
        type=moment_of_day,
        help="go on by itself at 18:30, ... or tomorrow (at 6:00)",
    )


def add_limit(limit: argparse.ArgumentParser) -> None:
    """Of ``limit``."""
    limit.add_argument(
        "speed",
        metavar="SPEED",
        type=speed,
        help="kilobytes a second for all downloads together, full for no limit (off hours or "
        "not), or auto to go by the settings again",
    )
    limit.add_argument(
        "--for",
        dest="seconds",
        metavar="DURATION",
        type=duration,
        help="go by the settings again after 90m, 1h30m, ...; without it until the next limit or "
        "the end of the instance",
    )
