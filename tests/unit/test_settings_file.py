# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings survive damage, and a person hears of it."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.variants import ExportVariant
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.settings_file import SettingsFile

MINE = replace(
    Settings(),
    workers=7,
    proxy="http://ann:hunter22@proxy.lan:3128",
    exports=(
        ExportVariant("Server", 'Lists/"ü"', paths="mapped", prefix="D:\\Music"),
        ExportVariant("Old", "Old", encoding="cp1252"),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_what_was_saved_is_loaded(path: Path) -> None:
    SettingsFile(path).save(MINE)
    file = SettingsFile(path)
    assert file.load() == MINE
    assert not file.notice


def test_both_copies_are_for_their_owner_only(path: Path) -> None:
    path.write_text("", "utf-8")
    path.chmod(0o644)
    SettingsFile(path).save(MINE)
    for name in ("settings.toml", "settings.toml.good"):
        assert path.with_name(name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["garbage==", "\0", "", "# nothing"])
def test_a_damaged_file_is_kept_and_the_last_good_one_used(
    path: Path, damage: str, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("settings in")
    SettingsFile(path).save(MINE)
    path.write_text(damage, "utf-8")
    file = SettingsFile(path)
    assert file.load() == MINE
    assert "copy of the last good ones" in file.notice
    assert path.with_name("settings.toml.damaged").read_text("utf-8") == damage


def test_when_both_are_damaged_the_defaults_are_used_and_said_so(
    path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("settings in")
    path.write_text("x", "utf-8")
    path.with_name("settings.toml.good").write_text("y", "utf-8")
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert "no library is set" in file.notice


def test_the_password_of_a_proxy_goes_to_the_secret_store(path: Path) -> None:
    secrets = SecretStore(path.with_name("secrets.json"), file_allowed=False, find=lambda: None)
    SettingsFile(path, secrets).save(replace(MINE, secrets_file=True))
    for name in ("settings.toml", "settings.toml.good"):
        text = path.with_name(name).read_text("utf-8")
        assert "hunter22" not in text
        assert "http://ann:~secret~@proxy.lan:3128" in text
    assert SettingsFile(path, secrets).load() == replace(MINE, secrets_file=True)


def test_without_a_secret_store_it_stays_in_the_file(path: Path) -> None:
    secrets = SecretStore(path.with_name("secrets.json"), file_allowed=True, find=lambda: None)
    SettingsFile(path, secrets).save(MINE)
    assert "hunter22" in path.read_text("utf-8")
    assert SettingsFile(path, secrets).load() == MINE


def test_a_password_that_is_gone_from_the_store_is_told_of(
    path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("set the proxy again")
    secrets = SecretStore(path.with_name("secrets.json"), file_allowed=False, find=lambda: None)
    SettingsFile(path, secrets).save(replace(MINE, secrets_file=True))
    path.with_name("secrets.json").unlink()
    settings = SettingsFile(path, secrets).load()
    assert settings.proxy == "http://ann:~secret~@proxy.lan:3128"
    # It is no password, and is not taken for one.
    SettingsFile(path, secrets).save(replace(settings, workers=2))
    assert not path.with_name("secrets.json").exists()


def test_the_first_save_tells_of_no_former_password(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    secrets = SecretStore(path.with_name("secrets.json"), file_allowed=False, find=lambda: None)
    SettingsFile(path, secrets).save(replace(MINE, proxy=""))
    assert "password" not in caplog.text


def test_the_password_goes_with_the_proxy(path: Path) -> None:
    secrets = SecretStore(path.with_name("secrets.json"), file_allowed=False, find=lambda: None)
    SettingsFile(path, secrets).save(replace(MINE, secrets_file=True))
    assert secrets.get(0, "password") == "hunter22"
    SettingsFile(path, secrets).save(replace(MINE, secrets_file=True, proxy=""))
    assert secrets.get(0, "password") is None


@pytest.mark.parametrize("value", ['"many"', "99", "-1", "2.5", "true", "[1]", "1979-05-27"])
def test_a_setting_that_cannot_be_used_costs_no_other(
    path: Path, value: str, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("settings in")
    SettingsFile(path).save(MINE)
    text = path.read_text("utf-8").replace("workers = 7", f"workers = {value}")
    text = text.replace("per_host = 2", "per_host = 5")
    path.write_text(text, "utf-8")
    file = SettingsFile(path)
    assert file.load() == replace(MINE, per_host=5)
    assert "workers (the last good one)" in file.notice
    assert "hunter22" not in file.notice
    assert path.with_name("settings.toml.damaged").read_text("utf-8") == text
    path.with_name("settings.toml.good").unlink()
    assert file.load() == replace(MINE, per_host=5, workers=Settings().workers)
    assert "workers (the default)" in file.notice


def test_a_wrong_proxy_is_named_and_never_shown(
    path: Path, expected_logs: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expected_logs("settings in")
    path.write_text('proxy = "ftp//ann:hunter22@x"\nworkers = 5\n', "utf-8")
    file = SettingsFile(path)
    assert file.load() == replace(Settings(), workers=5)
    assert "proxy" in file.notice
    assert "hunter22" not in file.notice + caplog.text


def test_what_another_version_keeps_there_is_kept(path: Path) -> None:
    other = """
of_tomorrow = "a \\u007f b"
"a key" = [1, 2.5, true, {x = "y"}]
when = 1979-05-27T07:32:00Z
day = 1979-05-27
endless = inf

[table]
one = 1
[table.two]
three = [[1], []]
"""
    path.write_text("workers = 5\n" + other, "utf-8")
    file = SettingsFile(path)
    settings = file.load()
    assert settings.workers == 5
    assert not file.notice
    SettingsFile(path).save(replace(settings, workers=6))
    data = tomllib.loads(path.read_text("utf-8"))
    assert tomllib.loads(other).items() <= data.items()
    assert data["workers"] == 6
    assert SettingsFile(path).load().workers == 6


@pytest.mark.parametrize(
    "exports",
    [
        "exports = 1",
        '[[exports]]\nname = "X"',
        '[[exports]]\nname = "X"\nfolder = 1',
        '[[exports]]\nname = "X"\nfolder = "../up"',
    ],
)
def test_export_variants_that_cannot_be_used_cost_no_other(
    path: Path, exports: str, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("settings in")
    SettingsFile(path).save(MINE)
    path.write_text(f"workers = 4\n{exports}\n", "utf-8")
    file = SettingsFile(path)
    wanted = replace(Settings(), workers=4, exports=MINE.exports)
    assert file.examine()[0] == wanted
    assert file.examine()[1] == "settings.toml: exports cannot be used"
    assert file.load() == wanted
    assert "exports (the last good one)" in file.notice
