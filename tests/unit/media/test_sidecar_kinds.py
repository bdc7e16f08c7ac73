# SPDX-License-Identifier: GPL-3.0-or-later
"""What may lie beside a track, and under which name."""

from pathlib import PurePosixPath

import pytest

from catalogsync_gui.core.models import SidecarRef
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.core.tag_extras import Chapter
from catalogsync_gui.media.sidecar_kinds import chapters_in, place_for, suffix_for

TRACK = PurePosixPath("Ann/Sea/01 Wave.mp3")
COVER = SidecarRef(SidecarKind.COVER, "a", album=True)
ART = SidecarRef(SidecarKind.COVER, "a")
LYRICS = SidecarRef(SidecarKind.LYRICS, "a", ".lrc")
CHAPTERS = SidecarRef(SidecarKind.CHAPTERS, "a", ".json")


@pytest.mark.parametrize(
    ("ref", "data", "suffix"),
    [
        (COVER, b"\xff\xd8\xff\xe0 jpeg", ".jpg"),
        (COVER, b"\x89PNG\r\n\x1a\n...", ".png"),
        (COVER, b"RIFF\0\0\0\0WEBPVP8 ", ".webp"),
        (COVER, b"<svg/>", None),
        (COVER, b"<html>Log in</html>", None),
        (COVER, b"", None),
        (LYRICS, b"[00:01.00]La", ".lrc"),
        (LYRICS, b"  \n", None),
        (SidecarRef(SidecarKind.LYRICS, "a"), b"[offset:-5]\n[00:01.00]La", ".lrc"),
        (SidecarRef(SidecarKind.LYRICS, "a"), b"La [00:01]\nla", ".txt"),
        (LYRICS, b"<!DOCTYPE html><p>Log in", None),
        (LYRICS, b"\0\0\0", None),
        (SidecarRef(SidecarKind.TRANSCRIPT, "a", ".vtt"), b"WEBVTT", ".vtt"),
        (SidecarRef(SidecarKind.TRANSCRIPT, "a", ".html"), b"<html>words", ".html"),
        (SidecarRef(SidecarKind.TRANSCRIPT, "a", ".exe"), b"words", ".txt"),
        (SidecarRef(SidecarKind.TRANSCRIPT, "a", ".json"), b'{"segments": []}', ".json"),
        (CHAPTERS, b'{"chapters": []}', ".json"),
        (CHAPTERS, b"no json", None),
        (CHAPTERS, b"[" * 100_000, None),
    ],
)
def test_the_content_decides(ref: SidecarRef, data: bytes, suffix: str | None) -> None:
    assert suffix_for(ref, data) == suffix


@pytest.mark.parametrize(
    ("ref", "suffix", "name"),
    [
        (COVER, ".jpg", "cover.jpg"),
        (ART, ".png", "01 Wave.png"),
        (LYRICS, ".lrc", "01 Wave.lrc"),
        (SidecarRef(SidecarKind.LYRICS, "a", ".lrc", "de"), ".lrc", "01 Wave.de.lrc"),
        (SidecarRef(SidecarKind.TRANSCRIPT, "a", ".vtt", "pt-BR"), ".vtt", "01 Wave.pt-BR.vtt"),
        (SidecarRef(SidecarKind.TRANSCRIPT, "a", ".vtt", "../../x"), ".vtt", "01 Wave.vtt"),
        (CHAPTERS, ".json", "01 Wave.chapters.json"),
    ],
)
def test_names_are_those_players_look_for(ref: SidecarRef, suffix: str, name: str) -> None:
    assert place_for(ref, TRACK, suffix) == TRACK.parent / name


def test_chapters_are_read_in_their_order_and_without_nonsense() -> None:
    marks = (
        '{"startTime": 60.5, "title": " Two\\n\\ud800 "}, {"startTime": 0, "title": "One"},'
        ' {"startTime": 9, "title": "A picture", "toc": false}, {"startTime": 5}, 7,'
        ' {"startTime": -1, "title": "x"}, {"startTime": NaN, "title": "x"},'
        ' {"startTime": "3", "title": "x"}, {"startTime": 4, "title": " "}'
    )
    document = f'{{"version": "1.2.0", "chapters": [{marks}]}}'.encode()
    assert chapters_in(document) == (Chapter(0.0, "One"), Chapter(60.5, "Two"))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"chapters": 3}', b"[" * 100_000, b"\xff"])
def test_what_holds_no_chapters(data: bytes) -> None:
    assert chapters_in(data) == ()
