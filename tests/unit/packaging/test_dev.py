# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import debian
import environment
import lint


def test_a_renamed_library_counts_as_installed() -> None:
    installed = frozenset({"libglib2.0-0t64", "libgl1", "nginx-full"})
    wanted = ("libglib2.0-0", "libgl1", "libegl1", "nginx-light")
    assert debian.missing(wanted, installed) == ("libegl1",)


def test_the_environment_is_made_anew_for_another_lock_or_another_python() -> None:
    stamps = {
        environment.stamp(lock, version) for lock in (b"a", b"b") for version in ("3.11", "3.12")
    }
    assert len(stamps) == 4


def test_the_lock_names_no_index_and_hashes_everything() -> None:
    text = environment.LOCK.read_text("utf-8")
    assert "://" not in text
    requirements = [line for line in text.splitlines() if line[:1].isalnum()]
    assert requirements
    assert all("==" in line for line in requirements)
    assert text.count("--hash=sha256:") > len(requirements)


def test_modules_have_one_job(tmp_path: Path) -> None:
    (tmp_path / "catalogsync_gui").mkdir()
    (tmp_path / "catalogsync_gui" / "long.py").write_text("\n" * 401, "utf-8")
    (tmp_path / "catalogsync_gui" / "short.py").write_text("\n" * 400, "utf-8")
    assert lint.too_long(tmp_path) == [(tmp_path / "catalogsync_gui" / "long.py", 401)]
