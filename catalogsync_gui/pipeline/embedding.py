# SPDX-License-Identifier: GPL-3.0-or-later
"""The cover, lyrics and chapters that go into a track's tags. None of them ever fails an item."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import CatalogSyncError, Interrupted
from catalogsync_gui.core.models import SidecarRef
from catalogsync_gui.core.ports import CatalogSource
from catalogsync_gui.core.states import SidecarKind
from catalogsync_gui.core.tag_extras import Chapter, TagExtras
from catalogsync_gui.media.sidecar_kinds import chapters_in, suffix_for
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.pipeline.offered import Offered

log = logging.getLogger(__name__)

_WORDS = (".lrc", ".txt")
_MOST_LYRICS = 200_000  # characters; the file beside the track has them all


def extras_for(
    refs: Sequence[SidecarRef],
    source: int,
    adapter: CatalogSource,
    tags: TagProcess,
    offered: Offered,
    cancel: StopToken,
) -> TagExtras:
    """What is to be embedded of what the catalogue offers with a track.

    :raises Interrupted: ``cancel`` was set.
    """

    def fetched(ref: SidecarRef) -> bytes | None:
        data = offered.get(
            source, (source, ref.address), lambda: adapter.sidecar(ref, cancel), cancel
        )
        return data if data is not None and suffix_for(ref, data) else None

    def fit(ref: SidecarRef, picture: bytes) -> bytes | None:
        key = ("embedded", source, ref.address)
        return offered.get(source, key, lambda: tags.picture(picture, cancel), cancel)

    def of(kind: SidecarKind) -> list[SidecarRef]:
        # A track's own cover tells more than its album's.
        return sorted((ref for ref in refs if ref.kind is kind), key=lambda ref: ref.album)

    cover: bytes | None = None
    lyrics = ""
    chapters: tuple[Chapter, ...] = ()
    for ref in of(SidecarKind.COVER)[:1]:
        with _left_out(ref):
            picture = fetched(ref)
            if picture is not None:
                cover = fit(ref, picture)
    for ref in of(SidecarKind.LYRICS)[:1]:
        with _left_out(ref):
            words = fetched(ref)
            if words is not None and suffix_for(ref, words) in _WORDS:
                lyrics = words.decode("utf-8-sig", "replace").strip()[:_MOST_LYRICS]
    for ref in of(SidecarKind.CHAPTERS)[:1]:
        with _left_out(ref):
            chapters = chapters_in(fetched(ref) or b"")
    return TagExtras(cover, lyrics, chapters)


@contextmanager
def _left_out(ref: SidecarRef) -> Iterator[None]:
    """Goes on without what cannot be had."""
    try:
        yield
    except Interrupted:
        raise
    except CatalogSyncError as error:
        log.info("%s is not embedded: %s", ref.kind, error)
    except Exception:
        # An adapter may come from a plug-in.
        log.exception("%s is not embedded: unexpected error", ref.kind)
