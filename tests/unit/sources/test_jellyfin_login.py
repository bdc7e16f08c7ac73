# SPDX-License-Identifier: GPL-3.0-or-later
"""Logging in to Jellyfin: by password, with an API key, and once more when that has expired."""

import threading
from collections.abc import Iterator

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    AddressRefused,
    Interrupted,
    PlaylistUnreadable,
    SourceError,
    SourceRefused,
    SourceUnreachable,
)
from catalogsync_gui.core.models import MediaRef
from catalogsync_gui.sources.jellyfin_login import Login
from tests.unit.sources.fake_jellyfin import FakeJellyfin, User, jellyfin
from tests.unit.sources.jellyfin_world import KEY, Subscription


@pytest.fixture
def fake() -> Iterator[FakeJellyfin]:
    with jellyfin() as server:
        server.playlist("Evening", [])
        yield server


@pytest.fixture
def ann(fake: FakeJellyfin) -> Iterator[Subscription]:
    """By password."""
    subscription = Subscription(fake, user="ann")
    subscription.secrets["password"] = "päss wörd"
    yield subscription
    subscription.close()


@pytest.fixture
def nobody(fake: FakeJellyfin) -> Iterator[Subscription]:
    """Without a user name."""
    subscription = Subscription(fake)
    yield subscription
    subscription.close()


class TestPassword:
    def test_one_login_is_kept(self, fake: FakeJellyfin, ann: Subscription) -> None:
        assert len(ann.pages()) == 1
        assert ann.secrets["session"] in fake.sessions
        assert ann.memory["user_id"] == fake.users[0].id
        assert len(ann.pages()) == 1
        assert fake.logins == 1
        assert "/Users/Me" not in fake.paths
        assert len({asked.auth["DeviceId"] for asked in fake.asked}) == 1

    def test_the_token_is_no_part_of_what_is_remembered(
        self, fake: FakeJellyfin, ann: Subscription
    ) -> None:
        ann.pages()
        assert ann.secrets["session"] not in repr(ann.memory)
        login = Login(ann.secrets["session"], "u")
        assert ann.secrets["session"] not in repr(login)

    def test_a_wrong_password(self, fake: FakeJellyfin, ann: Subscription) -> None:
        ann.secrets["password"] = "wrong one"
        with pytest.raises(SourceRefused, match="does not accept the user name 'ann'") as caught:
            ann.pages()
        assert "wrong one" not in str(caught.value)
        assert fake.logins == 1

    def test_a_wrong_password_is_tried_once_a_refresh(
        self, fake: FakeJellyfin, ann: Subscription
    ) -> None:
        ann.secrets["password"] = "wrong one"
        ref = MediaRef(f"{fake.base}/Items/1/Download")
        for logins in (1, 2):
            with pytest.raises(SourceRefused):
                ann.pages()
            for _ in range(3):
                with pytest.raises(SourceRefused, match="does not accept the user name"):
                    ann.open().media(ref)
            assert fake.logins == logins
        ann.secrets["password"] = "päss wörd"
        assert ann.open().media(ref).headers
        assert fake.logins == 3

    def test_an_account_that_is_disabled(self, fake: FakeJellyfin, ann: Subscription) -> None:
        fake.users[0].disabled = True
        with pytest.raises(SourceRefused, match="disabled, locked"):
            ann.pages()

    def test_a_user_without_a_password(self, fake: FakeJellyfin, ann: Subscription) -> None:
        fake.users[0].password = ""
        del ann.secrets["password"]
        ann.pages()
        fake.sessions.clear()
        assert len(ann.pages()) == 1
        assert fake.logins == 2

    def test_a_server_in_trouble(self, fake: FakeJellyfin, ann: Subscription) -> None:
        fake.status["/Users/AuthenticateByName"] = 503
        with pytest.raises(SourceUnreachable):
            ann.pages()

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b'{"AccessToken": "t"}',
            b'{"AccessToken": "", "User": {"Id": "1"}}',
            b'{"AccessToken": 3, "User": {"Id": "1"}}',
            b'{"AccessToken": "t", "User": {"Id": "../x"}}',
        ],
    )
    def test_an_answer_that_is_none(
        self, body: bytes, fake: FakeJellyfin, ann: Subscription
    ) -> None:
        fake.bodies["/Users/AuthenticateByName"] = body
        with pytest.raises(PlaylistUnreadable):
            ann.pages()
        assert "session" not in ann.secrets

    def test_a_password_is_not_taken_to_another_server(
        self, fake: FakeJellyfin, ann: Subscription
    ) -> None:
        with jellyfin() as other:
            fake.redirect = other.base
            with pytest.raises(SourceError, match="no password is sent to another server"):
                ann.pages()
            assert other.asked == []

    def test_a_redirect_is_not_taken_for_a_login_that_is_refused(
        self, fake: FakeJellyfin, ann: Subscription
    ) -> None:
        ann.secrets = {"token": KEY}
        fake.keys.add(KEY)
        with jellyfin() as other:
            fake.redirect = other.base
            with pytest.raises(AddressRefused, match="use that address for the source") as caught:
                ann.pages()
            assert other.base in str(caught.value)
            assert other.asked == []


