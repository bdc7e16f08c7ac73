# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the program."""

import argparse
from collections.abc import Callable, Sequence

from catalogsync_gui import __version__
from catalogsync_gui.cli.arguments import (
    Parser,
    add_add,
    add_adopt,
    add_copies,
    add_credits,
    add_demo,
    add_doctor,
    add_edit,
    add_errors,
    add_exports,
    add_items,
    add_jobs,
    add_library,
    add_naming,
    add_retry,
    add_sync,
    add_trash,
    add_verify,
    add_versions,
    identity,
)
from catalogsync_gui.cli.command_groups import GroupedHelp
from catalogsync_gui.cli.config_arguments import add_autostart, add_config, check_config
from catalogsync_gui.cli.pace_arguments import add_limit, add_pause
from catalogsync_gui.cli.queue_arguments import add_queue, check_queue
from catalogsync_gui.cli.server_arguments import add_servers
from catalogsync_gui.core.errors import UsageError

PROG = "catalogsync-gui"

_EPILOG = """\
exit status:
  0 all went well, 1 the job ended but some items failed, 2 wrong usage,
  3 it could not run, 130 interrupted

Without a command the window opens. If an instance already runs on the profile, commands
that act are carried out by it, and the output is the same.
"""


def _common(profile: str | None, verbose: bool | str) -> Parser:
    """What may stand before a command and after it; after it, only what is given counts.

    Two parsers must not share these: argparse keeps an argument's default in the argument.
    """
    common = Parser(add_help=False)
    common.add_argument(
        "--profile",
        metavar="DIR",
        default=profile,
        help="keep settings, database, logs and cache under DIR (or set CATALOGSYNC_PROFILE)",
    )
    common.add_argument(
        "--verbose", action="store_true", default=verbose, help="log details, also to stderr"
    )
    return common


