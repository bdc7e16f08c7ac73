# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the program."""

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from catalogsync_gui import __version__
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.variants import ENCODINGS, FORMATS, PATH_STYLES

PROG = "catalogsync-gui"

_DURATION = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?")
_LONGEST_PAUSE = 366 * 86400

_EPILOG = """\
exit status:
  0 all went well, 1 the job ended but some items failed, 2 wrong usage,
  3 it could not run, 130 interrupted

Without a command the window opens. If an instance already runs on the profile, commands
that act are carried out by it, and the output is the same.
"""


class Parser(argparse.ArgumentParser):
    """Reports wrong usage as an error of the tree instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        """Raises :class:`UsageError`; its text fits on one line."""
        raise UsageError(f'{message} (see "{self.prog} --help")')


def duration(text: str) -> float:
    """``90s``, ``90m``, ``1h30m``, ``2d`` in seconds."""
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()):
        raise argparse.ArgumentTypeError(f"{text!r} is no duration such as 90m, 1h30m or 2d")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = days * 86400 + hours * 3600 + minutes * 60 + seconds
    if not 0 < total <= _LONGEST_PAUSE:
        raise argparse.ArgumentTypeError("a pause lasts from one second to 366 days")
    return float(total)


def identity(text: str) -> int:
    """A positive whole number."""
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:19]) < 1 << 62:
        raise argparse.ArgumentTypeError(f"{text!r} is no id")
    return int(text)


def option(text: str) -> tuple[str, str]:
    """``key=value``."""
    key, equals, value = text.partition("=")
    if not equals or not key:
        # The text is not repeated: somebody may have typed a password here.
        raise argparse.ArgumentTypeError("an option has the form key=value")
    return key, value


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
        formatter_class=argparse.RawDescriptionHelpFormatter,
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

    library = command("library", "set the music library folder (it must exist)")
    library.add_argument("directory", metavar="DIR")
    _add_add(command("add", "subscribe to a catalogue and print its id"))
    _add_edit(command("edit", "change a source's name, login or options"))
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
    items = command("items", "list the items")
    _add_items(items)
    json_flag(items, one_array)
    why = command("why", "say why items are not there, and what happens next")
    why.add_argument("items", metavar="ITEM", nargs="+", type=identity, help="ids")
    json_flag(why, one_array)
    json_flag(command("jobs", "list the last jobs"), one_array)
    sync = command("sync", "run one job in the foreground until it ends")
    sync.add_argument("sources", metavar="SOURCE", nargs="*", help="id or name; all without any")
    sync.add_argument(
        "--accept-shrunk",
        action="store_true",
        help="take the catalogue over although it has lost most of its tracks",
    )
    json_flag(sync, "print one JSON object a line for every event, as it happens")
    json_flag(command("status", "show what the running instance is doing"), "print one JSON object")
    pause = command("pause", "pause the running instance")
    pause.add_argument(
        "--for",
        dest="seconds",
        metavar="DURATION",
        type=duration,
        help="go on by itself after 90m, 1h30m, 2d, ...",
    )
    command("resume", "end a pause of the running instance")
    retry = command("retry", "put failed items back to pending")
    retry.add_argument(
        "items", metavar="ITEM", nargs="*", type=identity, help="ids; all that failed without any"
    )
    export = command("export", "write the playlist files again")
    export.add_argument(
        "playlists", metavar="PLAYLIST", nargs="*", type=identity, help="ids; all without any"
    )
    exports = command("exports", "list what else is written of every playlist, or change that")
    json_flag(exports, one_array)
    _add_exports(exports, common)
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
    trash = command("trash", "list the files of tracks that left their catalogue, or see to them")
    _add_trash(trash)
    json_flag(trash, one_array)
    _add_naming(
        command("naming", "show what a name template makes of tracks of the library"),
        command(
            "rename-library", "give the tracks in the library the names of the templates in force"
        ),
    )
    json_flag(
        _add_verify(
            command("verify", "check the library against the database; changes nothing in it")
        ),
        one_array,
    )
    _add_doctor(command("doctor", "look for what is wrong, and collect what helps to find out"))
    config = command("config", "read the settings, or set one")
    config.add_argument("key", metavar="KEY", nargs="?")
    config.add_argument("value", metavar="VALUE", nargs="?")
    _add_demo(command("demo", "run the main job on a built-in catalogue, with no network"))
    return parser


def _add_demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--keep", metavar="DIR", help="put the music into DIR and leave it there")
    demo.add_argument(
        "--headless",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print lines instead of opening the window",
    )


def _add_items(items: argparse.ArgumentParser) -> None:
    items.add_argument("--state", choices=[state.value for state in ItemState])
    items.add_argument("--source", metavar="ID", help="id or name of a source")


def _add_exports(exports: argparse.ArgumentParser, common: Parser) -> None:
    acts = exports.add_subparsers(dest="act", metavar="ACT")
    for act, words in (
        ("add", "write one more file of every playlist; with a name there is, change that one"),
        ("remove", "write it no more, and remove its files unless somebody changed them"),
    ):
        parser = acts.add_parser(
            act, help=words, description=words, parents=[common], allow_abbrev=False
        )
        parser.add_argument("name", metavar="NAME", help="what to call it")
        if act == "remove":
            continue
        parser.add_argument(
            "--folder",
            metavar="DIR",
            help="a folder in the library, such as Playlists/Server, or the absolute path of one "
            "outside of it, which must exist",
        )
        parser.add_argument("--format", choices=FORMATS, help="m3u without it")
        parser.add_argument(
            "--paths",
            choices=PATH_STYLES,
            help="how tracks are named: relative to the playlist file (without it), by absolute "
            "path, or by the path a server has for them",
        )
        parser.add_argument(
            "--prefix", metavar="PATH", help="with --paths mapped: where the server has the library"
        )
        parser.add_argument(
            "--encoding", choices=ENCODINGS, help="of m3u; utf-8 without it, like all others"
        )


def _add_trash(trash: argparse.ArgumentParser) -> None:
    act = trash.add_mutually_exclusive_group()
    act.add_argument(
        "--restore", metavar="ID", type=identity, help="put a track's files back into the library"
    )
    act.add_argument("--empty", action="store_true", help="delete all of them now")


def _add_verify(verify: argparse.ArgumentParser) -> argparse.ArgumentParser:
    act = verify.add_mutually_exclusive_group()
    act.add_argument(
        "--found",
        action="store_true",
        help="read nothing; list what was found before and still waits for an answer",
    )
    act.add_argument(
        "--fetch-again",
        action="store_true",
        help="put items back to pending whose file was found damaged; the old file goes to the "
        "trash when the new one is there",
    )
    act.add_argument(
        "--keep",
        action="store_true",
        help="take files that somebody changed for right as they are",
    )
    verify.add_argument(
        "items",
        metavar="ITEM",
        nargs="*",
        type=identity,
        help="with --fetch-again or --keep: ids of those to see to, whatever was found",
    )
    return verify


def _add_add(add: argparse.ArgumentParser) -> None:
    add.add_argument(
        "location",
        metavar="LOCATION",
        help="address of a playlist, a podcast, something at archive.org or a music server, "
        "path of a playlist, or path or address of a list of podcasts (OPML)",
    )
    add.add_argument(
        "--kind",
        metavar="K",
        help='what it is, where that cannot be guessed ("catalogsync-gui kinds" lists them)',
    )
    secret = _add_login(add)
    secret.add_argument(
        "--quick-connect",
        action="store_true",
        help="log in to Jellyfin by a code that is confirmed in an app that is logged in there",
    )
    add.add_argument(
        "--dry-run",
        action="store_true",
        help="show what it is and what it would bring, and subscribe to nothing",
    )
    add.add_argument("--json", action="store_true", help="with --dry-run: print one JSON object")


def _add_naming(naming: argparse.ArgumentParser, rename: argparse.ArgumentParser) -> None:
    naming.add_argument(
        "template", metavar="TEMPLATE", nargs="?", help="those in force without any"
    )
    naming.add_argument("--source", metavar="ID", help="id or name: tracks of this source only")
    naming.add_argument("--json", action="store_true", help="print one JSON object")
    rename.add_argument(
        "--dry-run", action="store_true", help="show what it would do, and change nothing"
    )
    rename.add_argument(
        "--undo", action="store_true", help="put the names back that the last rename has changed"
    )
    rename.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object a line: the plan, then every event",
    )


def _add_doctor(doctor: argparse.ArgumentParser) -> None:
    doctor.add_argument(
        "--output",
        metavar="FILE",
        help="write it all to FILE, without secrets: JSON, or an archive with the log "
        "where its name ends with .zip",
    )
    doctor.add_argument("--json", action="store_true", help="print it all as one JSON object")


def _add_edit(edit: argparse.ArgumentParser) -> None:
    edit.add_argument("source", metavar="SOURCE", help="id or name")
    _add_login(edit)
    edit.set_defaults(quick_connect=False)


def _add_login(parser: argparse.ArgumentParser) -> argparse._MutuallyExclusiveGroup:
    """What a source is called, who logs in, its options; returns the group of secrets."""
    parser.add_argument("--name", metavar="N", help="what to call it")
    parser.add_argument("--user", metavar="U", help="user name at the server")
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    secret.add_argument(
        "--token-stdin", action="store_true", help="read an access token from standard input"
    )
    parser.add_argument(
        "--option",
        dest="options",
        metavar="key=value",
        action="append",
        default=[],
        type=option,
        help="a setting of this source; may be repeated; edit takes one back with key=",
    )
    return secret


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
    if args.command == "trash" and args.json and (args.restore or args.empty):
        raise UsageError("--json is for the list")
    if args.command == "verify":
        acts = args.fetch_again or args.keep
        if args.items and not acts:
            raise UsageError("ITEM goes with --fetch-again or --keep")
        if args.json and acts:
            raise UsageError("--json is for the lists")
    if args.command == "add" and args.json and not args.dry_run:
        raise UsageError("--json goes with --dry-run; what is subscribed to has an id and no more")
    return args
