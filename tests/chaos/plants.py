# SPDX-License-Identifier: GPL-3.0-or-later
"""Eight bugs that the harness has to catch, planted into the forked process and nowhere else."""

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from urllib3.exceptions import HTTPError

from catalogsync_gui.media import fetch, publish
from catalogsync_gui.pipeline import export, placement
from catalogsync_gui.pipeline.outcomes import Outcomes
from catalogsync_gui.pipeline.placement import Placement
from catalogsync_gui.store import items
from catalogsync_gui.store.log_sync import LogSync


def _plant(owner: object, name: str, bug: object) -> None:
    """In place of what is there: a plant whose place has moved must not pass unseen."""
    assert hasattr(owner, name)
    setattr(owner, name, bug)


def _no_fsync() -> None:
    _plant(placement, "sync_file", lambda _path: None)


def _no_folder_fsync() -> None:
    _plant(publish, "sync_folder", lambda _path: None)


def _normal() -> None:
    _plant(LogSync, "sync", lambda _self, _log: None)


def _rename_before_placing() -> None:
    move, place = Placement._move, items.ItemStore.place

    def placed_later(self: Placement, part: Path, placing: Any) -> bool:
        moved = move(self, part, placing)
        place(self._store.items, waiting.item, placing)
        return moved

    def remember(_self: items.ItemStore, item: Any, _placing: Any) -> None:
        waiting.item = item

    waiting = threading.local()
    _plant(items.ItemStore, "place", remember)
    _plant(Placement, "_move", placed_later)


def _done_before_rename() -> None:
    move, done = Placement._move, Outcomes.done
    waiting = threading.local()

    def later(self: Placement, part: Path, placing: Any) -> bool:
        waiting.move = self, part, placing
        return True

    def done_first(self: Outcomes, attempt: Any, placed: Any) -> None:
        done(self, attempt, placed)
        if waiting.__dict__:
            move(*waiting.__dict__.pop("move"))

    _plant(Placement, "_move", later)
    _plant(Outcomes, "done", done_first)


def _no_fencing() -> None:
    _plant(items, "_MINE", "id = :item AND :worker > 0 AND :claim > 0")


def _export_in_place() -> None:
    def write(target: Path, _temporary: Path, data: bytes) -> os.stat_result:
        target.write_bytes(data)
        return target.stat()

    _plant(export, "write_atomically", write)


def _unverified() -> None:
    """A body that ends early is taken for the whole that its headers promise."""
    received = fetch.Fetcher._receive

    def receive(self: fetch.Fetcher, response: Any, *rest: Any) -> tuple[int, str]:
        with contextlib.suppress(HTTPError):
            return received(self, response, *rest)
        return int(response.headers["Content-Length"]), ""

    _plant(fetch.Fetcher, "_receive", receive)


PLANTS: dict[str, Callable[[], None]] = {
    "no fsync": _no_fsync,
    "no folder fsync": _no_folder_fsync,
    "synchronous=NORMAL": _normal,
    "rename before placing": _rename_before_placing,
    "done before rename": _done_before_rename,
    "no fencing": _no_fencing,
    "export in place": _export_in_place,
    "part not verified": _unverified,
}
