# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies in the package, and what Debian's own tools say of it."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import bundle
import deb
import manpage
import release_notes
import tarball
from bundle import Bundle
from catalogsync_gui import __version__
from environment import ROOT
from tests.packaging.conftest import EPOCH

MOST_MEGABYTES = 132
SERVICE = ROOT / "packaging" / "linux" / "catalog-sync.service"


def said(*command: str | Path) -> str:
    """What a tool prints; it has to be satisfied."""
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not there")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_lintian_finds_nothing_that_is_not_explained(package: Path) -> None:
    assert said("lintian", "--allow-root", "--fail-on=error,warning", package).strip() == ""
    overrides = (ROOT / "packaging" / "linux" / "lintian-overrides").read_text("utf-8")
    assert overrides.count("\ncatalog-sync: ") <= 8


def test_it_depends_on_what_it_does_not_carry(package: Path, unpacked: Path) -> None:
    depends = said("dpkg-deb", "--field", package, "Depends")
    for name in ("libc6", "libxcb-cursor0", "libegl1", "libssl3", "libsqlite3-0", "libdbus-1-3"):
        assert re.search(rf"\b{name}\b", depends), name
    for name in ("python", "qt", "libgtk"):
        assert name not in depends.lower()
    carried = {path.name for path in (unpacked / "usr/lib/catalog-sync/_internal").glob("lib*")}
    assert not {name for name in carried if name.startswith(("libssl", "libxcb", "libsqlite"))}


def test_it_is_of_bearable_size_and_tells_nothing_of_where_it_was_made(unpacked: Path) -> None:
    home = unpacked / "usr/lib/catalog-sync"
    files = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < MOST_MEGABYTES * 1_000_000
    for path in files:
        if ".so" in path.name:
            dynamic = said("readelf", "--dynamic", path)
            assert not re.search(r"R(UN)?PATH.*\[.*(/home|/root|/tmp)", dynamic), path


def test_the_desktop_finds_it(unpacked: Path) -> None:
    share = unpacked / "usr/share"
    said("desktop-file-validate", share / "applications/catalog-sync.desktop")
    metainfo = share / "metainfo/catalog-sync.metainfo.xml"
    assert "✔" in said("appstreamcli", "validate", "--no-net", "--explain", metainfo)
    assert f'version="{__version__}"' in metainfo.read_text("utf-8")
    icons = sorted(path.parent.parent.name for path in share.rglob("icons/hicolor/*/apps/*"))
    assert {"16x16", "48x48", "256x256", "scalable"} <= set(icons)
    launcher = unpacked / "usr/bin/catalogsync-gui"
    assert launcher.resolve() == unpacked / "usr/lib/catalog-sync/catalogsync-gui"


def test_the_service_is_in_order_and_may_do_little(
    unpacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = unpacked / "usr/lib/systemd/user/catalog-sync.service"
    assert unit.read_bytes() == SERVICE.read_bytes()
    # The checker looks for the program, which is not installed here, and for its manual.
    text = unit.read_text("utf-8").replace("/usr/bin/catalogsync-gui", "/bin/true")
    text = re.sub("^Documentation=.*\n", "", text, flags=re.MULTILINE)
    copy = tmp_path / unit.name
    copy.write_text(text, "utf-8")
    assert said("systemd-analyze", "--user", "verify", copy).strip() == ""
    told = said(
        *("systemd-analyze", "--user", "security", "--offline=true", "--threshold=30"), copy
    )
    assert "catalog-sync.service" in told


def test_the_manual_page_is_well_formed_and_tells_all_commands(unpacked: Path) -> None:
    packed = unpacked / "usr/share/man/man1/catalogsync-gui.1.gz"
    source = gzip.decompress(packed.read_bytes()).decode()
    assert source == manpage.page(EPOCH)
    page = unpacked / "page.1"
    page.write_text(source, "utf-8")
    noise = said("mandoc", "-Tlint", "-Wwarning", page)
    assert noise.strip() == ""
    shown = said("mandoc", "-Tutf8", "-Owidth=80", page)
    shown = re.sub(".\b", "", shown)
    for words in ("servers add [--name N]", "--headless", "EXIT STATUS", "rename-library"):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_it_says_what_changed_and_whose_it_is(unpacked: Path) -> None:
    documents = unpacked / "usr/share/doc/catalog-sync"
    changes = gzip.decompress((documents / "changelog.Debian.gz").read_bytes()).decode()
    version = release_notes.debian_version(__version__)
    assert changes.startswith(f"catalog-sync ({version}) unstable; urgency=")
    if shutil.which("dpkg-parsechangelog"):
        path = unpacked / "changelog"
        path.write_text(changes, "utf-8")
        assert said("dpkg-parsechangelog", "-l", path, "-S", "Version").strip() == version
    licences = (documents / "licences.txt").resolve()
    assert licences.is_relative_to(unpacked)
    text = licences.read_text("utf-8")
    for name in ("PySide6_Essentials", "shiboken6", "Python 3", "mutagen", "keyring", "urllib3"):
        assert name in text
    assert "libssl3" not in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text


def test_the_same_commit_makes_the_same_package(
    package: Path, frozen: Bundle, tmp_path: Path
) -> None:
    again = bundle.freeze(tmp_path / "elsewhere", tmp_path / "work", EPOCH)
    assert _sums(again.folder) == _sums(frozen.folder)
    (tmp_path / "deb").mkdir()
    second = deb.build(again, tmp_path / "deb", EPOCH, small=False)
    assert second.name == package.name
    assert second.read_bytes() == package.read_bytes()


def _sums(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): tarball.md5(path)
        for path in folder.rglob("*")
        if path.is_file()
    }
