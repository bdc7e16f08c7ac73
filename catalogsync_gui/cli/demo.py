# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo: the main job on the built-in catalogue, with no network and no account.

The profile is always a temporary one, whose folder is local whatever DIR is on; the library is
DIR, or temporary as well.
"""

import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from catalogsync_gui.cli.demo_server import DemoServer
from catalogsync_gui.cli.foreground import run_foreground
from catalogsync_gui.cli.parser import parse
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.clock import SystemClock
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.wording import count, plain
from catalogsync_gui.core.errors import CannotRun, UsageError
from catalogsync_gui.core.naming import PLAYLIST_FOLDER
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.library_commands import set_library
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import Profile, resources
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.store.connection import Database

RATE = 130_000.0
"""Bytes a second a track: the whole takes about seven seconds, long enough to be watched."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is ready to be synced: a profile with sources, and their server running."""

    profile: Profile
    lock: InstanceLock
    library: Path
    kept: bool


@contextmanager
def prepared(keep: str | None, rate: float | None = RATE) -> Iterator[Demo]:
    """A demo, for as long as the context lasts. Whoever runs it takes the lock over.

    :param keep: the folder to put the music into, made if it is not there; or None.
    :raises UsageError: the folder holds something already.
    """
    with ExitStack() as stack:
        # A thread that hangs may still have a file open; a folder left behind does not matter.
        temporary = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(prefix="catalog-sync-", ignore_cleanup_errors=True)
            )
        )
        library = _kept_library(keep) if keep is not None else temporary / "Music"
        library.mkdir(exist_ok=True)
        profile = Profile.resolve(str(temporary / "profile"))
        profile.create()
        lock = InstanceLock(profile.lock_file)
        if not lock.acquire():
            raise CannotRun(f"the lock of {profile.lock_file} cannot be taken")
        stack.callback(lock.release)
        server = stack.enter_context(DemoServer(resources() / "demo", rate))
        _subscribe(profile, library, server)
        yield Demo(profile, lock, library, keep is not None)


def run_demo(args: Namespace, terminal: Terminal, rate: float | None = RATE) -> int:
    """Syncs the demo here and tells what became of it; returns the exit status.

    :raises CatalogSyncError: it cannot run.
    """
    with prepared(args.keep, rate) as demo:
        sync = parse(("sync",))
        status = run_foreground(sync, demo.profile, demo.lock, terminal)
        for line in summary(demo):
            terminal.out(line)
    return status


def summary(demo: Demo) -> Iterator[str]:
    """What is in the demo's library now."""
    inside = (path.relative_to(demo.library) for path in demo.library.rglob("*") if path.is_file())
    files = sorted(path for path in inside if not path.parts[0].startswith("."))
    playlists = [path for path in files if path.parts[0] == PLAYLIST_FOLDER]
    yield ""
    yield f"{plain(str(demo.library))} holds:"
    for path in files:
        yield f"  {plain(path.as_posix())}"
    tracks = count(len(files) - len(playlists), "track")
    yield f"{tracks} and {count(len(playlists), 'playlist file')}"
    if not demo.kept:
        yield 'The folder is removed now; "catalogsync-gui demo --keep DIR" keeps it.'


def _kept_library(keep: str) -> Path:
    library = Path(keep).expanduser().absolute()
    try:
        library.mkdir(parents=True, exist_ok=True)
        taken = any(library.iterdir())
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"{library} is no folder") from None
    except OSError as error:
        raise CannotRun(f"the folder {library} cannot be used: {error.strerror}") from error
    if taken:
        raise UsageError(f"{library} is not empty; name a new folder for the demo's music")
    return library


def _subscribe(profile: Profile, library: Path, server: DemoServer) -> None:
    file = SettingsFile(profile.settings_file)
    desk = Desk(profile, Database(profile.database), file.load(), SystemClock())
    try:
        # A megabyte does not have to wait for a reserve.
        file.save(replace(set_library(desk, library), free_space_mb=0, refresh_hours=0.0))
        for address in server.playlists:
            add_source(desk, AddRequest(address, name=Path(address).stem))
    finally:
        desk.close()
