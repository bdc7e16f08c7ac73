# SPDX-License-Identifier: GPL-3.0-or-later
"""From a part to a file of the library: never over a file that is there, never twice."""

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from catalogsync_gui.core.errors import LeaseLost, StorageOffline
from catalogsync_gui.core.models import ClaimedItem, Placing
from catalogsync_gui.core.states import ItemState
from catalogsync_gui.media import publish
from catalogsync_gui.media.volume import MARKER, Library, create_marker
from catalogsync_gui.pipeline import placement
from catalogsync_gui.pipeline.placement import Placed, Placement
from catalogsync_gui.store.items import PlaceTaken
from catalogsync_gui.store.library import FileRow
from tests.unit.store.shelf import NOW, Shelf

SOUND = b"sound" * 1_000
OTHER = b"noise" * 1_000
WANTED = PurePosixPath("Artist/Album/01 Title.mp3")


def placing(path: str, data: bytes = SOUND) -> Placing:
    return Placing(path, len(data), hashlib.sha256(data).hexdigest())


class Place:
    """A library, and items with parts to be put into it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "library"
        self.root.mkdir()
        self.library = Library(self.root, create_marker(self.root), 0)
        self.shelf = Shelf(folder)
        self.shelf.open_job(self.shelf.source("S", {"a.lan": 4}))
        self.worker = self.shelf.worker()
        self.placement = Placement(self.shelf.store, self.library)

    def file(self, path: str, data: bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def item(self, data: bytes = SOUND) -> tuple[ClaimedItem, Path]:
        """A claimed item and its part."""
        item = self.shelf.claimed(self.worker)
        part = self.file(f"Artist/.catalog-sync-{item.id}.part", data)
        path = part.relative_to(self.root).as_posix()
        self.shelf.store.items.keep_part(item, path=path, validator="", total=None, durable=False)
        return item, part

    def place(self, item: ClaimedItem, part: Path, wanted: PurePosixPath = WANTED) -> Placed:
        return self.placement.place(item, part, wanted)

    def done(self, item: ClaimedItem, placed: Placed) -> None:
        self.shelf.store.items.finish_done(
            item, placed.placing, ours=placed.ours, transferred=1, now=NOW
        )

    def died_while_placing(self, where: Placing) -> tuple[ClaimedItem, Path]:
        """An item whose process committed that place and ended; claimed by the next one."""
        item, part = self.item()
        self.shelf.store.items.place(item, where)
        self.shelf.store.workers.recover(NOW)
        self.shelf.open_job(*self.shelf.store.catalogue.source_ids())
        again = self.shelf.claimed(self.shelf.worker())
        assert (again.id, again.placing) == (item.id, where)
        return again, part

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and path.name != Path(MARKER).name
        }


@pytest.fixture(params=["links", "no links"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    if request.param == "no links":

        def link(source: Path, target: Path, **_: object) -> None:
            # As exFAT does (measured)
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(source), None, str(target))

        monkeypatch.setattr(os, "link", link)
    made = Place(tmp_path)
    yield made
    made.shelf.close()


def test_a_part_becomes_the_file_that_was_committed(place: Place) -> None:
    item, part = place.item()
    placed = place.place(item, part)
    assert placed == Placed(placing(str(WANTED)), ours=True)
    assert place.files() == {str(WANTED): SOUND}
    row = place.shelf.raw.execute(
        "SELECT state, place_path, place_size, place_sha256 FROM items WHERE id = ?", (item.id,)
    ).fetchone()
    assert row == ("placing", str(WANTED), len(SOUND), placed.placing.sha256)


def test_the_same_content_is_adopted_as_it_is(place: Place) -> None:
    there = place.file(str(WANTED), SOUND)
    os.utime(there, ns=(1, 1))
    before = there.stat()
    item, part = place.item()
    assert place.place(item, part) == Placed(placing(str(WANTED)), ours=False)
    assert place.files() == {str(WANTED): SOUND}
    after = there.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, 1)


def test_an_adopted_file_of_ours_is_ours(place: Place) -> None:
    first, part = place.item()
    place.done(first, place.place(first, part))
    second, part = place.item()
    assert place.place(second, part).ours


def test_another_content_of_that_name_stays_and_the_next_number_is_free(place: Place) -> None:
    place.file(str(WANTED), OTHER)
    (place.root / "Artist/Album/01 Title (2).mp3").symlink_to("01 Title.mp3")
    item, part = place.item()
    assert place.place(item, part).placing.path == "Artist/Album/01 Title (3).mp3"
    assert place.files() == {
        str(WANTED): OTHER,
        "Artist/Album/01 Title (2).mp3": OTHER,
        "Artist/Album/01 Title (3).mp3": SOUND,
    }


def test_a_name_in_another_spelling_is_the_same_name(place: Place) -> None:
    place.file("Artist/album/01 TITLE.mp3", OTHER)
    item, part = place.item()
    # The folder is taken as it is spelled there, the file is another one.
    assert place.place(item, part).placing.path == "Artist/album/01 Title (2).mp3"
    item, part = place.item(OTHER)
    assert place.place(item, part) == Placed(
        placing("Artist/album/01 TITLE.mp3", OTHER), ours=False
    )


def test_a_name_of_ours_whose_file_is_gone_is_not_given_away(place: Place) -> None:
    first, part = place.item(OTHER)
    placed = place.place(first, part)
    place.done(first, placed)
    (place.root / placed.placing.path).unlink()
    second, part = place.item()
    assert place.place(second, part).placing.path == "Artist/Album/01 Title (2).mp3"


def test_two_items_that_want_one_name_get_two(place: Place) -> None:
    first, _ = place.item(OTHER)
    place.shelf.store.items.place(first, placing("artist/ALBUM/01 title.MP3", OTHER))
    second, part = place.item()
    assert place.place(second, part).placing.path == "Artist/Album/01 Title (2).mp3"


def test_two_items_that_bring_the_same_to_one_name_come_one_after_the_other(place: Place) -> None:
    first, first_part = place.item()
    place.shelf.store.items.place(first, placing(str(WANTED)))
    second, part = place.item()
    with pytest.raises(PlaceTaken):
        place.place(second, part)
    assert part.read_bytes() == SOUND
    assert place.shelf.state(second.id) == ItemState.RUNNING
    place.done(first, place.place(first, first_part))
    assert place.place(second, part).placing.path == str(WANTED)
    assert place.files() == {str(WANTED): SOUND}


def test_a_file_that_comes_in_between_is_not_written_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_folder(root: Path, folder: PurePosixPath) -> None:
        real(root, folder)
        if not (root / WANTED).exists():
            (root / WANTED).write_bytes(OTHER)

    real = publish.make_folder
    monkeypatch.setattr(placement, "make_folder", make_folder)
    item, part = place.item()
    assert place.place(item, part).placing.path == "Artist/Album/01 Title (2).mp3"
    assert place.files()[str(WANTED)] == OTHER
    assert place.shelf.store.items.being_placed(str(WANTED)) is None, "the name is given back"


def test_whose_claim_is_lost_moves_nothing(place: Place) -> None:
    item, part = place.item()
    place.shelf.store.workers.recover(NOW)
    with pytest.raises(LeaseLost):
        place.place(item, part)
    assert part.read_bytes() == SOUND
    assert list(place.files()) == [part.relative_to(place.root).as_posix()]


def test_without_its_marker_nothing_is_made_in_the_library(place: Place) -> None:
    item, part = place.item()
    marker = place.root / MARKER
    marker.rename(marker.with_suffix(".away"))
    with pytest.raises(StorageOffline):
        place.place(item, part)
    assert not (place.root / WANTED.parent).exists()
    assert part.read_bytes() == SOUND
    marker.with_suffix(".away").rename(marker)
    assert place.place(item, part).placing.path == str(WANTED)


def test_after_the_rename_the_item_is_done_with_the_file(place: Place) -> None:
    where = placing(str(WANTED))
    item, part = place.died_while_placing(where)
    place.file(str(WANTED), SOUND)
    assert place.placement.resume(item) == Placed(where, ours=True)
    assert not part.exists()
    assert place.files() == {str(WANTED): SOUND}


def test_before_the_rename_the_part_is_renamed_now(place: Place) -> None:
    where = placing(str(WANTED))
    item, part = place.died_while_placing(where)
    assert place.placement.resume(item) == Placed(where, ours=True)
    assert not part.exists()
    assert place.files() == {str(WANTED): SOUND}


@pytest.mark.parametrize("part_data", [OTHER, SOUND[:-1], None])
def test_with_neither_the_file_nor_the_part_it_is_fetched_again(
    place: Place, part_data: bytes | None
) -> None:
    item, part = place.died_while_placing(placing(str(WANTED)))
    if part_data is None:
        part.unlink()
    else:
        part.write_bytes(part_data)
    assert place.placement.resume(item) is None
    assert str(WANTED) not in place.files()


def test_somebody_else_s_file_at_the_committed_place_stays(place: Place) -> None:
    item, part = place.died_while_placing(placing(str(WANTED)))
    place.file(str(WANTED), OTHER)
    assert place.placement.resume(item) is None
    assert place.files()[str(WANTED)] == OTHER
    assert part.read_bytes() == SOUND


def test_nothing_is_resumed_that_was_not_placed(place: Place) -> None:
    item, _ = place.item()
    assert place.placement.resume(item) is None


def test_a_twin_is_adopted_only_while_its_file_is_there(place: Place) -> None:
    first, part = place.item()
    place.done(first, place.place(first, part))
    twin = place.shelf.store.library.at(str(WANTED))
    second, _ = place.item(OTHER)
    assert place.placement.adopt(second, None) is None
    assert place.placement.adopt(second, twin) == Placed(placing(str(WANTED)), ours=True)
    (place.root / WANTED).write_bytes(SOUND[:-1])
    assert place.placement.adopt(second, twin) is None
    (place.root / WANTED).unlink()
    assert place.placement.adopt(second, twin) is None
    (place.root / WANTED).symlink_to(place.file("real.mp3", SOUND))
    assert place.placement.adopt(second, twin) is None


def test_discarding_a_part_prunes_the_folders_made_for_it(place: Place) -> None:
    part = place.file("New Artist/New Album/.catalog-sync-9.part", SOUND)
    place.file("New Artist/notes.txt", b"mine")
    place.placement.discard(part)
    assert [path.name for path in (place.root / "New Artist").iterdir()] == ["notes.txt"]
    place.placement.discard(part)
    assert place.root.is_dir()


def test_a_part_that_is_not_needed_is_removed_for_good(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, part = place.item()
    synced: list[tuple[Path, bool]] = []
    monkeypatch.setattr(
        publish, "sync_folder", lambda folder: synced.append((folder, part.exists()))
    )
    place.placement.discard(part)
    assert synced == [(part.parent, False)]
    place.placement.discard(part)
    assert len(synced) == 1


def test_a_name_that_many_want_is_not_looked_for_from_its_beginning_every_time(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.shelf.fill(1, "a.lan", 40)
    for number in range(20):
        item, part = place.item(b"%d" % number)
        placed = place.place(item, part)
        place.done(item, placed)
    assert placed.placing.path == "Artist/Album/01 Title (20).mp3"
    asked: list[str] = []
    at = place.shelf.store.library.at

    def watched(path: str) -> FileRow | None:
        asked.append(path)
        return at(path)

    monkeypatch.setattr(place.shelf.store.library, "at", watched)
    item, part = place.item(b"20")
    placed = place.place(item, part)
    place.done(item, placed)
    assert asked == [f"Artist/Album/01 Title ({number}).mp3" for number in (20, 21)]
    # What another worker has put there meanwhile is passed, and the same content adopted.
    other = Placement(place.shelf.store, place.library)
    item, part = place.item(b"21")
    place.done(item, other.place(item, part, WANTED))
    item, part = place.item(b"22")
    placed = place.place(item, part)
    assert placed.placing.path == "Artist/Album/01 Title (23).mp3"
    place.done(item, placed)
    for number in (0, 7, 21):
        asked.clear()
        item, part = place.item(b"%d" % number)
        again = place.place(item, part)
        place.done(item, again)
        assert again.placing.sha256 == hashlib.sha256(b"%d" % number).hexdigest()
        assert len(asked) == 1
    assert len(place.files()) == 23


def test_a_file_that_nobody_knows_is_looked_at_every_time(place: Place) -> None:
    foreign = place.file(str(WANTED), OTHER)
    first, part = place.item(b"first")
    placed = place.place(first, part)
    place.done(first, placed)
    assert placed.placing.path == "Artist/Album/01 Title (2).mp3"
    second, part = place.item(b"second")
    foreign.write_bytes(b"second")
    assert place.place(second, part) == Placed(placing(str(WANTED), b"second"), ours=False)
