# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person types for a setting, and what it takes."""

from dataclasses import fields, replace

import pytest

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.settings import Settings, checked, names, with_text


def test_the_defaults_are_allowed_and_come_back_from_their_text() -> None:
    settings = checked(Settings())
    for name in names():
        value = getattr(settings, name)
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        assert with_text(settings, name, text) == settings


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("workers", " 16 ", 16),
        ("workers", "1", 1),
        ("refresh_hours", "0.5", 0.5),
        ("refresh_hours", "0", 0.0),
        ("verify_days", "0", 0),
        ("verify_days", "3650", 3650),
        ("free_space_mb", "0", 0),
        ("playlist_format", "m3u8", "m3u8"),
        ("proxy", "http://proxy.lan:3128", "http://proxy.lan:3128"),
        ("proxy", "", ""),
        ("notify", "OFF", False),
        ("close_to_tray", "1", True),
        ("naming", "{artist}/{title}", "{artist}/{title}"),
    ],
)
def test_a_value_is_taken_from_its_text(name: str, text: str, value: object) -> None:
    before = Settings()
    after = with_text(before, name, text)
    assert getattr(after, name) == value
    assert replace(after, **{name: getattr(before, name)}) == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("workers", "0"),
        ("workers", "17"),
        ("workers", "3.5"),
        ("workers", "many"),
        ("workers", ""),
        ("workers", "9" * 20),
        ("per_host", "-1"),
        ("free_space_mb", "1e3"),
        ("refresh_hours", "nan"),
        ("refresh_hours", "inf"),
        ("refresh_hours", "-1"),
        ("verify_days", "-1"),
        ("verify_days", "0.5"),
        ("notify", "maybe"),
        ("notify", ""),
        ("playlist_format", "pls"),
        ("theme", "blue"),
        ("proxy", "socks5://proxy.lan"),
        ("proxy", "proxy.lan:3128"),
        ("naming", "{artist}/{nonsense}"),
        ("naming", "../{title}"),
        ("naming", ""),
    ],
)
def test_what_a_setting_cannot_take_is_refused_with_what_it_takes(name: str, text: str) -> None:
    with pytest.raises(SettingError) as caught:
        with_text(Settings(), name, text)
    assert caught.value.exit_status == 2
    assert name in str(caught.value) or name == "naming"


def test_some_are_not_for_typing() -> None:
    assert {"library", "library_id", "exports"}.isdisjoint(names())
    assert len(names()) == len(fields(Settings)) - 3
    with pytest.raises(SettingError, match="library DIR"):
        with_text(Settings(), "library", "/music")
    for name in ("library_id", "nonsense", "__class__", ""):
        with pytest.raises(SettingError, match="there is no setting"):
            with_text(Settings(), name, "x")
