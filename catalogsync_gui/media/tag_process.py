# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags are read and written in a process of its own, which may be lost.

A crafted file of a megabyte can make the tag library take gigabytes, or never return. Here that
costs the file its tags, and nobody else anything: the process is limited in memory and time (see
`media.tag_server`), watched from outside, and started anew when it is gone.
"""

import base64
import contextlib
import errno
import logging
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

import catalogsync_gui
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import TagError
from catalogsync_gui.core.limits_reached import system_busy
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.states import TagPolicy
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media import tag_frames
from catalogsync_gui.media.picture import Thumbnail, fits
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_frames import MAX_ANSWER, MAX_PICTURE, TORN

log = logging.getLogger(__name__)

T = TypeVar("T")

NO_EXTRAS: Final = TagExtras()

WALL_SECONDS: Final = 30.0
"""Seconds a file may take, on top of those for its size."""

_WALL_BYTES: Final = 1_000_000  # a second; new tags may mean that a whole audiobook is moved
_SIGN_SECONDS = 5.0  # between two signs of life of whoever waits for an answer
_STOP_SECONDS: Final = 2.0  # what is being written may be finished after a stop
_FILES: Final = 1000  # after so many a process is replaced, whatever it may have leaked
_MAX_NOISE: Final = 4096
_MAX_WORDS: Final = 500
_OF_THE_PROCESS: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})  # not of the disk

Alive = Callable[[], None]


class TagProcess:
    """One worker's tag process; started at its first file. Belongs to the worker's thread.

    The process dies with that thread (Linux), or with its pipe (everywhere).
    """

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall = wall_seconds
        self._child: _Child | None = None

    def close(self) -> None:
        """End the process, if there is one, and reap it."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def read(
        self, path: Path, found: AudioFormat, cancel: StopToken, *, alive: Alive | None = None
    ) -> TrackInfo:
        """Return what the file says of itself, as `tags.read` does. The file stays as it is.

        `alive` is called every few seconds meanwhile; what it raises ends the process.

        Raises:
            TagError: see `tags.read`; or it cannot be done within the limits.
            SystemBusy: this process may open no more files.
            Interrupted: `cancel` was set meanwhile.
        """
        return self._ask(_request(path, found), _facts, cancel, path, alive)

    def fill(
        self,
        path: Path,
        found: AudioFormat,
        info: TrackInfo,
        cancel: StopToken,
        extras: TagExtras = NO_EXTRAS,
        *,
        policy: TagPolicy = TagPolicy.FILL,
        id3_version: int = 4,
        alive: Alive | None = None,
    ) -> TrackInfo:
        """Write what the catalogue knows into the file's tags, as `tags.fill` does.

        `alive` is called every few seconds meanwhile; what it raises ends the process.

        Raises:
            TagError: see `tags.fill`; or it cannot be done within the limits. With the kind
                `TORN` that came to light after the first byte may have been written.
            SystemBusy: this process may open no more files.
            Interrupted: `cancel` was set meanwhile, and the file may be torn.
        """
        request = _request(path, found) | {
            "info": tag_frames.packed(info),
            "extras": tag_frames.packed_extras(extras),
            "policy": policy.value,
            "id3_version": id3_version,
        }
        return self._ask(request, _facts, cancel, path, alive)

    def picture(self, data: bytes, cancel: StopToken) -> bytes:
        """Return a picture as one that is fit to be embedded (see `media.picture`).

        Raises:
            TagError: it is none, or cannot be made fit within the limits.
            SystemBusy: this process may open no more files.
            Interrupted: `cancel` was set meanwhile.
        """
        if fits(data):
            return data
        if len(data) > MAX_PICTURE:
            raise TagError(f"The picture takes more than {MAX_PICTURE >> 20} MB.")
        request = {"picture": base64.b64encode(data).decode("ascii")}
        return self._ask(request, _picture, cancel, None)

    def cover(
        self, path: Path, found: AudioFormat | None, side: int, cancel: StopToken
    ) -> Thumbnail | None:
        """Return the cover that a file carries, decoded, or None where it carries none.

        `found` is None where the file is a picture itself. `side` is the most pixels of a side.

        Raises:
            TagError: it cannot be read within the limits, or shows nothing.
            SystemBusy: this process may open no more files.
            Interrupted: `cancel` was set meanwhile.
        """
        request = {
            "path": str(path.absolute()),
            "format": None if found is None else found.name,
            "cover": side,
        }
        return self._ask(request, _thumbnail, cancel, path)

    def _ask(
        self,
        request: dict[str, Any],
        result: Callable[[dict[str, Any]], T],
        cancel: StopToken,
        path: Path | None,
        alive: Alive | None = None,
    ) -> T:
        """Have a request answered that is about a file, or about a picture where that is None."""
        cancel.check()
        size = 0
        try:
            if path is not None:
                size = path.stat().st_size
        except OSError as error:
            raise TagError(f"Its tags could not be worked on: {error.strerror}.") from error
        try:
            child = self._started()
        except (OSError, MemoryError, RuntimeError) as error:
            what = "no tag process can be started"
            busy = system_busy(error, what) if isinstance(error, OSError) else None
            if busy is not None:
                raise busy from error
            # No fault of the disk the file is on: not handed on as the cause. The others tell of
            # memory or threads that are not to be had.
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            log.warning("%s: %s", what, why)
            raise TagError(f"No tag process could be started ({why}).") from None
        keep = False
        name = "a picture" if path is None else path.name
        try:
            seconds = self._wall + size / _WALL_BYTES
            answer = child.ask(request, name, seconds, cancel, alive)
            keep = not answer.get("spent") and child.asked < _FILES
            return result(answer)
        except ValueError as error:
            keep = False
            log.info("the answer for %s: %s", name, error)
            raise child.lost("gave no proper answer", name) from None
        finally:
            if not keep:
                self.close()

    def _started(self) -> "_Child":
        if self._child is not None and not self._child.alive():
            self.close()
        if self._child is None:
            self._child = _Child(tag_frames.command())
        return self._child


