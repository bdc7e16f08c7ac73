# SPDX-License-Identifier: GPL-3.0-or-later
"""Any sequence of catalogues, failures, interruptions and downloads: what holds after each."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted, SourceError
from catalogsync_gui.core.shrinking import LEAST_ENTRIES
from tests.unit.pipeline.catalogues import Bench, Catalogue, Lists

TITLES = st.sampled_from("ABCDEF")
TRACKS = st.one_of(
    st.lists(st.integers(0, 40), max_size=8),
    st.integers(1, 60).map(range),
)
LISTS = st.dictionaries(TITLES, TRACKS, max_size=6)


class Refreshes(RuleBasedStateMachine):
    """Two sources, one of each way to treat what is removed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="catalog-sync-test-")
        self.bench = Bench(Path(self.folder.name))
        self.catalogues: dict[int, Catalogue] = {}
        for removed in ("keep", "trash"):
            catalogue = Catalogue({}, page=7)
            self.catalogues[self.bench.subscribe(catalogue, removed=removed)] = catalogue
        self.kept: dict[int, set[int]] = {source: set() for source in self.catalogues}
        self.before: dict[int, dict[str, list[int]]] = {}

    def teardown(self) -> None:
        self.bench.close()
        self.folder.cleanup()

    @rule(source=st.integers(1, 2), lists=LISTS, accept=st.booleans(), revise=st.booleans())
    def refresh(
        self, source: int, lists: Mapping[str, list[int]], accept: bool, revise: bool
    ) -> None:
        catalogue = self._set(source, lists)
        catalogue.revise = revise
        event = self.bench.sync(source, accept=accept)
        assert event.error is None
        seen = self.bench.lists(source)
        wanted = {title: list(tracks) for title, tracks in lists.items()}
        if accept or not self.bench.warning(source):
            assert seen == wanted
            assert not self.bench.warning(source)
        for title, tracks in wanted.items():
            before = self.before[source].get(title, [])
            assert seen[title] in (tracks, before)
            if seen[title] != tracks:
                assert LEAST_ENTRIES <= len(before) > 2 * len(tracks)
        # What is listed is either there or to be fetched; nothing lies in the trash.
        states = self.bench.states(source)
        listed = {number for tracks in seen.values() for number in tracks}
        assert {states[number] for number in listed} <= {"pending", "done"}

    @rule(source=st.integers(1, 2), lists=LISTS, page=st.integers(0, 9))
    def cut_off(self, source: int, lists: Mapping[str, list[int]], page: int) -> None:
        catalogue = self._set(source, lists)
        token = StopToken()
        catalogue.at_page = lambda number: token.set() if number == page else None
        try:
            self.bench.refresh(source, cancel=token)
        except Interrupted:
            pass
        finally:
            catalogue.at_page = lambda _: None
        self._old_or_new(source, lists)

    @rule(source=st.integers(1, 2), lists=LISTS)
    def fail(self, source: int, lists: Mapping[str, list[int]]) -> None:
        catalogue = self._set(source, lists)
        catalogue.error = SourceError("broken off")
        event = self.bench.sync(source)
        catalogue.error = None
        assert event.error is not None
        self._old_or_new(source, lists)
        assert set(self.before[source]) <= set(self.bench.lists(source))

    @rule(source=st.integers(1, 2), share=st.integers(1, 3))
    def download(self, source: int, share: int) -> None:
        self.bench.download(source, lambda number: number % share == 0)
        states = self.bench.states(source)
        self.kept[source] |= {number for number, state in states.items() if state == "done"}

    @precondition(lambda self: self.bench.store.trash.entries())
    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.bench.clock.time += days * 86400.0
        self.bench.tidy()

    @invariant()
    def all_is_well(self) -> None:
        self.bench.check()
        # With "keep" nothing that was fetched is ever lost.
        states = self.bench.states(1)
        assert {states.get(number) for number in self.kept[1]} <= {"done"}
        db = self.bench.store.catalogue._db
        rows = [
            row[0]
            for row in db.execute(
                "SELECT path_key FROM files UNION ALL SELECT path FROM trash_files"
            )
        ]
        assert len(rows) == len(set(rows))
        assert len(self.bench.files()) == len(rows)

    def _set(self, source: int, lists: Lists) -> Catalogue:
        self.before[source] = self.bench.lists(source)
        catalogue = self.catalogues[source]
        catalogue.lists = lists
        return catalogue

    def _old_or_new(self, source: int, lists: Lists) -> None:
        for title, seen in self.bench.lists(source).items():
            old, new = self.before[source].get(title), list(lists.get(title, []))
            if old is None:
                # A playlist seen for the first time shows what there is of it so far.
                assert seen == new[: len(seen)]
            else:
                assert seen in (old, new)


TestRefreshes = Refreshes.TestCase
TestRefreshes.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
