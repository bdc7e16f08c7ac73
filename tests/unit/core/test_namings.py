# SPDX-License-Identifier: GPL-3.0-or-later
"""Which template is in force for which source."""

import pytest

from catalogsync_gui.core.errors import SettingError
from catalogsync_gui.core.namings import Namings


def test_a_source_has_its_own_or_that_of_the_settings() -> None:
    found = Namings.parse("{title}", {1: {}, 2: {"naming": "{track}"}, 3: {"naming": ""}})
    assert [found.of(source).text for source in (1, 2, 3, 4)] == [
        "{title}",
        "{track}",
        "{title}",
        "{title}",
    ]


def test_one_that_another_version_wrote_does_not_stop_anything() -> None:
    assert Namings.parse("{title}", {1: {"naming": "{future}"}}).of(1).text == "{title}"
    with pytest.raises(SettingError):
        Namings.parse("{future}", {})
