# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks to download, and a playlist of them."""

from pathlib import Path

FRAME = b"\xff\xfb\x90\x00" + bytes(413)


def write_tracks(www: Path, name: str, count: int, size: int) -> list[str]:
    """Writes so many MP3 files, no two alike, of about so many bytes; their paths below ``www``."""
    (www / name).mkdir()
    body = FRAME * (size // len(FRAME))
    paths = []
    for number in range(count):
        path = f"{name}/{number:05}.mp3"
        (www / path).write_bytes(body + FRAME[:4] + number.to_bytes(413, "big"))
        paths.append(path)
    (www / f"{name}.m3u").write_text(
        "".join(f"#EXTINF:3,Artist {n % 50} - Title {n}\n{p}\n" for n, p in enumerate(paths)),
        "utf-8",
    )
    return paths
