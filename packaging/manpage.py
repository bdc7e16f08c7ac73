# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual page, made from the parser that the program itself uses (man(7), groff_man(7))."""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from catalogsync_gui import __version__
from catalogsync_gui.cli.parser import PROG, build_parser

_COMMON = ("--help", "--profile", "--verbose")
"""Taken by every command and told of once."""

_HEAD = """\
.\\" Made from the program's own parser by packaging/manpage.py.
.TH {title} 1 {date} "Catalog Sync {version}" "User Commands"
.nh
.ad l
.SH NAME
{prog} \\- keep music and its playlists in step with catalogues
"""

_DESCRIPTION = """\
Catalog Sync keeps the audio of playlists, podcasts, the Internet Archive,
Subsonic and Jellyfin servers on a disk of yours: it downloads what is missing,
fills in tags, names the files and writes playlist files beside them.
.PP
Without a command its window opens, or comes up if it is open already. With
.B \\-\\-headless
the same engine runs without a window, as a service. If an instance runs on the
profile, commands that act are carried out by it, and the output is the same.
"""

_TAIL = """\
.SH EXIT STATUS
.TP
.B 0
all went well
.TP
.B 1
the job ended, but some items failed
.TP
.B 2
wrong usage
.TP
.B 3
it could not run: no library, storage offline, disk full, ...
.TP
.B 130
interrupted
.SH ENVIRONMENT
.TP
.B CATALOGSYNC_PROFILE
a folder that holds settings, database, logs and cache, as
.B \\-\\-profile
does
.TP
.BR HTTP_PROXY ", " HTTPS_PROXY
proxies, where the setting
.I proxy
names none
.SH FILES
.TP
.I ~/.config/catalog\\-sync/settings.toml
settings;
.B config
reads and changes them
.TP
.I ~/.local/share/catalog\\-sync/
the database and its copies
.TP
.I ~/.local/state/catalog\\-sync/log/catalog\\-sync.log
the log
.TP
.I /usr/lib/systemd/user/catalog\\-sync.service
runs it without a window:
.B systemctl \\-\\-user enable \\-\\-now catalog\\-sync
.SH EXAMPLES
.EX
catalogsync\\-gui library /srv/music
catalogsync\\-gui add https://example.org/show
catalogsync\\-gui sync
catalogsync\\-gui sync \\-\\-dry\\-run
catalogsync\\-gui items \\-\\-state failed
.EE
.PP
.B catalogsync\\-gui demo
shows it all on a built\\-in catalogue, with no network and no account.
.SH SEE ALSO
.BR systemctl (1),
.BR loginctl (1)
"""


def page(epoch: int) -> str:
    """The whole page.

    :param epoch: seconds since 1970 that it is dated by.
    """
    parser = build_parser()
    date = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    head = _HEAD.format(
        title=_escaped(PROG.upper()), date=date, version=__version__, prog=_escaped(PROG)
    )
    commands = _commands(parser)
    parts = [
        head,
        ".SH SYNOPSIS\n",
        *(_synopsis(f"{PROG} {words}") for words in ("[OPTION]...", "[OPTION]... COMMAND ...")),
        ".SH DESCRIPTION\n",
        _DESCRIPTION,
        ".SH OPTIONS\n",
        *_arguments(parser, common=True),
        ".SH COMMANDS\n",
        _escaped("--profile and --verbose may also stand after a command."),
        "\n",
        *(part for name, words in commands for part in _command(name, words)),
        _TAIL,
    ]
    return "".join(parts)


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The commands below a parser, each followed by its own."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield name, command
                for below, words in _commands(command):
                    yield f"{name} {below}", words


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f".SS {_escaped(name)}\n"
    yield _synopsis(f"{name} {_usage(parser)}".strip())
    yield f".PP\n{_filled(_escaped(_sentence(parser.description or name)))}\n"
    yield from _arguments(parser, common=False)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:].rstrip(".") + "."


def _usage(parser: argparse.ArgumentParser) -> str:
    formatter = argparse.HelpFormatter(prog="", width=100_000)
    formatter.add_usage(None, _told(parser), parser._mutually_exclusive_groups, prefix="")
    return " ".join(formatter.format_help().split())


def _told(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return [
        action
        for action in parser._actions
        if not any(option in _COMMON for option in action.option_strings)
    ]


def _arguments(parser: argparse.ArgumentParser, *, common: bool) -> Iterator[str]:
    for action in parser._actions if common else _told(parser):
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:
            continue
        yield f".TP\n{_tag(action)}\n{_filled(_help(action))}\n"


def _tag(action: argparse.Action) -> str:
    value = _value(action)
    if not action.option_strings:
        return value
    names = ", ".join(rf"\fB{_escaped(option)}\fR" for option in action.option_strings)
    return f"{names} {value}" if action.nargs != 0 else names


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return rf"\fI{_escaped(action.metavar)}\fR"
    if action.choices is not None:
        return " | ".join(rf"\fB{_escaped(str(choice))}\fR" for choice in action.choices)
    return rf"\fI{_escaped(action.dest.upper())}\fR"


def _help(action: argparse.Action) -> str:
    if isinstance(action, argparse._VersionAction):
        return "show the version and exit"
    if action.help is None:
        return _escaped(f"the {action.dest}")
    words = _escaped(action.help % {"prog": PROG, "default": action.default})
    if action.choices is not None and isinstance(action.metavar, str):
        words += ": " + _listed(_escaped(str(choice)) for choice in action.choices)
    return words


def _listed(words: Iterable[str]) -> str:
    return ", ".join(rf"\fB{word}\fR" for word in words)


def _synopsis(usage: str) -> str:
    """A line of usage: what is typed as it stands in bold, what stands for something in italics."""
    words = []
    for word in usage.split():
        core = word.strip("[]()|.,")
        before, _, after = word.partition(core) if core else (word, "", "")
        if re.fullmatch(r"[A-Z]+|N|K|U|key=value", core):
            core = rf"\fI{_escaped(core)}\fR"
        elif core and not core.startswith("{"):
            core = rf"\fB{_escaped(core)}\fR"
        else:
            core = _escaped(core).replace(",", ", ")  # long lists have to be broken
        words.append(before + core + after)
    return f".HP\n{_filled(' '.join(words))}\n"


def _escaped(text: str) -> str:
    """Text as roff source that shows just that."""
    for sign, source in (("\\", r"\e"), ("-", r"\-"), ("~", r"\(ti"), ("^", r"\(ha")):
        text = text.replace(sign, source)
    return text


def _filled(source: str) -> str:
    """Source in lines of bearable length, none of which is taken for a request."""
    lines = textwrap.wrap(source, 78, break_long_words=False, break_on_hyphens=False)
    return "\n".join(r"\&" + line if line.startswith((".", "'")) else line for line in lines)
