# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a build that need nothing to be built."""

import hashlib
import os
import tarfile
from pathlib import Path

import pytest

import bundle
import release_address
import release_notes
import tarball
import trimming
from catalogsync_gui.engine import update_check

NOTES = """\
# Changelog

## [Unreleased]

### Added

- Something `new`, told
  in two lines.
- And more.

## [1.0.0rc1] - 2026-01-02

### Fixed

- What was **wrong**.
"""


def test_the_changelog_becomes_debians(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(NOTES, "utf-8")
    found = release_notes.releases(path, "1.0.0", 1_800_000_000)
    assert [release.version for release in found] == ["1.0.0", "1.0.0rc1"]
    text = release_notes.debian_changelog("catalog-sync", "A B <a@example.org>", found)
    assert text == (
        "catalog-sync (1.0.0-1) unstable; urgency=medium\n\n"
        "  * Something new, told in two lines.\n  * And more.\n\n"
        " -- A B <a@example.org>  Fri, 15 Jan 2027 08:00:00 +0000\n\n"
        "catalog-sync (1.0.0~rc1-1) unstable; urgency=medium\n\n"
        "  * What was wrong.\n\n"
        " -- A B <a@example.org>  Fri, 02 Jan 2026 00:00:00 +0000\n"
    )


def test_archives_of_the_same_files_are_the_same(tmp_path: Path) -> None:
    made = []
    for number, order in enumerate(("abc", "cba")):
        folder = tmp_path / str(number) / "program"
        folder.mkdir(parents=True)
        for name in order:
            (folder / name).write_text(name, "ascii")
            os.utime(folder / name, (number + 5, number + 5))
        (folder / "link").symlink_to("a")
        bundle.settle(folder, 1000)
        target = tmp_path / f"{number}.tar.xz"
        tarball.pack(folder, target, 1000, preset=0)
        made.append(target)
    assert made[0].read_bytes() == made[1].read_bytes()
    with tarfile.open(made[0]) as archive:
        names = archive.getnames()
        assert names == ["program", *(f"program/{name}" for name in ("a", "b", "c", "link"))]
        assert {entry.mtime for entry in archive} == {1000}


def test_sums_are_what_sha256sum_reads(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).write_text(name, "ascii")
    tarball.write_sums(tmp_path / "SHA256SUMS", [tmp_path / "b", tmp_path / "a"])
    lines = (tmp_path / "SHA256SUMS").read_text("ascii").splitlines()
    assert lines == [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in ("a", "b")]


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qt_help_zh_CN.qm", False),
        ("resources/translations/catalogsync_zh_CN.qm", True),
        ("resources/translations/catalogsync_zh_CN.ts", False),
        ("resources/screenshots/now-light.png", False),
        ("resources/icons/add.svg", True),
        ("keyring-25.7.0.dist-info/entry_points.txt", True),
        ("cryptography-50.0.2.dist-info/sboms/sbom.json", False),
    ],
)
def test_data_that_is_for_people_who_work_on_it_stays_out(place: str, kept: bool) -> None:
    assert trimming.data_is_wanted((place, "", "DATA"), []) is kept


def test_libraries_that_nothing_needs_any_more_go_with_their_plugins() -> None:
    qt = "PySide6/Qt"
    needs = {
        "widgets": ["libQt6Widgets.so.6"],
        "xcb": ["libQt6XcbQpa.so.6", "libxcb-cursor.so.0"],
        "eglfs": ["libQt6EglFs.so.6"],
        "egl": ["libQt6OpenGL.so.6"],
    }
    entries = [
        ("PySide6/QtWidgets.abi3.so", "widgets", "EXTENSION"),
        (f"{qt}/plugins/platforms/libqxcb.so", "xcb", "BINARY"),
        (f"{qt}/plugins/platforms/libqeglfs.so", "eglfs", "BINARY"),
        (f"{qt}/lib/libQt6Widgets.so.6", "", "BINARY"),
        (f"{qt}/lib/libQt6XcbQpa.so.6", "", "BINARY"),
        (f"{qt}/lib/libQt6EglFs.so.6", "egl", "BINARY"),
        (f"{qt}/lib/libQt6OpenGL.so.6", "", "BINARY"),
        ("libpython3.so.1.0", "", "BINARY"),
    ]
    kept = trimming.trimmed(entries, lambda source: needs.get(source, []))
    assert [Path(place).name for place, _, _ in kept] == [
        "QtWidgets.abi3.so",
        "libqxcb.so",
        "libQt6Widgets.so.6",
        "libQt6XcbQpa.so.6",
        "libpython3.so.1.0",
    ]
    links = [("libQt6OpenGL.so.6", f"{qt}/lib/libQt6OpenGL.so.6", "SYMLINK")]
    assert not trimming.data_is_wanted(links[0], kept)


def test_only_a_build_that_is_told_where_asks_for_new_versions(tmp_path: Path) -> None:
    file = tmp_path / update_check.FILE
    release_address.write(tmp_path, {release_address.VARIABLE: "https://example.org/latest"})
    assert file.read_text("utf-8") == "https://example.org/latest\n"
    release_address.write(tmp_path, {})
    assert not file.exists()
    for refused in ("http://example.org/latest", "nonsense"):
        with pytest.raises(SystemExit, match="https"):
            release_address.write(tmp_path, {release_address.VARIABLE: refused})
