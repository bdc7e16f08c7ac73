# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can have done about servers. Like ``engine.commands``, on a desk's thread.

``check`` asks the network and takes as long as a server does: never on the engine's own desk.
"""

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from catalogsync_gui.core.addresses import host_of, password_exposed, split, without_userinfo
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CannotRun,
    CatalogSyncError,
    SourceError,
    UnknownThing,
    UsageError,
)
from catalogsync_gui.core.models import HAS_SECRETS, LONGEST_SOURCE_NAME
from catalogsync_gui.core.ports import Clock
from catalogsync_gui.core.servers import PlaylistProof, Server, ServerKind
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.paths import Profile
from catalogsync_gui.pipeline.server_hooks import context_of, look
from catalogsync_gui.servers.mpd import place_of
from catalogsync_gui.servers.opening import open_server
from catalogsync_gui.sources.subsonic_client import base_of
from catalogsync_gui.store.connection import Database

_LIBRARY = "library"
_CA_FILE = "ca_file"
_VARIANT = "variant"
_HTTP = (ServerKind.SUBSONIC, ServerKind.JELLYFIN, ServerKind.PLEX)
_OPTIONS: Mapping[ServerKind, tuple[str, ...]] = {
    ServerKind.SUBSONIC: (_LIBRARY, _VARIANT, _CA_FILE),
    ServerKind.JELLYFIN: (_LIBRARY, _VARIANT, _CA_FILE),
    ServerKind.PLEX: (_LIBRARY, _VARIANT, "upload", _CA_FILE),
    ServerKind.MPD: (_LIBRARY, _VARIANT),
    ServerKind.COMMAND: ("seconds",),
}
_SECRETS: Mapping[ServerKind, tuple[str, ...]] = {
    ServerKind.SUBSONIC: ("password", "token"),
    ServerKind.JELLYFIN: ("password", "token"),
    ServerKind.PLEX: ("token",),
    ServerKind.MPD: ("password",),
    ServerKind.COMMAND: (),
}
_WITH_USER = (ServerKind.SUBSONIC, ServerKind.JELLYFIN)
_LONGEST_WAIT = 86400


@dataclass(frozen=True, slots=True)
class ServerRequest:
    """A server a person wants to be told of the library.

    :ivar address: of a command, its program. :ivar arguments: of a command.
    :ivar secret: its name (``password`` or ``token``) and the secret itself.
    """

    kind: ServerKind
    address: str
    arguments: tuple[str, ...] = ()
    name: str = ""
    user: str = ""
    secret: tuple[str, str] | None = field(default=None, repr=False)
    options: Mapping[str, str] = field(default_factory=dict)


def add(desk: Desk, request: ServerRequest, warn: Callable[[str], None]) -> int:
    """Puts a server on record; its id. Asks no network.

    :param warn: takes what the person should know of a server that was added all the same.
    :raises UsageError: there is something wrong with the request.
    :raises CannotRun: there is no place to keep the secret in.
    """
    address, options = _address(request), _options(request)
    variants = [variant.name for variant in desk.settings.exports]
    if options.get(_VARIANT, "") not in ("", *variants):
        raise UsageError(
            f"there is no export variant {options[_VARIANT]!r}; there are: "
            f'{", ".join(variants) or "none"} ("catalogsync-gui exports")'
        )
    _check_login(request)
    if request.user:
        options["user"] = request.user
    if request.kind is ServerKind.COMMAND:
        options["arguments"] = json.dumps(request.arguments)
    elif request.arguments:
        raise UsageError("only a command takes arguments")
    if request.secret is not None:
        desk.secrets.require()
    name = request.name.strip()[:LONGEST_SOURCE_NAME] or _title(request.kind, address)
    server = desk.store.servers.add(request.kind, name, address, options)
    if request.secret is not None:
        # Noted before the secret is there: without the note nobody asks for it.
        desk.store.servers.remember(server, HAS_SECRETS)
        try:
            desk.secrets.put(-server, *request.secret)
        except CatalogSyncError:
            desk.store.servers.remove(server)
            with contextlib.suppress(CatalogSyncError):
                desk.secrets.forget(-server)
            raise
        if password_exposed(address):
            warn(
                f"the {request.secret[0]} goes to {host_of(address)} over plain http, where others "
                "on the way can read it; use an address with https if the server has one"
            )
    return server


def find(desk: Desk, word: str) -> Server:
    """The server a person means by its id or its name.

    :raises UnknownThing: there is none.
    """
    servers = desk.store.servers.all()
    found = [one for one in servers if word.isdecimal() and one.id == int(word)]
    found = found or [one for one in servers if one.name == word]
    if not found:
        raise UnknownThing(f'there is no server {word!r}; "catalogsync-gui servers" lists them')
    return found[0]


def remove(desk: Desk, server: Server) -> None:
    """Takes a server off the record, and forgets its secrets. Nothing on the server changes."""
    desk.store.servers.remove(server.id)
    if HAS_SECRETS.items() <= server.memory.items():
        desk.secrets.forget(server.owner)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of asking a server.

    :ivar proofs: None where servers of this kind cannot be asked.
    :ivar problem: why it could not be asked; empty if it could.
    """

    server: Server
    proofs: tuple[PlaylistProof, ...] | None = None
    problem: str = ""

    @property
    def complete(self) -> bool:
        """Whether it knows everything, as far as it can be asked."""
        return not self.problem and not any(proof.unresolved for proof in self.proofs or ())


