# SPDX-License-Identifier: GPL-3.0-or-later
"""A small library whose playlist files are written, and a death while they are."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogsync_gui.core.events import Event, PlaylistExported
from catalogsync_gui.core.exporting import ExportRequest
from catalogsync_gui.core.models import Placing
from catalogsync_gui.core.states import ExportReason
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.media.volume import Library, create_marker
from catalogsync_gui.pipeline.export import Exporter, ExportTarget
from catalogsync_gui.pipeline.export_queue import ExportQueue
from catalogsync_gui.playlists.formats import PlaylistFormat
from tests.unit.pipeline.clock import FakeClock
from tests.unit.store.shelf import NOW, Shelf


class Killed(Exception):
    """Stands for the end of the process: what comes after it is not done."""


def killed(*_: Any, **__: Any) -> None:
    raise Killed


class Music:
    """A library with a playlist of two tracks, of which the first is there."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "library"
        self.root.mkdir()
        self.variants: tuple[ExportVariant, ...] = ()
        self.library = Library(self.root, create_marker(self.root), 0)
        self.shelf = Shelf(folder)
        self.shelf.open_job(self.shelf.source("S", {"a.lan": 2}))
        self.worker = self.shelf.worker()
        self.one_more("1.mp3")

    def one_more(self, name: str) -> None:
        (self.root / name).write_bytes(b"sound")
        placing = Placing(name, 5, hashlib.sha256(b"sound").hexdigest())
        item = self.shelf.claimed(self.worker)
        self.shelf.store.items.finish_done(item, placing, ours=True, transferred=5, now=NOW)

    def turn_round(self) -> None:
        self.shelf.raw.execute("UPDATE entries SET position = 9 - position")
        self.shelf.raw.execute("UPDATE playlists SET dirty = dirty + 1")

    def rename(self, title: str) -> None:
        self.shelf.raw.execute("UPDATE playlists SET title = ?, dirty = dirty + 1", (title,))

    def export(self, again: Callable[[PlaylistExported], bool] | None = None) -> list[Event]:
        """What a process tells that writes what is left to be written, and then ends.

        :param again: whether to ask once more after that; the process begins with asking then.
        """
        clock = FakeClock()
        queue = ExportQueue(clock)
        events: list[Event] = []
        asked = ExportRequest(1, ExportReason.ASKED, None)

        def report(event: Event) -> None:
            events.append(event)
            assert isinstance(event, PlaylistExported)
            if again is not None and again(event):
                queue.request([asked])
            else:
                queue.close()

        if again is None:
            self.shelf.store.exports.mark([1])
        else:
            queue.request([asked])
        target = ExportTarget(self.library, PlaylistFormat.M3U, self.variants)
        exporter = Exporter(
            self.shelf.database, queue, lambda: target, report, clock, lambda *_: None
        )
        exporter.run(catch_up=True)
        return events

    def files(self, folder: str = "Playlists") -> dict[str, list[str]]:
        """The playlist files and their entries."""
        return {
            path.name: [line for line in path.read_text().splitlines() if line[:1] != "#"]
            for path in (self.root / folder).iterdir()
            if path.is_file()
        }

    def settled(self) -> bool:
        """Whether what is on record is what is there, and nothing is left to do."""
        records = self.shelf.raw.execute(
            "SELECT path, sha256, mtime_ns, playlist_id FROM playlist_exports"
        ).fetchall()
        dirty = self.shelf.store.exports.dirty()
        return not dirty and all(
            hashlib.sha256((self.root / path).read_bytes()).hexdigest() == sha256
            and (self.root / path).stat().st_mtime_ns == mtime_ns
            and playlist == 1
            for path, sha256, mtime_ns, playlist in records
        )


def die(monkeypatch: pytest.MonkeyPatch, music: Music, where: tuple[object, str]) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(*where, killed)
        (event,) = music.export()
        assert isinstance(event, PlaylistExported)
        assert event.error is not None
