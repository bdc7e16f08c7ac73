# SPDX-License-Identifier: GPL-3.0-or-later
"""Quick Connect: a login without a password, by a code that somebody confirms."""

from collections.abc import Callable, Iterator

import pytest

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, PlaylistUnreadable, SourceRefused
from catalogsync_gui.sources.http import DocumentClient
from catalogsync_gui.sources.jellyfin_login import POLLS, Login, quick_connect
from tests.unit.sources.fake_jellyfin import FakeJellyfin, jellyfin
from tests.unit.sources.jellyfin_world import Subscription


@pytest.fixture
def fake() -> Iterator[FakeJellyfin]:
    with jellyfin() as server:
        server.playlist("Evening", [])
        yield server


@pytest.fixture
def nobody(fake: FakeJellyfin) -> Iterator[Subscription]:
    """Without a user name."""
    subscription = Subscription(fake)
    yield subscription
    subscription.close()


class TestQuickConnect:
    @pytest.fixture
    def client(self, fake: FakeJellyfin) -> Iterator[DocumentClient]:
        client = DocumentClient(fake.base)
        yield client
        client.close()

    @staticmethod
    def counting(waits: list[float]) -> Callable[[float], bool]:
        def wait(seconds: float) -> bool:
            waits.append(seconds)
            return False

        return wait

    def connect(
        self,
        fake: FakeJellyfin,
        client: DocumentClient,
        wait: Callable[[float], bool] = lambda _seconds: False,
    ) -> tuple[Login, list[str]]:
        codes: list[str] = []
        login = quick_connect(fake.base, client, codes.append, StopToken(), wait=wait)
        return login, codes

    def test_once_the_code_is_confirmed(
        self, fake: FakeJellyfin, client: DocumentClient, nobody: Subscription
    ) -> None:
        waits: list[float] = []
        login, codes = self.connect(fake, client, self.counting(waits))
        assert codes == ["123456"]
        assert waits == [3.0] * 3
        assert login.user == fake.users[0].id
        assert len({asked.auth["DeviceId"] for asked in fake.asked}) == 1
        nobody.secrets["session"] = login.token
        assert len(nobody.pages()) == 1
        assert nobody.memory["user_id"] == fake.users[0].id

    def test_where_it_is_switched_off(self, fake: FakeJellyfin, client: DocumentClient) -> None:
        fake.quick = False
        with pytest.raises(SourceRefused, match="does not offer Quick Connect"):
            self.connect(fake, client)
        fake.bodies["/QuickConnect/Enabled"] = b"true"
        with pytest.raises(SourceRefused, match="does not offer Quick Connect"):
            self.connect(fake, client)
        fake.status["/QuickConnect/Enabled"] = 404
        with pytest.raises(SourceRefused, match="does not offer Quick Connect"):
            self.connect(fake, client)

    def test_nobody_confirms(self, fake: FakeJellyfin, client: DocumentClient) -> None:
        fake.polls_until_confirmed = 10_000
        waits: list[float] = []
        with pytest.raises(SourceRefused, match="nobody confirmed the code 123456"):
            self.connect(fake, client, self.counting(waits))
        assert sum(waits) == 300.0
        assert len(waits) == POLLS

    def test_a_code_that_is_withdrawn(self, fake: FakeJellyfin, client: DocumentClient) -> None:
        def withdraw(_seconds: float) -> bool:
            fake.codes.clear()
            return False

        with pytest.raises(SourceRefused, match="has withdrawn the code"):
            self.connect(fake, client, withdraw)

    def test_a_moment_of_trouble_does_not_end_it(
        self, fake: FakeJellyfin, client: DocumentClient
    ) -> None:
        fake.status["/QuickConnect/Connect"] = 503
        waits: list[float] = []

        def wait(seconds: float) -> bool:
            waits.append(seconds)
            if len(waits) == 2:
                fake.status.clear()
            return False

        login, _ = self.connect(fake, client, wait)
        assert login.token in fake.sessions

    def test_a_login_that_is_refused_in_the_end(
        self, fake: FakeJellyfin, client: DocumentClient
    ) -> None:
        fake.status["/Users/AuthenticateWithQuickConnect"] = 401
        with pytest.raises(SourceRefused, match="although its code was confirmed"):
            self.connect(fake, client)

    def test_stopped(self, fake: FakeJellyfin, client: DocumentClient) -> None:
        cancel = StopToken()
        with pytest.raises(Interrupted):
            quick_connect(fake.base, client, lambda _code: cancel.set(), cancel)

    @pytest.mark.parametrize(
        "body", [b"", b"{}", b'{"Code": "1", "Secret": 3}', b'{"Code": "\\n"}']
    )
    def test_answers_that_are_none(
        self, body: bytes, fake: FakeJellyfin, client: DocumentClient
    ) -> None:
        fake.bodies["/QuickConnect/Initiate"] = body
        with pytest.raises(PlaylistUnreadable):
            self.connect(fake, client)
