# SPDX-License-Identifier: GPL-3.0-or-later
"""The command about servers and players that read the library."""

import argparse
from typing import Any

from catalogsync_gui.cli.call import Call
from catalogsync_gui.cli.tables import Out, show_array, show_table
from catalogsync_gui.control.wording import count, moment, plain
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.servers import PlaylistProof, Server, ServerKind
from catalogsync_gui.engine import server_commands
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.server_commands import Checked, ServerRequest
from catalogsync_gui.servers.opening import arguments_of

_LONGEST = 1000
_PARTLY, _UNASKED = 1, 3


def servers(desk: Desk, call: Call) -> int:
    """Lists servers, adds, removes or asks them."""
    match call.args.act:
        case "add":
            call.out(str(server_commands.add(desk, _request(call), call.warn)))
        case "remove":
            server = server_commands.find(desk, call.args.server)
            server_commands.remove(desk, server)
            call.out(f"removed {plain(server.name)}")
        case "check":
            return _check(desk, call)
        case _:
            _list(desk, call)
    return 0


def needs_secret(args: argparse.Namespace) -> bool:
    """Whether a secret is to be read from stdin."""
    return bool(args.act == "add" and (args.password_stdin or args.token_stdin))


def _request(call: Call) -> ServerRequest:
    args = call.args
    name = "password" if args.password_stdin else "token" if args.token_stdin else ""
    if name and not call.secret:
        raise UsageError("standard input was empty; the secret is read from there")
    kind = ServerKind(args.kind)
    # A program is named as the caller sees it; a bare name is left to be refused in words.
    is_path = kind is ServerKind.COMMAND and "/" in args.address
    return ServerRequest(
        kind,
        str(call.path(args.address)) if is_path else args.address,
        tuple(args.arguments),
        name=args.name or "",
        user=args.user or "",
        secret=(name, call.secret) if name and call.secret else None,
        options=dict(args.options),
    )


def _list(desk: Desk, call: Call) -> None:
    rows = server_commands.listed(desk)
    if call.args.json:
        show_array(map(_object, rows), call.out)
        return
    show_table(
        ("ID>", "KIND", "NAME", "TOLD", "ASKED", "KNOWS>", "ADDRESS", "PROBLEM"),
        (
            (
                str(row.id),
                row.kind.value,
                row.name,
                moment(row.told_at),
                moment(row.checked_at),
                f"{row.known} of {row.entries}" if row.checked_at is not None else "-",
                " ".join([row.address, *arguments_of(row)]),
                row.problem or "-",
            )
            for row in rows
        ),
        call.out,
    )


def _object(row: Server) -> dict[str, Any]:
    options = {k: v for k, v in row.options.items() if k not in ("user", "arguments")}
    return {
        "id": row.id,
        "kind": row.kind.value,
        "name": row.name,
        "address": row.address,
        "arguments": arguments_of(row),
        "user": row.options.get("user"),
        "options": options,
        "told_at": row.told_at,
        "checked_at": row.checked_at,
        "known": row.known,
        "entries": row.entries,
        "problem": row.problem or None,
    }


def _check(desk: Desk, call: Call) -> int:
    wanted = [server_commands.find(desk, word) for word in call.args.servers]
    rows = server_commands.check(desk, wanted or server_commands.listed(desk), StopToken())
    if call.args.json:
        show_array(map(_checked_object, rows), call.out)
    else:
        for row in rows:
            _show(row, call.out)
    if any(row.problem for row in rows):
        return _UNASKED
    return 0 if all(row.complete for row in rows) else _PARTLY


def _show(row: Checked, out: Out) -> None:
    name = plain(row.server.name)
    if row.problem:
        out(f"{name}: {plain(row.problem, _LONGEST)}")
        return
    if row.proofs is None:
        out(f"{name}: a command cannot be asked")
        return
    known = sum(proof.known for proof in row.proofs)
    entries = sum(proof.entries for proof in row.proofs)
    out(f"{name}: knows {known} of {count(entries, 'playlist entry', 'playlist entries')}")
    for proof in row.proofs:
        out(f"  {plain(proof.title)}: {proof.known} of {proof.entries}{_listed(proof)}")
        for one in proof.unresolved:
            out(f"    {plain(one.path, _LONGEST)}: {plain(one.words, _LONGEST)}")


def _listed(proof: PlaylistProof) -> str:
    return " (the server has no playlist of that name)" if proof.listed is False else ""


def _checked_object(row: Checked) -> dict[str, Any]:
    proofs = row.proofs or ()
    return {
        "id": row.server.id,
        "kind": row.server.kind.value,
        "name": row.server.name,
        "entries": sum(proof.entries for proof in proofs),
        "known": sum(proof.known for proof in proofs),
        "playlists": None
        if row.proofs is None
        else [
            {
                "playlist": proof.playlist,
                "title": proof.title,
                "path": proof.path,
                "entries": proof.entries,
                "known": proof.known,
                "listed": proof.listed,
                "unresolved": [
                    {"path": one.path, "why": one.why.value, "message": one.words}
                    for one in proof.unresolved
                ],
            }
            for proof in proofs
        ],
        "error": row.problem or None,
    }
