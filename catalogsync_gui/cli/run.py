# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out a command: here, or in the instance that runs on the profile."""

import contextlib
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from catalogsync_gui.cli import adding, doctor, servers
from catalogsync_gui.cli.call import Call, DeskCommand
from catalogsync_gui.cli.desk_commands import FORWARDED, READING
from catalogsync_gui.cli.foreground import run_foreground
from catalogsync_gui.cli.parser import parse
from catalogsync_gui.cli.quick_connect import access_token
from catalogsync_gui.cli.quitting import wait_for_end
from catalogsync_gui.cli.restoring import restore
from catalogsync_gui.cli.starting import start_with_session
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.clock import SystemClock
from catalogsync_gui.control.access import ask_only, hold_or_ask
from catalogsync_gui.control.lock import InstanceLock
from catalogsync_gui.control.protocol import Request
from catalogsync_gui.core.errors import CatalogSyncError, NotRunning
from catalogsync_gui.engine import commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.paths import Profile
from catalogsync_gui.pipeline.recovery import recover
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.restoring import put_right
from catalogsync_gui.store.store import Store


def run(args: Namespace, argv: Sequence[str], profile: Profile, terminal: Terminal) -> int:
    """Runs one command to its end; returns the exit status.

    :param argv: the arguments as typed, for the instance that may carry them out.
    :raises CatalogSyncError: it could not be carried out.
    :raises KeyboardInterrupt: Ctrl-C.
    :raises BrokenPipeError: the reader of stdout has gone.
    """
    name: str = args.command
    if name == "doctor":
        return doctor.doctor(args, profile, terminal)
    if name == "autostart":
        return start_with_session(args, profile, terminal)
    cwd = Path.cwd()
    args.cwd = str(cwd)
    if _only_reads(args):
        command = READING.get(name) or FORWARDED[name]
        call = Call(args, cwd, None, terminal.out, terminal.warn)
        status = _on_own_desk(command, call, profile, terminal)
        if name == "verify" and not args.found:
            _show_found(profile, str(cwd))
        return status
    if name == "restore":
        return restore(args, profile, terminal.out)
    if name == "add":
        return _add(args, cwd, profile, terminal)
    wants = (name == "edit" and adding.secret_name(args)) or (
        name == "servers" and servers.needs_secret(args)
    )
    secret = terminal.secret() if wants else None
    return _carry_out(args, Request(tuple(argv), str(cwd), secret), profile, terminal)


def _carry_out(args: Namespace, request: Request, profile: Profile, terminal: Terminal) -> int:
    name: str = args.command
    if name in {"status", "pause", "resume", "limit", "quit"}:
        return _of_running(args, request, profile, terminal)
    try:
        held = hold_or_ask(
            profile.lock_file,
            profile.socket_name,
            request,
            terminal.out,
            terminal.err,
            terminal.warn,
        )
    except KeyboardInterrupt:
        if name == "sync" and not args.dry_run:
            terminal.note("the sync goes on in the running instance")
        raise
    if not isinstance(held, InstanceLock):
        return held
    if name not in FORWARDED:
        return run_foreground(args, profile, held, terminal)
    try:
        call = Call(args, Path(request.cwd), request.secret, terminal.out, terminal.warn)
        return _on_own_desk(FORWARDED[name], call, profile, terminal, alone=True)
    finally:
        held.release()


def _only_reads(args: Namespace) -> bool:
    match args.command:
        case "config":
            return args.value is None and (args.take is None or args.dry_run)
        case "exports" | "queue":
            return args.act is None
        case "library":
            return args.directory is None and not args.probe
        case "trash":
            return not args.restore and not args.empty
        case "servers":
            return args.act in (None, "check")
        case "versions":
            return args.restore is None
        case "verify":
            return not args.fetch_again and not args.keep
    return args.command in READING


def _add(args: Namespace, cwd: Path, profile: Profile, terminal: Terminal) -> int:
    secrets = SecretStore(profile.secrets_file, file_allowed=False)
    settings = SettingsFile(profile.settings_file, secrets).load()
    asked = adding.request_of(args, cwd, _secret(args, profile, terminal))

    def subscribed() -> frozenset[str]:
        with Store(Database(profile.database)) as store:
            return commands.subscribed_feeds(store, secrets)

    if args.dry_run:
        return adding.dry_run(asked, settings, terminal, subscribed, json=args.json)

    def carry_out(argv: tuple[str, ...], secret: str | None) -> int:
        return _carry_out(parse(argv), Request(argv, str(cwd), secret), profile, terminal)

    return adding.add(asked, settings, terminal, carry_out, subscribed)


def _secret(args: Namespace, profile: Profile, terminal: Terminal) -> str | None:
    """The secret that goes with a new source; got here, because here is the terminal."""
    if args.quick_connect:
        return access_token(args, profile, terminal)
    return terminal.secret() if adding.secret_name(args) else None


def _show_found(profile: Profile, cwd: str) -> None:
    """Has a running instance look at what was put on record just now; nothing where none runs.

    Whatever it is asked on its desk makes it read its lists anew (``cli.serving``).
    """

    def ignored(_line: str) -> None:
        """It was told here already."""

    request = Request(("verify", "--found"), cwd)
    with contextlib.suppress(CatalogSyncError):
        ask_only(profile.lock_file, profile.socket_name, request, ignored, ignored, ignored)


def _of_running(args: Namespace, request: Request, profile: Profile, terminal: Terminal) -> int:
    status = ask_only(
        profile.lock_file, profile.socket_name, request, terminal.out, terminal.err, terminal.warn
    )
    if status is not None:
        return wait_for_end(profile, terminal) if args.command == "quit" and not status else status
    if args.command not in ("status", "quit"):
        raise NotRunning(
            f"nothing runs on this profile, so there is nothing to {args.command}; "
            '"catalogsync-gui" or "catalogsync-gui --headless" starts it'
        )
    as_json = args.command == "status" and args.json
    terminal.out('{"running": false}' if as_json else "not running")
    return 0


def _on_own_desk(
    command: DeskCommand,
    call: Call,
    profile: Profile,
    terminal: Terminal,
    *,
    alone: bool = False,
) -> int:
    """Carries a command out here.

    :param alone: the profile's lock is held: nothing that the database says is running still is.
    """
    secrets = SecretStore(profile.secrets_file, file_allowed=False)
    file = SettingsFile(profile.settings_file, secrets)
    settings = file.load()
    secrets.file_allowed = settings.secrets_file
    desk = Desk(profile, Database(profile.database), settings, SystemClock(), secrets)
    if file.notice:
        terminal.warn(file.notice)
    try:
        if alone:
            words = put_right(desk.database, desk.clock.now())
            if words:
                terminal.warn(words)
            if profile.database.exists():
                recover(desk.store, desk.clock)
        status = command(desk, call)
        if call.settings is not None:
            file.save(call.settings)
    finally:
        desk.close()
    return status
