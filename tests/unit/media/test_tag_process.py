# SPDX-License-Identifier: GPL-3.0-or-later
"""The tag process: what it does for honest files, and that its loss costs one file its tags."""

import os
import select
import shutil
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, TagError
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.media import tag_frames, tags
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_process import TagProcess
from tests.unit.media.audio_files import DEMO, SOURCES, frame23, id3, mpeg_frames

INFO = TrackInfo(title="Title", artists=("Artist", "Other"), album="Album", track=1)
MP3 = AudioFormat.MP3

Inside = Callable[[str], None]


@pytest.fixture
def process() -> Iterator[TagProcess]:
    process = TagProcess()
    yield process
    process.close()


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Inside:
    """Has the next tag process run these lines before it serves."""

    def patch(lines: str) -> None:
        code = (
            "import os, signal, sys, threading\n"
            "from catalogsync_gui.media import tag_server, tags\n"
            f"{lines}\nsys.exit(tag_server.serve())"
        )
        monkeypatch.setattr(tag_frames, "command", lambda: [sys.executable, "-c", code])

    return patch


@pytest.fixture
def track(tmp_path: Path) -> Path:
    path = tmp_path / "part \udce9"
    path.write_bytes(mpeg_frames(10))
    return path


def pid_of(process: TagProcess) -> int:
    assert process._child is not None
    return process._child._process.pid


def refused(process: TagProcess, path: Path, words: str, kind: str = "tags") -> TagError:
    with pytest.raises(TagError, match=words) as caught:
        process.fill(path, MP3, INFO, StopToken())
    assert caught.value.kind == kind
    return caught.value


