# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the command "servers"."""

import argparse

from catalogsync_gui.cli.arguments import option
from catalogsync_gui.core.servers import ServerKind


def add_servers(
    servers: argparse.ArgumentParser,
    common: argparse.ArgumentParser,
) -> None:
    """Gives the command what it takes.

    :param common: what may stand behind every command.
    """
    one_array = "print one JSON array"
    servers.add_argument("--json", action="store_true", help=one_array)
    acts = servers.add_subparsers(dest="act", metavar="ACT", title="acts; without one, list")

    def act(name: str, words: str) -> argparse.ArgumentParser:
        return acts.add_parser(
            name,
            help=words,
            description=words[0].upper() + words[1:] + ".",
            parents=[common],
            allow_abbrev=False,
        )

    add = act("add", "have a server told when the library has changed, and print its id")
    add.add_argument("kind", metavar="KIND", choices=[kind.value for kind in ServerKind])
    add.add_argument(
        "address",
        metavar="ADDRESS",
        help="http(s) address; of an MPD host:port or its socket; of a command its program",
    )
    add.add_argument(
        "arguments",
        metavar="ARG",
        nargs="*",
        help="of a command; put -- before ADDRESS where one begins with a hyphen",
    )
    add.add_argument("--name", metavar="N", help="what to call it")
    add.add_argument("--user", metavar="U", help="user name at the server")
    secret = add.add_mutually_exclusive_group()
    secret.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    secret.add_argument(
        "--token-stdin",
        action="store_true",
        help="read an API key or token from standard input",
    )
    add.add_argument(
        "--option",
        dest="options",
        metavar="key=value",
        action="append",
        default=[],
        type=option,
        help="library: the library's path as the server sees it; upload: the folder of playlist "
        "files with absolute paths as Plex sees it; variant: the export variant it reads; "
        "ca_file; seconds: how long a command may take",
    )
    remove = act("remove", "tell a server no more")
    remove.add_argument("server", metavar="SERVER", help="id or name")
    check = act("check", "ask servers how many entries of the playlist files they know")
    check.add_argument("servers", metavar="SERVER", nargs="*", help="id or name; all without any")
    check.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=one_array)
