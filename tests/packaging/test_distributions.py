# SPDX-License-Identifier: GPL-3.0-or-later
"""The wheel and the sdist, and an environment that has nothing of the checkout."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import building
from catalogsync_gui import __version__
from tests.packaging.conftest import EPOCH


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    sdist, wheel = sorted(
        building.distributions(tmp_path_factory.mktemp("dist"), EPOCH),
        key=lambda path: path.suffix,
    )
    return sdist, wheel


def test_both_hold_what_they_need(distributions: tuple[Path, Path]) -> None:
    sdist, wheel = distributions
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "catalogsync_gui/resources/demo/demo.m3u8" in names
    assert "catalogsync_gui/resources/icons/catalog-sync.svg" in names
    assert not [name for name in names if name.startswith(("tests/", "packaging/"))]
    with tarfile.open(sdist) as packed:
        files = {name.partition("/")[2] for name in packed.getnames()}
    assert {"packaging/dev.py", "packaging/linux/catalog-sync.service", "LICENSE"} <= files
    assert "resources/demo/demo.m3u8" in files


def test_the_wheel_runs_on_its_own(distributions: tuple[Path, Path], tmp_path: Path) -> None:
    _, wheel = distributions
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    folder = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    )
    # The dependencies are the ones of this environment, which come from the lock; its link to the
    # checkout is not among them.
    (folder / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pip",
                "--python",
                python,
                "install",
                "--no-deps",
                "--no-index",
            ),
            *("--ignore-installed", "--quiet", "--disable-pip-version-check", wheel),
        ],
        check=True,
    )
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "VIRTUAL_ENV"}
    }

    def run(*command: str | Path) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = run(python, "-c", "import catalogsync_gui; print(catalogsync_gui.__file__)")
    assert Path(where.strip()).is_relative_to(folder)
    assert run(python, "-m", "catalogsync_gui", "--version") == f"Catalog Sync {__version__}\n"
    for name in ("catalogsync-gui", "catalogsync-guiw"):
        assert __version__ in run(python.parent / name, "--version")
    said = run(python.parent / "catalogsync-gui", "demo", "--headless", "--keep", "Music")
    assert "12 tracks and 3 playlist files" in said
