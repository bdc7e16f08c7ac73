# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of the contract, and what is refused."""

from collections.abc import Sequence
from datetime import time
from typing import Any

import pytest

from catalogsync_gui.cli.parser import build_parser, parse
from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.core.settings import names, takes


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ((), {"command": None, "headless": False, "minimized": False, "profile": None}),
        (("--minimized",), {"minimized": True}),
        (("--headless",), {"headless": True, "command": None}),
        (("--profile", "p", "--headless"), {"profile": "p", "headless": True}),
        (("--profile", "p", "sources"), {"profile": "p", "command": "sources", "json": False}),
        (("sources", "--profile", "p", "--json"), {"profile": "p", "json": True}),
        (("--profile", "a", "sources", "--profile", "b"), {"profile": "b"}),
        (("--verbose", "jobs"), {"verbose": True}),
        (("jobs",), {"verbose": False, "profile": None}),
        (("library", "d"), {"directory": "d"}),
        (
            ("add", "x.m3u", "--kind", "playlist", "--name", "N", "--user", "u"),
            {"location": "x.m3u", "kind": "playlist", "name": "N", "user": "u", "options": []},
        ),
        # Which kinds there are is known when plug-ins are loaded, after the log is open.
        (("add", "x", "--kind", "cassette"), {"kind": "cassette"}),
        (("kinds", "--json"), {"command": "kinds", "json": True}),
        (("add", "x", "--password-stdin"), {"password_stdin": True, "token_stdin": False}),
        (("add", "x", "--token-stdin"), {"password_stdin": False, "token_stdin": True}),
        (("add", "x", "--quick-connect"), {"quick_connect": True, "token_stdin": False}),
        (
            ("add", "x", "--option", "a=1", "--option", "b=c=d"),
            {"options": [("a", "1"), ("b", "c=d")]},
        ),
        (("remove", "3"), {"source": "3", "delete_files": False}),
        (("remove", "Name of it", "--delete-files"), {"delete_files": True}),
        (("items", "--state", "failed", "--source", "2"), {"state": "failed", "source": "2"}),
        (("sync",), {"sources": [], "json": False}),
        (("sync", "1", "Evening", "--json"), {"sources": ["1", "Evening"], "json": True}),
        (("sync", "1", "--accept-shrunk"), {"sources": ["1"], "accept_shrunk": True}),
        (("matches", "--json"), {"json": True}),
        (("match", "7"), {"item": 7, "candidate": None, "reject": False}),
        (("match", "7", "--candidate", "9"), {"item": 7, "candidate": 9}),
        (("match", "7", "--reject"), {"reject": True}),
        (("trash",), {"restore": None, "empty": False, "json": False}),
        (("trash", "--restore", "7"), {"restore": 7, "empty": False}),
        (("trash", "--empty"), {"empty": True}),
        (("trash", "--json"), {"json": True}),
        (("status", "--json"), {"json": True}),
        (("pause",), {"seconds": None}),
        (("pause", "--for", "90m"), {"seconds": 5400.0}),
        (("pause", "--until", "18:30"), {"seconds": None, "until": time(18, 30)}),
        (("pause", "--until", "Tomorrow"), {"until": "tomorrow"}),
        (("limit", "500"), {"speed": 500, "seconds": None}),
        (("limit", "full", "--for", "1h"), {"speed": 0, "seconds": 3600.0}),
        (("limit", "auto"), {"speed": None}),
        (("edit", "2", "--schedule", "every 6h"), {"schedule": "every 6h"}),
        (("pause", "--for", "1h30m"), {"seconds": 5400.0}),
        (("pause", "--for", "2d"), {"seconds": 172800.0}),
        (("pause", "--for", "45S"), {"seconds": 45.0}),
        (("retry",), {"items": []}),
        (("retry", "1", "22"), {"items": [1, 22]}),
        (("export", "4"), {"playlists": [4]}),
        (("verify",), {"command": "verify", "items": [], "found": False}),
        (("verify", "--fetch-again", "3"), {"fetch_again": True, "items": [3]}),
        (("why", "3", "4", "--json"), {"items": [3, 4], "json": True}),
        (("config",), {"key": None, "value": None}),
        (("config", "workers"), {"key": "workers", "value": None}),
        (("config", "workers", "4"), {"key": "workers", "value": "4"}),
        (("demo", "--keep", "d"), {"keep": "d", "headless": False}),
        (("demo", "--headless"), {"headless": True}),
        (("--headless", "demo"), {"headless": True, "command": "demo"}),
    ],
)
def test_what_is_understood(argv: Sequence[str], expected: dict[str, Any]) -> None:
    args = vars(parse(argv))
    assert {key: args[key] for key in expected} == expected


@pytest.mark.parametrize(
    "argv",
    [
        ("nonsense",),
        ("add",),
        ("add", "x", "--password-stdin", "--token-stdin"),
        ("add", "x", "--option", "novalue"),
        ("add", "x", "--option", "=v"),
        ("items", "--state", "asleep"),
        ("pause", "--for", "90"),
        ("pause", "--for", "soon"),
        ("pause", "--for", "0m"),
        ("pause", "--for", "9999d"),
        ("pause", "--for", ""),
        ("pause", "--until", "25:00"),
        ("pause", "--until", "someday"),
        ("pause", "--for", "1h", "--until", "tomorrow"),
        ("limit",),
        ("limit", "0"),
        ("limit", "fast"),
        ("retry", "x"),
        ("retry", "0"),
        ("retry", "-1"),
        ("retry", "²"),
        ("export", "1.5"),
        ("sources", "--js"),
        ("sync", "--accept-shrunk"),
        ("trash", "--restore", "x"),
        ("trash", "--restore", "1", "--empty"),
        ("trash", "--empty", "--json"),
        ("--headless", "sync"),
        ("--minimized", "sync"),
        ("--minimized", "--headless"),
        ("config", "a", "b", "c"),
        ("--profile",),
    ],
)
def test_what_is_wrong_usage(argv: Sequence[str]) -> None:
    with pytest.raises(UsageError) as caught:
        parse(argv)
    assert caught.value.exit_status == 2
    assert "\n" not in str(caught.value)


def test_a_password_typed_as_an_option_is_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        parse(("add", "x", "--option", "hunter22"))
    assert "hunter22" not in str(caught.value)


def test_the_help_of_config_tells_what_every_setting_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parse(("config", "--help"))
    words = " ".join(capsys.readouterr().out.split())
    for name in names():
        assert f"{name} {takes(name)}" in words


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    whole = build_parser().format_help()
    for command in [
        "library",
        "add",
        "remove",
        "kinds",
        "sources",
        "playlists",
        "items",
        "jobs",
        "errors",
        "sync",
        "status",
        "pause",
        "limit",
        "resume",
        "retry",
        "export",
        "trash",
        "verify",
        "why",
        "config",
        "demo",
    ]:
        assert f"\n    {command} " in whole
        with pytest.raises(SystemExit) as caught:
            parse((command, "--help"))
        assert caught.value.code == 0
        assert "--profile DIR" in capsys.readouterr().out
