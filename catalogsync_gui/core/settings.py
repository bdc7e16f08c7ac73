# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings: names, types, limits and defaults. settings_file reads and writes them."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from catalogsync_gui.core.addresses import split
from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.naming import DEFAULT_TEMPLATE, NamingTemplate
from catalogsync_gui.core.schedule import parse_times
from catalogsync_gui.core.states import OnMetered
from catalogsync_gui.core.variants import ExportVariant, checked_variants
from catalogsync_gui.core.waking import WakeTarget
from catalogsync_gui.core.week_grid import WeekGrid


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a profile.

    :ivar library: absolute path of the library folder; empty until it is set.
    :ivar library_id: id in the library's marker, so that another folder is not taken for it.
    :ivar workers: downloads at a time.
    :ivar per_host: downloads at a time from one host.
    :ivar naming: template of a track's path.
    :ivar playlist_format: m3u or m3u8 (both UTF-8; minidlna reads only m3u).
    :ivar playlist_covers: the cover of its first album is put beside every playlist file.
    :ivar credits_file: keep Credits.txt beside the playlists: who made the tracks, by licence.
    :ivar id3_version: 2.4 or 2.3: how ID3 tags are written; old players read only the latter.
    :ivar free_space_mb: megabytes kept free on the volume, or 1 % of it where that is more; with 0
        nothing is.
    :ivar refresh_hours: hours between two scheduled syncs; 0 switches the schedule off.
    :ivar refresh_at: times of day (``06:00, 18:30``) of scheduled syncs, in place of the hours.
    :ivar limit_kbps: kilobytes a second for all downloads together; 0 for no limit.
    :ivar limited_kbps: the same in the hours that ``download_hours`` calls limited.
    :ivar download_hours: a week's hours in which downloads are limited or off (``WeekGrid``).
    :ivar on_metered: ignore metered networks, wait (no scheduled syncs), or off (no downloads).
    :ivar wake: the network card of the computer that the library is on (``WakeTarget``), woken
        before a sync where the library is not there; empty for none.
    :ivar wake_minutes: so long a sync waits for the library then.
    :ivar verify_days: every file is read again once in about so many days; 0: none is.
    :ivar history_days: so many days ended syncs are kept in the history; 0: only the last one is.
    :ivar proxy: address of an http proxy, or empty.
    :ivar theme: system, light or dark.
    :ivar language: system, en or zh_CN: what the window speaks from its next start on.
    :ivar close_to_tray: closing the window keeps the program in the tray, where there is one.
    :ivar tray_icon: auto, light (for dark panels) or dark (for light ones).
    :ivar notify: whether the tray shows messages; of which kinds, the next three tell.
    :ivar notify_finished: when a sync has fetched something.
    :ivar notify_problem: when something went wrong or is held up.
    :ivar notify_new: when sources have new tracks.
    :ivar update_check: ask once a day whether there is a newer version, where the program was built
        with an address to ask.
    :ivar secrets_file: the person agreed to keep secrets in a file only they can read.
    :ivar exports: what else is written of every playlist; the ``exports`` command sets it.
    """

    library: str = ""
    library_id: str = ""
    workers: int = 3
    per_host: int = 2
    naming: str = DEFAULT_TEMPLATE
    playlist_format: str = "m3u"
    playlist_covers: bool = True
    credits_file: bool = False
    id3_version: str = "2.4"
    free_space_mb: int = 500
    refresh_hours: float = 6.0
    refresh_at: str = ""
    limit_kbps: int = 0
    limited_kbps: int = 500
    download_hours: str = ""
    on_metered: str = OnMetered.WAIT.value
    wake: str = ""
    wake_minutes: int = 3
    verify_days: int = 30
    history_days: int = 90
    proxy: str = ""
    theme: str = "system"
    language: str = "system"
    close_to_tray: bool = True
    tray_icon: str = "auto"
    notify: bool = True
    notify_finished: bool = True
    notify_problem: bool = True
    notify_new: bool = False
    update_check: bool = False
    secrets_file: bool = False
    exports: tuple[ExportVariant, ...] = ()


def _between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: low <= value <= high


def _is_template(value: Any) -> bool:
    NamingTemplate.parse(value)
    return True


FASTEST_KBPS = 10_000_000
"""The highest limit in kilobytes a second."""


_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "workers": (_between(1, 16), "a whole number from 1 to 16"),
    "per_host": (_between(1, 16), "a whole number from 1 to 16"),
    "naming": (_is_template, "a naming template"),
    "playlist_format": (lambda v: v in ("m3u", "m3u8"), "m3u or m3u8"),
    "id3_version": (lambda v: v in ("2.4", "2.3"), "2.4 or 2.3"),
    "free_space_mb": (
        _between(0, 10_000_000),
        "megabytes to keep free (1 % of the volume where that is more), 0 to keep nothing free",
    ),
    "refresh_hours": (_between(0, 24 * 365), "hours, 0 to switch the schedule off"),
    "refresh_at": (
        lambda v: not v or bool(parse_times(v)),
        "times of day such as 06:00, 18:30 (they count instead of refresh_hours), or nothing",
    ),
    "limit_kbps": (
        _between(0, FASTEST_KBPS),
        "kilobytes a second for all downloads together, 0 for no limit",
    ),
    "limited_kbps": (
        _between(1, FASTEST_KBPS),
        "kilobytes a second for all downloads together, in limited hours",
    ),
    "download_hours": (
        lambda v: bool(WeekGrid.parse(v).hours),
        "hours of the week such as mon-fri 08-18 limited; daily 00-06 off (all others are full), "
        "or nothing",
    ),
    "on_metered": (
        lambda v: v in tuple(OnMetered),
        "ignore, wait (no sync starts by itself on a metered network) or off (no downloads either, "
        "but for a sync you ask for)",
    ),
    "wake": (
        lambda v: WakeTarget.parse(v) is None or True,
        "the address of the network card of the computer that the library is on, such as "
        "aa:bb:cc:dd:ee:ff, with @192.168.2.255 behind it for another network; or nothing",
    ),
    "wake_minutes": (_between(1, 60), "whole minutes from 1 to 60"),
    "verify_days": (
        _between(0, 3650),
        "whole days in which every file is read again once, 0 to read none",
    ),
    "history_days": (
        _between(0, 3650),
        "whole days that ended syncs are kept in the history, 0 to keep only the last one",
    ),
    "proxy": (lambda v: not v or split(v) is not None, "an http address, or nothing"),
    "tray_icon": (lambda v: v in ("auto", "light", "dark"), "auto, light or dark"),
    "theme": (lambda v: v in ("system", "light", "dark"), "system, light or dark"),
    "language": (lambda v: v in ("system", "en", "zh_CN"), "system, en or zh_CN"),
}

_TYPES = {entry.name: type(getattr(Settings(), entry.name)) for entry in fields(Settings)}
_READ_ONLY = {"library", "library_id", "exports"}
_TRUE = {"true", "yes", "on", "1"}
_FALSE = {"false", "no", "off", "0"}


def names() -> tuple[str, ...]:
    """The names of all settings a person may set by ``config``."""
    return tuple(entry.name for entry in fields(Settings) if entry.name not in _READ_ONLY)


def takes(name: str) -> str:
    """What a setting takes, in words for a person."""
    return _RULES.get(name, (None, "yes or no"))[1]


def checked(settings: Settings) -> Settings:
    """Returns the settings if every value is allowed.

    :raises SettingError: names the setting and what it takes.
    """
    for name in _RULES:
        check(name, getattr(settings, name))
    checked_variants(settings.exports, settings.playlist_format)
    return settings


def check(name: str, value: object) -> None:
    """Makes sure that a setting may have a value of its type.

    :raises SettingError: names the setting and what it takes.
    """
    rule, words = _RULES.get(name, (None, ""))
    if rule is not None and not _fits(rule, value):
        raise SettingError(f"{name} takes {words}; {value!r} is not that")


def _fits(rule: Callable[[Any], bool], value: object) -> bool:
    try:
        return rule(value)
    except ValueError:
        return False


def fitting(name: str, value: Any) -> Any:
    """The value that a setting is given by a file (TOML, JSON), in its type.

    :raises SettingError: the setting cannot have that value.
    """
    wanted = _TYPES[name]
    if wanted is tuple:
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            raise SettingError("exports takes tables, one an export variant")
        return tuple(ExportVariant.from_table(table) for table in value)
    if wanted is float and type(value) is int:
        try:
            value = float(value)
        except OverflowError:
            raise SettingError(f"{name} has a value that is too large") from None
    if type(value) is not wanted:
        raise SettingError(f"{name} has a value of the wrong type")
    check(name, value)
    return value


def same_exports(settings: Settings, others: Settings) -> bool:
    """Whether playlists come out the same with both."""
    return all(
        getattr(settings, name) == getattr(others, name)
        for name in ("credits_file", "exports", "playlist_covers", "playlist_format")
    )


def with_text(settings: Settings, name: str, text: str) -> Settings:
    """The settings with one value set from its text, as a person types it.

    :raises SettingError: when there is no such setting, or it cannot take the value.
    """
    if name == "library":
        raise SettingError('the library folder is set with "catalogsync-gui library DIR"')
    if name not in names():
        raise SettingError(f"there is no setting {name!r}; there are: {', '.join(names())}")
    default = getattr(Settings(), name)
    words = takes(name)
    value: object
    try:
        if isinstance(default, bool):
            lowered = text.strip().lower()
            if lowered not in _TRUE | _FALSE:
                raise ValueError(text)
            value = lowered in _TRUE
        else:
            value = type(default)(text.strip())
        return checked(replace(settings, **{name: value}))  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        raise SettingError(f"{name} takes {words}; {text!r} is not that") from None


def merged(mine: Settings, base: Settings, current: Settings) -> Settings:
    """The current settings with what was changed between ``base`` and ``mine``.

    For a dialog that was open while somebody else set something.
    """
    changed = {
        entry.name: getattr(mine, entry.name)
        for entry in fields(Settings)
        if getattr(mine, entry.name) != getattr(base, entry.name)
    }
    return replace(current, **changed)
