# SPDX-License-Identifier: GPL-3.0-or-later
"""A Jellyfin server on loopback: its paths, shapes and status codes, written by hand.

Strict where Jellyfin 12 is: every other way to log in than the header is refused and noted.
"""

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_PART = re.compile(r'(\w+)="([^"]*)"(?:, |$)')
LEGACY = ("X-Emby-Token", "X-MediaBrowser-Token", "X-Emby-Authorization")

Json = dict[str, Any]


def item_id(name: str) -> str:
    """An id as Jellyfin makes them: 32 hexadecimal digits."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).hex


@dataclass(slots=True)
class User:
    name: str
    password: str = ""
    admin: bool = False
    disabled: bool = False

    @property
    def id(self) -> str:
        return item_id(f"user {self.name}")

    def dto(self) -> Json:
        policy = {"IsAdministrator": self.admin, "IsDisabled": self.disabled}
        return {"Name": self.name, "Id": self.id, "HasPassword": True, "Policy": policy}


@dataclass(slots=True)
class Playlist:
    name: str
    items: list[Json]
    etag: str | None = "e1"
    status: int = 200
    extra: Json = field(default_factory=dict)

    @property
    def id(self) -> str:
        return item_id(f"playlist {self.name}")

    def dto(self) -> Json:
        found: Json = {"Name": self.name, "Id": self.id, "Type": "Playlist", "IsFolder": True}
        found |= {"MediaType": "Audio", "ChildCount": len(self.items)} | self.extra
        return found | ({"Etag": self.etag} if self.etag else {})


@dataclass(slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    auth: dict[str, str]


class FakeJellyfin:
    """The server's state, open to the tests."""

    def __init__(self) -> None:
        self.port = 0
        self.users = [User("ann", "päss wörd"), User("root", "r", admin=True)]
        self.keys: set[str] = set()
        self.sessions: dict[str, tuple[str, str]] = {}
        """Token -> device id, user id."""
        self.playlists: list[Playlist] = []
        self.tracks: list[Json] = []
        self.albums: list[Json] = []
        self.favourites: list[str] = []
        self.media: dict[str, bytes] = {}
        self.images: dict[str, bytes] = {}
        self.lyrics: dict[str, Json] = {}
        self.downloads = True
        self.files = True
        self.pages = True
        self.totals = True
        self.quick = True
        self.codes: dict[str, str | None] = {}
        """Secret -> user id once confirmed."""
        self.polls_until_confirmed = 2
        self.asked: list[Asked] = []
        self.logins = 0
        self.violations: list[str] = []
        self.status: dict[str, int] = {}
        self.bodies: dict[str, bytes] = {}
        self.redirect = ""
        """Where every request is sent, if anywhere."""
        self.mutate: Callable[[str, bytes], bytes] = lambda _path, body: body
        self.stall: Callable[[Asked], bool] = lambda _asked: False
        self.stalled = threading.Event()
        self.go_on = threading.Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def track(self, name: str, **fields: Any) -> Json:
        """A track with a file; its description as Jellyfin gives it."""
        key = item_id(name)
        found: Json = {
            "Name": name,
            "Id": key,
            "Type": "Audio",
            "MediaType": "Audio",
            "IsFolder": False,
            "LocationType": "FileSystem",
            "RunTimeTicks": 2_150_000_000,
            "Artists": ["Björk"],
            "ArtistItems": [{"Name": "Björk", "Id": item_id("Björk")}],
            "AlbumArtist": "Björk",
            "Album": "Homogenic",
            "AlbumId": item_id("Homogenic"),
            "IndexNumber": 2,
            "ParentIndexNumber": 1,
            "MediaSources": [{"Id": key, "Size": 4096, "Container": "mp3", "Protocol": "File"}],
            "ProviderIds": {},
            "Genres": [],
            "ImageTags": {},
            "HasLyrics": False,
        } | fields
        self.tracks.append(found)
        return found

    def playlist(self, name: str, items: list[Json], **fields: Any) -> Playlist:
        made = Playlist(name, items, **fields)
        self.playlists.append(made)
        return made

    def session(self, user: User, device: str = "earlier") -> str:
        """A login; the same device and user are logged out, as SessionManager does it."""
        for token, (old_device, old_user) in tuple(self.sessions.items()):
            if (old_device, old_user) == (device, user.id):
                del self.sessions[token]
        token = uuid.uuid4().hex
        self.sessions[token] = (device, user.id)
        return token

    # ------------------------------------------------------------------ answers

    def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, str, bytes]:
        parts = urlsplit(target)
        query = {k: v[-1] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
        asked = Asked(method, parts.path, query, self._auth(headers, query))
        self.asked.append(asked)
        if self.stall(asked):
            self.stalled.set()
            self.go_on.wait(30)
        if parts.path in self.status:
            return self.status[parts.path], "text/plain", b"Error processing request."
        if parts.path in self.bodies:
            return 200, "application/json", self.bodies[parts.path]
        status, kind, data = self._route(asked, body)
        if kind == "application/json":
            data = self.mutate(parts.path, data)
        return status, kind, data

    def _auth(self, headers: Mapping[str, str], query: Mapping[str, str]) -> dict[str, str]:
        for name in headers:
            if name.lower() in {legacy.lower() for legacy in LEGACY}:
                self.violations.append(f"header {name}")
        for name in query:
            if name.lower() in {"api_key", "apikey", "token"}:
                self.violations.append(f"query {name}")
        scheme, _, rest = headers.get("Authorization", "").partition(" ")
        if not rest:
            return {}
        found = {name: unquote(value) for name, value in _PART.findall(rest)}
        whole = ", ".join(f'{name}="{value}"' for name, value in _PART.findall(rest))
        if scheme != "MediaBrowser" or whole != rest or not rest.isascii():
            self.violations.append("malformed Authorization")
        if any(not found.get(k) for k in ("Client", "Device", "DeviceId", "Version")):
            self.violations.append("Authorization without client or device")
        return found

    def _route(self, asked: Asked, body: bytes) -> tuple[int, str, bytes]:  # noqa: PLR0911
        match asked.method, asked.path.strip("/").split("/"):
            case "GET", ["System", "Info", "Public"]:
                info = {"ServerName": "den", "Version": "10.11.0", "Id": item_id("server")}
                return _json(info | {"ProductName": "Jellyfin Server"})
            case "POST", ["Users", "AuthenticateByName"]:
                return self._by_name(asked, json.loads(body))
            case "POST", ["Users", "AuthenticateWithQuickConnect"]:
                return self._by_code(asked, json.loads(body))
            case "GET", ["QuickConnect", "Enabled"]:
                return _json(self.quick)
            case "POST", ["QuickConnect", "Initiate"]:
                if not self.quick:
                    return _error(401)
                secret = f"secret{len(self.codes)}/&ü"
                self.codes[secret] = None
                return _json({"Authenticated": False, "Secret": secret, "Code": "123456"})
            case "GET", ["QuickConnect", "Connect"]:
                return self._poll(asked.query.get("secret", ""))
            case "GET", ["Items", key, "Images", "Primary"]:
                data = self.images.get(key)
                return (200, "image/jpeg", data) if data else _error(404)
        token = asked.auth.get("Token", "")
        if token not in self.sessions and token not in self.keys:
            return _error(401)
        user = self.sessions[token][1] if token in self.sessions else ""
        return self._known(asked, user)

    def _known(self, asked: Asked, user: str) -> tuple[int, str, bytes]:  # noqa: PLR0911
        match asked.path.strip("/").split("/"):
            case ["Users", "Me"]:
                found = [u for u in self.users if u.id == user]
                return _json(found[0].dto()) if found else _error(400)
            case ["Users"]:
                return _json([u.dto() for u in self.users])
            case ["Items"]:
                return self._items(asked.query)
            case ["Playlists", key, "Items"]:
                for playlist in self.playlists:
                    if playlist.id == key:
                        if playlist.status != 200:
                            return _error(playlist.status)
                        items = [
                            item | {"PlaylistItemId": f"{n:032x}"}
                            for n, item in enumerate(playlist.items)
                        ]
                        return self._page(items, asked.query)
                return _error(404)
            case ["Items", key, "Download" | "File" as how]:
                if how == "Download" and not self.downloads:
                    return _error(403)
                if how == "File" and not self.files:
                    return _error(403)
                data = self.media.get(key)
                return (200, "audio/mpeg", data) if data is not None else _error(404)
            case ["Audio", key, "Lyrics"]:
                return _json(self.lyrics[key]) if key in self.lyrics else _error(404)
        return _error(404)

    def _items(self, query: Mapping[str, str]) -> tuple[int, str, bytes]:
        if query.get("userId") not in {user.id for user in self.users}:
            return _error(404)
        match query.get("IncludeItemTypes"):
            case "Playlist":
                return self._page([p.dto() for p in self.playlists], query)
            case "MusicAlbum":
                return self._page(self.albums, query)
            case "Audio":
                items = self.tracks
                if query.get("Filters") == "IsFavorite":
                    items = [item for item in items if item.get("Id") in self.favourites]
                if "ParentId" in query:
                    items = [item for item in items if item.get("AlbumId") == query["ParentId"]]
                return self._page(items, query)
        return _error(400)

    def _page(self, items: list[Json], query: Mapping[str, str]) -> tuple[int, str, bytes]:
        start, limit = int(query.get("StartIndex", 0)), int(query.get("Limit", 0))
        found = items[start : start + limit] if self.pages and limit else items
        page: Json = {"Items": found, "StartIndex": start if self.pages else 0}
        return _json(page | ({"TotalRecordCount": len(items)} if self.totals else {}))

    def _by_name(self, asked: Asked, body: Json) -> tuple[int, str, bytes]:
        self.logins += 1
        if asked.auth.get("Token"):
            self.violations.append("a token beside a password")
        for user in self.users:
            if user.name.lower() == body["Username"].lower() and user.password == body["Pw"]:
                if user.disabled:
                    return _error(403)
                return self._logged_in(asked, user)
        return _error(401)

    def _by_code(self, asked: Asked, body: Json) -> tuple[int, str, bytes]:
        user = self.codes.get(body["Secret"])
        if user is None:
            return _error(400)
        return self._logged_in(asked, next(u for u in self.users if u.id == user))

    def _logged_in(self, asked: Asked, user: User) -> tuple[int, str, bytes]:
        token = self.session(user, asked.auth.get("DeviceId", ""))
        return _json({"User": user.dto(), "AccessToken": token, "ServerId": item_id("server")})

    def _poll(self, secret: str) -> tuple[int, str, bytes]:
        if secret not in self.codes:
            return _error(404)
        self.polls_until_confirmed -= 1
        if self.polls_until_confirmed < 0:
            self.codes[secret] = self.users[0].id
        confirmed = self.codes[secret] is not None
        return _json({"Authenticated": confirmed, "Secret": secret, "Code": "123456"})


def _json(data: object) -> tuple[int, str, bytes]:
    return 200, "application/json", json.dumps(data).encode()


def _error(status: int) -> tuple[int, str, bytes]:
    return status, "text/plain", b"Error processing request."


@contextmanager
def jellyfin() -> Iterator[FakeJellyfin]:
    """The server, running. No request may have been made in an old way."""
    fake = FakeJellyfin()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve("GET")

        def do_POST(self) -> None:
            self._serve("POST")

        def _serve(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = dict(self.headers.items())
            status, kind, data = fake.answer(method, self.path, headers, body)
            self.send_response(302 if fake.redirect else status)
            if fake.redirect:
                self.send_header("Location", fake.redirect + self.path)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        handle_error = lambda *_: None  # noqa: E731

    server = Server(("127.0.0.1", 0), Handler)
    fake.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        fake.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
    assert fake.violations == []
