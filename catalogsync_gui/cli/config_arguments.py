# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the commands that are about the program itself."""

import argparse
import textwrap

from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.settings import names, takes

_WIDTH = 78


def add_autostart(command: argparse.ArgumentParser) -> None:
    """Of ``autostart``."""
    command.add_argument(
        "act", metavar="on|off|status", nargs="?", choices=("on", "off", "status"), default="status"
    )
    command.add_argument(
        "--with-window",
        action="store_true",
        help="with on: open the window, too; else it begins in the tray, or minimised",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")


def add_config(command: argparse.ArgumentParser) -> None:
    """Of ``config``."""
    command.add_argument("key", metavar="KEY", nargs="?")
    command.add_argument("value", metavar="VALUE", nargs="?")
    files = command.add_mutually_exclusive_group()
    files.add_argument(
        "--export", metavar="FILE", help="write the settings to FILE, without any secret"
    )
    files.add_argument(
        "--import", dest="take", metavar="FILE", help="take over the settings and sources of FILE"
    )
    command.add_argument(
        "--with-sources", action="store_true", help="with --export: the sources, too"
    )
    command.add_argument(
        "--dry-run", action="store_true", help="with --import: only tell what would change"
    )
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    lines = (
        textwrap.fill(
            f"{name:<16} {takes(name)}",
            _WIDTH,
            initial_indent="  ",
            subsequent_indent=" " * 19,
            break_on_hyphens=False,
        )
        for name in names()
    )
    command.epilog = "settings, and what they take:\n" + "\n".join(lines)


def check_config(args: argparse.Namespace) -> None:
    """What argparse cannot tell of ``config``.

    :raises UsageError: the arguments do not go together.
    """
    if args.key is not None and (args.export is not None or args.take is not None):
        raise UsageError("--export and --import take all settings; leave KEY out")
    if args.with_sources and args.export is None:
        raise UsageError("--with-sources goes with --export")
    if args.dry_run and args.take is None:
        raise UsageError("--dry-run goes with --import")
