# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of single commands, and the values they take."""

import argparse
import re
from collections.abc import Callable
from typing import NoReturn

from catalogsync_gui.core.credits import FORMATS as CREDIT_FORMATS
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.core.variants import ENCODINGS, ESCAPES, FORMATS, PATH_STYLES

_DURATION = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?")
_LONGEST_PAUSE = 366 * 86400


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


def add_demo(demo: argparse.ArgumentParser) -> None:
    """Of ``demo``."""
    demo.add_argument("--keep", metavar="DIR", help="put the music into DIR and leave it there")
    demo.add_argument(
        "--headless",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print lines instead of opening the window",
    )


def add_library(library: argparse.ArgumentParser) -> None:
    """Of ``library``."""
    library.add_argument(
        "directory",
        metavar="DIR",
        nargs="?",
        help="make this folder the library; it must exist. Without it, show what is set",
    )
    library.add_argument(
        "--probe", action="store_true", help="try out anew what the library's folder can do"
    )
    library.add_argument("--json", action="store_true", help="print one JSON object")


def add_items(items: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Of ``items``."""
    items.add_argument("--state", choices=[state.value for state in ItemState])
    items.add_argument("--source", metavar="ID", help="id or name of a source")
    _add_license(items)
    return items


def add_jobs(jobs: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Of ``jobs``."""
    jobs.add_argument(
        "job", metavar="JOB", nargs="?", type=identity, help="id: its figures, and its items"
    )
    jobs.add_argument("--state", choices=["done", "failed", "skipped"], help="only such items")
    return jobs


def add_errors(errors: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Of ``errors``."""
    errors.add_argument(
        "--job", metavar="JOB", type=identity, help="what failed in this job, not what has now"
    )
    return errors


def add_retry(retry: argparse.ArgumentParser) -> None:
    """Of ``retry``."""
    retry.add_argument(
        "items", metavar="ITEM", nargs="*", type=identity, help="ids; all that failed without any"
    )
    retry.add_argument("--kind", metavar="KIND", help='only what failed so (see "errors")')
    retry.add_argument("--source", metavar="ID", help="id or name: only of this source")
    retry.add_argument("--server", metavar="HOST", help="only from this server")


def add_credits(credits: argparse.ArgumentParser) -> None:
    """Of ``credits``."""
    credits.add_argument("--source", metavar="ID", help="id or name: tracks of this source only")
    credits.add_argument(
        "--playlist", metavar="ID", type=identity, help="tracks of this playlist only"
    )
    _add_license(credits)
    credits.add_argument(
        "--format", choices=CREDIT_FORMATS, help="what FILE's name ends with, else text"
    )
    credits.add_argument("--output", metavar="FILE", help="write them to FILE")


def _add_license(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--license",
        "--licence",
        metavar="NAME",
        help='only what has this licence: a name ("CC BY 4.0", or "CC BY" for all versions), an '
        "address, or unknown",
    )


def add_sync(sync: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Of ``sync``."""
    sync.add_argument("sources", metavar="SOURCE", nargs="*", help="id or name; all without any")
    sync.add_argument(
        "--dry-run",
        action="store_true",
        help="read the catalogues, show what a sync would do, and change nothing",
    )
    sync.add_argument(
        "--accept-shrunk",
        action="store_true",
        help="take the catalogue over although it has lost most of its tracks",
    )
    return sync


def add_adopt(adopt: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Of ``adopt``."""
    adopt.add_argument(
        "directory",
        metavar="DIR",
        nargs="?",
        help="a folder of the library; all of it without any. Files stay as and where they are",
    )
    adopt.add_argument(
        "--dry-run", action="store_true", help="show what it would take, and change nothing"
    )
    return adopt


def add_exports(exports: argparse.ArgumentParser, common: Parser) -> argparse.ArgumentParser:
    """Of ``exports`` and its acts."""
    acts = exports.add_subparsers(dest="act", metavar="ACT")
    for act, words in (
        ("add", "write one more file of every playlist; with a name there is, change that one"),
        ("remove", "write it no more, and remove its files unless somebody changed them"),
    ):
        parser = acts.add_parser(
            act,
            help=words,
            description=f"{words[0].upper()}{words[1:]}.",
            parents=[common],
            allow_abbrev=False,
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
        parser.add_argument(
            "--escapes",
            choices=ESCAPES,
            help="percent for Jellyfin, which takes a plus in a path for a space; none without it",
        )
    return exports


def add_versions(versions: argparse.ArgumentParser) -> argparse._MutuallyExclusiveGroup:
    """Of ``versions``; returns the group that ``--json`` goes to."""
    versions.add_argument(
        "playlist", metavar="PLAYLIST", nargs="?", type=identity, help="id; all without one"
    )
    act = versions.add_mutually_exclusive_group()
    act.add_argument(
        "--restore",
        metavar="ID",
        type=identity,
        help="write the tracks of this version that are there into a file of its own in Playlists, "
        "which is yours from then on",
    )
    versions.add_argument(
        "--name", metavar="N", help="with --restore: what to call the file; title and day without"
    )
    return act


def add_trash(trash: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Of ``trash``; returns it."""
    act = trash.add_mutually_exclusive_group()
    act.add_argument(
        "--restore", metavar="ID", type=identity, help="put a track's files back into the library"
    )
    act.add_argument("--empty", action="store_true", help="delete all of them now")
    return trash


def add_copies(command: Callable[[str, str], argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """``restore`` and ``backups``; returns the one that lists."""
    restore = command("restore", "put a copy in the place of the database; nothing may run")
    which = restore.add_mutually_exclusive_group()
    which.add_argument(
        "backup",
        metavar="BACKUP",
        nargs="?",
        type=identity,
        help="id of a copy; the last good one without it",
    )
    which.add_argument("--empty", action="store_true", help="begin with an empty database instead")
    return command("backups", "list the copies of the database")


def add_verify(verify: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Of ``verify``."""
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


def add_add(add: argparse.ArgumentParser) -> None:
    """Of ``add``."""
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


def add_naming(naming: argparse.ArgumentParser, rename: argparse.ArgumentParser) -> None:
    """Of ``naming`` and ``rename-library``."""
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


def add_doctor(doctor: argparse.ArgumentParser) -> None:
    """Of ``doctor``."""
    doctor.add_argument(
        "--output",
        metavar="FILE",
        help="write it all to FILE, without secrets: JSON, or an archive with the log "
        "where its name ends with .zip",
    )
    doctor.add_argument("--json", action="store_true", help="print it all as one JSON object")


def add_edit(edit: argparse.ArgumentParser) -> None:
    """Of ``edit``."""
    edit.add_argument("source", metavar="SOURCE", help="id or name")
    _add_login(edit)
    edit.add_argument(
        "--schedule",
        metavar="RULE",
        help='when it is synced by itself: "every 6h", "daily 06:00, 18:30", never, or default '
        "for what the settings refresh_at and refresh_hours say",
    )
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
