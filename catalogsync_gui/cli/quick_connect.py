# SPDX-License-Identifier: GPL-3.0-or-later
"""Quick Connect on the command line: shows the code and waits for somebody to confirm it."""

from argparse import Namespace

from catalogsync_gui.cli.adding import kind_of
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.engine.subscribing import AddRequest, subscription
from catalogsync_gui.paths import Profile
from catalogsync_gui.settings_file import SettingsFile
from catalogsync_gui.sources.base import YES
from catalogsync_gui.sources.http import DocumentClient
from catalogsync_gui.sources.jellyfin_login import quick_connect


def access_token(args: Namespace, profile: Profile, terminal: Terminal) -> str:
    """Logs in to the server of a new source; returns the access token. Blocks for minutes.

    The code goes to stderr: stdout holds the id of the source.

    :raises UsageError: the source could not be added anyway.
    :raises SourceError: nobody confirmed the code, or the server cannot be asked.
    """
    wanted = subscription(
        AddRequest(
            args.location,
            kind=kind_of(args),
            name=args.name,
            user=args.user,
            secret=("session", ""),
            options=dict(args.options),
        )
    )
    client = DocumentClient(
        wanted.location,
        proxy=SettingsFile(profile.settings_file).load().proxy,
        ca_file=wanted.options.get("ca_file", ""),
        allow_private=wanted.options.get("allow_private", "") in YES,
    )

    def show(code: str) -> None:
        terminal.note(
            f"Quick Connect code: {code}. Type it into an app or a browser that is logged in to "
            "the server (user menu, Quick Connect) within five minutes"
        )

    try:
        login = quick_connect(wanted.location, client, show, StopToken())
    finally:
        client.close()
    redactor.hide(login.token)
    return login.token
