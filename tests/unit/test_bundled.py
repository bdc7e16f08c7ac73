# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest

from catalogsync_gui import __version__, bundled
from catalogsync_gui.bundled import Component


def test_an_installation_tells_what_it_is_made_of() -> None:
    text = bundled.licences()
    titles = [title for title, _ in bundled.headings(text)]
    assert titles[0] == f"catalog-sync {__version__}"
    names = {title.partition(" ")[0].lower() for title in titles}
    assert {"pyside6_essentials", "shiboken6", "requests", "urllib3", "mutagen", "idna"} <= names
    assert "pytest" not in names
    assert "GNU GENERAL PUBLIC LICENSE" in text


def test_a_frozen_program_shows_what_was_written_when_it_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled, "resources", lambda: tmp_path)
    (tmp_path / bundled.FILE).write_text("all of it", "utf-8")
    assert bundled.licences() == "all of it"


def test_every_part_is_found_in_the_text() -> None:
    parts = [Component("b", "2", "MIT", "Do."), Component("A", "", "", "\n\n" + "=" * 78 + "\n")]
    text = bundled.rendered(parts)
    found = bundled.headings(text)
    assert [title for title, _ in found] == ["A", "b 2"]
    lines = text.split("\n")
    assert all(lines[line + 1] == title for title, line in found)
