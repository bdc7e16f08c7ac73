# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that adds a source, on a real engine and a far end on loopback."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from catalogsync_gui.core.models import Source
from catalogsync_gui.engine.commands import add_source
from catalogsync_gui.engine.engine import Engine
from catalogsync_gui.engine.subscribing import AddRequest
from catalogsync_gui.paths import Profile
from catalogsync_gui.sources import registry
from catalogsync_gui.ui.dialogs.add_source import AddSourceDialog
from catalogsync_gui.ui.dropping import dropped_location
from catalogsync_gui.ui.main_window import MainWindow
from tests.ui.slow_server import WAIT
from tests.unit.sources.web import Web, scripted, serving

Subscribe = Callable[[str, str], int]
Ask = Callable[..., object]

TITLE = "<b>Bold</b> & <img src=x> \u202e{0} %1"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title><![CDATA[<b>Show</b>]]></title>
<item><title><![CDATA[{title}]]></title><guid>1</guid>
<enclosure url="/1.mp3" type="audio/mpeg"/></item></channel></rss>"""


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


@pytest.fixture
def dialog(engine: Engine, library: Path) -> Iterator[AddSourceDialog]:
    dialog = AddSourceDialog(engine)
    dialog.sync.setChecked(False)
    dialog.show()
    yield dialog
    dialog.close()
    shiboken6.delete(dialog)


@pytest.fixture
def sources(ask: Ask) -> Callable[[], list[Source]]:
    def asked() -> list[Source]:
        rows = ask(lambda desk: desk.store.catalogue.sources())
        assert isinstance(rows, list)
        return [row.source for row in rows]

    return asked


def enter(dialog: AddSourceDialog, text: str) -> None:
    dialog.form.location.setText(text)
    dialog.form.recognise()


def shows(dialog: AddSourceDialog, page: str) -> bool:
    return dialog.pane.currentWidget() is getattr(dialog.pane, f"_{page}_page")


def test_until_something_is_entered_there_is_nothing_to_do(dialog: AddSourceDialog) -> None:
    assert not dialog.test.isEnabled()
    assert not dialog.add.isEnabled()
    assert shows(dialog, "hint")


def test_a_sure_kind_is_recognised_at_once_and_another_after_a_rest(
    dialog: AddSourceDialog, qtbot: QtBot
) -> None:
    form = dialog.form
    form.location.setText("https://archive.org/details/x-y")
    assert form.recognised.text() == "Recognised: Internet Archive"
    form.location.setText("https://example.org/x")
    assert form.recognised.text() == "Recognised: Internet Archive"
    qtbot.waitUntil(lambda: form.recognised.text() == "Its content will tell", timeout=WAIT)
    form.location.setText("")
    qtbot.waitUntil(lambda: form.recognised.text() == "", timeout=WAIT)


def test_only_what_the_kind_takes_is_asked_for(dialog: AddSourceDialog) -> None:
    form = dialog.form

    def shown() -> list[bool]:
        return [field.isVisible() for field in (form.user, form.password, form.token)]

    assert shown() == [False, False, False]
    enter(dialog, "https://example.org/x.m3u")
    assert shown() == [True, True, True]
    enter(dialog, "/music/x.m3u")
    assert shown() == [False, False, False]
    enter(dialog, "https://archive.org/details/x")
    assert shown() == [False, False, False]
    form.kind.setCurrentIndex(form.kind.findData("subsonic"))
    assert shown() == [True, True, True]


def test_every_kind_can_be_chosen_and_has_its_options(dialog: AddSourceDialog) -> None:
    form = dialog.form
    for kind in registry.kinds().values():
        form.kind.setCurrentIndex(form.kind.findData(kind.name))
        assert form.kind.currentText() == kind.label
        for key, option in kind.options.items():
            field = form.options.field(key)
            assert field.accessibleDescription() == option.words
            assert field.accessibleName()
    form.kind.setCurrentIndex(form.kind.findData("jellyfin"))
    field = form.options.field("album_playlists")
    assert isinstance(field, QComboBox)
    field.setCurrentIndex(field.findData("yes"))
    what = form.options.field("what")
    assert isinstance(what, QLineEdit)
    what.setText("albums")
    enter(dialog, "https://music.example.org")
    assert form.request().options == {"what": "albums", "album_playlists": "yes"}
    assert not form.options.area.isVisible()
    form.options.toggle.click()
    assert form.options.area.isVisible()


def test_enter_shows_what_it_would_bring_and_enter_adds_it(
    dialog: AddSourceDialog, web: Web, qtbot: QtBot, sources: Callable[[], list[Source]]
) -> None:
    enter(dialog, web.put("/show", FEED.format(title=TITLE)))
    assert dialog.test.isDefault()
    qtbot.keyClick(dialog.form.location, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shows(dialog, "preview"), timeout=WAIT)
    assert dialog.pane.title.text() == "<b>Show</b>"
    assert dialog.pane.summary.text() == "Podcast · 1 playlist · 1 track"
    assert dialog.form.recognised.text() == "Recognised: Podcast"
    tracks = dialog.pane.tracks
    title = tracks.data(tracks.index(0, 0))
    assert title.startswith("<b>Bold</b> & <img src=x>")
    assert "\u202e" not in title
    assert "&lt;b&gt;" in tracks.data(tracks.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert sources() == []
    assert dialog.add.isDefault()
    qtbot.keyClick(dialog.form.location, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    (source,) = sources()
    assert (source.kind, source.name) == ("podcast", "<b>Show</b>")
    assert web.paths.count("/show") == 2


def test_a_source_can_be_added_unseen_and_synced(
    dialog: AddSourceDialog,
    web: Web,
    engine: Engine,
    qtbot: QtBot,
    sources: Callable[[], list[Source]],
) -> None:
    enter(dialog, web.put("/mix", "#EXTM3U\n"))
    dialog.form.name.setText("Mine")
    dialog.sync.setChecked(True)
    with qtbot.waitSignal(engine.signals.stage_opened, timeout=WAIT):
        dialog.add.click()
    (source,) = sources()
    assert (source.kind, source.name) == ("playlist", "Mine")
    qtbot.waitUntil(lambda: engine.status().job is None, timeout=WAIT)


def test_an_error_is_said_where_it_happened_and_the_fields_stay(
    dialog: AddSourceDialog, web: Web, qtbot: QtBot
) -> None:
    enter(dialog, web.put("/page", "<html>hello"))
    dialog.form.name.setText("Mine")
    dialog.test.click()
    qtbot.waitUntil(lambda: shows(dialog, "failure"), timeout=WAIT)
    assert "a web page that names no feed" in dialog.pane.failure.text()
    assert dialog.form.name.text() == "Mine"
    assert dialog.add.isEnabled()
    dialog.form.location.setText(web.url("/other"))
    assert shows(dialog, "hint")


def test_a_refused_login_leads_to_where_it_is_entered(
    dialog: AddSourceDialog, web: Web, qtbot: QtBot
) -> None:
    enter(dialog, web.put("/x.m3u", "", 401))
    dialog.test.click()
    qtbot.waitUntil(lambda: shows(dialog, "failure"), timeout=WAIT)
    assert "check the user name and the password" in dialog.pane.failure.text()
    assert dialog.focusWidget() is dialog.form.user
    dialog.form.user.setText("ann")
    dialog.form.password.setText("hunter22")
    dialog.form.token.setText("t")
    dialog.test.click()
    assert "not both" in dialog.pane.failure.text()
    dialog.form.token.clear()
    web.put("/x.m3u", "#EXTM3U\n/a.mp3\n")
    dialog.test.click()
    qtbot.waitUntil(lambda: shows(dialog, "preview"), timeout=WAIT)
    assert web.requests[-1][1]["Authorization"].startswith("Basic ")


def test_a_password_that_others_could_read_is_warned_of_before_it_is_sent(
    dialog: AddSourceDialog,
) -> None:
    form = dialog.form
    enter(dialog, "http://music.example.org/x.m3u")
    form.user.setText("ann")
    assert not form.warning.isVisible()
    form.password.setText("hunter22")
    assert form.warning.isVisible()
    assert form.warning.text().startswith("The password goes to music.example.org over plain http")
    enter(dialog, "https://music.example.org/x.m3u")
    assert not form.warning.isVisible()
    form.password.clear()
    enter(dialog, "http://ann:hunter22@music.example.org/x.m3u")
    assert form.warning.isVisible()


def test_without_a_place_for_secrets_adding_says_so(
    dialog: AddSourceDialog, web: Web, qtbot: QtBot, sources: Callable[[], list[Source]]
) -> None:
    enter(dialog, web.put("/x.m3u", "#EXTM3U\n/a.mp3\n"))
    dialog.form.user.setText("ann")
    dialog.form.password.setText("hunter22")
    dialog.add.click()
    qtbot.waitUntil(lambda: shows(dialog, "failure"), timeout=WAIT)
    assert "secret store" in dialog.pane.failure.text()
    assert dialog.form.isEnabled()
    assert sources() == []


@contextmanager
def silent() -> Iterator[tuple[str, threading.Event, threading.Event]]:
    """A server that never answers: its address, when it was asked, when the caller hung up."""
    asked, gone = threading.Event(), threading.Event()

    def script(connection: socket.socket) -> None:
        connection.recv(4096)
        asked.set()
        while connection.recv(4096):
            pass
        gone.set()

    with scripted(script) as address:
        yield address, asked, gone


@pytest.mark.parametrize("how", ["stop", "edit", "close"])
def test_what_is_asked_can_be_left(dialog: AddSourceDialog, qtbot: QtBot, how: str) -> None:
    with silent() as (address, asked, gone):
        enter(dialog, address)
        dialog.test.click()
        assert shows(dialog, "busy")
        assert not dialog.test.isEnabled()
        assert not dialog.add.isEnabled()
        qtbot.waitUntil(asked.is_set, timeout=WAIT)
        if how == "stop":
            dialog.pane.stop.click()
        elif how == "edit":
            dialog.form.location.setText("https://example.org/")
        else:
            dialog.reject()
        qtbot.waitUntil(gone.is_set, timeout=WAIT)
    assert shows(dialog, "hint") or how == "close"


def test_a_silent_server_does_not_keep_the_program_from_ending(
    profile: Profile, qapp: QApplication, qtbot: QtBot
) -> None:
    engine = Engine(profile, scheduled=False)
    engine.start()
    dialog = AddSourceDialog(engine)
    with silent() as (address, asked, _gone):
        enter(dialog, address)
        dialog.test.click()
        qtbot.waitUntil(asked.is_set, timeout=WAIT)
        began = time.monotonic()
        assert engine.shutdown(5.0)
        assert time.monotonic() - began < 5.0
    shiboken6.delete(dialog)
    shiboken6.delete(engine)


def test_the_feeds_of_a_list_can_be_chosen(
    dialog: AddSourceDialog,
    web: Web,
    qtbot: QtBot,
    ask: Ask,
    sources: Callable[[], list[Source]],
) -> None:
    mine = AddRequest("http://b.example/f", kind="podcast", name="Mine")
    ask(lambda desk: add_source(desk, mine))
    outlines = "".join(f'<outline text="{x}" xmlUrl="http://{x}.example/f"/>' for x in "abcd")
    enter(dialog, web.put("/list", f"<opml><body>{outlines}</body></opml>"))
    # Also without a look before: nobody subscribes to many podcasts unseen.
    dialog.add.click()
    qtbot.waitUntil(lambda: shows(dialog, "feeds"), timeout=WAIT)
    feeds = dialog.pane.feeds
    assert [feed.title for feed in feeds.chosen()] == ["a", "c", "d"]
    assert "subscribed already" in feeds.data(feeds.index(1, 0))
    assert not feeds.flags(feeds.index(1, 0)) & Qt.ItemFlag.ItemIsEnabled
    unchecked = Qt.CheckState.Unchecked
    check = Qt.ItemDataRole.CheckStateRole
    assert feeds.setData(feeds.index(2, 0), unchecked, check)
    assert not feeds.setData(feeds.index(1, 0), unchecked, check)
    feeds.choose(all_of_them=False)
    assert not dialog.add.isEnabled()
    feeds.choose(all_of_them=True)
    feeds.setData(feeds.index(2, 0), unchecked, check)
    dialog.add.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    assert [source.name for source in sources()] == ["Mine", "a", "d"]


def test_every_text_of_a_stranger_is_plain(dialog: AddSourceDialog) -> None:
    for label in dialog.findChildren(QLabel):
        if not label.pixmap().isNull():
            continue
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()


def test_everything_can_be_reached_by_keys(dialog: AddSourceDialog) -> None:
    enter(dialog, "https://example.org/x.m3u")
    form = dialog.form
    order = [
        form.location,
        form.browse,
        form.kind,
        form.name,
        form.user,
        form.password,
        form.token,
        form.options.toggle,
        dialog.sync,
        dialog.test,
        dialog.add,
    ]
    chain = []
    widget = form.location
    for _ in range(200):
        chain.append(widget)
        widget = widget.nextInFocusChain()  # type: ignore[assignment]
    places = [chain.index(wanted) for wanted in order]  # type: ignore[arg-type]
    assert places == sorted(places)


def _dropped(data: QMimeData) -> QDropEvent:
    return QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_files_links_and_texts_can_be_dropped(dialog: AddSourceDialog) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://ann@example.org/a%20b?x=%2F1")])
    dialog.dropEvent(_dropped(data))
    assert dialog.form.location.text() == "https://ann@example.org/a%20b?x=%2F1"
    data.setUrls([QUrl.fromLocalFile("/music/a b.m3u")])
    assert dropped_location(data) == "/music/a b.m3u"
    data.setUrls([QUrl("http://a.example/"), QUrl("http://b.example/")])
    assert dropped_location(data) == ""
    text = QMimeData()
    text.setText("  feed://example.org/x\n")
    assert dropped_location(text) == "feed://example.org/x"
    text.setText("two\nlines")
    assert dropped_location(text) == ""


def test_a_text_dropped_on_the_window_opens_the_dialog(
    window: MainWindow, library: Path, qtbot: QtBot
) -> None:
    window.show()
    qtbot.waitUntil(window.actions_.add.isEnabled, timeout=WAIT)
    data = QMimeData()
    data.setText("https://example.org/show")
    window.dropEvent(_dropped(data))
    (opened,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert isinstance(opened, AddSourceDialog)
    assert opened.form.location.text() == "https://example.org/show"
    opened.reject()
