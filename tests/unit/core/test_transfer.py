# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings as a file for another computer: what is in it, what is not, and what is refused."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.models import HAS_SECRETS, Source
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.transfer import changes, parse, render, taken_over
from catalogsync_gui.core.variants import ExportVariant

MINE = Settings(
    library="/home/me/Music",
    library_id="abc",
    workers=7,
    naming="{artist}/{title}",
    proxy="http://user:hunter22@proxy.example:3128",
    theme="dark",
    secrets_file=True,
    exports=(ExportVariant("Server", "Lists", paths="mapped", prefix="/music"),),
)


def document(**changed: Any) -> bytes:
    data = json.loads(render(Settings()))
    data.update(changed)
    return json.dumps(data).encode()


def test_all_settings_come_through_but_secrets_and_what_is_this_computers() -> None:
    data = render(MINE)
    assert b"hunter22" not in data
    assert b"/home/me" not in data
    taken = taken_over(parse(data), Settings(library="/b", library_id="x"))
    assert taken == replace(
        MINE,
        library="/b",
        library_id="x",
        secrets_file=False,
        proxy="http://proxy.example:3128",
    )


def test_a_proxy_keeps_the_login_that_the_file_has_not() -> None:
    assert taken_over(parse(render(MINE)), MINE) == MINE


def test_sources_are_carried_without_their_tokens() -> None:
    source = Source(
        3,
        "podcast",
        "Show <b>",
        "https://a.example/feed?token=~secret-0123456789abcdef~&x=1",
        {"user": "me", "removed": "trash"},
        memory=dict(HAS_SECRETS),
    )
    open_one = Source(4, "podcast", "Open", "https://b.example/feed")
    (first, second) = parse(render(Settings(), [source, open_one])).sources
    assert first.location == "https://a.example/feed?x=1"
    assert first.incomplete
    assert first.options == {"user": "me", "removed": "trash"}
    assert not second.incomplete


def test_what_would_be_another_is_told_without_secrets() -> None:
    told = {one.name: (one.before, one.after) for one in changes(Settings(), MINE)}
    assert told["workers"] == ("3", "7")
    assert told["exports"] == ("-", "Server")
    assert told["proxy"] == ("-", "http://…@proxy.example:3128")
    assert "library" not in told
    assert not changes(MINE, MINE)


def test_what_a_newer_version_has_besides_is_named_and_left() -> None:
    data = json.loads(render(Settings()))
    data["settings"] |= {"hologram": True, "library": "/etc", "secrets_file": True}
    found = parse(json.dumps(data).encode())
    assert found.unknown == ("hologram",)
    assert taken_over(found, Settings()) == Settings()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no file of settings"),
        (b"\xff\xfe\0", "no file of settings"),
        (b"[1, 2]", "no file of settings"),
        (b"[" * 100_000, "no file of settings"),
        (b'{"program": "Other", "version": 1}', "no file of settings"),
        (document(name="\ud800"), "no file of settings"),
        (document(version="1"), "which version"),
        (document(version=True), "which version"),
        (document(version=2), "newer version"),
        (document(settings=[]), "damaged"),
        (document(sources={}), "damaged"),
        (document(sources=[1]), "source 1 in the file is damaged"),
        (document(sources=[{"kind": "x", "name": 1, "location": "y"}]), "source 1"),
        (
            document(sources=[{"kind": "x", "name": "", "location": "y", "options": {"a": 1}}]),
            "source 1",
        ),
        (document(sources=[{}] * 5001), "5,000 sources"),
        (document(settings={"workers": 99, "theme": "pink"}), "workers takes.*theme takes"),
        (document(settings={"workers": True}), "workers has a value of the wrong type"),
        (document(settings={"refresh_hours": float("nan")}), "refresh_hours"),
        (document(settings={"refresh_hours": 10**400}), "refresh_hours"),
        (document(settings={"naming": "{nonsense}"}), "nonsense"),
        (document(settings={"exports": [{"name": "x"}]}), "export variant"),
        (b" " * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_bad_file_says_what_is_wrong_with_it(data: bytes, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        parse(data)


def test_settings_that_do_not_go_together_are_refused_as_one() -> None:
    twins = [ExportVariant("Same", "A").table(), ExportVariant("Same", "B").table()]
    with pytest.raises(SettingError):
        taken_over(parse(document(settings={"exports": twins})), Settings())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["workers", "proxy", "naming", "exports", "theme", "refresh_hours", "notify"]
        ),
        JSON,
    ),
    JSON,
)
def test_whatever_a_file_holds_it_is_taken_whole_or_refused(
    settings: dict[str, Any], sources: Any
) -> None:
    try:
        taken_over(parse(document(settings=settings, sources=sources)), Settings())
    except SettingError:
        return