def check(desk: Desk, servers: Sequence[Server], cancel: StopToken) -> list[Checked]:
    """Asks servers how much they know of every playlist file; changes no file, here or there.

    :raises CannotRun: there is no playlist file to ask about.
    :raises Interrupted: ``cancel`` was set.
    """
    if not desk.store.servers.exported(None, desk.settings.library_id):
        raise CannotRun(
            "there is no playlist file yet to ask a server about; sync first", kind="no_playlists"
        )
    return [_checked(desk, server, cancel) for server in servers]


def check_apart(
    profile: Profile, settings: Settings, clock: Clock, cancel: StopToken
) -> list[Checked]:
    """Asks all servers, on a desk of its own, as that may take minutes; raises as :func:`check`."""
    desk = Desk(profile, Database(profile.database), settings, clock)
    try:
        return check(desk, desk.store.servers.all(), cancel)
    finally:
        desk.close()


def listed(desk: Desk) -> list[Server]:
    """All servers, in the order they were added."""
    return desk.store.servers.all()


def _checked(desk: Desk, server: Server, cancel: StopToken) -> Checked:
    # What is learned of a server is kept: Jellyfin lists a device for every id it was told.
    remember = partial(desk.store.servers.remember, server.id)
    context = context_of(server, desk.secrets, desk.settings.proxy, desk.clock, remember)
    try:
        open_ = open_server(server, context)
        try:
            scanning = False
            with contextlib.suppress(SourceError):
                # Servers tell that to administrators only, or not at all; the rest they do tell.
                scanning = open_.scanning(cancel)
            files = desk.store.servers.exported(server.variant, desk.settings.library_id)
            return Checked(server, look(desk.store, open_, files, cancel, scanning=scanning))
        finally:
            open_.close()
    except CatalogSyncError as error:
        cancel.check()
        return Checked(server, problem=str(error))


def _address(request: ServerRequest) -> str:
    address = request.address.strip()
    if request.kind is ServerKind.COMMAND:
        program = Path(address).expanduser()
        if not program.is_absolute() or not program.is_file():
            raise UsageError(
                f"{address} is no program; name it by its absolute path, its arguments apart from "
                "it, as no shell reads them"
            )
        return str(program)
    if request.kind is ServerKind.MPD:
        if place_of(address) is None:
            raise UsageError(
                f"{address} is no address of an MPD; give host, host:port, or the absolute path of "
                "its socket, and a password by --password-stdin"
            )
        return address
    parts = split(address)
    if parts is None or parts.query or parts.fragment:
        raise UsageError(
            f"{without_userinfo(address)} is no address of a server (http://host:port)"
        )
    if parts.username or parts.password:
        raise UsageError(
            "the address must not hold a password; give it by --password-stdin and the user by "
            "--user"
        )
    return base_of(address) if request.kind is ServerKind.SUBSONIC else address.rstrip("/")


def _options(request: ServerRequest) -> dict[str, str]:
    known = _OPTIONS[request.kind]
    kept: dict[str, str] = {}
    for key, value in request.options.items():
        if key not in known:
            raise UsageError(
                f"a server of the kind {request.kind} has no option {key!r}; "
                f"there are: {', '.join(known)}"
            )
        if not value:
            continue
        if key == _CA_FILE and not (Path(value).is_absolute() and Path(value).is_file()):
            raise UsageError(f"ca_file takes the absolute path of a file; {value!r} is none")
        if key == "seconds" and not (value.isascii() and value.isdecimal() and _fits(value)):
            raise UsageError(f"seconds takes a whole number from 1 to {_LONGEST_WAIT}")
        kept[key] = value
    return kept


def _fits(text: str) -> bool:
    return 0 < int(text[:9]) <= _LONGEST_WAIT


def _check_login(request: ServerRequest) -> None:
    takes = _SECRETS[request.kind]
    if request.user and request.kind not in _WITH_USER:
        raise UsageError(f"a server of the kind {request.kind} takes no user")
    if request.secret is None:
        if request.kind in _HTTP:
            flags = " or ".join(f"--{name}-stdin" for name in takes)
            raise UsageError(f"a server of the kind {request.kind} wants a login: {flags}")
        return
    if request.secret[0] not in takes:
        words = " or ".join(takes) or "neither password nor token"
        raise UsageError(f"a server of the kind {request.kind} takes {words}")
    if request.secret[0] == "password" and request.kind in _WITH_USER and not request.user:
        raise UsageError("a password needs a user; name one with --user")


def _title(kind: ServerKind, address: str) -> str:
    if kind is ServerKind.COMMAND:
        return Path(address).name
    return f"{kind.value} {host_of(address) or address}"[:LONGEST_SOURCE_NAME]
