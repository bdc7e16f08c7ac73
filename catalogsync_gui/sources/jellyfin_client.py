# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaking to a Jellyfin server: who we say we are, what is asked, what its JSON holds.

Only the header ``Authorization: MediaBrowser …`` is used. All older ways to log in
(``X-Emby-Token``, ``?api_key=`` and the like) are behind a switch of the server that is off since
Jellyfin 12 (jellyfin/jellyfin: AuthorizationContext.cs, migration DisableLegacyAuthorization).
Navidrome, which serves the same API under ``/jellyfin``, takes paths in any case.
"""

import json
import platform
import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from catalogsync_gui import __version__
from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import PlaylistUnreadable, SourceError
from catalogsync_gui.sources.http import Ask, Document, DocumentClient
from catalogsync_gui.sources.http_errors import status_error

_ID = re.compile(r"[0-9A-Za-z_-]{1,128}")


def authorization(device: str, token: str = "") -> str:
    """The value of the header that tells the server who asks.

    Its parts are percent-decoded by the server (AuthorizationContext.cs), so a host name or a
    token may hold any character.

    :param device: one id for one subscription. A second login under the same id and user ends the
        session of the first (SessionManager.cs, GetAuthorizationToken).
    :param token: access token or API key; empty where there is none yet.
    """
    parts = {
        "Client": "Catalog Sync",
        "Device": platform.node() or "computer",
        "DeviceId": device,
        "Version": __version__,
    }
    if token:
        parts["Token"] = token
    return "MediaBrowser " + ", ".join(f'{k}="{quote(v, safe="")}"' for k, v in parts.items())


class JellyfinApi:
    """The calls of one server. Used by one thread at a time.

    :param base: the server's address, without a slash at its end.
    :param client: what carries the calls. Where it has credentials, they are the header.
    :param headers: for a client that has none: the header without a token.
    """

    def __init__(
        self, base: str, client: DocumentClient, headers: Mapping[str, str] | None = None
    ) -> None:
        self.base = base
        self._client = client
        self._headers = headers or {}

    def get(
        self,
        path: str,
        cancel: StopToken,
        params: Mapping[str, str | int] | None = None,
        *,
        secret: Mapping[str, str] | None = None,
        most: int | None = None,
        bind: bool = True,
    ) -> Document:
        """A GET; every status is an answer.

        :param secret: parameters that must not be sent to another server.
        :param most: bytes the answer may have.
        :param bind: a redirect to another server, where the login is not sent along, is an error
            and not followed.
        :raises SourceError: there was no answer.
        :raises Interrupted: ``cancel`` was set.
        """
        query = f"?{urlencode(params)}" if params else ""
        ask = Ask(params=secret or {}, headers=self._headers, most=most, bind=bind, any_status=True)
        return self._client.get(f"{self.base}{path}{query}", cancel, ask=ask)

    def post(self, path: str, cancel: StopToken, body: Mapping[str, str] | None = None) -> Document:
        """A POST with a JSON body, or with none; raises as :meth:`get`."""
        data = b"" if body is None else json.dumps(body).encode("ascii")
        ask = Ask(post=True, data=data, headers=self._headers, any_status=True)
        return self._client.get(f"{self.base}{path}", cancel, ask=ask)


def error_of(answer: Document) -> SourceError:
    """The error that an answer other than 200 stands for."""
    return status_error(answer.status, answer.retry_after, answer.address, time.time())


def json_of(answer: Document) -> Any:
    """What an answer holds.

    :raises SourceError: its status is not 200, or it is not JSON.
    """
    if answer.status != 200:
        raise error_of(answer)
    try:
        return json.loads(answer.data)
    except (ValueError, RecursionError):
        raise not_jellyfin(answer) from None


def object_of(answer: Document) -> dict[str, Any]:
    """What an answer holds, which has to be a JSON object; raises as :func:`json_of`."""
    data = json_of(answer)
    if not isinstance(data, dict):
        raise not_jellyfin(answer)
    return data


def not_jellyfin(answer: Document) -> SourceError:
    """The error of an answer that no Jellyfin server gives."""
    return PlaylistUnreadable(
        f"{shown(answer.address)} does not answer as a Jellyfin server does; check that the "
        "address is that of the server itself",
        kind="not_jellyfin",
    )


def id_of(value: object) -> str:
    """An id as it can stand in a path; empty when it is none.

    Jellyfin's are 32 hexadecimal digits, Navidrome's are longer.
    """
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def probe(client: DocumentClient, base: str, cancel: StopToken) -> bool:
    """Whether a Jellyfin server answers at an address; asks without a login.

    Emby, which Jellyfin comes from, answers at the same path without a ``ProductName``.

    :raises Interrupted: ``cancel`` was set.
    """
    try:
        api = JellyfinApi(base, client)
        data = object_of(api.get("/System/Info/Public", cancel, bind=False))
    except SourceError:
        return False
    return all(
        isinstance(data.get(key), str) and data[key] for key in ("Id", "Version", "ProductName")
    )
