# SPDX-License-Identifier: GPL-3.0-or-later
"""Quick Connect on the command line: shows the code and waits for somebody to confirm it."""

from argparse import Namespace

from catalogsync_gui.cli.adding import kind_of
from catalogsync_gui.cli.terminal import Terminal
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.engine import quick_connecting
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import Profile
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.settings_file import SettingsFile


def access_token(args: Namespace, profile: Profile, terminal: Terminal) -> str:
    """Logs in to the server of a new source; returns the access token. Blocks for minutes.

    The code goes to stderr: stdout holds the id of the source.

    :raises UsageError: the source could not be added anyway.
    :raises SourceError: nobody confirmed the code, or the server cannot be asked.
    """
    request = AddRequest(
        args.location,
        kind=kind_of(args),
        name=args.name,
        user=args.user,
        options=dict(args.options),
    )

    def show(code: str) -> None:
        terminal.note(
            f"Quick Connect code: {code}. Type it into an app or a browser that is logged in to "
            "the server (user menu, Quick Connect) within five minutes"
        )

    secrets = SecretStore(profile.secrets_file, file_allowed=False)
    settings = SettingsFile(profile.settings_file, secrets).load()
    return quick_connecting.access_token(request, settings, show, StopToken())
