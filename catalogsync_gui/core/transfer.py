# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings and subscriptions as a file that another computer takes over. Pure.

What belongs to this computer (the library's folder, the consent to a secrets file) and what is a
secret is not in it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import urlunsplit

from catalogsync_gui.core.addresses import split, without_userinfo
from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.models import HAS_SECRETS, Source
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.settings import Settings, checked, fitting
from catalogsync_gui.core.veils import bare

MOST_BYTES = 5_000_000
_MOST_SOURCES = 5_000
_PROGRAM = "Catalog Sync"
_VERSION = 1
_OF_THIS_COMPUTER = frozenset({"library", "library_id", "secrets_file"})
_CARRIED = tuple(one.name for one in fields(Settings) if one.name not in _OF_THIS_COMPUTER)
_LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CarriedSource:
    """A subscription in the file.

    :ivar location: without any secret that may be part of it.
    :ivar incomplete: it had a password or a token, which has to be entered anew.
    """

    kind: str
    name: str
    location: str
    options: Mapping[str, str] = field(default_factory=dict)
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a file holds.

    :ivar settings: the values by their names, each of which could be taken.
    :ivar unknown: names of settings that this version does not have.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[CarriedSource, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that gets another value, both as a person may see them."""

    name: str
    before: str
    after: str


def carried(source: Source) -> CarriedSource:
    """A subscription as it is written."""
    location = bare(without_userinfo(source.location))
    had = any(source.memory.get(key) == value for key, value in HAS_SECRETS.items())
    return CarriedSource(
        source.kind,
        source.name,
        location,
        dict(source.options),
        incomplete=had or location != source.location,
    )


def render(settings: Settings, sources: Iterable[Source] = ()) -> bytes:
    """The file: JSON, UTF-8."""
    values = {name: getattr(settings, name) for name in _CARRIED}
    values["exports"] = [variant.table() for variant in settings.exports]
    values["proxy"] = without_userinfo(settings.proxy)
    document = {
        "program": _PROGRAM,
        "version": _VERSION,
        "settings": values,
        "sources": [
            {
                "kind": one.kind,
                "name": one.name,
                "location": one.location,
                "options": dict(one.options),
                **({"incomplete": True} if one.incomplete else {}),
            }
            for one in map(carried, sources)
        ],
    }
    return (json.dumps(document, indent=2, ensure_ascii=True) + "\n").encode()


def parse(data: bytes) -> Transfer:
    """What a file holds; it comes from anywhere.

    :raises SettingError: it is no such file, or something in it cannot be; names what. Nothing of
        it is to be taken then.
    """
    document = _document(data)
    values = document.get("settings", {})
    sources = document.get("sources", [])
    if not isinstance(values, dict) or not isinstance(sources, list):
        raise SettingError("the file is damaged: its settings or sources are none. Export it again")
    if len(sources) > _MOST_SOURCES:
        raise SettingError(f"the file names more than {_MOST_SOURCES:,} sources; split it")
    taken: dict[str, Any] = {}
    wrong: list[str] = []
    for name in _CARRIED:
        if name not in values:
            continue
        try:
            taken[name] = fitting(name, values[name])
        except SettingError as error:
            wrong.append(str(error)[:_LONGEST_SHOWN])
    if wrong:
        raise SettingError(f"the file cannot be imported: {'; '.join(wrong)}")
    known = {*_CARRIED, *_OF_THIS_COMPUTER}
    return Transfer(
        taken,
        tuple(_source(number, one) for number, one in enumerate(sources, 1)),
        tuple(sorted(str(name)[:_LONGEST_SHOWN] for name in values if name not in known))[:20],
    )


def taken_over(transfer: Transfer, settings: Settings) -> Settings:
    """The settings with those of a file in their stead.

    A proxy that is the same but for its login keeps that: the file has none.

    :raises SettingError: some do not go together.
    """
    values = dict(transfer.settings)
    if values.get("proxy") == without_userinfo(settings.proxy):
        del values["proxy"]
    return checked(replace(settings, **values))


def changes(before: Settings, after: Settings) -> tuple[Change, ...]:
    """What is different, setting by setting."""
    return tuple(
        Change(name, _shown(getattr(before, name)), _shown(getattr(after, name)))
        for name in _CARRIED
        if getattr(before, name) != getattr(after, name)
    )


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise SettingError(
            f"the file is larger than {MOST_BYTES // 1_000_000} MB; settings are not that large"
        )
    try:
        document = json.loads(data.decode("utf-8-sig"))
        # JSON can spell halves of characters, which no file and no database takes.
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("program") != _PROGRAM:
        raise SettingError(
            "this is no file of settings that Catalog Sync has exported (or it is damaged); choose "
            "another one"
        )
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise SettingError("the file does not say which version it is of; export it again")
    if version > _VERSION:
        raise SettingError(
            "the file was exported by a newer version of Catalog Sync; update this one first"
        )
    return document


def _source(number: int, table: object) -> CarriedSource:
    words = f"source {number} in the file is damaged; export it again"
    if not isinstance(table, dict):
        raise SettingError(words)
    texts = [table.get(key) for key in ("kind", "name", "location")]
    options = table.get("options", {})
    if not isinstance(options, dict):
        raise SettingError(words)
    if not all(isinstance(text, str) for text in [*texts, *options.values()]):
        raise SettingError(words)
    kind, name, location = map(str, texts)
    if not kind or not location:
        raise SettingError(words)
    return CarriedSource(kind, name, location, options, incomplete=table.get("incomplete") is True)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(variant.name for variant in value) or "-"
    text = str(value)
    parts = split(text)
    if parts is not None and "@" in parts.netloc:
        text = urlunsplit(parts._replace(netloc="…@" + parts.netloc.rpartition("@")[2]))
    return redactor.redact(text) or "-"
