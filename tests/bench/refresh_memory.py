# SPDX-License-Identifier: GPL-3.0-or-later
"""Refreshes of a source as large as one may be, and the memory they take above idle (Linux)."""

import json
import sys
import time
from pathlib import Path

from catalogsync_gui.pipeline.listing import MOST_TRACKS
from tests.unit.pipeline.catalogues import Bench, Catalogue

PAGE = 500


def main() -> None:
    """Prints bytes above idle and the seconds of each refresh, as JSON."""
    bench = Bench(Path(sys.argv[1]))
    catalogue = Catalogue({"Small": range(PAGE)}, page=PAGE, revise=False)
    source = bench.subscribe(catalogue)
    # The connection, its cache and the code are there: that is what idle means.
    bench.sync(source)
    idle = _memory("VmRSS")
    seconds = []
    for tracks in (
        range(MOST_TRACKS),
        range(MOST_TRACKS),
        range(MOST_TRACKS // 2, MOST_TRACKS + MOST_TRACKS // 2),
    ):
        catalogue.lists = {"Large": tracks}
        began = time.perf_counter()
        event = bench.sync(source, accept=True)
        seconds.append(time.perf_counter() - began)
        assert event.error is None, event.error
        assert bench.store.catalogue.playlists(source)[0].entries == MOST_TRACKS
        assert sum(bench.store.listing.counts(source).values()) == MOST_TRACKS
    peak = _memory("VmHWM")
    bench.close()
    first, again, replaced = seconds
    found = {"tracks": MOST_TRACKS, "bytes": peak - idle}
    print(json.dumps({**found, "first": first, "again": again, "replaced": replaced}))


def _memory(field: str) -> int:
    """Bytes, as proc(5) tells them of this process."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        name, _, rest = line.partition(":")
        if name == field:
            return int(rest.split()[0]) * 1024
    raise OSError(f"/proc/self/status has no {field}")


if __name__ == "__main__":
    main()
