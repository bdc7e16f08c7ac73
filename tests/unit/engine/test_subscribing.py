# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person asks to subscribe to, in its stored form."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import UsageError
from catalogsync_gui.engine.subscribing import AddRequest, Subscription, subscription, warnings_for


def _ask(
    location: str,
    *,
    kind: str | None = None,
    name: str | None = None,
    user: str | None = None,
    secret: tuple[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Subscription:
    return subscription(AddRequest(location, kind, name, user, secret, options or {}))


def test_a_user_and_a_password_in_an_address_are_taken_out_of_it() -> None:
    wanted = _ask("https://ann:hunter%2F22@nas.lan:8443/lists/evening.m3u?x=1#part")
    assert wanted.location == "https://nas.lan:8443/lists/evening.m3u?x=1"
    assert wanted.options == {"user": "ann"}
    assert wanted.secret == ("password", "hunter/22")
    assert "hunter" not in repr(wanted)


def test_what_is_given_apart_wins_over_the_address() -> None:
    wanted = _ask("http://ann:one@nas.lan/x.m3u", user="bea", secret=("password", "two"))
    assert (wanted.options["user"], wanted.secret) == ("bea", ("password", "two"))


def test_a_name_is_made_of_the_address() -> None:
    assert _ask("http://nas.lan/lists/my%20evening.m3u").name == "my evening (nas.lan)"
    assert _ask("http://nas.lan/").name == "nas.lan"
    assert _ask("http://nas.lan/x.m3u", name=" Own ").name == "Own"
    assert len(_ask("http://nas.lan/" + "x" * 500 + ".m3u").name) == 120


def test_a_local_file_is_kept_as_a_path(tmp_path: Path) -> None:
    file = tmp_path / "my list.m3u"
    file.write_text("#EXTM3U\n")
    for location in (str(file), file.as_uri(), f" {file} "):
        wanted = _ask(location)
        assert (wanted.location, wanted.name, wanted.kind) == (str(file), "my list", "playlist")


@pytest.mark.parametrize(
    ("location", "stored"),
    [
        ("feed://pod.example/show", "http://pod.example/show"),
        ("FEED:https://pod.example/show", "https://pod.example/show"),
        ("feed://https://pod.example/show", "https://pod.example/show"),
        ("itpc://pod.example/show", "http://pod.example/show"),
        ("pcast://pod.example/show", "http://pod.example/show"),
        ("https://pod.example/show.rss", "https://pod.example/show.rss"),
    ],
)
def test_addresses_that_only_podcasts_have(location: str, stored: str) -> None:
    wanted = _ask(location, options={"keep_last": "5"})
    assert (wanted.kind, wanted.location, wanted.name) == ("podcast", stored, "pod.example")
    assert wanted.options == {"keep_last": "5"}


@pytest.mark.parametrize("location", ["archive:some-item", "ia:some-item", "IA://some-item"])
def test_identifiers_of_the_internet_archive(location: str) -> None:
    wanted = _ask(location)
    assert (wanted.kind, wanted.location) == ("archive", "https://archive.org/details/some-item")


def test_what_is_no_identifier_of_the_internet_archive() -> None:
    with pytest.raises(UsageError, match="no address of a source of the kind archive"):
        _ask("ia:.hidden")
    assert _ask("ia:https://archive.org/details/x").location == "https://archive.org/details/x"


def test_a_password_in_such_an_address_is_taken_out_too() -> None:
    wanted = _ask("feed://ann:pw@pod.example/show")
    assert (wanted.location, wanted.secret) == ("http://pod.example/show", ("password", "pw"))
    assert _ask("feed://pod.example/x.m3u", kind="playlist").kind == "playlist"


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("", "is needed"),
        ("http://nas.lan/\nx", "is needed"),
        ("ftp://nas.lan/x.m3u", "ftp://"),
        ("file://elsewhere/x.m3u", "this machine"),
        ("relative.m3u", "not absolute"),
        ("/no/such/list.m3u", "there is no file"),
    ],
)
def test_what_is_refused_is_refused_in_words(location: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        _ask(location)


def test_a_folder_is_no_playlist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        _ask(str(tmp_path))


def test_a_kind_that_is_none_names_those_that_are_there() -> None:
    with pytest.raises(UsageError, match=r"there are: .*\bplaylist\b"):
        _ask("http://nas.lan/x", kind="gramophone")


def test_a_guess_can_be_overruled() -> None:
    assert _ask("http://nas.lan/show.rss", kind="playlist").kind == "playlist"


def test_secrets_are_no_options() -> None:
    for key in ("password", "token", "api_key"):
        with pytest.raises(UsageError, match="stdin") as caught:
            _ask("http://nas.lan/x.m3u", options={key: "hunter22"})
        assert "hunter22" not in str(caught.value)


def test_options_are_checked(tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_text("x")
    wanted = _ask("http://nas.lan/x.m3u", options={"allow_private": "On", "ca_file": str(ca)})
    assert wanted.options == {"allow_private": "yes", "ca_file": str(ca)}
    for options in ({"alow_private": "yes"}, {"allow_private": "maybe"}, {"ca_file": "ca.pem"}):
        with pytest.raises(UsageError):
            _ask("http://nas.lan/x.m3u", options=options)


def test_a_password_without_a_user_is_refused_and_a_token_is_not() -> None:
    with pytest.raises(UsageError, match="--user"):
        _ask("http://nas.lan/x.m3u", secret=("password", "hunter22"))
    assert _ask("http://nas.lan/x.m3u", secret=("token", "t")).secret == ("token", "t")


def test_a_local_file_takes_no_password(tmp_path: Path) -> None:
    file = tmp_path / "x.m3u"
    file.write_text("#EXTM3U\n")
    with pytest.raises(UsageError, match="no user"):
        _ask(str(file), user="ann")


def test_only_a_secret_that_strangers_can_read_is_warned_of() -> None:
    exposed = _ask("http://ann:hunter22@example.org:8080/x.m3u?key=abc")
    (words,) = warnings_for(exposed)
    assert words.startswith("the password goes to example.org:8080 over plain http")
    assert "hunter22" not in words
    assert "abc" not in words
    (words,) = warnings_for(_ask("http://example.org/x.m3u", secret=("token", "t0ken-word")))
    assert words.startswith("the token goes to")
    for location in (
        "http://example.org/x.m3u",
        "https://ann:pw@example.org/x",
        "http://a:b@nas/x",
    ):
        assert warnings_for(_ask(location)) == ()