def build_parser() -> Parser:
    """The parser of the whole program."""
    common = _common(argparse.SUPPRESS, argparse.SUPPRESS)
    parser = Parser(
        prog=PROG,
        description="Subscribe to music catalogues, download their tracks, keep playlists in step.",
        epilog=_EPILOG,
        formatter_class=GroupedHelp,
        parents=[_common(None, False)],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Catalog Sync {__version__}")
    parser.add_argument(
        "--headless",
        action="store_true",
        help="run the engine and its schedule without a window; SIGTERM or SIGINT stop it",
    )
    parser.add_argument(
        "--minimized", action="store_true", help="start in the tray, or with a minimized window"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=words,
            description=words[0].upper() + words[1:] + ".",
            parents=[common],
            allow_abbrev=False,
        )

    def json_flag(target: argparse._ActionsContainer, words: str) -> None:
        target.add_argument("--json", action="store_true", help=words)

    add_library(command("library", "set the music library folder, or show what it can do"))
    add_add(command("add", "subscribe to a catalogue and print its id"))
    add_edit(command("edit", "change a source's name, login, options or schedule"))
    remove = command("remove", "unsubscribe; the files stay unless told otherwise")
    remove.add_argument("source", metavar="SOURCE", help="id or name")
    remove.add_argument(
        "--delete-files",
        action="store_true",
        help="delete the tracks too that only this source brought",
    )
    one_array = "print one JSON array"
    json_flag(command("kinds", "list the kinds of source and what each takes"), one_array)
    sources = command("sources", "list the sources")
    shape = sources.add_mutually_exclusive_group()
    json_flag(shape, one_array)
    shape.add_argument(
        "--opml", action="store_true", help="print the podcasts as a list of feeds (OPML)"
    )
    json_flag(command("playlists", "list the playlists"), one_array)
    json_flag(add_items(command("items", "list the items")), one_array)
    add_credits(command("credits", "print who made the tracks that are there, by licence"))
    why = command("why", "say why items are not there, and what happens next")
    why.add_argument("items", metavar="ITEM", nargs="+", type=identity, help="ids")
    json_flag(why, one_array)
    jobs = command("jobs", "list the last jobs, or the items of one")
    json_flag(add_jobs(jobs), one_array)
    json_flag(add_errors(command("errors", "list what has failed by its causes")), one_array)
    sync = command("sync", "run one job in the foreground until it ends")
    json_flag(
        add_sync(sync),
        "print one JSON object a line for every event, as it happens; with --dry-run, the plan",
    )
    json_flag(command("status", "show what the running instance is doing"), "print one JSON object")
    add_pause(command("pause", "pause the running instance"))
    command("resume", "end a pause of the running instance")
    add_limit(command("limit", "have the running instance download at this speed for now"))
    add_retry(command("retry", "put items back to pending that failed or were cancelled"))
    json_flag(
        add_queue(command("queue", "list what is still to come, or change its order"), common),
        one_array,
    )
    command("quit", "have the running instance stop what it does and end; waits until it has")
    command("export", "write the playlist files again").add_argument(
        "playlists", metavar="PLAYLIST", nargs="*", type=identity, help="ids; all without any"
    )
    add_servers(
        command("servers", "list the servers and players that are told of the library"),
        common,
    )
    json_flag(
        add_exports(
            command("exports", "list what else is written of every playlist, or change that"),
            common,
        ),
        one_array,
    )
    json_flag(
        add_versions(
            command("versions", "list what playlists held after former syncs, or write that again")
        ),
        one_array,
    )
    json_flag(
        command("matches", "list the matches of tracks without an address that wait for an answer"),
        one_array,
    )
    match = command("match", "accept a proposed match, choose another one, or reject it")
    match.add_argument("item", metavar="ITEM", type=identity, help="id of what has no file")
    answer = match.add_mutually_exclusive_group()
    answer.add_argument(
        "--candidate",
        metavar="ITEM",
        type=identity,
        help="give it the file of this one instead of what is proposed",
    )
    answer.add_argument("--reject", action="store_true", help="never propose that again")
    json_flag(
        add_adopt(command("adopt", "take files that are in the library already for their tracks")),
        "print one JSON object a line: the plan, then what became of every file",
    )
    trash = command("trash", "list the files of tracks that left their catalogue, or see to them")
    json_flag(add_trash(trash), one_array)
    json_flag(add_copies(command), one_array)
    add_naming(
        command("naming", "show what a name template makes of tracks of the library"),
        command(
            "rename-library", "give the tracks in the library the names of the templates in force"
        ),
    )
    json_flag(
        add_verify(
            command("verify", "check the library against the database; changes nothing in it")
        ),
        one_array,
    )
    add_doctor(command("doctor", "look for what is wrong, and collect what helps to find out"))
    add_config(command("config", "read the settings, set one, or export and import them"))
    add_autostart(command("autostart", "have the program start with the session, or not"))
    add_demo(command("demo", "run the main job on a built-in catalogue, with no network"))
    return parser


_CHECKS: dict[str, Callable[[argparse.Namespace], None]] = {
    "config": check_config,
    "queue": check_queue,
}


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, checked.

    :raises UsageError: they are wrong.
    """
    args = build_parser().parse_args(list(argv))
    if args.command not in (None, "demo") and args.headless:
        raise UsageError("--headless goes with no command but demo")
    if (args.command is not None or args.headless) and args.minimized:
        raise UsageError("--minimized is for the window")
    if args.command == "sync" and args.accept_shrunk and not args.sources:
        raise UsageError("--accept-shrunk needs the sources named whose catalogue is right")
    if args.command == "jobs" and args.state and args.job is None:
        raise UsageError("--state goes with JOB")
    if args.command == "retry" and args.items and (args.kind or args.source or args.server):
        raise UsageError("ITEM goes without --kind, --source and --server")
    check = _CHECKS.get(args.command)
    if check is not None:
        check(args)
    if args.command == "trash" and args.json and (args.restore or args.empty):
        raise UsageError("--json is for the list")
    if args.command == "versions" and args.restore is None and args.name is not None:
        raise UsageError("--name goes with --restore")
    if args.command == "versions" and args.restore is not None and args.playlist is not None:
        raise UsageError("--restore takes the id of a version and no playlist")
    if args.command == "verify":
        acts = args.fetch_again or args.keep
        if args.items and not acts:
            raise UsageError("ITEM goes with --fetch-again or --keep")
        if args.json and acts:
            raise UsageError("--json is for the lists")
    if args.command == "library" and args.probe and args.directory:
        raise UsageError("--probe goes without DIR: a folder that is set is probed anyway")
    if args.command == "add" and args.json and not args.dry_run:
        raise UsageError("--json goes with --dry-run; what is subscribed to has an id and no more")
    return args
