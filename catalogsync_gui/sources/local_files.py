# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents on this machine, read as a whole."""

from pathlib import Path

from catalogsync_gui.core.errors import PlaylistUnreadable, SourceGone, SourceRefused


def read_local(path: Path, most: int) -> bytes:
    """A file's content; one byte more than ``most`` where there is more of it.

    :raises SourceError: it cannot be read; the message says why and what to do.
    """
    try:
        if path.exists() and not path.is_file():
            raise PlaylistUnreadable(f"{path} is not a file; name the playlist file itself")
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise SourceGone(f"{path} is not there; was it moved or renamed?") from None
    except OSError as error:
        raise SourceRefused(
            f"{path} cannot be read: {error.strerror}; check its rights", kind="local"
        ) from None
