# SPDX-License-Identifier: GPL-3.0-or-later
"""Where secrets go, and where they never do."""

import json
import os
import stat
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogsync_gui import secrets
from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.secrets import SecretStore


class FakeKeyring:
    """A desktop's secret store; ``locked`` refuses everything, as a locked one does."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        del self.held[service, username]

    def _open(self) -> None:
        if self.locked:
            raise RuntimeError("locked")


def test_the_desktops_store_comes_first_and_no_file_is_written(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    store = SecretStore(tmp_path / "secrets.json", file_allowed=True, find=lambda: keyring)
    store.put(3, "password", "hunter22")
    assert store.get(3, "password") == "hunter22"
    assert store.get(3, "token") is None
    assert list(tmp_path.iterdir()) == []
    store.forget(3)
    assert store.get(3, "password") is None
    assert keyring.held == {}


def test_two_profiles_do_not_see_each_others_secrets(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    one = SecretStore(tmp_path / "one" / "s.json", file_allowed=False, find=lambda: keyring)
    two = SecretStore(tmp_path / "two" / "s.json", file_allowed=False, find=lambda: keyring)
    one.put(1, "password", "first-secret")
    assert two.get(1, "password") is None
    two.forget(1)
    assert one.get(1, "password") == "first-secret"


def test_without_a_store_and_without_consent_nothing_is_stored(tmp_path: Path) -> None:
    store = SecretStore(tmp_path / "secrets.json", file_allowed=False, find=lambda: None)
    with pytest.raises(CannotRun, match="secrets_file yes") as caught:
        store.put(1, "password", "hunter22")
    assert caught.value.exit_status == 3
    assert "hunter22" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_by_consent_the_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    store = SecretStore(file, file_allowed=True, find=lambda: None)
    store.put(1, "password", "hunter22")
    store.put(2, "token", "abcdefgh")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = SecretStore(file, file_allowed=True, find=lambda: None)
    assert again.get(1, "password") == "hunter22"
    again.forget(1)
    assert again.get(1, "password") is None
    assert again.get(2, "token") == "abcdefgh"
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    store = SecretStore(file, file_allowed=True, find=lambda: None)
    store.put(1, "password", "hunter22")
    held = json.loads(file.read_text())
    assert list(held) == ["about", "1/password"]
    assert "passwords" in held["about"]
    # One from before it was labelled is read as well, and is labelled when it is next written.
    file.write_text('{"2/token": "abcdefgh"}')
    assert store.get(2, "token") == "abcdefgh"
    store.put(1, "password", "hunter22")
    assert list(json.loads(file.read_text())) == ["about", "2/token", "1/password"]


@pytest.mark.skipif(os.name != "posix", reason="there are no such rights here")
def test_a_file_that_others_may_read_is_taken_from_them_and_that_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("was open to others: it is readable by you alone again")
    file = tmp_path / "secrets.json"
    store = SecretStore(file, file_allowed=True, find=lambda: None)
    store.put(1, "password", "hunter22")
    for mode in (0o644, 0o640, 0o604):
        file.chmod(mode)
        assert store.get(1, "password") == "hunter22"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len([record for record in caplog.records if "open to others" in record.message]) == 1


def test_a_new_secret_in_the_desktops_store_replaces_one_in_the_file(tmp_path: Path) -> None:
    file, keyring = tmp_path / "s.json", FakeKeyring()
    SecretStore(file, file_allowed=True, find=lambda: None).put(1, "session", "older-word")
    store = SecretStore(file, file_allowed=True, find=lambda: keyring)
    store.put(1, "session", "newer-word")
    assert store.get(1, "session") == "newer-word"
    assert "older-word" not in file.read_text()


def test_forgetting_one_source_leaves_those_whose_number_begins_alike(tmp_path: Path) -> None:
    store = SecretStore(tmp_path / "s.json", file_allowed=True, find=lambda: None)
    store.put(1, "password", "first-secret")
    store.put(11, "password", "other-secret")
    store.forget(1)
    assert store.get(11, "password") == "other-secret"


def test_a_damaged_file_is_named_and_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    file.write_text("{broken")
    file.chmod(0o600)
    store = SecretStore(file, file_allowed=True, find=lambda: None)
    with pytest.raises(CannotRun, match="cannot be read"):
        store.put(1, "password", "hunter22")
    assert file.read_text() == "{broken"


def test_a_locked_store_is_an_error_when_writing_and_no_answer_when_reading(
    tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("does not answer")
    keyring = FakeKeyring()
    store = SecretStore(tmp_path / "s.json", file_allowed=False, find=lambda: keyring)
    store.put(1, "password", "hunter22")
    keyring.locked = True
    assert store.get(1, "password") is None
    with pytest.raises(CannotRun, match="unlock it"):
        store.put(1, "password", "hunter23")


def test_secrets_that_were_read_are_kept_out_of_logs(tmp_path: Path) -> None:
    store = SecretStore(tmp_path / "s.json", file_allowed=True, find=lambda: None)
    store.put(1, "password", "a-very-own-word")
    assert "a-very-own-word" not in redactor.redact("it was a-very-own-word")


@pytest.mark.parametrize(("priority", "found"), [(0, False), (-1, False), (5, True)])
def test_only_a_working_desktop_store_counts(
    monkeypatch: pytest.MonkeyPatch, priority: float, found: bool
) -> None:
    module = types.ModuleType("keyring")
    backend = types.SimpleNamespace(priority=priority)
    monkeypatch.setattr(module, "get_keyring", lambda: backend, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", module)
    assert (secrets.system_keyring() is module) is found


def test_the_package_keyring_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert secrets.system_keyring() is None
