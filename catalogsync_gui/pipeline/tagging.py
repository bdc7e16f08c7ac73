# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in the tags of a part file, and what a failure of that means for the item."""

import logging
from pathlib import Path

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import TagError
from catalogsync_gui.core.models import ClaimedItem, TrackInfo
from catalogsync_gui.media.completeness import end_is_missing
from catalogsync_gui.media.fetch_errors import BadPart
from catalogsync_gui.media.sniff import AudioFormat
from catalogsync_gui.media.tag_frames import TORN
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.media.volume import disk, storage_error

log = logging.getLogger(__name__)

_SHARE_MISSING = 0.05
_SECONDS_MISSING = 2.0


def fill_tags(
    tags: TagProcess,
    part: Path,
    found: AudioFormat,
    item: ClaimedItem,
    cancel: StopToken,
    *,
    vouched: bool,
) -> TrackInfo:
    """What the file and the catalogue say of the track together; the file's own tags win.

    :param vouched: whether its length is proven; otherwise the playing time has to be right.
    :raises BadPart: the file is cut short, or writing its tags broke it: fetch it again.
    :raises VolumeError, PathRefused, SystemBusy: the disk or the system refused.
    :raises Interrupted: ``cancel`` was set; the part may be torn.
    """
    try:
        if not vouched:
            _check_end(item, part, found)
            _check_duration(item, tags.read(part, found, cancel))
        if item.last_error == TORN:
            # Its tags broke off once; the sound is worth more than a second try at them.
            return item.info
        return tags.fill(part, found, item.info, cancel)
    except TagError as error:
        if isinstance(error.__cause__, OSError):
            raise storage_error(error.__cause__, f"cannot tag {part.name}") from error
        if error.kind == TORN:
            raise BadPart(str(error), kind=TORN, host_fault=False) from error
        log.info("item %s is kept without new tags: %s", item.id, error)
        return item.info


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
