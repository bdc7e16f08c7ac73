# SPDX-License-Identifier: GPL-3.0-or-later
"""``add``, before it is carried out: which kind it is, what it would bring, which feeds it names.

All of it asks the network and happens in the caller's process: the instance that runs on the
profile would have its desk, and everybody who waits for that, held up for as long as a server
takes, and the caller's Ctrl-C would not reach it. What is carried out then needs no network.
"""

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from catalogsync_gui.cli.preview_text import feeds_json, preview_json, show_feeds, show_preview
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.control.wording import plain
from catalogsync_gui.core.addresses import split
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.commands import FEED_KIND
from catalogsync_gui.engine.previewing import preview
from catalogsync_gui.engine.recognising import recognised
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.sources.detecting import FeedList
from catalogsync_gui.sources.registry import own_scheme

_FLAGS = {"password": "--password-stdin", "token": "--token-stdin", "session": "--quick-connect"}

CarryOut = Callable[[tuple[str, ...], str | None], int]
"""Has a command carried out, here or in the running instance: its arguments and its secret."""

Subscribed = Callable[[], frozenset[str]]
"""The addresses of the feeds that are subscribed to."""


def secret_name(args: Namespace) -> str:
    """Under which name the secret that "add" got is kept; empty without one."""
    if args.quick_connect:
        return "session"
    if args.password_stdin:
        return "password"
    return "token" if args.token_stdin else ""


def kind_of(args: Namespace) -> str | None:
    """The kind that "add" was told; Quick Connect is Jellyfin's alone."""
    return args.kind or ("jellyfin" if args.quick_connect else None)


def request_of(args: Namespace, cwd: Path, text: str | None) -> AddRequest:
    """What "add" was asked for.

    :param text: what was read from the caller's stdin.
    :raises UsageError: a secret was announced and none came.
    """
    name = secret_name(args)
    if name and not text:
        raise UsageError("standard input was empty; the secret is read from there")
    location: str = args.location
    if split(location) is None and "://" not in location and own_scheme(location)[1] is None:
        location = str(_normal(cwd / Path(location).expanduser()))
    return AddRequest(
        location,
        kind=kind_of(args),
        name=args.name,
        user=args.user,
        secret=(name, text) if name and text else None,
        options=dict(args.options),
    )


def arguments_of(request: AddRequest) -> tuple[str, ...]:
    """The reverse of :func:`request_of`, but for the secret itself."""
    words = ["add"]
    for flag, value in (("kind", request.kind), ("name", request.name), ("user", request.user)):
        if value is not None:
            words.append(f"--{flag}={value}")
    words += [f"--option={key}={value}" for key, value in request.options.items()]
    if request.secret is not None:
        words.append(_FLAGS[request.secret[0]])
    return (*words, "--", request.location)


def add(
    request: AddRequest,
    settings: Settings,
    terminal: Terminal,
    carry_out: CarryOut,
    subscribed: Subscribed,
) -> int:
    """Subscribes to what it turns out to be; returns the exit status.

    :raises CatalogSyncError: it could not be told what it is, or not be subscribed to.
    """
    found = recognised(request, settings, StopToken())
    if not isinstance(found, FeedList):
        return carry_out(arguments_of(found), found.secret[1] if found.secret else None)
    if request.name:
        raise UsageError("a list of feeds is no source that could have a name; leave --name out")
    return _add_feeds(found, request, terminal, carry_out, subscribed())


def _add_feeds(
    found: FeedList,
    request: AddRequest,
    terminal: Terminal,
    carry_out: CarryOut,
    there: frozenset[str],
) -> int:
    """The options count for each feed; user and password were for the list's own server."""
    added = failed = 0
    for feed in found.feeds:
        if feed.address in there:
            terminal.note(f"already subscribed: {plain(feed.title)}")
            continue
        one = AddRequest(
            feed.address, kind=FEED_KIND, name=feed.title or None, options=request.options
        )
        try:
            status = carry_out(arguments_of(one), None)
        except UsageError as error:
            terminal.err(f"{plain(feed.title)}: {error}")
            status = error.exit_status
        added += status == 0
        failed += status != 0
    return 0 if added or not failed else UsageError.exit_status


def dry_run(
    request: AddRequest,
    settings: Settings,
    terminal: Terminal,
    subscribed: Subscribed,
    *,
    json: bool,
) -> int:
    """Prints what would be subscribed to, and stores nothing; returns the exit status.

    :raises CatalogSyncError: it cannot be told, or not be read.
    """
    found = preview(request, settings, StopToken())
    if isinstance(found, FeedList):
        if json:
            terminal.out(feeds_json(found, subscribed()))
        else:
            show_feeds(found, subscribed(), terminal.out)
    elif json:
        terminal.out(preview_json(found))
    else:
        show_preview(found, terminal.out)
    return 0


def _normal(path: Path) -> Path:
    # Without following links: a link that is pointed elsewhere later should be followed then.
    return Path(os.path.normpath(path))
