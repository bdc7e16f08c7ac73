# SPDX-License-Identifier: GPL-3.0-or-later
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogsync_gui.media.transport import tls_context
from tests.unit.media.far import Far, far_end
from tests.unit.media.fetching import Line


@pytest.fixture(scope="session")
def tls() -> ssl.SSLContext:
    return tls_context()


@pytest.fixture
def far() -> Iterator[Far]:
    with far_end() as server:
        yield server


@pytest.fixture
def line(tls: ssl.SSLContext, tmp_path: Path) -> Iterator[Line]:
    made = Line(tls, tmp_path / ".catalog-sync-1.part")
    yield made
    made.close()
