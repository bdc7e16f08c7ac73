# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a catalogue lists and what is known of it to the work there is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.models import CatalogEntry, MediaRef, SidecarRef, TrackInfo
from catalogsync_gui.core.plan import KnownTrack, Plan, diff
from catalogsync_gui.core.states import ItemState, SidecarKind

COVER = SidecarRef(SidecarKind.COVER, "cover-1")
LYRICS = SidecarRef(SidecarKind.LYRICS, "lyrics-1", ".lrc")
ENTRY = CatalogEntry("k", TrackInfo(title="T"), MediaRef("http://nas.lan:81/x.mp3"))


def known(entry: CatalogEntry, state: ItemState = ItemState.DONE) -> KnownTrack:
    return KnownTrack(entry.info, entry.media, state, frozenset(entry.sidecars))


def test_what_is_not_known_is_new_and_keeps_its_order() -> None:
    entries = [replace(ENTRY, key=key) for key in "cab"]
    plan = diff(entries, {})
    assert [planned.key for planned in plan.new] == ["c", "a", "b"]
    assert plan.changed == ()
    assert plan.new[0].host == "nas.lan:81"


@pytest.mark.parametrize("media", [None, MediaRef("/music/x.mp3", local=True)])
def test_what_is_not_on_the_web_has_no_host(media: MediaRef | None) -> None:
    (planned,) = diff([replace(ENTRY, media=media, reason="why")], {}).new
    assert (planned.host, planned.media, planned.reason) == ("", media, "why")


def test_what_is_as_it_was_is_no_work() -> None:
    entry = replace(ENTRY, sidecars=(COVER, LYRICS))
    turned = replace(entry, sidecars=(LYRICS, COVER))
    assert diff([turned], {"k": known(entry)}) == Plan((), ())


@pytest.mark.parametrize(
    "change",
    [
        {"info": TrackInfo(title="Other")},
        {"media": MediaRef("http://nas.lan:81/y.mp3")},
        {"media": MediaRef("http://nas.lan:81/x.mp3", size=5)},
        {"media": None},
        {"sidecars": (COVER,)},
    ],
)
@pytest.mark.parametrize("state", [ItemState.DONE, ItemState.FAILED, ItemState.RUNNING])
def test_what_is_another_now_is_changed(change: dict[str, object], state: ItemState) -> None:
    entry = replace(ENTRY, **change)  # type: ignore[arg-type]
    plan = diff([entry], {"k": known(ENTRY, state)})
    assert plan.new == ()
    (planned,) = plan.changed
    assert (planned.info, planned.media, planned.sidecars) == (
        entry.info,
        entry.media,
        entry.sidecars,
    )


ENTRIES = st.lists(
    st.builds(
        CatalogEntry,
        key=st.sampled_from("abc"),
        info=st.builds(TrackInfo, title=st.sampled_from(["S", "T"])),
        media=st.none() | st.builds(MediaRef, st.sampled_from(["http://h/1", "http://h/2"])),
    ),
    max_size=6,
)


@given(before=ENTRIES, entries=ENTRIES)
def test_work_that_is_done_is_not_planned_again(
    before: list[CatalogEntry], entries: list[CatalogEntry]
) -> None:
    state = {entry.key: known(entry) for entry in before}
    plan = diff(entries, state)
    first = {entry.key: entry for entry in reversed(entries)}
    for planned in plan.new + plan.changed:
        assert (planned.info, planned.media) == (first[planned.key].info, first[planned.key].media)
        state[planned.key] = KnownTrack(planned.info, planned.media, ItemState.PENDING)
    assert diff(entries, state) == Plan((), ()), "a key that occurs twice is one item"
