# SPDX-License-Identifier: GPL-3.0-or-later
"""What diagnostics tell a person: a short list of what is well and what is not. Pure.

``engine.diagnosing`` collects the facts, as values that JSON has. A part that could not be had
holds ``error`` and ``error_kind``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogsync_gui.core.traits import summary, traits_of, warnings

Facts = Mapping[str, Any]
_LEAST_FREE = 200_000_000
"""Bytes on the profile's disk; with less, the database is soon in trouble."""

_NAMED = 5
_SILENT = "storage_silent"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the list.

    :ivar about: what was looked at, for a person.
    :ivar state: ``ok``, ``note`` (worth knowing; nothing is broken) or ``problem``.
    :ivar words: what was found. :ivar advice: what to do about it; empty where there is nothing.
    """

    about: str
    state: str
    words: str
    advice: str = ""


def findings(facts: Facts) -> tuple[Finding, ...]:
    """The list, in the order in which one thing rests on the other."""
    return tuple(finding for check in _CHECKS for finding in check(facts))


def _missing(about: str, part: Facts, advice: str) -> Finding | None:
    if "error" not in part:
        return None
    words = "does not answer" if part.get("error_kind") == _SILENT else str(part["error"])
    return Finding(about, "problem", words, advice)


def _profile(facts: Facts) -> Iterator[Finding]:
    about, part = "profile", facts["profile"]
    missing = _missing(about, part, "look at the folder, or choose another with --profile DIR")
    if missing:
        yield missing
        return
    data = part["data"]
    if not data["exists"]:
        yield Finding(
            about, "note", f"there is none yet in {data['path']}", "it is made at the first start"
        )
        return
    where = f"{data['path']} ({data['file_system'] or 'unknown file system'})"
    if not data["writable"]:
        yield Finding(
            about, "problem", f"{where} cannot be written to", "check its owner and rights"
        )
    elif data["free"] < _LEAST_FREE:
        yield Finding(
            about,
            "problem",
            f"{where} has {data['free'] // 1_000_000} MB free",
            "make room on that disk",
        )
    else:
        yield Finding(about, "ok", where)
    open_to_others = [
        name
        for name, file in part["files"].items()
        if int(file["mode"], 8) & 0o077 and name.endswith((".db", ".toml", ".json", ".good"))
    ]
    if open_to_others and int(data["mode"], 8) & 0o077:
        yield Finding(
            about,
            "problem",
            f"others may read {', '.join(open_to_others)}",
            "take their rights to the profile's folder away",
        )


def _settings(facts: Facts) -> Iterator[Finding]:
    trouble = facts["settings"]["trouble"]
    if trouble:
        yield Finding(
            "settings",
            "problem",
            trouble,
            "the last good ones are used at the next start; check them in the window or with "
            '"catalogsync-gui config"',
        )
    else:
        yield Finding("settings", "ok", "they can be read")


def _database(facts: Facts) -> Iterator[Finding]:
    about, part = "database", facts["database"]
    missing = _missing(about, part, "the log may tell more")
    if missing:
        yield missing
        return
    if not part["exists"]:
        yield Finding(about, "note", "there is none yet", "it is made at the first start")
        return
    unanswered = part.get("unanswered", {})
    if part["damaged"]:
        words = next(iter(unanswered.values()), "") or "; ".join(part.get("integrity", [])[:1])
        yield Finding(
            about,
            "problem",
            f"it is damaged: {words}",
            "end Catalog Sync, keep the file, and restore a copy of it",
        )
    elif part.get("schema", 0) > part["known_schema"]:
        yield Finding(
            about,
            "problem",
            f"a newer version of Catalog Sync wrote it (schema {part['schema']}, this program "
            f"knows {part['known_schema']})",
            "install that version",
        )
    elif unanswered:
        name, error = next(iter(unanswered.items()))
        yield Finding(
            about,
            "problem",
            f"a question was not answered ({name}: {error})",
            "if another program uses the file, end it and try again",
        )
    elif part.get("foreign_keys"):
        yield Finding(
            about,
            "problem",
            "rows in it refer to others that are not there",
            "restore a copy of it",
        )
    else:
        yield Finding(about, "ok", f"it is sound (schema {part['schema']})")


def _instance(facts: Facts) -> Iterator[Finding]:
    part = facts["instance"]
    missing = _missing("running instance", part, "end it, and start Catalog Sync again")
    if missing:
        yield missing
    else:
        words = "one runs" if part.get("running") else "none runs"
        yield Finding("running instance", "ok", words)


def _library(facts: Facts) -> Iterator[Finding]:
    about, part = "library", facts["library"]
    advice = {
        _SILENT: "the share or disk hangs; look at it and at the network, or mount it again",
        "no_library": "",
        "storage_offline": "connect or mount it; downloads go on by themselves then",
        "storage_full": "make room there, or lower the setting free_space_mb",
    }.get(part.get("error_kind", ""), "check its rights and its health")
    missing = _missing(about, part, advice)
    yield missing or Finding(
        about,
        "ok",
        f"{part['path']} ({part['file_system'] or 'unknown file system'}), "
        f"{part['free'] // 1_000_000} MB free",
    )


def _folder(facts: Facts) -> Iterator[Finding]:
    about = "library's folder"
    wanted = facts["settings"]["values"].get("library_id")
    for row in facts["database"].get("traits", ()):
        if row["library"] != wanted:
            continue
        traits = traits_of(row["traits"])
        for words in warnings(traits):
            yield Finding(about, "note", words)
        yield Finding(about, "ok", "; ".join(summary(traits)[1:]))


def _secrets(facts: Facts) -> Iterator[Finding]:
    about, part = "secret store", facts["secrets"]
    missing = _missing(about, part, "unlock it, or end the service that it waits for")
    if missing:
        yield missing
    elif part["keyring"]:
        yield Finding(about, "ok", f"the desktop's ({part['keyring']})")
    elif part["file_allowed"]:
        yield Finding(about, "ok", "a file that only you can read")
    else:
        yield Finding(
            about,
            "note",
            "there is none, so no password can be kept",
            'install the package "keyring" and a secret service, or agree to a file: '
            '"catalogsync-gui config secrets_file yes"',
        )


def _plug_ins(facts: Facts) -> Iterator[Finding]:
    part = facts["plug_ins"]
    for left in part.get("left_out", ()):
        yield Finding("plug-ins", "problem", left, "install a version that works, or remove it")


def _network(facts: Facts) -> Iterator[Finding]:
    hosts = facts["network"]["hosts"]
    bad = {name: words for name, words in hosts.items() if words != "ok"}
    about = "proxy" if facts["network"]["proxy"] else "servers"
    for name, words in list(bad.items())[:_NAMED]:
        yield Finding(
            about, "problem", f"{name}: {words}", "check the address, the network and the server"
        )
    if len(bad) > _NAMED:
        yield Finding(about, "problem", f"{len(bad) - _NAMED} more do not answer")
    if hosts and not bad:
        yield Finding(about, "ok", f"{len(hosts)} of {len(hosts)} take connections")


def _sources(facts: Facts) -> Iterator[Finding]:
    sources = facts["database"].get("sources", [])
    bad = [source for source in sources if source["paused"] or source["error"]]
    for source in bad[:_NAMED]:
        yield Finding(
            "sources",
            "problem",
            f"{source['name']} (source {source['id']}): {source['paused'] or source['error']}",
            f'when that is seen to, "catalogsync-gui sync {source["id"]}" reads it again',
        )
    if len(bad) > _NAMED:
        yield Finding("sources", "problem", f"{len(bad) - _NAMED} more could not be read")
    if sources and not bad:
        yield Finding("sources", "ok", f"{len(sources)} could be read the last time")


def _items(facts: Facts) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for row in facts["database"].get("items", ()):
        counts[row["state"]] = counts.get(row["state"], 0) + row["n"]
    if not counts:
        return
    words = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    if counts.get("failed"):
        yield Finding(
            "items",
            "note",
            words,
            '"catalogsync-gui items --state failed" tells why; "catalogsync-gui retry" tries again',
        )
    else:
        yield Finding("items", "ok", words)


_CHECKS = (
    _profile,
    _settings,
    _database,
    _instance,
    _library,
    _folder,
    _secrets,
    _plug_ins,
    _network,
    _sources,
    _items,
)
