# SPDX-License-Identifier: GPL-3.0-or-later
"""A source whose author has never heard of secrets: its errors hold whatever is at hand."""

import logging
import threading
from collections.abc import Iterator, Mapping

import requests

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import SourceError
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaRef,
    MediaRequest,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.sources.base import Adapter, Recognised, SourceKind


class Leaky(Adapter):
    """How it fails is the last part of its address."""

    def pages(self, known: Mapping[str, str], cancel: StopToken) -> Iterator[CatalogPage]:
        """Fails, or names a track that cannot be asked for."""
        match self.source.location.rpartition("/")[2]:
            case "exception":
                raise RuntimeError(self._what())
            case "error":
                raise SourceError(self._what())
            case "thread":
                thread = threading.Thread(target=self._die)
                thread.start()
                thread.join()
                raise SourceError("a thread died")
            case "log":
                logging.getLogger("leaky").error("asking %r with %s", self._what(), vars(self))
                raise SourceError("it was logged")
        entry = CatalogEntry("one", TrackInfo("A track"), MediaRef(self.source.location))
        yield CatalogPage(PlaylistRef("list", "List", "1"), (entry,))

    def media(self, ref: MediaRef) -> MediaRequest:
        """Crashes the worker's attempt."""
        raise RuntimeError(self._what())

    def _what(self) -> str:
        token = self.context.secret("token") or ""
        request = requests.Request(
            "GET", f"{self.source.location}?t={token}", headers={"X-Thing": token.encode().hex()}
        ).prepare()
        return f"{request!r} {request.url} {request.headers} {token!r} for {token}"

    def _die(self) -> None:
        raise ValueError(self._what())


KIND = SourceKind(
    name="leaky",
    label="Leaky",
    open=Leaky,
    recognise=lambda location: Recognised(location, "leaky"),
    secrets=("token",),
)


class Keyring:
    """A secret store that answers with what it was given."""

    priority = 9

    def get_password(self, service: str, username: str) -> str | None:
        """Nothing is in it."""
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Refuses, in words that hold the secret."""
        raise RuntimeError(f"cannot store {password!r} of {username} in {service}")

    def delete_password(self, service: str, username: str) -> None:
        """Refuses."""
        raise RuntimeError(f"nothing to delete for {username}")
