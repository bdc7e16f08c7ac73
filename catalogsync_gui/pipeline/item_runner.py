# SPDX-License-Identifier: GPL-3.0-or-later
"""One item, from the claim to its outcome, in one worker thread."""

import contextlib
import logging
import stat
from pathlib import Path, PurePosixPath

from catalogsync_gui.core.addresses import shown, stem_of
from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import (
    CatalogSyncError,
    DatabaseUnusable,
    MediaGone,
    NoRoom,
    NotAudio,
    PathRefused,
    StorageFull,
    TransferError,
    TransferRefused,
)
from catalogsync_gui.core.events import ItemStarted
from catalogsync_gui.core.models import (
    ClaimedItem,
    MediaRequest,
    Placing,
    TrackInfo,
)
from catalogsync_gui.core.naming import fitted, render
from catalogsync_gui.core.ports import CatalogSource
from catalogsync_gui.core.states import TagPolicy
from catalogsync_gui.core.tag_extras import TagExtras
from catalogsync_gui.media.fetch import Fetcher, suffix_of
from catalogsync_gui.media.fetch_errors import BadPart
from catalogsync_gui.media.part_file import Fetched
from catalogsync_gui.media.publish import existing_folder, hash_file
from catalogsync_gui.media.sniff import AudioKind, Refused, sniff_file
from catalogsync_gui.media.tag_process import TagProcess
from catalogsync_gui.media.volume import FOLDER, disk
from catalogsync_gui.pipeline.attempt import RESUME_FROM, Attempt
from catalogsync_gui.pipeline.embedding import extras_for
from catalogsync_gui.pipeline.job_run import JobRun
from catalogsync_gui.pipeline.outcomes import Outcomes
from catalogsync_gui.pipeline.placement import Placed, Placement
from catalogsync_gui.pipeline.readdressing import may_run_out
from catalogsync_gui.pipeline.tagging import TagRules, fill_tags
from catalogsync_gui.pipeline.trash import Trash
from catalogsync_gui.pipeline.unexpected import unexpected
from catalogsync_gui.store.store import Store

log = logging.getLogger(__name__)

_OTHER_WAYS = 2
"""How often one attempt asks in another way after a refusal."""


