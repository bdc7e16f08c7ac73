# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile that another instance has, or whose folder takes nothing: one line says so."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.scenario.cli_world import World

root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount"
)


@root
def test_a_profile_on_a_read_only_disk_is_named_with_what_to_do(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.profile.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", world.profile], check=True)
    try:
        world.run("library", str(world.library))
        subprocess.run(["mount", "-o", "remount,ro", world.profile], check=True)
        for command in (["sync"], ["retry"], ["--headless"], ["restore"]):
            error = world.error(*command, status=3)
            assert str(world.profile) in error
            assert "read-only" in error.lower()
    finally:
        subprocess.run(["umount", "--lazy", world.profile], check=True)


def test_a_second_service_names_the_first(tmp_path: Path) -> None:
    world = World(tmp_path)
    with world.headless() as first:
        assert f"(process {first.pid})" in world.error("--headless", status=3)
        assert f"(process {first.pid})" in world.error("restore", status=3)
