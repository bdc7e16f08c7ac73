# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags written by way of the tag process, against the same functions in this process."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media import tags
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_process import TagProcess

FILES = 300
_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
_INFO = TrackInfo(title="Title", artists=("Artist",), album="Album", track=1, date="2020")


def ratio() -> tuple[float, float, float]:
    """How many times as long it takes, its seconds a file, and those of its start."""
    process, token = TagProcess(), StopToken()
    with tempfile.TemporaryDirectory(prefix="catalog-sync-bench-") as folder:
        path = Path(folder, "part")
        began = time.perf_counter()
        _fill(path, lambda: process.fill(path, AudioFormat.MP3, _INFO, token))
        start = time.perf_counter() - began
        ours, theirs = [], []
        for _ in range(FILES):
            ours.append(_fill(path, lambda: process.fill(path, AudioFormat.MP3, _INFO, token)))
            theirs.append(_fill(path, lambda: tags.fill(path, AudioFormat.MP3, _INFO)))
    process.close()
    each = statistics.median(ours)
    return each / statistics.median(theirs), each, start


def _fill(path: Path, work: Callable[[], object]) -> float:
    path.write_bytes(_FRAME * 10_000)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    print("{:.2f}× ({:.4f} s a file, {:.3f} s to start)".format(*ratio()))
