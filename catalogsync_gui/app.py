# SPDX-License-Identifier: GPL-3.0-or-later
"""The composition root: reads the arguments, builds what is needed, chooses the front end.

Only the window imports widgets: commands and the service start without them.
"""

import logging
import os
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from catalogsync_gui import logs
from catalogsync_gui.autostart import command_of
from catalogsync_gui.cli.parser import PROG, parse
from catalogsync_gui.cli.terminal import Terminal, abandon_stdout, print_error
from catalogsync_gui.control import qt_messages
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.wording import ending
from catalogsync_gui.core.errors import CannotRun, CatalogSyncError
from catalogsync_gui.paths import PORTABLE, Profile

_INTERRUPTED = 130
_FAILED = 3
_FILES = 4096
_LEAST_FILES = 64
_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; returns its exit status.

    :param argv: the arguments, without the program's name; the process's own when left out.
    """
    _tolerate_any_text()
    arguments = list(sys.argv[1:] if argv is None else argv)
    hooks = sys.excepthook, threading.excepthook
    try:
        return _run(arguments)
    except CatalogSyncError as error:
        _log.info("ended by an error: %s", error)
        print_error(ending(error))
        return error.exit_status
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        abandon_stdout()
        return _INTERRUPTED
    except SystemExit as request:
        # argparse, after --help and --version.
        return request.code if isinstance(request.code, int) else 0
    except Exception as error:
        _report_unexpected(error)
        return _FAILED
    finally:
        sys.excepthook, threading.excepthook = hooks


def _run(argv: list[str]) -> int:
    args = parse(argv)
    _allow_open_files()
    if args.command == "demo":
        return _demo(args)
    profile = Profile.resolve(args.profile)
    log = _prepare(profile, args)
    try:
        if args.command is not None:
            from catalogsync_gui.cli.run import run

            return run(args, argv, profile, Terminal())
        return _headless(profile) if args.headless else _window(profile, args)
    except (CatalogSyncError, BrokenPipeError):
        raise
    except Exception as error:
        # Here, while the log is open.
        _report_unexpected(error)
        return _FAILED
    finally:
        log.close()


def _allow_open_files() -> None:
    """Takes as many as the system grants: a worker alone has a dozen files and pipes open.

    :raises CannotRun: it grants too few, and things would fail at random places.
    """
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if wanted < _LEAST_FILES:
        raise CannotRun(
            f"this program may have only {hard} files open, and needs {_LEAST_FILES}. Raise the "
            'limit ("ulimit -n", LimitNOFILE of a service, "ulimits" of a container)'
        )


def _prepare(profile: Profile, args: Namespace) -> logs.LogSetup:
    try:
        profile.create()
    except OSError as error:
        if args.command == "doctor":
            # A profile that cannot be made is what it is to find out.
            return logs.setup(None, verbose=args.verbose)
        raise CannotRun(_unusable(profile, error)) from error
    log = logs.setup(
        profile.log_file,
        stderr=args.headless and args.command is None,
        verbose=args.verbose,
        rotate=args.command in {None, "sync", "demo"},
    )
    qt_messages.install()
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception
    return log


def _unusable(profile: Profile, error: OSError) -> str:
    if profile.portable:
        return (
            f"this copy of Catalog Sync is portable and keeps its profile in {profile.data}, which "
            f"cannot be written to: {error.strerror}. Put the program where you may write, choose "
            f'another folder with --profile DIR, or remove "{PORTABLE}" beside the program to use '
            "your own profile"
        )
    return (
        f"the profile's folder {profile.data} cannot be made: {error.strerror}. "
        "Choose another with --profile DIR"
    )


def _headless(profile: Profile) -> int:
    from catalogsync_gui import headless
    from catalogsync_gui.cli.serving import Serving

    lock = InstanceLock(profile.lock_file)
    if not lock.acquire(1000):
        raise lock.refusal() or CannotRun(
            f"Catalog Sync runs on this profile already ({lock.owner()})"
        )
    return headless.run(profile, lock, Serving)


def _window(profile: Profile, args: Namespace) -> int:
    """Opens the window, or has the one that is open come up."""
    from catalogsync_gui.control.access import hold_or_ask
    from catalogsync_gui.control.protocol import Request

    terminal = Terminal()
    held = hold_or_ask(
        profile.lock_file,
        profile.socket_name,
        Request(show=True),
        terminal.out,
        terminal.err,
        terminal.warn,
    )
    if not isinstance(held, InstanceLock):
        return held
    return _show_window(profile, held, minimized=args.minimized)


def _show_window(
    profile: Profile, lock: InstanceLock, *, minimized: bool, sync_now: bool = False
) -> int:
    """Runs the window on an instance of this process; takes the lock over and gives it back."""
    from catalogsync_gui.cli.live import job_status
    from catalogsync_gui.cli.serving import Serving
    from catalogsync_gui.control.instance import Instance, leave_now
    from catalogsync_gui.engine.engine import Engine
    from catalogsync_gui.ui.run import RESTART, make_application, run_window

    application = make_application([PROG])
    instance = Instance(Engine(profile), lock, Serving)
    instance.server.has_window = True
    instance.start()
    _log.info("running with a window")
    status = _FAILED
    try:
        if sync_now:
            instance.engine.start_job()
        status = run_window(
            application, instance.engine, minimized=minimized, server=instance.server
        )
        last = instance.engine.status().last_job
        if sync_now and last is not None:
            status = job_status(last.state, last.error)
    finally:
        again, status = (True, 0) if status == RESTART else (False, status)
        stopped = instance.stop()
        if again:
            _start_anew(profile)
        if not stopped:
            leave_now(status)
    return status


def _start_anew(profile: Profile) -> None:
    """Starts the program again, as it was started; the lock was given back before."""
    command = command_of(profile, minimized=False)
    try:
        subprocess.Popen(  # noqa: S603 - this very program
            command.arguments, cwd=command.folder or None, start_new_session=True
        )
    except OSError as error:
        _log.error("the program cannot be started anew: %s", error)


def _demo(args: Namespace) -> int:
    from catalogsync_gui.cli import demo

    if args.headless or not has_display():
        # The demo's profile does not outlive it, and neither would its log.
        log = logs.setup(None, verbose=args.verbose)
        try:
            return demo.run_demo(args, Terminal())
        finally:
            log.close()
    with demo.prepared(args.keep) as prepared:
        log = _prepare(prepared.profile, args)
        try:
            status = _show_window(prepared.profile, prepared.lock, minimized=False, sync_now=True)
        finally:
            log.close()
        for line in demo.summary(prepared):
            Terminal().out(line)
    return status


def has_display() -> bool:
    """Whether a window would be seen by anybody."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform:
        return platform not in {"offscreen", "minimal", "vnc"}
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tolerate_any_text() -> None:
    """A title that the terminal's encoding lacks is no reason to end."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _report_unexpected(error: BaseException) -> None:
    _log.critical("unexpected error", exc_info=error)
    place = _log_file()
    print_error(
        f"unexpected {type(error).__name__}: {error}" + (f"; details in {place}" if place else "")
    )


def _log_file() -> Path | None:
    for handler in logging.getLogger().handlers:
        if isinstance(handler, RotatingFileHandler):
            return Path(handler.baseFilename)
    return None


def _on_exception(
    _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    """What a slot raised: Qt goes on, and so does the program."""
    if not isinstance(error, KeyboardInterrupt):
        _report_unexpected(error)


def _on_thread_exception(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _report_unexpected(args.exc_value)
