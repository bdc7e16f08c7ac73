# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of ``queue``."""

import argparse

from catalogsync_gui.cli.arguments import Parser, identity
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.queueing import OF_SOURCES

_SOURCE = "id or name: items of this source only"

_ACTS = {
    "start": "have come next, in the sync that runs or the next one",
    "top": "put before all others",
    "bottom": "put behind all others",
    "later": "put behind others of the same priority; one that runs is put back",
    "hold": "keep from being downloaded until it is resumed; one that runs is put back",
    "resume": "let wait for its turn again",
    "cancel": "leave out for good, until it is tried again (retry)",
    "undo-cancel": "take a cancel back",
    **{str(priority): f"give the priority {priority}" for priority in OF_SOURCES},
    "same": "give the priority of its source",
}
"""The acts, and what each does to the items named."""


def add_queue(queue: argparse.ArgumentParser, common: Parser) -> argparse.ArgumentParser:
    """Of ``queue`` and its acts; returns what lists."""
    queue.add_argument("--source", metavar="ID", help=_SOURCE)
    acts = queue.add_subparsers(dest="act", metavar="ACT")
    for act, words in _ACTS.items():
        parser = acts.add_parser(
            act,
            help=words,
            description=f"{words[0].upper()}{words[1:]}.",
            parents=[common],
            allow_abbrev=False,
        )
        parser.add_argument("items", metavar="ITEM", nargs="*", type=identity, help="ids")
        parser.add_argument("--all", action="store_true", help="everything that it can be done to")
        parser.add_argument(
            "--source", metavar="ID", default=argparse.SUPPRESS, help=f"with --all: {_SOURCE}"
        )
    return queue


def check_queue(args: argparse.Namespace) -> None:
    """What argparse does not look after.

    :raises UsageError: the arguments do not go together.
    """
    if args.act is None:
        return
    if args.json:
        raise UsageError("--json is for the list")
    if bool(args.items) is bool(args.all):
        raise UsageError("name the items by their ids, or say --all")
    if args.source and not args.all:
        raise UsageError("--source goes with --all, or with the list")
