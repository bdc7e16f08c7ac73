# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls to a Subsonic or OpenSubsonic server: the login it takes, forms, errors in words.

https://opensubsonic.netlify.app/docs/api-reference/
"""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from catalogsync_gui.core.addresses import shown, split
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError, SourceRefused, SourceUnreachable
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.sources import subsonic_answers as answers
from catalogsync_gui.sources.http import Ask, Document, DocumentClient
from catalogsync_gui.sources.http_errors import status_error
from catalogsync_gui.sources.subsonic_answers import Envelope, Fault, envelope_of

COMMON: Mapping[str, str] = {"v": "1.16.1", "c": "CatalogSync", "f": "json"}

FORM_POST = "formPost"
SONG_LYRICS = "songLyrics"
_USED = (FORM_POST, SONG_LYRICS)
"""The extensions that make a difference here."""

_NONE = "none"
"""What is remembered of a server that has none of them."""

API_KEY = "apikey"
TOKEN = "token"  # noqa: S105 - the name of a mechanism
ENCODED = "enc"


def method_address(base: str, method: str) -> str:
    """The address of a method. With ``.view``, which servers of the first hour insist on."""
    return f"{base}/rest/{method}.view"


def base_of(location: str) -> str:
    """A server's address without ``/rest`` and what may follow its path; empty if it is none."""
    parts = split(location)
    if parts is None:
        return ""
    path = parts.path.rstrip("/")
    path = path.removesuffix("/rest").rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def probe(client: DocumentClient, base: str, cancel: StopToken) -> bool:
    """Whether a Subsonic server answers at an address. Sends no credentials.

    :param base: in the form of :func:`base_of`.
    :raises SourceError: nothing answers there, or the address is not allowed.
    :raises Interrupted: ``cancel`` was set.
    """
    query = "&".join(f"{key}={value}" for key, value in COMMON.items())
    address = f"{method_address(base, 'ping')}?{query}"
    return envelope_of(client.get(address, cancel, ask=Ask(any_status=True)).data) is not None


