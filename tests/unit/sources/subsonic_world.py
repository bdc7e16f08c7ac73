# SPDX-License-Identifier: GPL-3.0-or-later
"""Adapters on a fake Subsonic server, and what tests look at of their pages."""

import json
from collections.abc import Mapping
from typing import Any, Self

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.models import CatalogPage, MediaAnswer, Source
from catalogsync_gui.core.ports import CatalogSource, SourceContext
from catalogsync_gui.sources import registry
from tests.unit.sources.subsonic_server import (
    PASSWORD,
    USER,
    SubsonicServer,
)

WITH_PASSWORD = {"password": PASSWORD}
XML_ERROR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<subsonic-response xmlns="http://subsonic.org/restapi" status="failed" version="1.16.1">'
    '<error code="{code}" message="said in XML"/></subsonic-response>'
)


class Opener:
    """Opens adapters; what they remember is there for the next, as in the application."""

    def __init__(self) -> None:
        self.memory: dict[str, str] = {}
        self.opened: list[CatalogSource] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for adapter in self.opened:
            adapter.close()

    def __call__(
        self,
        server: SubsonicServer | str,
        secrets: Mapping[str, str] | None = None,
        *,
        user: str = USER,
        **options: str,
    ) -> CatalogSource:
        location = server if isinstance(server, str) else server.url()
        secrets = WITH_PASSWORD if secrets is None else secrets
        adapter = registry.open_source(
            Source(
                1,
                "subsonic",
                "Mine",
                location,
                {"user": user, **options},
                memory=dict(self.memory),
            ),
            SourceContext(secret=secrets.get, remember=self.remember, now=lambda: 0.0),
        )
        self.opened.append(adapter)
        return adapter

    def remember(self, facts: Mapping[str, str]) -> None:
        self.memory = {k: v for k, v in {**self.memory, **facts}.items() if v}


def pages(adapter: CatalogSource, known: Mapping[str, str] | None = None) -> list[CatalogPage]:
    return list(adapter.pages(known or {}, StopToken()))


def known_of(found: list[CatalogPage]) -> dict[str, str]:
    return {page.playlist.key: page.playlist.revision for page in found if page.last}


def keys(found: list[CatalogPage]) -> dict[str, list[str]]:
    by_title: dict[str, list[str]] = {}
    for page in found:
        by_title.setdefault(page.playlist.title, []).extend(e.key for e in page.entries)
    return by_title


def answered(document: Any, status: int = 200) -> MediaAnswer:
    data = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    return MediaAnswer(status, "", data)
