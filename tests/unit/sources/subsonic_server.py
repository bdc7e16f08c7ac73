# SPDX-License-Identifier: GPL-3.0-or-later
"""The far end of the Subsonic adapter: a server by the book, whose oddities a test chooses."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.unit.sources.web import Reply, Web, serving

USER, PASSWORD, API_KEY = "ann", "pä&ss", "key-1234567890"
JPEG = b"\xff\xd8\xff\xe0 a picture"

Answer = Callable[[Mapping[str, str]], Any]


@dataclass(slots=True)
class Call:
    """One request: the method of HTTP and of the protocol, its parameters, where they were."""

    http: str
    method: str
    params: Mapping[str, str]
    query: Mapping[str, str]


def envelope(payload: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"subsonic-response": {"status": "ok", "version": "1.16.1", **more, **(payload or {})}}


def failure(code: int, message: str = "") -> dict[str, Any]:
    return envelope(status="failed", error={"code": code, "message": message})


def song(identity: str, **more: Any) -> dict[str, Any]:
    return {"id": identity, "isDir": False, "title": f"Title {identity}", **more}


@dataclass(slots=True)
class SubsonicServer:
    """A running server.

    :ivar answers: what a method answers: a payload, a Reply, or a function of the parameters.
    :ivar logins: the ways of logging in that it takes.
    :ivar no_login: the code it answers to one that it does not take.
    """

    web: Web
    prefix: str = ""
    version: str = "0.50"
    logins: set[str] = field(default_factory=lambda: {"apikey", "token", "enc"})
    no_login: int = 41
    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def url(self, path: str = "") -> str:
        return self.web.url(self.prefix + path)

    def extensions(self, *names: str) -> None:
        listed = [{"name": name, "versions": [1]} for name in names]
        self.answers["getOpenSubsonicExtensions"] = {"openSubsonicExtensions": listed}

    def playlists(self, **entries: list[dict[str, Any]]) -> None:
        """Playlists by name; the id is ``id of NAME``."""
        listed = [
            {
                "id": f"id of {name}",
                "name": name,
                "songCount": len(songs),
                "changed": "2023-03-14T17:51:22.112827504Z",
            }
            for name, songs in entries.items()
        ]
        self.answers["getPlaylists"] = {"playlists": {"playlist": listed}}

        def one(params: Mapping[str, str]) -> Any:
            songs = entries.get(params["id"].removeprefix("id of "))
            return failure(70, "Not found") if songs is None else {"playlist": {"entry": songs}}

        self.answers["getPlaylist"] = one

    @property
    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    def answer(self, http: str, path: str, body: bytes) -> Reply:
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        params = {**query, **dict(parse_qsl(body.decode(), keep_blank_values=True))}
        method = parts.path.removeprefix(self.prefix + "/rest/").removesuffix(".view")
        self.calls.append(Call(http, method, params, query))
        code = 0 if method == "getOpenSubsonicExtensions" else self._refusal(params)
        if code:
            return self.reply(failure(code, "no"))
        found = self.answers.get(method)
        if callable(found):
            found = found(params)
        if isinstance(found, Reply):
            return found
        if found is None:
            return self.reply(failure(0, "unknown method"), 404)
        if "subsonic-response" not in found:
            found = envelope(found, type="fake", serverVersion=self.version)
        return self.reply(found)

    @staticmethod
    def reply(document: Any, status: int = 200) -> Reply:
        data = json.dumps(document).encode()
        return Reply(data, status, {"Content-Type": "application/json"})

    def _refusal(self, params: Mapping[str, str]) -> int:
        """The code of the error a login gets; 0 when it is right."""
        if "apiKey" in params:
            if "apikey" not in self.logins:
                return self.no_login
            return 0 if params["apiKey"] == API_KEY and "u" not in params else 44
        if "t" in params:
            if "token" not in self.logins:
                return self.no_login
            right = hashlib.md5((PASSWORD + params["s"]).encode()).hexdigest()
            good = params["t"] == right and len(params["s"]) >= 6
        elif "p" in params:
            if "enc" not in self.logins:
                return self.no_login
            good = params["p"] == "enc:" + PASSWORD.encode().hex()
        else:
            return 10
        return 0 if good and params.get("u") == USER else 40


@contextmanager
def subsonic(prefix: str = "") -> Iterator[SubsonicServer]:
    with serving() as web:
        server = SubsonicServer(web, prefix)
        web.answer = server.answer
        yield server
