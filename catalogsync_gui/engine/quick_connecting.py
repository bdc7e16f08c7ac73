# SPDX-License-Identifier: GPL-3.0-or-later
"""Logging in to the server of a new source by Quick Connect, before it is subscribed to.

Blocks on the network for minutes, and stores nothing. Runs in any thread but the main one.
"""

from collections.abc import Callable
from dataclasses import replace

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.subscribing import AddRequest, subscription
from catalogsync_gui.sources.base import YES
from catalogsync_gui.sources.http import DocumentClient
from catalogsync_gui.sources.jellyfin_login import quick_connect

KIND = "jellyfin"
"""The one kind of source whose servers have it."""

SECRET = "session"  # noqa: S105 - its name
"""Under which name the access token is kept."""


def access_token(
    request: AddRequest,
    settings: Settings,
    show_code: Callable[[str], None],
    cancel: StopToken,
) -> str:
    """Logs in; returns the access token, which is to be the request's secret.

    :param show_code: takes the code that a person has to confirm; called in this thread.
    :raises UsageError: the source could not be added anyway.
    :raises SourceError: nobody confirmed the code, or the server cannot be asked.
    :raises Interrupted: ``cancel`` was set.
    """
    wanted = subscription(replace(request, kind=request.kind or KIND, secret=(SECRET, "")))
    client = DocumentClient(
        wanted.location,
        proxy=settings.proxy,
        ca_file=wanted.options.get("ca_file", ""),
        allow_private=wanted.options.get("allow_private", "") in YES,
    )
    try:
        login = quick_connect(wanted.location, client, show_code, cancel)
    finally:
        client.close()
    redactor.hide(login.token)
    return login.token
