# SPDX-License-Identifier: GPL-3.0-or-later
"""A rename of the library, killed at every step: it goes on, and it goes back."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogsync_gui.pipeline import renaming as module
from catalogsync_gui.pipeline.renaming import settle
from catalogsync_gui.store.renames import RenameStore
from tests.unit.pipeline.catalogues import Bench
from tests.unit.pipeline.renamed import AFTER, BEFORE, carry_out, on_record, plan


class Killed(BaseException):
    """The process is gone."""


class Steps:
    """Counts the steps of a rename, and ends it before or after one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fatal: int) -> None:
        self.fatal = fatal
        self.count = 0
        for owner, name in (
            (module, "make_folder"),
            (module, "prune_folders"),
            (module, "move_without_replacing"),
            (RenameStore, "begin"),
            (RenameStore, "intend"),
            (RenameStore, "moved"),
            (RenameStore, "finish"),
        ):
            monkeypatch.setattr(owner, name, self._wrapped(getattr(owner, name)))

    def _wrapped(self, real: Callable[..., object]) -> Callable[..., object]:
        def step(*values: object) -> object:
            self._point()
            answer = real(*values)
            self._point()
            return answer

        return step

    def _point(self) -> None:
        self.count += 1
        if self.count == self.fatal:
            raise Killed


@pytest.mark.parametrize("links", [True, False])
def test_killed_at_any_step_it_goes_on_or_back(
    filled: Bench, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    if not links:

        def refuse(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr("catalogsync_gui.media.publish.os.link", refuse)
    fatal, done = 0, False
    while not done:
        fatal += 1
        back = fatal % 2 == 0
        with monkeypatch.context() as patch:
            steps = Steps(patch, fatal)
            try:
                carry_out(filled, plan(filled))
                done = steps.count < fatal
            except Killed:
                pass
        # What an export of the next process sees.
        settle(filled.store, filled.library)
        assert filled.files() == on_record(filled)
        filled.check()
        carry_out(filled, None)
        if filled.files() == BEFORE:
            continue  # killed before the plan was on record
        assert filled.files() == on_record(filled) == AFTER
        assert back or filled.store.exports.dirty()
        carry_out(filled, filled.store.renames.way_back())
        assert filled.files() == on_record(filled) == BEFORE
        assert [path.name for path in filled.root.iterdir() if path.is_dir()] in (
            ["A", ".catalog-sync"],
            [".catalog-sync", "A"],
        )
    assert fatal > 30


def test_killed_between_the_halves_of_a_move(
    filled: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linked and not yet unlinked: one file with two names."""

    def half(source: Path, target: Path) -> None:
        target.hardlink_to(source)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, "move_without_replacing", half)
        with pytest.raises(Killed):
            carry_out(filled, plan(filled))
    settle(filled.store, filled.library)
    assert filled.files() == on_record(filled)
    carry_out(filled, None)
    assert filled.files() == on_record(filled) == AFTER


def test_a_copy_of_the_same_content_is_no_move(
    filled: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        Steps(patch, 6)
        with pytest.raises(Killed):
            carry_out(filled, plan(filled))
    moving = filled.store.renames.moving()
    assert moving is not None
    target = filled.root / moving.target
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(filled.root / moving.path, target)
    settle(filled.store, filled.library)
    assert filled.store.library.at(moving.path) is not None
    carry_out(filled, None)
    assert "Music/A S0/Track 1 (2).mp3" in filled.files()
