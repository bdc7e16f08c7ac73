# SPDX-License-Identifier: GPL-3.0-or-later
"""What is built once for all of these tests."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import building
import bundle
import deb
from bundle import Bundle
from tests.packaging import machine as machines
from tests.packaging.machine import Machine, Screen

EPOCH = building.epoch()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.packaging)


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The folder, as "dev.py build" makes it."""
    if sys.platform != "linux":
        pytest.skip("this is about the packages for Linux")
    folder = tmp_path_factory.mktemp("build")
    return bundle.freeze(folder / "dist", folder / "work", EPOCH)


@pytest.fixture(scope="session")
def package(frozen: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package for Debian, little compressed."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not there")
    return deb.build(frozen, tmp_path_factory.mktemp("deb"), EPOCH, small=False)


@pytest.fixture(scope="session")
def older(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of a version before this one, which differs in nothing else."""
    folder = tmp_path_factory.mktemp("older")
    subprocess.run(["dpkg-deb", "--raw-extract", package, folder / "root"], check=True)
    control = folder / "root" / "DEBIAN" / "control"
    text = re.sub(r"(?m)^Version: .*$", "Version: 0.0.1-1", control.read_text("utf-8"))
    control.write_text(text, "utf-8")
    target = folder / "older.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", folder / "root", target],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    shutil.rmtree(folder / "root")
    return target


@pytest.fixture(scope="session")
def machine(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A minimal Debian with what the package depends on, and nothing more."""
    reason = machines.why_not()
    if reason:
        pytest.skip(reason)
    root = tmp_path_factory.mktemp("machine") / "root"
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        try:
            made = machines.made(root)
            stack.enter_context(machines.with_proc(made))
        except (StopIteration, subprocess.CalledProcessError) as error:
            said = getattr(error, "stdout", None) or "no sources of Debian are set up"
            pytest.skip(f"no minimal system could be made: {said.strip().splitlines()[-1]}")
        stack.callback(made.end)
        shutil.copyfile(package, root / "root" / package.name)
        made.as_root(
            *("apt-get", "install", "--yes", "--no-install-recommends", f"/root/{package.name}")
        )
        yield made


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    for tool in ("Xvfb", "trayer", "xdotool", "xwininfo"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not there")
    with machines.screen() as shown:
        yield shown


@pytest.fixture
def unpacked(package: Path, tmp_path: Path) -> Path:
    """The package's files."""
    subprocess.run(["dpkg-deb", "--extract", package, tmp_path / "files"], check=True)
    return tmp_path / "files"