@pytest.mark.parametrize("found", SOURCES)
def test_it_reads_and_writes_what_the_functions_do(
    tmp_path: Path, process: TagProcess, found: AudioFormat
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for path in (here, there):
        shutil.copy(DEMO / "tracks" / SOURCES[found], path)
    assert process.read(there, found, StopToken()) == tags.read(here, found)
    filled = process.fill(there, found, INFO, StopToken())
    assert filled == tags.fill(here, found, INFO)
    assert tags.read(there, found) == tags.read(here, found)


def test_it_is_used_again_and_closed_without_a_trace(process: TagProcess, track: Path) -> None:
    before = threading.active_count()
    process.read(track, MP3, StopToken())
    pid = pid_of(process)
    assert process.fill(track, MP3, INFO, StopToken()).title == "Title"
    assert pid_of(process) == pid
    process.close()
    assert threading.active_count() == before
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_refusal_keeps_its_words_and_the_process(process: TagProcess, tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(id3(b"", size=50_000_000) + mpeg_frames(10))
    refused(process, path, "longer than the file")
    pid = pid_of(process)
    refused(process, path, "longer than the file")
    assert pid_of(process) == pid
    gone = refused(process, tmp_path / "gone", "No such file")
    assert isinstance(gone.__cause__, OSError)


KILLED = "os.kill(os.getpid(), signal.SIGKILL)"


def test_a_death_before_writing_leaves_the_file(
    process: TagProcess,
    inside: Inside,
    track: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("came to a sudden end")
    before = track.read_bytes()
    with monkeypatch.context():
        inside(f"tags.fill = lambda *a, **k: {KILLED}")
        refused(process, track, "sudden end")
        assert track.read_bytes() == before
    monkeypatch.undo()
    assert process.fill(track, MP3, INFO, StopToken()).title == "Title"


def test_a_death_while_writing_tears_the_file(
    process: TagProcess, inside: Inside, track: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("came to a sudden end")
    inside(f"tags._save = lambda *a: {KILLED}")
    refused(process, track, "downloaded again", tag_frames.TORN)


def test_one_that_was_killed_between_two_files_is_replaced(
    process: TagProcess, track: Path
) -> None:
    process.read(track, MP3, StopToken())
    assert process._child is not None
    process._child._process.kill()
    process._child._process.wait()
    assert process.fill(track, MP3, INFO, StopToken()).title == "Title"


HANGS = "tags.fill = lambda *a, **k: threading.Event().wait()"


def test_one_that_hangs_is_killed(
    inside: Inside, track: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("took too long")
    inside(HANGS)
    process = TagProcess(wall_seconds=0.2)
    refused(process, track, "took too long")
    assert process._child is None


def test_a_stop_does_not_wait_for_one_that_hangs(
    process: TagProcess, inside: Inside, track: Path
) -> None:
    inside(HANGS)
    token = StopToken()
    timer = threading.Timer(0.1, token.set)
    timer.start()
    with pytest.raises(Interrupted):
        process.fill(track, MP3, INFO, token)
    timer.join()
    assert process._child is None


@pytest.mark.parametrize(
    "answer",
    [
        "b'\\xff' * 9",
        "b'\\0\\0\\0\\2[]'",
        "b'\\0\\0\\0\\2{}'",
        "b'\\0\\0\\0\\3{]}'",
        "b'\\0\\1\\0\\0' + b'[' * 65536",
        "b'\\0\\0\\0\\x13' + b'{\"info\": {\"title\":3}}'[:19]",
        "b'\\0\\0\\0\\x10{\"writing\":true}' * 1000",
    ],
)
def test_garbage_is_no_answer(
    process: TagProcess,
    inside: Inside,
    track: Path,
    answer: str,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("gave no proper answer")
    inside(
        f"tags.fill = lambda *a, **k: (os.write(answers, {answer}), {KILLED})\nanswers = os.dup(1)"
    )
    torn = "writing" in answer
    refused(process, track, "no proper answer", tag_frames.TORN if torn else "tags")
    assert process._child is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", None),
        ("title", "\ud800"),
        ("artists", "text"),
        ("artists", [1]),
        ("track", True),
        ("track", 1.5),
        ("track", 1 << 63),
        ("duration", float("inf")),
        ("more", ""),
    ],
)
def test_facts_of_a_wrong_type_are_refused(name: str, value: object) -> None:
    packed = tag_frames.packed(INFO) | {"artists": ["Artist", "Other"]}
    assert tag_frames.unpacked(packed) == INFO
    with pytest.raises(ValueError, match=r"fact|text|surrogates"):
        tag_frames.unpacked(packed | {name: value})


def test_what_it_prints_goes_to_the_log(
    process: TagProcess, inside: Inside, track: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inside(
        "own = tags.fill\n"
        "def fill(*a, **k):\n    print('noise' * 100_000, flush=True)\n    return own(*a, **k)\n"
        "tags.fill = fill"
    )
    with caplog.at_level("INFO"):
        assert process.fill(track, MP3, INFO, StopToken()).title == "Title"
        process.close()
    assert "noise" in caplog.text
    assert len(caplog.text) < 20_000


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit of memory that is kept")
def test_a_file_that_beats_the_counters_finds_no_memory(
    process: TagProcess, inside: Inside, tmp_path: Path
) -> None:
    """Frames in their hundred thousands, and zip bombs, with no counter in their way."""
    inside("import zlib\nfrom mutagen.id3 import _frames\nvars(_frames)['zlib'] = zlib")
    path = tmp_path / "bomb"
    packed = zlib.compress(b"\x03" + bytes(400 << 20), 9)
    frame = frame23(b"TIT2", (400 << 20).to_bytes(4) + packed, 0x80)
    path.write_bytes(id3(frame, version=3) + mpeg_frames(10))
    before = path.read_bytes()
    refused(process, path, "more memory")
    assert path.read_bytes() == before
    assert process._child is None, "what ran out of memory is not used again"


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_no_descriptors_left_is_not_the_disks_fault(
    process: TagProcess, inside: Inside, track: Path
) -> None:
    inside(
        "own = tags.fill\n"
        "def fill(*a, **k):\n"
        "    held = []\n"
        "    try:\n        while True: held.append(os.dup(0))\n    except OSError: pass\n"
        "    return own(*a, **k)\n"
        "tags.fill = fill"
    )
    assert refused(process, track, "Too many open files").__cause__ is None


def test_one_that_cannot_be_started(
    process: TagProcess,
    track: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("no tag process can be started")
    monkeypatch.setattr(tag_frames, "command", lambda: ["/nowhere/python"])
    assert refused(process, track, "No tag process could be started").__cause__ is None


@pytest.mark.skipif(sys.platform != "linux", reason="waits for a process of somebody else's")
@pytest.mark.parametrize("hung", [False, True])
def test_it_dies_with_its_parent(track: Path, hung: bool) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from catalogsync_gui.core.cancel import StopToken\n"
        "from catalogsync_gui.media.sniff import AudioFormat\n"
        "from catalogsync_gui.media.tag_process import TagProcess\n"
        "p = TagProcess()\n"
        f"path = Path({os.fspath(track)!r})\n"
        "p.read(path, AudioFormat.MP3, StopToken())\n"
        "pid = p._child._process.pid\n"
        f"if {hung}:\n    import os, signal\n    os.kill(pid, signal.SIGSTOP)\n"
        "print(pid, flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        watch = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    try:
        assert select.select([watch], [], [], 20)[0]
    finally:
        os.close(watch)


def test_neither_side_loads_what_it_does_not_need() -> None:
    code = "import sys, catalogsync_gui.media.{0} as m; sys.exit({1!r} in sys.modules)"
    for module, other in (("tag_server", "PySide6"), ("tag_process", "mutagen")):
        subprocess.run([sys.executable, "-c", code.format(module, other)], check=True)