def _request(path: Path, found: AudioFormat) -> dict[str, Any]:
    return {"path": str(path.absolute()), "format": found.name, "info": None}


def _facts(answer: dict[str, Any]) -> TrackInfo:
    if "info" in answer:
        return tag_frames.unpacked(answer["info"])
    raise _error(answer)


def _picture(answer: dict[str, Any]) -> bytes:
    if "picture" in answer:
        made = base64.b64decode(str(answer["picture"]), validate=True)
        if not fits(made):
            raise ValueError("that is no picture")
        return made
    raise _error(answer)


def _thumbnail(answer: dict[str, Any]) -> Thumbnail | None:
    if "cover" not in answer:
        raise _error(answer)
    cover = answer["cover"]
    if cover is None:
        return None
    if not isinstance(cover, list) or [type(part) for part in cover] != [int, int, str]:
        raise ValueError("that is no picture")
    return Thumbnail(cover[0], cover[1], base64.b64decode(cover[2], validate=True))


def _error(answer: dict[str, Any]) -> TagError:
    words, kind, number = answer.get("error"), answer.get("kind"), answer.get("errno")
    if not isinstance(words, str) or kind not in (TagError.kind, TORN):
        raise ValueError("neither facts nor an error")
    if number is not None and type(number) is not int:
        raise ValueError("no number of an error")
    error = TagError(words[:_MAX_WORDS], kind=kind)
    if number is not None and number not in _OF_THE_PROCESS:
        with contextlib.suppress(OverflowError, ValueError):
            error.__cause__ = OSError(number, os.strerror(number))
    return error


class _Child:
    """A running tag process and the two threads that talk and listen to it."""

    def __init__(self, command: list[str]) -> None:
        # As "python -m" looks for the package where it is started; the frozen one does not care.
        folder = Path(catalogsync_gui.__file__).parent.parent
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder if folder.is_dir() else None,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.asked = 0
        self.writing = False
        self._requests: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[dict[str, Any] | Exception | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=target, name="tag process", daemon=True)
            for target in (self._carry, self._listen)
        ]
        try:
            for thread in self._threads:
                thread.start()
        except BaseException:
            # A machine that is short of memory may start the process and not the threads.
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                if pipe is not None:
                    pipe.close()
            raise

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(
        self,
        request: dict[str, Any],
        name: str,
        seconds: float,
        cancel: StopToken,
        alive: Alive | None = None,
    ) -> dict[str, Any]:
        """Return the answer to a request about the file of a name.

        Raises:
            TagError: the process died, or took too long.
            Interrupted: `cancel` was set, and the answer did not come soon.
            ValueError: that was no answer.
        """
        self.asked += 1
        self.writing = False
        deadline = time.monotonic() + seconds
        forget = cancel.subscribe(lambda: self._answers.put(None))
        self._requests.put(request)
        try:
            while True:
                left = max(0.0, deadline - time.monotonic())
                try:
                    answer = self._answers.get(timeout=min(left, _SIGN_SECONDS))
                except queue.Empty:
                    if left > _SIGN_SECONDS:
                        if alive is not None:
                            alive()
                        continue
                    cancel.check()
                    raise self.lost("took too long", name) from None
                if answer is None:
                    if cancel.is_set():
                        deadline = min(deadline, time.monotonic() + _STOP_SECONDS)
                elif isinstance(answer, ValueError):
                    raise answer
                elif isinstance(answer, Exception):
                    cancel.check()
                    raise self.lost("came to a sudden end", name)
                elif "writing" in answer:
                    self.writing = True
                else:
                    return answer
        finally:
            forget()

    def lost(self, what: str, name: str) -> TagError:
        """What the loss of this process means for the file it was at."""
        log.warning("the tag process %s at %s", what, name)
        if self.writing:
            return TagError(
                f"Writing its tags broke off (the tag process {what}), so it has to be downloaded "
                "again.",
                kind=TORN,
            )
        return TagError(f"The tag process {what}, so its tags were left as they are.")

    def end(self) -> None:
        """Kill the process and wait for its end, unless it hangs in the kernel (a dead mount)."""
        self._process.kill()
        self._requests.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
            for thread in self._threads:
                thread.join(timeout=1)

    def _carry(self) -> None:
        """Sends requests and receives answers, so that whoever waits for them can give up."""
        requests, answers = self._pipe(self._process.stdin), self._pipe(self._process.stdout)
        with contextlib.suppress(OSError), contextlib.closing(requests), answers:
            while (request := self._requests.get()) is not None:
                try:
                    tag_frames.write_frame(requests, request)
                    answer = tag_frames.read_frame(answers, MAX_ANSWER)
                    if answer is not None and "writing" in answer:
                        self._answers.put(answer)
                        answer = tag_frames.read_frame(answers, MAX_ANSWER)
                        if answer is not None and "writing" in answer:
                            raise ValueError("it begins to write twice")
                    self._answers.put(EOFError() if answer is None else answer)
                except (OSError, ValueError) as error:
                    self._answers.put(error)
                    return

    def _listen(self) -> None:
        """Notes the beginning of what the process prints, and throws the rest away."""
        left = _MAX_NOISE
        with self._pipe(self._process.stderr) as noise:
            while data := os.read(noise.fileno(), _MAX_NOISE):
                if left > 0:
                    log.info("the tag process says: %r", data[:left].decode("utf-8", "replace"))
                left -= len(data)

    @staticmethod
    def _pipe(pipe: Any) -> BinaryIO:
        file: BinaryIO = pipe
        return file
