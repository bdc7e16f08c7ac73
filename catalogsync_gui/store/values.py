# SPDX-License-Identifier: GPL-3.0-or-later
"""Values to and from the columns that hold them as JSON."""

import json
from dataclasses import asdict, fields

from catalogsync_gui.core.models import MediaRef, SidecarRef, TrackInfo
from catalogsync_gui.core.states import SidecarKind

NO_ADDRESS = "no_address"
"""Error kind of an item whose catalogue gives no address to fetch its track from."""


_INFO = tuple(entry.name for entry in fields(TrackInfo))
_TUPLES = frozenset(entry.name for entry in fields(TrackInfo) if entry.default == ())


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def info_text(info: TrackInfo) -> str:
    """A track's description as JSON; empty fields are left out."""
    # Not by asdict: it copies every value deeply, and takes most of a refresh's time.
    named = ((name, getattr(info, name)) for name in _INFO)
    return _compact({name: value for name, value in named if value not in ("", (), None, False)})


def info_value(text: str) -> TrackInfo:
    """The reverse of :func:`info_text`."""
    data = json.loads(text)
    for name in _TUPLES & data.keys():
        data[name] = tuple(data[name])
    return TrackInfo(**data)


def media_text(media: MediaRef | None) -> str | None:
    """A reference as JSON, None for none."""
    if media is None:
        return None
    return _compact({name: value for name, value in asdict(media).items() if value})


def media_value(text: str | None) -> MediaRef | None:
    """The reverse of :func:`media_text`."""
    return None if text is None else MediaRef(**json.loads(text))


def sidecar_text(sidecar: SidecarRef) -> str:
    """A sidecar as JSON."""
    return _compact({name: value for name, value in asdict(sidecar).items() if value})


def sidecar_value(text: str) -> SidecarRef:
    """The reverse of :func:`sidecar_text`."""
    data = json.loads(text)
    return SidecarRef(SidecarKind(data.pop("kind")), **data)
