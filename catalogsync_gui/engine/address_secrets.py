# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens in the addresses of sources, and the secret store. Blocks; not for the GUI thread."""

import logging
import secrets as random_numbers
from collections.abc import Callable
from functools import partial

from catalogsync_gui.core.errors import CannotRun, UsageError
from catalogsync_gui.core.models import HAS_SECRETS, Source
from catalogsync_gui.core.veils import SECRET_NAME, Veil, exposed, veiled
from catalogsync_gui.secrets import SecretStore
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

_UNSAFE = (
    "the address holds a token and is kept in the database, which only you can read, because "
    'there is no secret store. Install the package "keyring" and a secret service, or agree to '
    'a file for secrets ("catalogsync-gui config secrets_file yes"): the next sync moves it there'
)


def new_veil(load: Callable[[], str | None] = lambda: None) -> Veil:
    """The veil of one source, which reads the secret store when it first needs to."""
    return Veil(load, partial(random_numbers.token_hex, 8))


def veil_of(secrets: SecretStore, source: int) -> Veil:
    """The veil of a source that is there."""
    return new_veil(partial(secrets.get, source, SECRET_NAME))


def whole_location(secrets: SecretStore, source: Source) -> str:
    """The address of a source with its tokens; with their places where the store gives none."""
    if not veiled(source.location):
        return source.location
    return veil_of(secrets, source.id).lift(source.location)


def veil_for(
    store: Store,
    secrets: SecretStore,
    kind: str,
    location: str,
    warn: Callable[[str], None] | None = None,
) -> tuple[Veil, str]:
    """The veil of a new source, and what the secret store is to keep for it; empty for nothing.

    :param warn: takes what the person should know of a token that stays in the database.
    :raises UsageError: it is subscribed already.
    """
    veil, kept = new_veil(), [""]
    if not exposed(location):
        return veil, ""
    veil.watch(location)
    for row in store.catalogue.sources():
        source = row.source
        if source.kind == kind and whole_location(secrets, source) == location:
            raise UsageError(f"already subscribed: source {source.id}, {source.name!r}")
    try:
        secrets.require()
    except CannotRun:
        if warn is not None:
            warn(_UNSAFE)
        return veil, ""
    veil.learn(location, partial(kept.__setitem__, 0))
    return veil, kept[0]


def move_out(store: Store, secrets: SecretStore) -> None:
    """Takes tokens out of addresses that are still stored whole, if there is a store for them.

    Nothing may be using a source meanwhile.
    """
    for row in store.catalogue.sources():
        source = row.source
        if not exposed(source.location):
            continue
        veil = veil_of(secrets, source.id)

        def keep(text: str, source: int = source.id) -> None:
            store.catalogue.remember(source, HAS_SECRETS)
            secrets.put(source, SECRET_NAME, text)

        try:
            veil.learn(source.location, keep)
        except CannotRun as error:
            log.debug("addresses stay in the database: %s", error)
            return
        store.source_edits.cover(source.id, veil.pairs())
        log.info("source %d: the token in its address is in the secret store now", source.id)
