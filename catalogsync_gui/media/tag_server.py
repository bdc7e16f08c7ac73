# SPDX-License-Identifier: GPL-3.0-or-later
"""The inside of a tag process: reads requests from stdin, answers on stdout, ends with its stdin.

It is started for what crafted files may make a tag library do: eat all memory, never come back,
crash. It opens nothing but the file it is told to, and lives under limits. Pictures that are too
large to be embedded are made smaller here as well, for the same reason; only then it loads Qt.
"""

import base64
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final

from catalogsync_gui.core.errors import TagError
from catalogsync_gui.core.models import TrackInfo
from catalogsync_gui.core.states import TagPolicy
from catalogsync_gui.media import tags
from catalogsync_gui.media.picture import fitted, thumbnail
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_frames import (
    MAX_PICTURE,
    MAX_REQUEST,
    packed,
    read_frame,
    unpacked,
    unpacked_extras,
    write_frame,
)

if sys.platform != "win32":
    import resource

MEMORY: Final = 512 << 20
"""Bytes a tag process may take above what it has at its start."""

_CPU_SECONDS: Final = 20
_CPU_BYTES: Final = 20_000_000  # bytes of a file that may take one second more
_OPEN_FILES: Final = 32
_NICE: Final = 5
_PR_SET_PDEATHSIG: Final = 1  # prctl(2)


def serve() -> int:
    """Answer requests until stdin ends; returns the exit status."""
    requests, answers = _own_pipes()
    _limit()
    while (request := read_frame(requests, MAX_REQUEST)) is not None:
        _more_time(request.get("path", ""))
        write_frame(answers, _answer(request, lambda: write_frame(answers, {"writing": True})))
    return 0


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout away from everybody else: whatever prints goes to stderr."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _limit() -> None:
    # The parent's Ctrl-C or end of service is not ours: it closes our stdin when it is done.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if sys.platform == "win32":
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.nice(_NICE)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _lower(resource.RLIMIT_AS, _address_space() + MEMORY)


def _address_space() -> int:
    """Bytes of address space in use (proc(5)); a guess where nobody tells."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf(
            "SC_PAGE_SIZE"
        )
    except OSError:
        return MEMORY


def _lower(what: int, value: int) -> None:
    """Set a limit, unless the one in force is lower or the system has none of this kind."""
    if sys.platform == "win32":
        return
    try:
        _, most = resource.getrlimit(what)
        if most != resource.RLIM_INFINITY:
            value = min(value, most)
        resource.setrlimit(what, (value, value))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"limit {what} cannot be set: {error}\n")


def _more_time(path: str) -> None:
    """Let the next file have its seconds of the processor; SIGXCPU ends what takes longer."""
    if sys.platform == "win32":
        return
    try:
        size = Path(path).stat().st_size
    except OSError:
        size = 0
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime) + _CPU_SECONDS + size // _CPU_BYTES
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft if most == resource.RLIM_INFINITY else min(soft, most), most)
    )


def _answer(request: dict[str, Any], writing: Callable[[], None]) -> dict[str, Any]:
    try:
        if "picture" in request:
            picture = fitted(base64.b64decode(request["picture"]))
            return {"picture": base64.b64encode(picture).decode("ascii")}
        if "cover" in request:
            return {"cover": _cover(request)}
        return {"info": packed(_work(request, writing))}
    except TagError as error:
        cause = error.__cause__
        return {
            "error": str(error),
            "kind": error.kind,
            "errno": cause.errno if isinstance(cause, OSError) else None,
            "spent": isinstance(cause, MemoryError),
        }


def _cover(request: dict[str, Any]) -> tuple[int, int, str] | None:
    path = Path(request["path"])
    if request["format"] is None:
        try:
            with path.open("rb") as file:
                data: bytes | None = file.read(MAX_PICTURE + 1)
        except OSError as error:
            raise TagError(f"The cover cannot be read: {error.strerror}.") from error
    else:
        data = tags.cover(path, AudioFormat[request["format"]])
    if data is None:
        return None
    if len(data) > MAX_PICTURE:
        raise TagError(f"The cover takes more than {MAX_PICTURE >> 20} MB.")
    made = thumbnail(data, request["cover"])
    return made.width, made.height, base64.b64encode(made.pixels).decode("ascii")


def _work(request: dict[str, Any], writing: Callable[[], None]) -> TrackInfo:
    path, found = Path(request["path"]), AudioFormat[request["format"]]
    if request["info"] is None:
        return tags.read(path, found)
    return tags.fill(
        path,
        found,
        unpacked(request["info"]),
        unpacked_extras(request["extras"]),
        policy=TagPolicy(request["policy"]),
        id3_version=request["id3_version"],
        writing=writing,
    )
