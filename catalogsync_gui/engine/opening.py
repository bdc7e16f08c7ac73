# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a source: its adapter, with what that may ask of this profile."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.errors import CannotRun, SourceError
from catalogsync_gui.core.models import HAS_SECRETS, Source
from catalogsync_gui.core.ports import CatalogSource, Clock, SourceContext
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.core.veils import SECRET_NAME, Veil, veiled
from catalogsync_gui.engine.address_secrets import new_veil
from catalogsync_gui.sources.veiled import Veiled
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

SourceFactory = Callable[[Source, SourceContext], CatalogSource]


class Secrets(Protocol):
    """Where the sources' secrets are kept (see ``secrets.SecretStore``)."""

    def get(self, source: int, name: str) -> str | None:
        """A secret, None if there is none."""

    def put(self, source: int, name: str, secret: str) -> None:
        """Keeps one."""

    def drop(self, source: int, name: str) -> None:
        """Forgets one."""


class SourceOpener:
    """Opens sources by their id. Used by the source thread and by workers."""

    def __init__(
        self,
        database: Database,
        secrets: Secrets,
        clock: Clock,
        factory: SourceFactory,
        settings: Callable[[], Settings],
    ) -> None:
        self._database = database
        self._secrets = secrets
        self._clock = clock
        self._factory = factory
        self._settings = settings

    def open(self, source: int) -> CatalogSource:
        """The source's adapter, which the caller closes.

        :raises UnknownThing: there is no such source.
        :raises SourceError: its kind is not known here, or a token that is part of its address is
            not to be had.
        """
        with Store(self._database) as store:
            row = store.catalogue.source(source)
        # The desktop's secret store takes a tenth of a second to be found, and may ask the person
        # to unlock it: it is left alone where there is nothing to be had.
        holds = HAS_SECRETS.items() <= row.memory.items()
        secret = partial(self._secrets.get, source) if holds else lambda _name: None
        veil = new_veil(lambda: secret(SECRET_NAME))
        whole = replace(
            row,
            location=veil.lift(row.location),
            memory={name: veil.lift(fact) for name, fact in row.memory.items()},
        )
        veil.watch(whole.location)
        if veiled(whole.location):
            raise SourceError(
                "a part of the source's address is kept in the secret store, and that does not "
                "give it. Unlock the store; if it is gone from there, remove the source and add "
                "it again with its whole address",
                kind="no_secret",
            )
        adapter = self._factory(
            whole,
            SourceContext(
                proxy=self._settings().proxy,
                ca_file=row.options.get("ca_file", ""),
                secret=secret,
                keep_secret=partial(self._keep_secret, source),
                remember=partial(self._remember, source, veil),
                moved=partial(self._moved, source, veil),
                now=self._clock.now,
            ),
        )
        return Veiled(adapter, veil)

    def _keep_secret(self, source: int, name: str, secret: str) -> None:
        if secret:
            self._note(source, HAS_SECRETS)
            self._secrets.put(source, name, secret)
        else:
            self._secrets.drop(source, name)

    def _remember(self, source: int, veil: Veil, facts: Mapping[str, str]) -> None:
        for fact in facts.values():
            self._learn(source, veil, fact)
        self._note(source, {name: veil.cover(fact) for name, fact in facts.items()})

    def _moved(self, source: int, veil: Veil, address: str) -> None:
        log.info("source %d is at another address now: %s", source, shown(address))
        self._learn(source, veil, address)
        with Store(self._database) as store:
            store.catalogue.moved(source, veil.cover(address))

    def _learn(self, source: int, veil: Veil, address: str) -> None:
        """Takes tokens out of an address that the catalogue goes by from now on."""
        try:
            veil.learn(address, partial(self._keep_secret, source, SECRET_NAME))
        except CannotRun:
            log.info("source %d: its address is kept whole, for want of a secret store", source)

    def _note(self, source: int, facts: Mapping[str, str]) -> None:
        with Store(self._database) as store:
            store.catalogue.remember(source, facts)
