# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures, and prints ratios against a reference of the same run. ``packaging/dev.py bench``."""

import json
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store
from tests.bench import feed_parse, tagging
from tests.bench.tracks import write_tracks
from tests.scenario.servers import Nginx, nginx

DONE_TRACKS = 1_000_000
FINISHED_PLAYLISTS = 20_000


def main() -> None:
    """Runs everything and prints one table, as it stands in README."""
    with tempfile.TemporaryDirectory(prefix="catalog-sync-bench-") as folder:
        root = Path(folder)
        rows = [*_stage_open(root), *_downloads(root), _event_loop(root), _refresh(root), _feed()]
        rows.append(_tagging())
        rows.append(_queue())
        rows.append(_soak())
    print(f"\n{os.cpu_count()} cores, {sys.platform}, Python {sys.version.split()[0]}\n")
    print("| what | measured | goal |\n| --- | --- | --- |")
    for what, measured, goal in rows:
        print(f"| {what} | {measured} | {goal} |")


Row = tuple[str, str, str]


def _program(profile: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "catalogsync_gui", "--profile", str(profile), *arguments]


def _profile(folder: Path, address: str) -> Path:
    """A fresh profile and library subscribed to one playlist."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "music").mkdir(parents=True)
    profile = folder / "profile"
    for arguments in (
        ("library", str(folder / "music")),
        ("config", "per_host", "3"),
        ("add", address),
    ):
        subprocess.run(_program(profile, *arguments), check=True, stdout=subprocess.DEVNULL)
    return profile


def _downloads(root: Path) -> list[Row]:
    """Whole processes, ours and aria2c's in turn; the median of the pairs' ratios."""
    www = root / "www"
    www.mkdir()
    rows = []
    with nginx(root / "nginx", www) as server:
        for name, count, size, goal in (
            ("large", 400, 5_000_000, "≤ 1.0×"),
            ("small", 2_000, 20_000, "≤ 3×"),
        ):
            paths = write_tracks(www, name, count, size)
            (root / "list").write_text(
                "".join(f"{server.address}/{path}\n" for path in paths), "utf-8"
            )
            pairs = [_pair(root, server, name) for _ in range(3)]
            shutil.rmtree(www / name)
            ratio = statistics.median(ours / theirs for ours, theirs in pairs)
            ours = statistics.median(pair[0] for pair in pairs)
            rows.append(
                (
                    f"{count:,} × {size / 1e6:g} MB, with fsync, tags and export, against aria2c",
                    f"{ratio:.2f}× ({ours:.1f} s)",
                    goal,
                )
            )
    return rows


def _pair(root: Path, server: Nginx, name: str) -> tuple[float, float]:
    profile = _profile(root / "ours", f"{server.address}/{name}.m3u")
    ours = _seconds(_program(profile, "sync"))
    shutil.rmtree(root / "ours")
    theirs = root / "theirs"
    theirs.mkdir()
    aria2 = ["aria2c", "-q", "-j3", "-x1", "--file-allocation=none"]
    reference = _seconds([*aria2, "-i", str(root / "list"), "-d", str(theirs)])
    shutil.rmtree(theirs)
    return ours, reference


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _stage_open(root: Path) -> list[Row]:
    """From the opening of the download stage to the first request at the server."""
    www = root / "few"
    www.mkdir()
    write_tracks(www, "one", 1, 20_000)
    measured = {}
    with nginx(root / "nginx-few", www) as server:
        for full in (False, True):
            profile = _profile(root / "stage", f"{server.address}/one.m3u")
            if full:
                _fill(profile / "catalog-sync.db")
            measured[full] = _first_request(profile, server)
            shutil.rmtree(root / "stage")
    size = f"{DONE_TRACKS:,} tracks and {FINISHED_PLAYLISTS:,} finished playlists"
    return [
        ("stage open to first request, empty", f"{measured[False] * 1000:.0f} ms", "< 100 ms"),
        (
            f"the same with {size}",
            f"{measured[True] * 1000:.0f} ms, {measured[True] / measured[False]:.2f}×",
            "< 100 ms, ≤ 1.5×",
        ),
    ]


def _first_request(profile: Path, server: Nginx) -> float:
    """Seconds by the machine's clock; the median of seven new processes.

    A job of all sources, which the finished playlists belong to. It is over for us with its first
    request, and interrupted.
    """
    times = []
    for _ in range(7):
        with sqlite3.connect(profile / "catalog-sync.db") as db:
            db.execute("UPDATE items SET state = 'pending', file_id = NULL WHERE source_id = 1")
        db.close()
        before = len(server.moments("/one/00000.mp3"))
        with subprocess.Popen(
            _program(profile, "sync", "--json"), stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            opened = 0.0
            for line in process.stdout:
                event = json.loads(line)
                if event["event"] == "stage_opened" and event["stage"] == "download":
                    opened = event["at"]
                if event["event"] == "item_finished":
                    process.send_signal(signal.SIGINT)
                    break
            process.stdout.read()
        times.append(server.moments("/one/00000.mp3")[before] - opened)
    return statistics.median(times)


def _fill(path: Path) -> None:
    """Another source with a million done tracks, straight into the tables."""
    Store(Database(path)).close()
    db = sqlite3.connect(path, isolation_level=None)
    numbers = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {DONE_TRACKS})"
    )
    db.execute("PRAGMA synchronous=OFF")
    db.execute("BEGIN")
    db.execute(
        "INSERT INTO sources (id, kind, name, location, added_at)"
        " VALUES (2, 'playlist', 'big', '/b', 1)"
    )
    db.execute(
        f"{numbers} INSERT INTO tracks (id, source_id, key, title, artist, album, info)"
        " SELECT i + 10, 2, 'k' || i, 't', 'a', 'b', '{}' FROM n"
    )
    db.execute(
        f"{numbers} INSERT INTO files (id, path, path_key, size, sha256, added_at)"
        " SELECT i + 10, 'b/' || i, 'b/' || i, 1, '', 1 FROM n"
    )
    db.execute(
        f"{numbers} INSERT INTO items (source_id, track_id, state, host, file_id)"
        " SELECT 2, i + 10, 'done', 'h', i + 10 FROM n"
    )
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
        f" WHERE i < {FINISHED_PLAYLISTS}) INSERT INTO playlists (id, source_id, key, title,"
        " revision, generation, dirty) SELECT i + 10, 2, 'p' || i, 'p' || i, 'r', 1, 0 FROM n"
    )
    db.execute(
        f"{numbers} INSERT INTO entries SELECT 11 + i % {FINISHED_PLAYLISTS}, 1,"
        f" i / {FINISHED_PLAYLISTS}, i + 10 FROM n"
    )
    db.execute("COMMIT")
    db.close()


def _event_loop(root: Path) -> Row:
    """Gaps of the window's event loop while small and large tracks arrive."""
    www = root / "loop"
    www.mkdir()
    paths = write_tracks(www, "small", 2_000, 20_000) + write_tracks(www, "large", 400, 5_000_000)
    (www / "both.m3u").write_text("".join(f"{path}\n" for path in paths), "utf-8")
    with nginx(root / "nginx-loop", www) as server:
        profile = _profile(root / "window", f"{server.address}/both.m3u")
        out = subprocess.run(
            [sys.executable, "-m", "tests.bench.event_loop", str(profile)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        ).stdout
    gaps = json.loads(out.splitlines()[-1])
    measured = f"p99 {gaps['p99'] * 1000:.0f} ms, longest {gaps['max'] * 1000:.0f} ms"
    return ("event-loop gaps of the window during both", measured, "< 16 ms, < 100 ms")


def _refresh(root: Path) -> Row:
    """Memory that refreshes of one very large source take, in a process of their own."""
    folder = root / "refresh"
    folder.mkdir()
    out = subprocess.run(
        [sys.executable, "-m", "tests.bench.refresh_memory", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = json.loads(out.splitlines()[-1])
    measured = (
        f"{found['bytes'] / 1e6:.0f} MB above idle "
        f"({found['first']:.0f} s, read again {found['again']:.0f} s, "
        f"half of it replaced {found['replaced']:.0f} s)"
    )
    return (f"refreshing a source of {found['tracks']:,} tracks", measured, "< 150 MB")


def _feed() -> Row:
    times, seconds = feed_parse.ratio()
    what = f"reading a feed of {feed_parse.ITEMS:,} episodes, 3.4 MB, against bare ElementTree"
    return (what, f"{times:.2f}× ({seconds:.2f} s)", "≤ 2×")


def _tagging() -> Row:
    times, each, start = tagging.ratio()
    what = "tagging a 4 MB track in its process, against tagging it in ours"
    measured = f"{times:.2f}× ({each * 1000:.1f} ms, {start * 1000:.0f} ms to start)"
    return (what, measured, "< 5 ms, < 150 ms to start")


def _queue() -> Row:
    """The window's event loop while a person works with a very long queue."""
    out = subprocess.run(
        [sys.executable, "-m", "tests.bench.queue_gaps"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ).stdout
    found = json.loads(out.splitlines()[-1])
    worst = max(found, key=found.get)
    what = "event-loop gaps while scrolling, filtering and holding 200,000 tracks"
    return (what, f"longest {found[worst] * 1000:.0f} ms ({worst})", "< 100 ms")


def _soak() -> Row:
    """Every page and dialog again and again during a sync; ``dev.py soak`` does so for longer."""
    out = subprocess.run(
        [sys.executable, "-m", "tests.bench.soak", "--minutes", "1"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ).stdout
    found = json.loads(out.splitlines()[-1])
    left = len(found["left"]) + len(found["warnings"])
    measured = (
        f"p99 {found['p99'] * 1000:.0f} ms, longest {found['max'] * 1000:.0f} ms, "
        f"{found['grown'] / 1e6:.0f} MB grown, {left} left behind or warned of"
    )
    what = "every page and dialog opened and closed for a minute, with 8 workers"
    return (what, measured, "< 16 ms, < 100 ms, < 24 MB, 0")


if __name__ == "__main__":
    main()
