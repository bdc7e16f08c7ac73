# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile, a library and a server of tracks, for tests of the whole engine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Slot
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.events import Event, JobFinished
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    JobSpec,
    MediaRef,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.core.naming import collision_key
from catalogsync_gui.core.plan import diff
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.media.volume import create_marker
from catalogsync_gui.paths import Profile
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

E = TypeVar("E", bound=Event)

FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz


def sound(number: int, frames: int = 40) -> bytes:
    """An MP3 file like no other."""
    return FRAME * frames + FRAME[:4] + number.to_bytes(413, "big")


class TrackServer:
    """Serves /N.mp3; a track named in ``stalls`` stops halfway until ``go_on`` is set.

    One named in ``lengths`` claims to be of that length; None claims nothing. With ``refusal``
    every track is answered by that status instead.
    """

    def __init__(self) -> None:
        self.stalls: set[str] = set()
        self.refusal: int | None = None
        self.lengths: dict[str, int | None] = {}
        self.go_on = threading.Event()
        self.stalled = threading.Event()
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.asked.append(self.path)
                if server.refusal is not None:
                    self.send_response(server.refusal)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                data = sound(int(self.path.partition("?")[0].strip("/").removesuffix(".mp3")))
                self.send_response(200)
                length = server.lengths.get(self.path, len(data))
                if length is None:
                    self.close_connection = True
                    self.send_header("Connection", "close")
                else:
                    self.send_header("Content-Length", str(length))
                self.end_headers()
                half = len(data) // 2
                try:
                    self.wfile.write(data[:half])
                    self.wfile.flush()
                    if self.path in server.stalls:
                        server.stalled.set()
                        server.go_on.wait(30)
                    self.wfile.write(data[half:])
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self._thread.start()

    def address(self, number: int) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/{number}.mp3"

    def close(self) -> None:
        self.go_on.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class Recorder(QObject):
    """Keeps the events of an engine, in order."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.events: list[Event] = []
        engine.signals.happened.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _take(self, event: Event) -> None:
        self.events.append(event)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]


class World:
    """Everything a test of the engine needs."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.library = folder / "library"
        self.library.mkdir()
        self.profile = Profile.resolve(str(folder / "profile"))
        self.profile.create()
        self.settings = Settings(
            library=str(self.library),
            library_id=create_marker(self.library),
            free_space_mb=0,
            per_host=3,
        )
        SettingsFile(self.profile.settings_file).save(self.settings)
        self.server = TrackServer()
        self.database = Database(self.profile.database)

    @contextmanager
    def store(self) -> Iterator[Store]:
        with Store(self.database) as store:
            yield store

    def add(self, store: Store, name: str, lists: dict[str, list[int]]) -> int:
        """A source with playlists of tracks; its own catalogue cannot be read and is not needed."""
        source = store.catalogue.add_source("playlist", name, f"/{name}.m3u", {}, 1.0)
        for title, numbers in lists.items():
            entries = tuple(
                CatalogEntry(
                    f"{name}-{number}",
                    TrackInfo(title=f"Track {number}", artists=("A",), album=name, track=number),
                    MediaRef(self.server.address(number)),
                )
                for number in numbers
            )
            page = CatalogPage(PlaylistRef(title, title, "1"), entries)
            plan = diff(entries, store.catalogue.known(source, [e.key for e in entries]))
            store.catalogue.write_page(source, page, plan)
        return source

    def finish(self, store: Store, item: int, path: str) -> None:
        """Marks an item as done long ago, its file in place."""
        file = self.library / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(FRAME)
        raw = store._connection.raw
        raw.execute(
            "INSERT INTO files (path, path_key, size, sha256, added_at) VALUES (?, ?, ?, '', 1)",
            (path, collision_key(path), len(FRAME)),
        )
        raw.execute(
            "UPDATE items SET state = 'done', file_id = last_insert_rowid() WHERE id = ?", (item,)
        )

    def run(self, engine: Engine, recorder: Recorder) -> JobFinished:
        """Runs one job without a refresh to its end."""
        engine.start_job(JobSpec(refresh=False))
        return self.ended(recorder)

    def ended(self, recorder: Recorder) -> JobFinished:
        """Waits for a job's end."""
        self.qtbot.waitUntil(lambda: bool(recorder.of(JobFinished)), timeout=120_000)
        return recorder.of(JobFinished)[-1]
