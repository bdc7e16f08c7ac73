# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a source: its adapter, with what that may ask of this profile."""

import logging
from collections.abc import Callable, Mapping
from functools import partial

from catalogsync_gui.core.addresses import shown
from catalogsync_gui.core.models import HAS_SECRETS, Source
from catalogsync_gui.core.ports import CatalogSource, Clock, SourceContext
from catalogsync_gui.core.settings import Settings
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

SourceFactory = Callable[[Source, SourceContext], CatalogSource]


class SourceOpener:
    """Opens sources by their id. Used by the source thread and by workers."""

    def __init__(
        self,
        database: Database,
        secrets: SecretStore,
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
        :raises SourceError: its kind is not known here.
        """
        with Store(self._database) as store:
            row = store.catalogue.source(source)
        # The desktop's secret store takes a tenth of a second to be found, and may ask the person
        # to unlock it: it is left alone where there is nothing to be had.
        holds = HAS_SECRETS.items() <= row.memory.items()
        return self._factory(
            row,
            SourceContext(
                proxy=self._settings().proxy,
                ca_file=row.options.get("ca_file", ""),
                secret=partial(self._secrets.get, source) if holds else lambda _name: None,
                keep_secret=partial(self._keep_secret, source),
                remember=partial(self._remember, source),
                moved=partial(self._moved, source),
                now=self._clock.now,
            ),
        )

    def _keep_secret(self, source: int, name: str, secret: str) -> None:
        if secret:
            self._remember(source, HAS_SECRETS)
            self._secrets.put(source, name, secret)
        else:
            self._secrets.drop(source, name)

    def _remember(self, source: int, facts: Mapping[str, str]) -> None:
        with Store(self._database) as store:
            store.catalogue.remember(source, facts)

    def _moved(self, source: int, address: str) -> None:
        log.info("source %d is at another address now: %s", source, shown(address))
        with Store(self._database) as store:
            store.catalogue.moved(source, address)
