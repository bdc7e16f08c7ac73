# SPDX-License-Identifier: GPL-3.0-or-later
"""A subscription's login at its Jellyfin server: kept, used by several threads, renewed once."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError, SourceRefused
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.sources.http import Document, DocumentClient
from catalogsync_gui.sources.jellyfin_client import (
    JellyfinApi,
    authorization,
    id_of,
    not_jellyfin,
    object_of,
)
from catalogsync_gui.sources.jellyfin_login import (
    Login,
    by_password,
    chosen_user,
    new_device,
)

_TURN_SECONDS = 0.2

_logins: dict[str, threading.Lock] = {}
"""One a device id. Logging in ends the session that another thread of ours has just begun under
the same id, so they take turns, and whoever comes second takes what the first one kept."""

_refusals: dict[str, tuple[int, str]] = {}
"""By device id: a hash of the user and password that the server refused, and what that means. The
server locks an account after a few wrong passwords, and a hundred items may be waiting."""


@contextmanager
def _turn(device: str, cancel: StopToken) -> Iterator[None]:
    lock = _logins.setdefault(device, threading.Lock())
    while not lock.acquire(timeout=_TURN_SECONDS):
        cancel.check()
    try:
        yield
    finally:
        lock.release()


class Session:
    """Calls to the server in somebody's name. Used by one thread at a time.

    The API key (secret ``token``) comes first, then the kept access token (``session``), then
    the password, which may be an empty one. :attr:`Source.memory` holds ``device`` (the device id),
    ``user_id`` and the user name it was found for (``user_of``), and ``login`` where a password
    did it.
    """

    def __init__(self, source: Source, context: SourceContext, *, allow_private: bool) -> None:
        self._context = context
        self._memory = dict(source.memory)
        self._user_name = source.options.get("user", "")
        self._token = ""
        self._is_key = False
        self._client = DocumentClient(
            source.location,
            proxy=context.proxy,
            ca_file=context.ca_file,
            allow_private=allow_private,
            credentials=self.headers,
        )
        self._api = JellyfinApi(source.location, self._client)
        if not self._memory.get("device"):
            self._note({"device": new_device()})

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def headers(self) -> Mapping[str, str]:
        """What a request to the server has to carry."""
        return {"Authorization": authorization(self._memory["device"], self._token)}

    def get(
        self,
        path: str,
        cancel: StopToken,
        params: Mapping[str, str | int] | None = None,
        *,
        most: int | None = None,
    ) -> Document:
        """A GET in the user's name; every status but 401 is an answer.

        :raises SourceRefused: there is no login, or the server does not take it (any more).
        :raises SourceError: there was no answer.
        :raises Interrupted: ``cancel`` was set.
        """
        self.log_in(cancel)
        answer = self._api.get(path, cancel, params, most=most)
        if answer.status == 401:
            self.renew(cancel)
            answer = self._api.get(path, cancel, params, most=most)
            if answer.status == 401:
                raise self.rejected()
        return answer

    def post(self, path: str, cancel: StopToken) -> Document:
        """A POST without a body in the user's name; answers and raises as :meth:`get`."""
        self.log_in(cancel)
        answer = self._api.post(path, cancel)
        if answer.status == 401:
            self.renew(cancel)
            answer = self._api.post(path, cancel)
            if answer.status == 401:
                raise self.rejected()
        return answer

    def user(self, cancel: StopToken) -> str:
        """The id of the user whose lists are read; raises as :meth:`get`.

        An API key has no user: ``/Users/Me`` answers 400 then (UserController.cs).
        """
        if self._known_user:
            return self._known_user
        self.log_in(cancel)
        if self._known_user:
            return self._known_user  # a login by password tells
        answer = self.get("/Users/Me", cancel)
        if answer.status in (400, 404):
            user = chosen_user(self.get("/Users", cancel), self._user_name)
        else:
            user = id_of(object_of(answer).get("Id"))
        if not user:
            raise not_jellyfin(answer)
        self._note({"user_id": user, "user_of": self._user_name})
        return user

    @property
    def _known_user(self) -> str:
        if self._memory.get("user_of", "") != self._user_name:
            return ""
        return self._memory.get("user_id", "")

    def forget_user(self) -> None:
        """The remembered user may be of the past: the next refresh asks anew."""
        self._note({"user_id": "", "user_of": ""})

    def log_in(self, cancel: StopToken) -> None:
        """Makes sure that there is a token to ask with; raises as :meth:`get`."""
        if self._token:
            return
        key = self._context.secret("token")
        if key:
            self._token, self._is_key = key, True
            return
        self._token = self._context.secret("session") or ""
        if not self._token:
            self.renew(cancel)

    def renew(self, cancel: StopToken) -> None:
        """Gets another token in place of one that the server refused; raises as :meth:`get`."""
        if self._is_key:
            raise self.rejected()
        refused = self._token
        with _turn(self._memory["device"], cancel):
            kept = self._context.secret("session") or ""
            if kept and kept != refused:
                self._token = kept
                return
            password = self._context.secret("password")
            empty = not refused or self._memory.get("login") == "password"
            if not self._user_name or (password is None and not empty):
                raise self.rejected()
            self._token = ""  # what is refused is not sent along with the password
            login = self._by_password(password or "", cancel)
            self._context.keep_secret("session", login.token)
            self._note({"user_id": login.user, "user_of": self._user_name, "login": "password"})
            self._token = login.token

    def _by_password(self, password: str, cancel: StopToken) -> Login:
        device, tried = self._memory["device"], hash((self._user_name, password))
        before, words = _refusals.get(device, (0, ""))
        if words and before == tried:
            raise SourceRefused(words)
        try:
            return by_password(self._api, self._user_name, password, cancel)
        except SourceRefused as error:
            _refusals[device] = (tried, str(error))
            raise

    def try_again(self) -> None:
        """A password that was refused may be tried once more."""
        _refusals.pop(self._memory["device"], None)

    def rejected(self) -> SourceError:
        """The error of a login that is not there, or that the server does not take."""
        where = shown(self._api.base)
        if self._is_key:
            return SourceRefused(
                f"{where} does not accept the API key; make another in its dashboard (API Keys) "
                "and subscribe again with that"
            )
        if self._token:
            return SourceRefused(
                f"{where} has ended the login of this source; subscribe again by Quick Connect "
                "or with the password"
            )
        return SourceRefused(
            f"{where} wants a login: a user name with a password, an API key, or Quick Connect"
        )

    def _note(self, facts: Mapping[str, str]) -> None:
        self._memory.update(facts)
        self._context.remember(facts)
