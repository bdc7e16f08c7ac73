# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.pipeline.catalogues import Bench
from tests.unit.pipeline.renamed import fill


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.check()
    made.close()


@pytest.fixture
def filled(bench: Bench) -> Bench:
    """Two tracks in the library, with a cover, and with words for the first one."""
    fill(bench)
    return bench
