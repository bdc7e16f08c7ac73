# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that hold a token: kept apart from it, and put together where they are asked. Pure.

A private feed is an address with a token in its query or its path. What is stored of it has a
place in the token's stead (``?token=~secret-5f…~``), and the token goes to the secret store. A
place is a random number, so that no catalogue can have a token sent to where it likes by naming it.

In a query a token is told by the name of its parameter, in a path as ``core.path_tokens`` says.
"""

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from catalogsync_gui.core.addresses import split
from catalogsync_gui.core.path_tokens import path_tokens
from catalogsync_gui.core.redaction import HIDDEN, redactor

T = TypeVar("T")

SECRET_NAME = "address"  # noqa: S105 - under which the secret store keeps them
_SHORTEST = 8
"""Shorter values are no tokens: numbers, languages, formats."""

_PLACE = re.compile(r"~secret-[0-9a-f]{16}~")
_NAMES = re.compile(
    r"(?:.*[_.-])?(?:(?:api|access|auth|user|member|feed|rss|private|session|x-amz-security)?[_-]?"
    r"(?:token|key|secret)|auth(?:entication|orization)?|pass(?:word|wd|phrase|code)?|pwd"
    r"|credentials?|jwt|bearer|sig|signature|hash|hmac|sid|session(?:id)?|ticket)",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"(?<=[?&;])([^=&;#]+)=([^&;#]+)")


def exposed(address: str) -> tuple[str, ...]:
    """The values in an address that look like secrets, as they are written there."""
    parts = split(address)
    if parts is None:
        return ()
    found = [
        value
        for name, value in _PARAMETER.findall("?" + parts.query)
        if len(value) >= _SHORTEST and _NAMES.fullmatch(name) and not _PLACE.fullmatch(value)
    ]
    return tuple(dict.fromkeys((*path_tokens(parts.path), *found)))


def veiled(address: str) -> bool:
    """Whether a secret was taken out of an address."""
    return _PLACE.search(address) is not None


def without_secrets(address: str) -> str:
    """The address with its secrets, stored apart or not, shown as ``…``."""
    for value in exposed(address):
        address = address.replace(value, HIDDEN)
    return _PLACE.sub(HIDDEN, address)


def bare(address: str) -> str:
    """The address without the parameters that hold secrets, to be given to others.

    Where a part of the path is one, it ends before it.
    """
    parts = split(address)
    path = "" if parts is None else parts.path
    inside = [path.find(value) for value in (*path_tokens(path), *_PLACE.findall(path))]
    if inside:
        address = address[: address.index(path, address.index("://") + 3) + min(inside)]
    for value in (*exposed(address), *_PLACE.findall(address)):
        address = re.sub(rf"[^?&;=]+={re.escape(value)}[&;]?", "", address)
    return address.rstrip("?&;")


class Veil:
    """The secrets in the addresses of one source. Safe from every thread.

    :param load: reads what the secret store has: what :meth:`learn` had kept, or None.
    :param number: a random number of 16 hexadecimal digits.
    """

    def __init__(
        self,
        load: Callable[[], str | None] = lambda: None,
        number: Callable[[], str] = lambda: "0" * 16,
    ) -> None:
        self._load = load
        self._number = number
        self._lock = threading.Lock()
        self._secrets: dict[str, str] = {}
        self._watched: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Veil({len(self._secrets)} secrets)"

    def learn(self, address: str, keep: Callable[[str], None]) -> bool:
        """Takes the secrets of an address in; whether there was one that was not known.

        :param keep: stores all secrets as one text. What it raises is raised, and nothing is known
            then: a place must not be written anywhere before what it stands for is safe.
        """
        new = [value for value in exposed(self.cover(address)) if not veiled(value)]
        if not new:
            return False
        self._read()
        added = {f"~secret-{self._number()}~": value for value in new}
        keep(json.dumps({**self.pairs(), **added}))
        with self._lock:
            self._secrets.update(added)
        for value in new:
            redactor.hide(value)
        return True

    def watch(self, address: str) -> None:
        """Has :meth:`hide` and the redactor take out the secrets of an address, kept or not."""
        self._watched = exposed(address)
        for secret in self._watched:
            redactor.hide(secret)

    @property
    def active(self) -> bool:
        """Whether there is anything to cover or to hide."""
        return bool(self._secrets or self._watched)

    def pairs(self) -> Mapping[str, str]:
        """Secret by its place."""
        with self._lock:
            return dict(self._secrets)

    def cover(self, text: str) -> str:
        """The text with places in the stead of secrets."""
        for place, secret in self.pairs().items():
            text = text.replace(secret, place)
        return text

    def lift(self, text: str) -> str:
        """The reverse of :meth:`cover`. A place that nothing is known of stays."""
        if not veiled(text):
            return text
        missing = [place for place in _PLACE.findall(text) if place not in self.pairs()]
        if missing:
            # Taken out by another thread since, or not read yet.
            self._read()
        known = self.pairs()
        return _PLACE.sub(lambda place: known.get(place[0], place[0]), text)

    def hide(self, value: T) -> T:
        """A value with ``…`` in the stead of secrets, in whatever text it is made of."""
        secrets = (*self.pairs().values(), *self._watched)
        return _hidden(value, secrets) if secrets else value

    def _read(self) -> None:
        try:
            data = json.loads(self._load() or "{}")
        except ValueError:
            return
        if not isinstance(data, dict):
            return
        known = {k: v for k, v in data.items() if isinstance(v, str) and _PLACE.fullmatch(k)}
        for secret in known.values():
            redactor.hide(secret)
        with self._lock:
            self._secrets.update(known)


def _hidden(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, HIDDEN)
        return value
    if isinstance(value, tuple):
        return tuple(_hidden(one, secrets) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _hidden(getattr(value, one.name), secrets) for one in fields(value)}
        )
    return value