class ItemRunner:
    """One worker's hands. Belongs to its thread."""

    def __init__(self, run: JobRun, store: Store, fetcher: Fetcher) -> None:
        self.run = run
        self.store = store
        self._fetcher = fetcher
        self._tags = TagProcess()
        self._placement = Placement(store, run.library)
        self._outcomes = Outcomes(run, store, self._placement)
        self._sources: dict[int, CatalogSource] = {}
        self._policies: dict[int, TagPolicy] = {}

    def close(self) -> None:
        """Closes the adapters that were opened for this worker, and ends its tag process."""
        self._tags.close()
        for source in self._sources.values():
            source.close()

    def process(self, item: ClaimedItem) -> None:
        """Brings one claimed item to an outcome and reports it.

        :raises DatabaseUnusable: the database is gone; the item keeps its claim.
        """
        ports = self.run.ports
        now = ports.clock.now()
        title = item.info.title or stem_of(item.media.address)
        ports.board.start(
            item.worker, job=self.run.id, item=item.id, source=item.source_name, title=title
        )
        ports.report(
            ItemStarted(
                at=now,
                job=self.run.id,
                item=item.id,
                worker=item.worker,
                title=title,
                source=item.source,
            )
        )
        began = ports.clock.monotonic()
        loose = self.run.library.root / _part_name(item)
        attempt = Attempt(self.run, self.store, item, loose, began, began)
        with contextlib.ExitStack() as held:
            self._process(attempt, held)

    def _process(self, attempt: Attempt, held: contextlib.ExitStack) -> None:
        """Up to the commit.

        :param held: what is given back after the commit.
        """
        ports, item = self.run.ports, attempt.item
        error: CatalogSyncError | None = None
        placed: Placed | None = None
        try:
            with ports.control.item_token(self.run.stop, item.id, item.claim) as token:
                if item.placing:
                    placed = self._resume(attempt)
                else:
                    placed = self._download(attempt, token, held)
                self._make_way(item, taken=placed.placing.path)
        except DatabaseUnusable:
            raise
        except CatalogSyncError as problem:
            error = self._judged(attempt, problem)
        except BaseException as problem:
            # Whatever it was, a plug-in's sys.exit() too, it costs this item one try and never
            # the worker.
            error = unexpected(item, problem)
        finally:
            # Before the commit: no snapshot may show an item that is not running any more.
            ports.board.finish(item.worker, item.id)
            self.run.hosts.leave(item.host)
            self.run.library.release(item.id)
        if placed is not None:
            try:
                self._outcomes.done(attempt, placed)
                return
            except DatabaseUnusable:
                raise
            except BaseException as problem:
                error = unexpected(item, problem)
        if error is not None:
            self._outcomes.failed(attempt, error)

    def _judged(self, attempt: Attempt, error: CatalogSyncError) -> CatalogSyncError:
        """Whose fault it is: the volume's, which holds everything up, or this item's alone."""
        if isinstance(error, StorageFull) and attempt.endless:
            return NoRoom(
                f"{shown(attempt.item.media.address)} does not tell its length, and after "
                f"{attempt.transferred / 1_000_000:.1f} MB there is no room for more"
            )
        return self.run.library.blame(error)

    def _part(self, item: ClaimedItem) -> Path:
        """Beside the target where the catalogue tells album and artist, else in the root.

        :raises VolumeError, PathRefused: the folder cannot be looked at.
        """
        library = self.run.library
        if item.part_path:
            # Its folder may have become something else since; then it starts from nothing.
            with contextlib.suppress(PathRefused), disk(f"cannot read {item.part_path}"):
                part = library.absolute(item.part_path)
                if part.parent.is_dir():
                    return part
        folder = PurePosixPath()
        if item.info.album and (item.info.album_artist or item.info.artists):
            path = self._path(item, item.info, ".mp3")
            with disk(f"cannot read the folder {path.parent}"):
                folder = existing_folder(library.root, path.parent)
        return library.root / folder / _part_name(item)

    def _download(self, attempt: Attempt, token: StopToken, held: contextlib.ExitStack) -> Placed:
        item, run = attempt.item, self.run
        attempt.part = self._part(item)
        recalled = self._placement.recall(item, attempt.alive)
        if recalled is not None:
            placed, attempt.content = recalled
            self._placement.discard(attempt.part)
            return placed
        if item.source not in self._sources:
            self._sources[item.source] = run.ports.open_source(item.source)
            options = self.store.catalogue.source(item.source).options
            self._policies[item.source] = TagPolicy(options.get("tags", TagPolicy.FILL))
        adapter = self._sources[item.source]
        twin = self._same_recording(item)
        if twin is not None:
            return twin
        request = adapter.media(item.media)
        adopted = self._inside_library(request, attempt)
        if adopted is not None:
            self.store.items.place(item, adopted)
            return Placed(adopted, ours=False)
        request, fetched = self._fetched(attempt, adapter, request, token)
        run.hosts.succeeded(item.host)
        run.refusals.delivered(item.source, item.host)
        token.check()
        twin = self._same_content(attempt, fetched, token, held)
        if twin is not None:
            return twin
        kind, info = self._tagged(attempt, request, fetched, token)
        run.ports.board.phase(item.worker, "placing")
        wanted = self._path(item, info, kind.suffix)
        self._make_way(item)
        return self._placement.place(item, attempt.part, wanted, attempt.alive)

    def _path(self, item: ClaimedItem, info: TrackInfo, suffix: str) -> PurePosixPath:
        """What the template makes of a track, as far as the library's folder takes it."""
        path = render(
            self.run.naming.of(item.source),
            info,
            suffix=suffix,
            fallback_title=stem_of(item.media.address),
            playlist=self.store.listing.playlist_of(item.id),
            source=item.source_name,
        )
        return fitted(path, self.store.traits.longest_name(self.run.library.identity))

    def _make_way(self, item: ClaimedItem, taken: str = "") -> None:
        """The new file is whole: a damaged one that it replaces goes to the trash.

        :param taken: a file that was there already and is the item's now.
        """
        damage = self.store.damage.of_item(item.id)
        if damage is not None and damage.asked and damage.difference.path != taken:
            Trash(self.store, self.run.library, self.run.ports.clock).replace(damage)

    def _same_recording(self, item: ClaimedItem) -> Placed | None:
        """The file of another item that is the same recording (MusicBrainz id)."""
        if not item.info.recording_id:
            return None
        self.run.library.check()
        twin = self.store.library.of_recording(item.info.recording_id)
        return self._placement.adopt(item, twin)

    def _same_content(
        self, attempt: Attempt, fetched: Fetched, token: StopToken, held: contextlib.ExitStack
    ) -> Placed | None:
        """The file of another item that was fetched with the same bytes, or is the same recording.

        From here to the commit no other worker stores the same.
        """
        item, part = attempt.item, attempt.part
        with disk(f"cannot read {part.name}"):
            content = fetched.sha256 or hash_file(part, alive=attempt.alive)[0]
        keys = {content, f"recording:{item.info.recording_id}"} - {"recording:"}
        held.enter_context(
            self.run.in_hand.alone(frozenset(keys), token, attempt.alive, item=item.id)
        )
        twin = self._placement.adopt(item, self.store.library.of_content(content))
        twin = twin or self._same_recording(item)
        if twin is None:
            attempt.content = content
        else:
            self._placement.discard(part)
        return twin

    def _fetched(
        self, attempt: Attempt, adapter: CatalogSource, request: MediaRequest, token: StopToken
    ) -> tuple[MediaRequest, Fetched]:
        """The part, whole; asked for in another way where the source's adapter knows one."""
        item, renewed = attempt.item, False
        for left in range(_OTHER_WAYS, -1, -1):
            try:
                return request, self._fetcher.fetch(
                    request,
                    attempt.part,
                    validator=item.validator,
                    total=item.part_total,
                    log=attempt,
                    cancel=token,
                )
            except TransferError as error:
                other = adapter.refused(item.media, error.answer) if error.answer else None
                if other is None and not renewed:
                    renewed = True
                    other = self._readdressed(attempt, adapter, request, error, token)
                if other is None or not left:
                    raise
                request = other
        raise AssertionError("the last way returns or raises")

    def _readdressed(
        self,
        attempt: Attempt,
        adapter: CatalogSource,
        request: MediaRequest,
        error: TransferError,
        token: StopToken,
    ) -> MediaRequest | None:
        """The track's new address, where the old one may have run out and there is one."""
        if not isinstance(error, MediaGone | TransferRefused) or not may_run_out(request):
            return None
        item = attempt.item
        ref = self.run.readdressing.again(
            item.source,
            self.store.recalled.track_key(item.id),
            item.media,
            lambda: adapter.pages({}, token),
            attempt.alive,
        )
        return None if ref is None else adapter.media(ref)

    def _tagged(
        self, attempt: Attempt, request: MediaRequest, fetched: Fetched, token: StopToken
    ) -> tuple[AudioKind, TrackInfo]:
        """Makes sure that the part is audio and whole, and fills in its tags."""
        item, part = attempt.item, attempt.part
        self.run.ports.board.phase(item.worker, "tagging")
        with disk(f"cannot read {part.name}"):
            kind = sniff_file(part, hint=suffix_of(request.address))
        if isinstance(kind, Refused):
            raise NotAudio(f"{item.info.title or part.name} is not audio: {kind.reason}")
        if item.validator or (attempt.size or 0) > RESUME_FROM:
            # From here on the part is no longer a beginning of what the server has.
            self.store.items.keep_part(
                item, path=self._relative(part), validator="", total=attempt.size, durable=True
            )
        else:
            # The part belongs to whoever holds the claim, and that may be another by now.
            attempt.still_ours()
        tagged = fill_tags(
            self._tags,
            part,
            kind.format,
            item,
            token,
            vouched=fetched.vouched,
            alive=attempt.alive,
            rules=TagRules(
                self._policies[item.source],
                self.run.id3_version,
                lambda: self._extras(item, token),
            ),
        )
        attempt.warning = tagged.warning
        return kind, tagged.info

    def _extras(self, item: ClaimedItem, token: StopToken) -> TagExtras:
        """What the catalogue offers with the track and goes into its tags."""
        refs = self.store.sidecars.offered(item.id)
        adapter = self._sources[item.source]
        return extras_for(refs, item.source, adapter, self._tags, self.run.offered, token)

    def _inside_library(self, request: MediaRequest, attempt: Attempt) -> Placing | None:
        """A local file that lies in the library already is taken as it is, where it is."""
        if not request.local:
            return None
        root = self.run.library.root.resolve()
        path = Path(request.address)
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return None
        except (OSError, ValueError):
            # Why it cannot be had is told by the attempt to fetch it.
            return None
        try:
            relative = path.resolve().relative_to(root).as_posix()
        except ValueError:
            return None
        if relative.startswith(f"{FOLDER}/"):
            return None
        self.run.library.check()
        with disk(f"cannot read {relative}"):
            if isinstance(sniff_file(path, hint=path.suffix.lower()), Refused):
                return None
            sha256, size = hash_file(path, alive=attempt.alive)
        return Placing(relative, size, sha256)

    def _resume(self, attempt: Attempt) -> Placed:
        self.run.library.check()
        placed = self._placement.resume(attempt.item, attempt.alive)
        if placed is None:
            raise BadPart(
                "its file is not what was committed; it is fetched again",
                kind="placing",
                host_fault=False,
            )
        return placed

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.run.library.root).as_posix()


def _part_name(item: ClaimedItem) -> str:
    return f".catalog-sync-{item.id}.part"