class TestExpired:
    def test_one_login_more(self, fake: FakeJellyfin, ann: Subscription) -> None:
        ann.pages()
        fake.sessions.clear()
        assert len(ann.pages()) == 1
        assert fake.logins == 2
        assert ann.secrets["session"] in fake.sessions

    def test_in_the_middle_of_a_refresh(self, fake: FakeJellyfin, ann: Subscription) -> None:
        fake.playlists[0].items = [fake.track(str(n)) for n in range(700)]
        found = ann.open().pages({}, StopToken())
        first = next(found)
        fake.sessions.clear()
        assert len(first.entries) + sum(len(page.entries) for page in found) == 700

    def test_only_one_login_more(self, fake: FakeJellyfin, ann: Subscription) -> None:
        fake.status["/Items"] = 401
        with pytest.raises(SourceRefused, match="has ended the login"):
            ann.pages()
        assert fake.logins == 2

    def test_without_the_password(self, fake: FakeJellyfin, ann: Subscription) -> None:
        ann.secrets = {"session": "old"}
        with pytest.raises(SourceRefused, match="subscribe again by Quick Connect"):
            ann.pages()
        assert fake.logins == 0

    def test_what_another_thread_has_got_is_taken(
        self, fake: FakeJellyfin, ann: Subscription
    ) -> None:
        ann.pages()
        second = ann.open()
        list(second.pages({}, StopToken()))
        fake.sessions.clear()
        ann.pages()
        assert len(list(second.pages({}, StopToken()))) == 1
        assert fake.logins == 2

    def test_threads_that_expire_together_log_in_once(
        self, fake: FakeJellyfin, ann: Subscription
    ) -> None:
        ann.pages()
        adapters = [ann.open() for _ in range(4)]
        fake.sessions.clear()
        counts: list[int] = []

        def refresh(number: int) -> None:
            counts.append(len(list(adapters[number].pages({}, StopToken()))))

        threads = [threading.Thread(target=refresh, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counts == [1] * 4
        assert fake.logins == 2

    def test_waiting_for_another_thread_can_be_stopped(
        self, fake: FakeJellyfin, ann: Subscription
    ) -> None:
        ann.pages()
        fake.sessions.clear()
        fake.stall = lambda asked: asked.path == "/Users/AuthenticateByName"
        adapter, waiting, cancel = ann.open(), ann.open(), StopToken()
        first = threading.Thread(target=lambda: list(adapter.pages({}, StopToken())))
        first.start()
        try:
            assert fake.stalled.wait(30)
            timer = threading.Timer(0.1, cancel.set)
            timer.start()
            with pytest.raises(Interrupted):
                list(waiting.pages({}, cancel))
            timer.join()
        finally:
            fake.go_on.set()
            first.join()


class TestApiKey:
    def test_the_named_user(self, fake: FakeJellyfin, nobody: Subscription) -> None:
        fake.keys.add(KEY)
        nobody.secrets["token"] = KEY
        nobody.options["user"] = "ANN"
        nobody.pages()
        assert fake.asked[-1].query["userId"] == fake.users[0].id
        assert [path for path in fake.paths if path.startswith("/Users")] == ["/Users/Me", "/Users"]
        fake.asked.clear()
        nobody.pages()
        assert not [path for path in fake.paths if path.startswith("/Users")]

    def test_another_name_is_another_user(self, fake: FakeJellyfin, nobody: Subscription) -> None:
        fake.keys.add(KEY)
        nobody.secrets["token"] = KEY
        for user in fake.users:
            nobody.options["user"] = user.id
            nobody.pages()
            assert fake.asked[-1].query["userId"] == user.id

    @pytest.mark.parametrize(
        ("users", "chosen"),
        [
            ([User("only")], "only"),
            ([User("a"), User("root", admin=True), User("b")], "root"),
            ([User("a"), User("off", disabled=True)], "a"),
        ],
    )
    def test_without_a_name(
        self, users: list[User], chosen: str, fake: FakeJellyfin, nobody: Subscription
    ) -> None:
        fake.keys.add(KEY)
        nobody.secrets["token"] = KEY
        fake.users = users
        nobody.pages()
        assert fake.asked[-1].query["userId"] == User(chosen).id

    @pytest.mark.parametrize(
        ("users", "name", "words"),
        [
            ([User("a"), User("b")], "", "has several users.*there are: a, b"),
            ([User("a", admin=True), User("b", admin=True)], "", "there are: a, b"),
            ([User("a"), User("b")], "c", "has no single user 'c'.*there are: a, b"),
            ([], "", "it has no users"),
        ],
    )
    def test_a_choice_is_the_persons(
        self, users: list[User], name: str, words: str, fake: FakeJellyfin, nobody: Subscription
    ) -> None:
        fake.keys.add(KEY)
        nobody.secrets["token"] = KEY
        nobody.options["user"] = name
        fake.users = users
        with pytest.raises(SourceRefused, match=words) as caught:
            nobody.pages()
        assert KEY not in str(caught.value)

    def test_a_key_that_is_not_accepted(self, fake: FakeJellyfin, nobody: Subscription) -> None:
        nobody.secrets |= {"token": KEY, "password": "x"}
        nobody.options["user"] = "ann"
        with pytest.raises(SourceRefused, match="does not accept the API key") as caught:
            nobody.pages()
        assert KEY not in str(caught.value)
        assert fake.logins == 0

    def test_an_access_token_in_place_of_a_key(
        self, fake: FakeJellyfin, nobody: Subscription
    ) -> None:
        nobody.secrets["token"] = fake.session(fake.users[1])
        nobody.pages()
        assert fake.asked[-1].query["userId"] == fake.users[1].id

    @pytest.mark.parametrize("body", [b"{}", b"3", b'[3, {"Id": 4}, {"Id": "a/b"}]'])
    def test_no_list_of_users(self, body: bytes, fake: FakeJellyfin, nobody: Subscription) -> None:
        fake.keys.add(KEY)
        nobody.secrets["token"] = KEY
        fake.bodies["/Users"] = body
        with pytest.raises(SourceError):
            nobody.pages()

    def test_no_login_at_all(self, fake: FakeJellyfin, nobody: Subscription) -> None:
        with pytest.raises(SourceRefused, match="wants a login"):
            nobody.pages()
        assert fake.asked == []
