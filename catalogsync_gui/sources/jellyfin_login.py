# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to log in to a Jellyfin server: by password, by Quick Connect, and whom an API key acts for.

Shapes and status codes as in jellyfin/jellyfin: UserController.cs, QuickConnectController.cs.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError, SourceRefused, SourceUnreachable
from catalogsync_gui.playlists.text import clean_text
from catalogsync_gui.sources.http import Document, DocumentClient
from catalogsync_gui.sources.jellyfin_client import (
    JellyfinApi,
    authorization,
    id_of,
    json_of,
    not_jellyfin,
    object_of,
)

POLL_SECONDS = 3.0
POLLS = 100
"""A code is asked after so many times: five minutes, which is how long the server keeps it."""

_LONGEST_TOKEN = 8192
_NAMES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Login:
    """A login that the server took.

    :ivar token: access token; a secret.
    :ivar user: the user's id.
    """

    token: str = field(repr=False)
    user: str


def new_device() -> str:
    """An id for a subscription to show itself by."""
    return str(uuid.uuid4())


def by_password(api: JellyfinApi, user: str, password: str, cancel: StopToken) -> Login:
    """Logs in; ends what was logged in before under the same device id and user.

    :param password: may be empty: a Jellyfin user need not have one.
    :raises SourceRefused: the server does not take them.
    :raises SourceError: the server could not be asked, or is none.
    """
    body = {"Username": user, "Pw": password}
    answer = api.post("/Users/AuthenticateByName", cancel, body)
    where = shown(api.base)
    if answer.status == 401:
        raise SourceRefused(
            f"{where} does not accept the user name {user!r} with "
            f"{'this password' if password else 'an empty password'}; check both"
        )
    if answer.status == 403:
        raise SourceRefused(
            f"{where} does not let {user!r} in (403): the account is disabled, locked after too "
            "many wrong passwords, or may not be used from here; its administrator can tell"
        )
    return _login(answer)


def _login(answer: Document) -> Login:
    data = object_of(answer)
    token, user = data.get("AccessToken"), data.get("User")
    user_id = id_of(user.get("Id")) if isinstance(user, dict) else ""
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN or not user_id:
        raise not_jellyfin(answer)
    return Login(token, user_id)


def quick_connect(
    base: str,
    client: DocumentClient,
    show_code: Callable[[str], None],
    cancel: StopToken,
    *,
    wait: Callable[[float], bool] | None = None,
) -> Login:
    """Logs in without a password: the person types a code into an app that is logged in already.

    Blocks for five minutes at most.

    :param client: without credentials, its home being ``base``.
    :param show_code: takes the code (six digits) that has to be typed in.
    :param wait: waits so many seconds, True to stop; ``cancel.wait`` without.
    :raises SourceRefused: the server does not offer it, or the code was not confirmed.
    :raises SourceError: the server could not be asked, or is none.
    :raises Interrupted: ``cancel`` was set.
    """
    api = JellyfinApi(base, client, {"Authorization": authorization(new_device())})
    where = shown(base)
    enabled = api.get("/QuickConnect/Enabled", cancel)
    if enabled.status in (401, 404) or json_of(enabled) is not True:
        raise _not_offered(where)
    begun = api.post("/QuickConnect/Initiate", cancel)
    if begun.status == 401:
        raise _not_offered(where)
    data = object_of(begun)
    code, secret = clean_text(_text(data.get("Code")), 40), _text(data.get("Secret"))
    if not code or not 0 < len(secret) <= _LONGEST_TOKEN:
        raise not_jellyfin(begun)
    show_code(code)
    for _ in range(POLLS):
        if (wait or cancel.wait)(POLL_SECONDS):
            cancel.check()
        if _confirmed(api, secret, cancel):
            answer = api.post("/Users/AuthenticateWithQuickConnect", cancel, {"Secret": secret})
            if answer.status in (400, 401, 403, 404):
                raise SourceRefused(f"{where} refused the login although its code was confirmed")
            return _login(answer)
    raise SourceRefused(
        f"nobody confirmed the code {code} at {where} within five minutes; try again, and "
        "type the new code into an app that is logged in there",
        kind="timeout",
    )


def _confirmed(api: JellyfinApi, secret: str, cancel: StopToken) -> bool:
    try:
        answer = api.get("/QuickConnect/Connect", cancel, secret={"secret": secret})
        if answer.status == 404:
            raise SourceRefused(
                f"{shown(api.base)} has withdrawn the code: it was refused, or it is too old; "
                "try again"
            )
        return object_of(answer).get("Authenticated") is True
    except SourceUnreachable:
        return False  # a moment without network does not undo what the person is typing


def _not_offered(where: str) -> SourceError:
    return SourceRefused(
        f"{where} does not offer Quick Connect; its administrator can switch it on (Dashboard, "
        "General), or log in with a user name and a password",
        kind="no_quick_connect",
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def chosen_user(answer: Document, wanted: str) -> str:
    """The id of the user that an API key, which belongs to nobody, is to act for.

    :param answer: to ``GET /Users``.
    :param wanted: name or id of one; without, the only user there is, else the only administrator.
    :raises SourceRefused: there is none or a choice, and whom there is to choose from.
    """
    data = json_of(answer)
    if not isinstance(data, list):
        raise not_jellyfin(answer)
    users = [user for user in data if isinstance(user, dict) and id_of(user.get("Id"))]
    if wanted:
        found = [user for user in users if _is(user, wanted)]
    else:
        users = [user for user in users if _policy(user).get("IsDisabled") is not True]
        found = users
        if len(users) > 1:
            found = [user for user in users if _policy(user).get("IsAdministrator") is True]
    if len(found) == 1:
        return id_of(found[0]["Id"])
    names = [clean_text(_text(user.get("Name")), 60) or "?" for user in users]
    more = ", …" if len(names) > _NAMES_SHOWN else ""
    there = f"there are: {', '.join(names[:_NAMES_SHOWN])}{more}" if names else "it has no users"
    what = f"has no single user {wanted!r}" if wanted else "has several users"
    raise SourceRefused(
        f"{shown(answer.address)} {what}, and an API key belongs to none; name the one whose "
        f"playlists are meant (--user); {there}",
        kind="which_user",
    )


def _is(user: dict[str, Any], wanted: str) -> bool:
    return user["Id"] == wanted or _text(user.get("Name")).casefold() == wanted.casefold()


def _policy(user: dict[str, Any]) -> dict[str, Any]:
    policy = user.get("Policy")
    return policy if isinstance(policy, dict) else {}
