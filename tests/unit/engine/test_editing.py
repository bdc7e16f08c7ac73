# SPDX-License-Identifier: GPL-3.0-or-later
"""A subscription can be changed without losing what it has brought."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogsync_gui.clock import SystemClock
from catalogsync_gui.core.errors import CannotRun, UnknownThing, UsageError
from catalogsync_gui.core.models import HAS_SECRETS, ErrorInfo, Source
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.desk import Desk
from catalogsync_gui.engine.editing import Edit, edit_source
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import Profile
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.store.connection import Database


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    profile = Profile.resolve(str(tmp_path))
    profile.create()
    secrets = SecretStore(profile.secrets_file, file_allowed=True, find=lambda: None)
    desk = Desk(profile, Database(profile.database), Settings(), SystemClock(), secrets)
    yield desk
    desk.close()


@pytest.fixture
def server(desk: Desk) -> int:
    return add_source(
        desk,
        AddRequest(
            "http://nas.lan:4533",
            kind="subsonic",
            user="ann",
            secret=("password", "old"),
            options={"what": "starred", "allow_private": "yes"},
        ),
    )


def row(desk: Desk, source: int) -> Source:
    return desk.store.catalogue.source(source)


def test_another_password_forgets_the_old_login(desk: Desk, server: int) -> None:
    desk.store.catalogue.remember(server, {"login": "token", "device": "d", "user_id": "7"})
    desk.secrets.put(server, "session", "s")
    for _ in range(4):
        desk.store.refresh.failed(server, ErrorInfo("refused", "wrong password"), None, "")
    assert row(desk, server).paused
    warned: list[str] = []
    edit_source(desk, server, Edit(secret=("password", "new")), warned.append)
    assert desk.secrets.get(server, "password") == "new"
    assert desk.secrets.get(server, "session") is None
    changed = row(desk, server)
    assert changed.memory == {"device": "d", **HAS_SECRETS}
    assert (changed.paused, changed.failures) == ("", 0)
    assert changed.options["user"] == "ann"
    assert warned == [], "nas.lan is nearby"


def test_a_token_takes_the_password_s_place(desk: Desk, server: int) -> None:
    edit_source(desk, server, Edit(secret=("token", "key")))
    assert desk.secrets.get(server, "password") is None
    assert desk.secrets.get(server, "token") == "key"


def test_options_are_set_kept_and_taken_back(desk: Desk, server: int) -> None:
    edit_source(desk, server, Edit(name=" Home ", options={"what": "", "newest": "20"}))
    changed = row(desk, server)
    assert changed.name == "Home"
    assert changed.options == {"user": "ann", "allow_private": "yes", "newest": "20"}
    assert desk.secrets.get(server, "password") == "old"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(options={"waht": "starred"}), "no option 'waht'"),
        (Edit(options={"waht": ""}), "no option 'waht'"),
        (Edit(options={"newest": "many"}), "newest takes"),
        (Edit(options={"password": "x"}), "stdin"),
        (Edit(name=" "), "needs a name"),
        (Edit(user="", secret=("password", "x")), "needs a user"),
        (Edit(secret=("session", "x")), "takes password or token"),
    ],
)
def test_what_cannot_be_changes_nothing(desk: Desk, server: int, edit: Edit, words: str) -> None:
    before = row(desk, server)
    with pytest.raises(UsageError, match=words):
        edit_source(desk, server, edit)
    assert row(desk, server) == before
    assert desk.secrets.get(server, "password") == "old"


def test_without_a_place_for_the_secret_nothing_changes(desk: Desk, server: int) -> None:
    desk.secrets.file_allowed = False
    before = row(desk, server)
    with pytest.raises(CannotRun):
        edit_source(desk, server, Edit(name="x", secret=("password", "new")))
    assert row(desk, server) == before
    with pytest.raises(UnknownThing):
        edit_source(desk, 99, Edit(name="x"))
