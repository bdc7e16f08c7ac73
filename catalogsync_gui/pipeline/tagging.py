# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in the tags of a part file, and what a failure of that means for the item."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import TagError
from catalogsync_gui.core.models import ClaimedItem, TrackInfo
from catalogsync_gui.core.states import TagPolicy
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media.completeness import end_is_missing
from catalogsync_gui.media.fetch_errors import BadPart
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_frames import TORN
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.media.volume import disk, storage_error

log = logging.getLogger(__name__)

_SHARE_MISSING = 0.05
_SECONDS_MISSING = 2.0


@dataclass(frozen=True, slots=True)
class TagRules:
    """How a track's tags are written.

    :ivar id3_version: of ID3v2, 3 or 4.
    :ivar extras: what else is to be written; asked for only where something is.
    """

    policy: TagPolicy
    id3_version: int
    extras: Callable[[], TagExtras]


@dataclass(frozen=True, slots=True)
class Tagged:
    """What is known of a track now.

    :ivar warning: why its file has not got the tags it should have, in words; mostly empty.
    """

    info: TrackInfo
    warning: str = ""


def fill_tags(
    tags: TagProcess,
    part: Path,
    found: AudioFormat,
    item: ClaimedItem,
    cancel: StopToken,
    *,
    vouched: bool,
    rules: TagRules,
    alive: Callable[[], None] | None = None,
) -> Tagged:
    """Writes tags as the source's policy has it; what file and catalogue say together.

    :param vouched: whether its length is proven; otherwise the playing time has to be right.
    :param alive: called every few seconds meanwhile.
    :raises BadPart: the file is cut short, or writing its tags broke it: fetch it again.
    :raises VolumeError, PathRefused, SystemBusy: the disk or the system refused.
    :raises Interrupted: ``cancel`` was set; the part may be torn.
    """
    try:
        if not vouched:
            _check_end(item, part, found)
            _check_duration(item, tags.read(part, found, cancel, alive=alive))
        if item.last_error == TORN:
            # Its tags broke off once; the sound is worth more than a second try at them.
            return Tagged(item.info, "its tags could not be written, so it has only its own")
        policy, version = rules.policy, rules.id3_version
        more = TagExtras() if policy is TagPolicy.LEAVE else rules.extras()
        info = tags.fill(
            part, found, item.info, cancel, more, policy=policy, id3_version=version, alive=alive
        )
        return Tagged(info)
    except TagError as error:
        if isinstance(error.__cause__, OSError):
            raise storage_error(error.__cause__, f"cannot tag {part.name}") from error
        if error.kind == TORN:
            raise BadPart(str(error), kind=TORN, host_fault=False) from error
        log.info("item %s is kept without new tags: %s", item.id, error)
        return Tagged(item.info, str(error))


def _check_end(item: ClaimedItem, part: Path, found: AudioFormat) -> None:
    with disk(f"cannot read {part.name}"):
        missing = end_is_missing(part, found)
    if missing:
        raise BadPart(
            f"{item.info.title or part.name} broke off: its end is missing",
            kind="short_body",
            host_fault=False,
        )


def _check_duration(item: ClaimedItem, found: TrackInfo) -> None:
    wanted, got = item.info.duration, found.duration
    if wanted and got is not None and got < wanted * (1 - _SHARE_MISSING) - _SECONDS_MISSING:
        raise BadPart(
            f"{item.info.title} plays {got:.0f} s of the {wanted:.0f} s the catalogue promises",
            kind="short_body",
            host_fault=False,
        )
