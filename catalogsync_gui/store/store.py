# SPDX-License-Identifier: GPL-3.0-or-later
"""One thread's view of the database: a connection and the groups of queries on it."""

from typing import Self

from catalogsync_gui.store.adopting import AdoptStore
from catalogsync_gui.store.browsing import BrowseStore
from catalogsync_gui.store.catalogue import CatalogueStore
from catalogsync_gui.store.connection import Database
from catalogsync_gui.store.credits import CreditStore
from catalogsync_gui.store.damage import DamageStore
from catalogsync_gui.store.exports import ExportStore
from catalogsync_gui.store.forecast import ForecastStore
from catalogsync_gui.store.history import HistoryStore
from catalogsync_gui.store.history_pruning import PruneStore
from catalogsync_gui.store.items import ItemStore
from catalogsync_gui.store.jobs import JobStore
from catalogsync_gui.store.library import LibraryStore
from catalogsync_gui.store.listing import ListingStore
from catalogsync_gui.store.matches import MatchStore
from catalogsync_gui.store.names import NamingStore
from catalogsync_gui.store.playlist_covers import PlaylistCoverStore
from catalogsync_gui.store.playlist_versions import PlaylistVersionStore
from catalogsync_gui.store.queue_lists import QueueListStore
from catalogsync_gui.store.queueing import QueueStore
from catalogsync_gui.store.recalled import RecallStore
from catalogsync_gui.store.refresh import RefreshStore
from catalogsync_gui.store.renames import RenameStore
from catalogsync_gui.store.schedules import ScheduleStore
from catalogsync_gui.store.servers import ServerStore
from catalogsync_gui.store.shelves import ShelfStore
from catalogsync_gui.store.sidecars import SidecarStore
from catalogsync_gui.store.source_edits import SourceEditStore
from catalogsync_gui.store.today import TodayStore
from catalogsync_gui.store.traits import TraitsStore
from catalogsync_gui.store.trash import TrashStore
from catalogsync_gui.store.variant_exports import VariantExportStore
from catalogsync_gui.store.workers import WorkerStore


class Store:
    """Made, used and closed by one thread.

    :raises DatabaseUnusable: when the database cannot be opened.
    """

    def __init__(self, database: Database) -> None:
        connection = database.connect()
        self._connection = connection
        self.catalogue = CatalogueStore(connection)
        self.items = ItemStore(connection)
        self.jobs = JobStore(connection)
        self.history = HistoryStore(connection)
        self.pruning = PruneStore(connection)
        self.workers = WorkerStore(connection)
        self.library = LibraryStore(connection)
        self.sidecars = SidecarStore(connection)
        self.exports = ExportStore(connection)
        self.variant_exports = VariantExportStore(connection)
        self.playlist_covers = PlaylistCoverStore(connection)
        self.playlist_versions = PlaylistVersionStore(connection)
        self.listing = ListingStore(connection)
        self.matches = MatchStore(connection)
        self.refresh = RefreshStore(connection)
        self.source_edits = SourceEditStore(connection)
        self.trash = TrashStore(connection)
        self.damage = DamageStore(connection)
        self.credits = CreditStore(connection)
        self.today = TodayStore(connection)
        self.traits = TraitsStore(connection)
        self.names = NamingStore(connection)
        self.renames = RenameStore(connection)
        self.servers = ServerStore(connection)
        self.shelves = ShelfStore(connection)
        self.recalled = RecallStore(connection, database.backups.ledger)
        self.forecast = ForecastStore(connection)
        self.adopting = AdoptStore(connection)
        self.queue = QueueStore(connection)
        self.schedules = ScheduleStore(connection)
        self.browsing = BrowseStore(connection)
        self.queue_lists = QueueListStore(connection)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
