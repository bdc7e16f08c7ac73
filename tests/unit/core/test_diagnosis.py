# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person is told of the facts."""

from typing import Any

import pytest

from catalogsync_gui.core.diagnosis import findings

_SOURCE = {"id": 1, "name": "Mine", "paused": "", "error": ""}


def _facts(**parts: Any) -> dict[str, Any]:
    folder = {"path": "/p", "exists": True, "file_system": "ext4", "free": 10**12,
              "writable": True, "mode": "0o700"}  # fmt: skip
    facts: dict[str, Any] = {
        "profile": {"data": folder, "files": {}},
        "settings": {"trouble": "", "values": {}},
        "database": {"exists": True, "damaged": False, "schema": 3, "known_schema": 3,
                     "sources": [_SOURCE], "items": [{"source": 1, "state": "done", "n": 5}]},
        "instance": {"running": False},
        "library": {**folder, "path": "/music"},
        "secrets": {"keyring": "Secret Service", "file_allowed": False},
        "plug_ins": {"left_out": []},
        "network": {"proxy": "", "hosts": {"https://a.example:443": "ok"}},
    }  # fmt: skip
    for name, part in parts.items():
        facts[name] = {**facts[name], **part}
    return facts


def _told(**parts: Any) -> list[tuple[str, str, str]]:
    return [
        (one.about, one.state, f"{one.words} | {one.advice}")
        for one in findings(_facts(**parts))
        if one.state != "ok"
    ]


def test_when_all_is_well_every_line_says_so() -> None:
    assert _told() == []
    assert [one.about for one in findings(_facts())] == [
        "profile", "settings", "database", "running instance", "library", "secret store",
        "servers", "sources", "items",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "about", "state", "words"),
    [
        ({"profile": {"error": "gone", "error_kind": "internal"}}, "profile", "problem", "gone"),
        ({"settings": {"trouble": "settings.toml: x"}}, "settings", "problem", "last good"),
        ({"database": {"error": "odd", "error_kind": "internal"}}, "database", "problem", "odd"),
        ({"database": {"exists": False}}, "database", "note", "none yet"),
        ({"database": {"damaged": True, "integrity": ["row 4 missing"]}}, "database", "problem",
         "damaged: row 4 missing"),
        ({"database": {"damaged": True, "unanswered": {"open": "not a database"}}}, "database",
         "problem", "damaged: not a database"),
        ({"database": {"schema": 4}}, "database", "problem", "install that version"),
        ({"database": {"unanswered": {"integrity": "interrupted"}}}, "database", "problem",
         "integrity: interrupted"),
        ({"database": {"foreign_keys": 2}}, "database", "problem", "not there"),
        ({"instance": {"error": "silent", "error_kind": "error"}}, "running instance", "problem",
         "end it"),
        ({"library": {"error": "x", "error_kind": "storage_silent"}}, "library", "problem",
         "does not answer | the share or disk hangs"),
        ({"library": {"error": "x", "error_kind": "storage_full"}}, "library", "problem", "room"),
        ({"library": {"error": "x", "error_kind": "storage_refused"}}, "library", "problem",
         "rights"),
        ({"secrets": {"keyring": ""}}, "secret store", "note", "secrets_file yes"),
        ({"secrets": {"error": "x", "error_kind": "storage_silent"}}, "secret store", "problem",
         "unlock"),
        ({"plug_ins": {"left_out": ["bad 1: no"]}}, "plug-ins", "problem", "bad 1"),
        ({"network": {"hosts": {"http://a:80": "refused"}}}, "servers", "problem",
         "http://a:80: refused"),
        ({"network": {"proxy": "http://p", "hosts": {"http://p:80": "refused"}}}, "proxy",
         "problem", "refused"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_do(
    parts: dict[str, Any], about: str, state: str, words: str
) -> None:
    ((found, how, said),) = _told(**parts)
    assert (found, how) == (about, state)
    assert words in said
    assert not said.endswith("| ")


def test_of_many_troubles_the_first_are_named_and_the_others_counted() -> None:
    sources = [{**_SOURCE, "id": number, "error": "gone"} for number in range(9)]
    hosts = {f"http://h{number}:80": "refused" for number in range(9)}
    told = _told(database={"sources": sources}, network={"hosts": hosts})
    assert [about for about, *_ in told] == ["servers"] * 6 + ["sources"] * 6
    assert "4 more" in told[5][2]
    assert "4 more" in told[-1][2]


def test_failed_items_are_a_note_and_no_problem() -> None:
    told = _told(database={"items": [{"source": 1, "state": "failed", "n": 2}]})
    assert [(about, state) for about, state, _ in told] == [("items", "note")]


def test_files_that_others_may_read() -> None:
    facts = _facts()
    facts["profile"]["files"] = {"/p/catalog-sync.db": {"bytes": 1, "mode": "0o644"}}
    assert [one.state for one in findings(facts) if one.about == "profile"] == ["ok"]
    facts["profile"]["data"]["mode"] = "0o755"
    told = [one for one in findings(facts) if one.about == "profile"]
    assert [one.state for one in told] == ["ok", "problem"]


@pytest.mark.parametrize(("change", "words"), [({"free": 1}, "0 MB"), ({"writable": False}, "/p")])
def test_the_profiles_disk(change: dict[str, Any], words: str) -> None:
    facts = _facts()
    facts["profile"]["data"] |= change
    (told,) = (one for one in findings(facts) if one.about == "profile")
    assert told.state == "problem"
    assert words in told.words