class SubsonicClient:
    """One source's calls. Used by one thread at a time.

    What the server takes is learned from its answers and remembered with the source: the login
    (``login``), its extensions (``extensions``), and which server it was that said so
    (``server``); when that changes, the extensions are asked for anew.
    """

    def __init__(self, source: Source, context: SourceContext, *, allow_private: bool) -> None:
        self.base = base_of(source.location)
        self._user = source.options.get("user", "")
        self._context = context
        self._memory = dict(source.memory)
        self._login = self._memory.get("login", "")
        self._tried: set[str] = set()
        self._secrets: dict[str, str | None] = {}
        self._confirmed = False
        self._client = DocumentClient(
            source.location,
            proxy=context.proxy,
            ca_file=context.ca_file,
            allow_private=allow_private,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def remembered(self, name: str) -> str:
        """What is remembered of the server under a name; empty if nothing is."""
        return self._memory.get(name, "")

    def remember(self, **facts: str) -> None:
        """Remembers facts of the server with the source; empty text forgets one."""
        if any(self.remembered(name) != fact for name, fact in facts.items()):
            self._memory.update(facts)
            self._context.remember(facts)

    def offers(self, extension: str) -> bool:
        """Whether the server is known to have an OpenSubsonic extension."""
        return extension in self.remembered("extensions").split()

    def call(self, method: str, cancel: StopToken, **params: str) -> Mapping[str, Any]:
        """The answer to a method.

        :raises SourceError: there is none, or it is an error; in words.
        :raises Interrupted: ``cancel`` was set.
        """
        document, envelope = self._ask(method, params, cancel, None)
        if envelope is None or not envelope.payload:
            raise SourceError(
                f"{shown(document.address)} is not answered as a Subsonic server does; check that "
                "the source's address is the server's own, without the pages of its web interface",
                kind="not_subsonic",
            )
        self._confirmed = True
        self.remember(login=self._mechanism())
        self._met(envelope.server, cancel)
        return envelope.payload

    def fetch(self, method: str, cancel: StopToken, most: int, **params: str) -> Document:
        """The bytes a method answers, at most ``most`` of them.

        :raises SourceError: there are none; an error of the server is one.
        :raises Interrupted: ``cancel`` was set.
        """
        return self._ask(method, params, cancel, most)[0]

    def params(self) -> dict[str, str]:
        """The parameters of one request: the login and what all have. No network.

        :raises SourceRefused: there is nothing to log in with.
        """
        return {**COMMON, **self._login_params(self._mechanism())}

    def other_login(self) -> bool:
        """Goes over to a way of logging in that was not tried yet; whether there is one.

        There is none once a login was accepted: an error is not about the way to log in then.
        """
        self._tried.add(self._mechanism())
        left = [name for name in self._mechanisms() if name not in self._tried]
        if not left or self._confirmed:
            self._login = self.remembered("login")
            self._tried.clear()
            return False
        self._login = left[0]
        return True

    def refusal(self, fault: Fault, method: str) -> SourceError:
        """A fault as an error that may be shown: without what it echoes of the login."""
        where = shown(method_address(self.base, method))
        return answers.source_error(self.cleaned(fault), where)

    def cleaned(self, fault: Fault) -> Fault:
        """A fault without what it echoes of the login."""
        password = self._secret("password") or ""
        key = self._secret("token") or ""
        ours = (_bytes(password).hex(), password, key)
        return Fault(fault.code, answers.without(fault.message, ours))

    def _ask(
        self, method: str, params: Mapping[str, str], cancel: StopToken, most: int | None
    ) -> tuple[Document, Envelope | None]:
        """Asks, by another login where the server does not take the first."""
        self._mechanism()
        if not self.remembered("extensions"):
            self._learn(cancel)
        wrong: SourceError | None = None
        while True:
            document, envelope = self._once(method, params, cancel, most)
            fault = envelope.fault if envelope else None
            if fault is None:
                if document.status != 200:
                    now = self._context.now()
                    raise status_error(document.status, document.retry_after, document.address, now)
                return document, envelope
            error = self.refusal(fault, method)
            if fault.code not in answers.OTHER_LOGIN:
                raise error
            if fault.code == answers.WRONG_PASSWORD:
                wrong = error
            if not self.other_login():
                # A wrong password says more than a way of logging in that is not taken.
                raise wrong or error

    def _once(
        self, method: str, params: Mapping[str, str], cancel: StopToken, most: int | None
    ) -> tuple[Document, Envelope | None]:
        document = self._client.get(
            method_address(self.base, method),
            cancel,
            ask=Ask(
                params={**params, **self.params()},
                post=self.offers(FORM_POST),
                most=most,
                any_status=True,
            ),
        )
        return document, envelope_of(document.data)

    def _met(self, server: str, cancel: StopToken) -> None:
        before = self.remembered("server")
        if before and server and before != server:
            self._learn(cancel)
            self.remember(download="")
        self.remember(server=server or before)

    def _learn(self, cancel: StopToken) -> None:
        """Asks for the extensions, which every OpenSubsonic server tells without a login.

        https://opensubsonic.netlify.app/docs/endpoints/getopensubsonicextensions/
        """
        try:
            document = self._client.get(
                method_address(self.base, "getOpenSubsonicExtensions"),
                cancel,
                ask=Ask(params=COMMON, any_status=True),
            )
        except SourceUnreachable:
            raise
        except SourceError:
            return  # what is asked next tells what is wrong
        if document.status >= 500 or document.status == 429:
            self._memory["extensions"] = _NONE  # for now: it may tell when it is well again
            return
        envelope = envelope_of(document.data)
        listed = answers.objects_of(envelope.payload if envelope else {}, "openSubsonicExtensions")
        names = {answers.text_of(extension.get("name")) for extension in listed}
        self.remember(extensions=" ".join(name for name in _USED if name in names) or _NONE)

    def _mechanisms(self) -> list[str]:
        """The ways of logging in there are secrets for, the best first."""
        found = [API_KEY] if self._secret("token") else []
        if self._user and self._secret("password") is not None:
            found += [TOKEN, ENCODED]
        return found

    def _secret(self, name: str) -> str | None:
        # Asked for once: every request needs them, and a desktop's secret store is slow.
        if name not in self._secrets:
            self._secrets[name] = self._context.secret(name)
        return self._secrets[name]

    def _mechanism(self) -> str:
        found = self._mechanisms()
        if not found:
            raise SourceRefused(
                f"{shown(self.base)} needs a user name and a password, or an API key; "
                "give the source one of them",
                kind="no_login",
            )
        return self._login if self._login in found else found[0]

    def _login_params(self, mechanism: str) -> dict[str, str]:
        """The parameters of a login (https://opensubsonic.netlify.app/docs/api-reference/)."""
        if mechanism == API_KEY:
            return {"apiKey": self._secret("token") or ""}
        password = self._secret("password") or ""
        if mechanism == ENCODED:
            return {"u": self._user, "p": f"enc:{_bytes(password).hex()}"}
        salt = secrets.token_hex(8)
        digest = hashlib.md5(_bytes(password + salt), usedforsecurity=False)
        return {"u": self._user, "t": digest.hexdigest(), "s": salt}


def _bytes(text: str) -> bytes:
    # What a person typed may hold what UTF-8 cannot; it is wrong then, and the server says so.
    return text.encode("utf-8", "surrogatepass")
