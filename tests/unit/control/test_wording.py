# SPDX-License-Identifier: GPL-3.0-or-later
"""Events and numbers in words."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.control.wording import Narrator, count, duration, plain, size
from catalogsync_gui.core.damage import DamageKind
from catalogsync_gui.core.events import (
    Event,
    ExportRequested,
    FileDiffers,
    FileRenamed,
    ItemFinished,
    ItemStarted,
    JobFinished,
    JobOpened,
    Notice,
    PlaylistExported,
    RenameFinished,
    RenameStarted,
    ServerChecked,
    ServerRemoved,
    ServerTold,
    SourceRefreshed,
    StageOpened,
    to_json,
)
from catalogsync_gui.core.models import ErrorInfo
from catalogsync_gui.core.renaming import RenameState
from catalogsync_gui.core.states import ExportReason, ItemState, JobState, StageName


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_plain_text_is_one_printable_line_of_bounded_length(text: str) -> None:
    line = plain(text)
    assert len(line) <= 300
    assert len(line.splitlines()) <= 1
    assert all(c.isprintable() or c in " \u200c\u200d" or not c.isascii() for c in line)
    assert "\x1b" not in line
    line.encode("utf-8")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (98_475, "98.5 kB"),
        (138_612, "139 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (5_250_000_000, "5.2 GB"),
        (10**21, "1000000 PB"),
    ],
)
def test_sizes(number: float, text: str) -> None:
    assert size(number) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (7500, "2 h 5 min"),
        (86400 * 3 + 3600 * 4, "3 d 4 h"),
        (math.inf, "unknown"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_counts() -> None:
    assert (count(1, "track"), count(0, "track")) == ("1 track", "0 tracks")


_AT: dict[str, Any] = {"at": 1.0, "job": 3}


def _finished(state: ItemState, error: ErrorInfo | None = None) -> ItemFinished:
    path = "A/B/01 C.mp3" if state is ItemState.DONE else ""
    return ItemFinished(
        **_AT, item=7, worker=1, state=state, path=path, bytes=1000, seconds=0.4, error=error
    )


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (JobOpened(**_AT, sources=(1, 2)), "Sync 3: 2 sources"),
        (
            replace(_finished(ItemState.DONE), worker=None, bytes=0, title="C"),
            "matched   C: A/B/01 C.mp3",
        ),
        (StageOpened(**_AT, stage=StageName.DOWNLOAD), None),
        (
            SourceRefreshed(**_AT, source=1, playlists=1, tracks=8, new=8, unchanged=False),
            "source 1: 1 playlist, 8 tracks, 8 new",
        ),
        (
            SourceRefreshed(**_AT, source=1, playlists=1, tracks=0, new=0, unchanged=True),
            "source 1 is unchanged",
        ),
        (
            SourceRefreshed(
                **_AT,
                source=1,
                playlists=0,
                tracks=0,
                new=0,
                unchanged=False,
                error=ErrorInfo("gone", "not\nthere"),
            ),
            "source 1 could not be read: not there",
        ),
        (_finished(ItemState.DONE), "done      A/B/01 C.mp3 (1.0 kB, 0.4 s)"),
        (
            _finished(ItemState.FAILED, ErrorInfo("gone", "404")),
            "failed    item 7: 404",
        ),
        (_finished(ItemState.PENDING), "put back  item 7"),
        (ExportRequested(**_AT, playlist=1, reason=ExportReason.STAGE), None),
        (
            PlaylistExported(
                **_AT,
                playlist=1,
                path="Playlists/x.m3u",
                format="m3u",
                entries=7,
                missing=1,
                reason=ExportReason.STAGE,
            ),
            "playlist  Playlists/x.m3u (7 tracks, 1 missing)",
        ),
        (
            PlaylistExported(
                **_AT,
                playlist=1,
                path=None,
                format="m3u",
                entries=0,
                missing=3,
                reason=ExportReason.ASKED,
            ),
            "playlist 1: none of its tracks is there yet",
        ),
        (
            ServerTold(**_AT, server=1, name="Nav\x1b", playlists=1),
            "server Nav\ufffd was told of 1 changed playlist",
        ),
        (
            ServerTold(
                **_AT, server=1, name="Nav", playlists=1, error=ErrorInfo("unreachable", "away")
            ),
            "server Nav: away",
        ),
        (
            ServerChecked(**_AT, server=1, name="Nav", playlists=2, entries=9, known=8),
            "server Nav knows 8 of 9 playlist entries",
        ),
        (ServerRemoved(**_AT, server=1), None),
        (
            Notice(**_AT, level="warning", kind="storage_offline", message="gone"),
            "warning: gone",
        ),
        (
            JobFinished(
                **_AT, state=JobState.PARTIAL, done=2, failed=1, skipped=1, bytes=5, seconds=2.0
            ),
            "Sync done, with failures: 2 done, 1 failed, 1 skipped, 5 bytes in 2.0 s",
        ),
        (
            RenameStarted(**_AT, rename=1, template="{title}", undo=True, files=1),
            "Putting back the names of 1 file",
        ),
        (
            FileRenamed(**_AT, rename=1, path="a\x1b.mp3", target="b.mp3", sidecar=False),
            "renamed   a\ufffd.mp3 -> b.mp3",
        ),
        (
            FileRenamed(
                **_AT, rename=1, path="a.mp3", target=None, sidecar=False, reason="it was changed"
            ),
            "kept      a.mp3: it was changed",
        ),
        (
            RenameFinished(
                **_AT, rename=1, undo=False, state=RenameState.STOPPED, moved=2, left=1, open=3
            ),
            "Rename stopped: 2 files renamed, 1 kept, 3 not reached",
        ),
    ],
)
def test_an_event_in_words(event: Event, line: str | None) -> None:
    assert Narrator().line(event) == line


def test_a_file_that_differs_is_named_with_what_is_wrong() -> None:
    event = FileDiffers(
        at=1.0, job=None, kind=DamageKind.DAMAGED, path="A/\x1b[1m.mp3", detail="x", items=(4,)
    )
    assert Narrator().line(event) == "damaged   A/\ufffd[1m.mp3 (x)"
    assert to_json(event) == {
        "event": "file_differs",
        "at": 1.0,
        "job": None,
        "kind": "damaged",
        "path": "A/\x1b[1m.mp3",
        "detail": "x",
        "items": [4],
    }


def test_exports_for_single_items_are_not_told() -> None:
    event = PlaylistExported(
        **_AT,
        playlist=1,
        path="Playlists/x.m3u",
        format="m3u",
        entries=1,
        missing=0,
        reason=ExportReason.ITEM,
    )
    assert Narrator().line(event) is None


def test_an_item_is_called_by_its_title_made_safe() -> None:
    narrator = Narrator()
    narrator.line(ItemStarted(**_AT, item=7, worker=1, title="\x1b[2JSong", source=1))
    assert narrator.line(_finished(ItemState.SKIPPED)) == "skipped   \ufffd[2JSong"
