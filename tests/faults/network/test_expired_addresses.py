# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed addresses that ran out while a long job was on its way to them."""

import pytest

from catalogsync_gui.core.errors import SourceUnreachable
from catalogsync_gui.core.models import (
    CatalogEntry,
    CatalogPage,
    MediaRef,
    MediaRequest,
    PlaylistRef,
    TrackInfo,
)
from catalogsync_gui.pipeline.readdressing import FRESH, Readdressing, may_run_out
from tests.unit.pipeline.clock import FakeClock

OLD, NEW = MediaRef("http://h/1.mp3?sig=old"), MediaRef("http://h/1.mp3?sig=new")


class Reader:
    def __init__(self, ref: MediaRef) -> None:
        self.ref = ref
        self.count = 0

    def __call__(self) -> list[CatalogPage]:
        self.count += 1
        entries = tuple(CatalogEntry(key, TrackInfo(title=key), self.ref) for key in "ab")
        return [CatalogPage(PlaylistRef("p", "p", ""), entries)]


def test_the_catalogue_is_read_once_for_all_who_ask() -> None:
    asked, reader = Readdressing(FakeClock()), Reader(NEW)
    assert [asked.again(1, key, OLD, reader) for key in "ab"] == [NEW, NEW]
    assert asked.again(1, "its address", OLD, reader) == NEW, "the path tells"
    assert asked.again(1, "gone", MediaRef("http://h/2.mp3?sig=old"), reader) is None
    assert reader.count == 1
    assert asked.again(2, "a", OLD, reader) == NEW
    assert reader.count == 2, "another source is another catalogue"


def test_what_was_just_read_has_not_run_out() -> None:
    clock = FakeClock()
    asked, reader = Readdressing(clock), Reader(OLD)
    assert asked.again(1, "a", OLD, reader) is None
    reader.ref = NEW
    clock.time += FRESH - 1
    assert asked.again(1, "a", OLD, reader) is None
    clock.time += 1
    assert asked.again(1, "a", OLD, reader) == NEW
    assert reader.count == 2


def test_a_catalogue_that_cannot_be_read_changes_nothing() -> None:
    def read() -> list[CatalogPage]:
        raise SourceUnreachable("away")

    assert Readdressing(FakeClock()).again(1, "a", OLD, read) is None


@pytest.mark.parametrize(
    ("request_", "may"),
    [
        (MediaRequest("http://h/1.mp3?sig=x"), True),
        (MediaRequest("http://h/1.mp3"), False),
        (MediaRequest("http://h/1?id=1", params={"t": "x"}), False),
        (MediaRequest("/music/1.mp3?x=1", local=True), False),
        (MediaRequest("http://[/?x"), False),
    ],
)
def test_only_signed_addresses_run_out(request_: MediaRequest, may: bool) -> None:
    assert may_run_out(request_) is may
