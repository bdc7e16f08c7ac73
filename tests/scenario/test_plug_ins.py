# SPDX-License-Identifier: GPL-3.0-or-later
"""The worked example of a plug-in, installed as a person installs it, and used."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogsync_gui.core.cancel import StopToken
from catalogsync_gui.core.errors import Interrupted
from catalogsync_gui.core.models import CatalogPage, Source
from catalogsync_gui.core.ports import SourceContext
from tests.plugin_example.catalogsync_tracklist import KIND
from tests.scenario.cli_world import FarEnd, World, environment
from tests.unit.sources.web import Web, serving

pytestmark = pytest.mark.scenario

_EXAMPLE = Path(__file__).parent.parent / "plugin_example"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example in it; pip builds it with the hatchling that is there."""
    folder = tmp_path_factory.mktemp("installed")
    copy = shutil.copytree(_EXAMPLE, tmp_path_factory.mktemp("example") / "plugin_example")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    command += ["--no-build-isolation", "--disable-pip-version-check", "--target", str(folder)]
    done = subprocess.run([*command, str(copy)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class PluggedWorld(World):
    """Runs the program as processes that find what is installed."""

    found = ""

    def command(self, *argv: str, status: int = 0, text: str = "") -> tuple[str, str]:
        path = os.pathsep.join(filter(None, [environment()["PYTHONPATH"], self.found]))
        done = subprocess.run(
            [sys.executable, "-m", "catalogsync_gui", "--profile", str(self.profile), *argv],
            input=text,
            capture_output=True,
            encoding="utf-8",
            env=environment() | {"PYTHONPATH": path},
            cwd=self.folder,
            timeout=60,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout, done.stderr


@pytest.fixture
def world(tmp_path: Path, installed: Path) -> PluggedWorld:
    world = PluggedWorld(tmp_path)
    world.found = str(installed)
    return world


def test_the_example_is_installed_listed_and_synced(world: PluggedWorld) -> None:
    (kind,) = (k for k in json.loads(world.command("kinds", "--json")[0]) if k["plug_in"])
    assert (kind["kind"], kind["label"], kind["secrets"]) == ("tracklist", "Track list", ["token"])
    assert kind["plug_in"] == {"distribution": "catalogsync-tracklist", "version": "1.2"}
    assert kind["options"][0] == {"name": "most", "words": "how many tracks to take from its top"}
    listed, err = world.command("kinds")
    assert err == ""
    assert (
        "\ntracklist: Track list (plug-in catalogsync-tracklist 1.2)\n  takes a token\n" in listed
    )

    world.command("config", "secrets_file", "yes")
    world.command("library", str(world.library))
    with FarEnd() as far:
        far.playlist("/unused.m3u", "ac-dc.mp3", "manana.mp3")
        lines = "One\t/tracks/ac-dc.mp3\nTwo\ttracks/manana.mp3\nThree\t/tracks/none.mp3\n"
        far.files["/mine.tracks"] = lines.encode()
        options = ("--token-stdin", "--option", "most=2")
        assert (
            world.command("add", far.address("/mine.tracks"), *options, text="t0ken\n")[0] == "1\n"
        )
        (source,) = json.loads(world.command("sources", "--json")[0])
        assert (source["kind"], source["options"]) == ("tracklist", {"most": "2"})
        assert "2 done, 0 failed" in world.command("sync")[0]
        assert set(far.authorization) == {"Bearer t0ken"}
    assert [path for path in world.files() if path.startswith("Playlists/")] == [
        "Playlists/mine.m3u"
    ]
    wrong = world.command("add", "http://h/x.tracks", "--option", "most=0", status=2)[1]
    assert "most takes a whole number from 1 to 200000" in wrong

    # Gone, it is missed by name, and everything else goes on.
    world.found = ""
    world.command("sync", status=1)
    (source,) = json.loads(world.command("sources", "--json")[0])
    assert "install catalogsync-tracklist where Catalog Sync is installed" in source["error"]
    err = world.command("add", "http://h/y", "--kind", "tracklist", status=2)[1]
    assert "there is no kind of source 'tracklist'; there are: " in err


def test_a_plug_in_that_is_broken_is_warned_of_and_harms_nothing(
    world: PluggedWorld, tmp_path: Path, installed: Path
) -> None:
    broken = shutil.copytree(installed, tmp_path / "broken")
    (broken / "catalogsync_tracklist.py").write_text("import gone_library")
    world.found = str(broken)
    out, err = world.command("kinds")
    assert "tracklist" not in out
    assert err.startswith(
        "catalogsync-gui: warning: the plug-in catalogsync-tracklist 1.2 is left out: "
    )
    assert len(err.splitlines()) == 1
    log = (world.profile / "logs" / "catalog-sync.log").read_text()
    assert log.count("catalogsync-tracklist 1.2 is left out") == 1
    assert world.command("add", "http://nas.lan/x.m3u") == ("1\n", "")


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


def _pages(web: Web, known: dict[str, str] | None = None, **options: str) -> list[CatalogPage]:
    source = Source(1, "tracklist", "Mine", web.url("/l.tracks"), options)
    adapter = KIND.open(source, SourceContext())
    try:
        return list(adapter.pages(known or {}, StopToken()))
    finally:
        adapter.close()


def test_an_unchanged_list_is_not_read_again_unless_it_is_to_be_read_otherwise(web: Web) -> None:
    web.put("/l.tracks", "a\t/1\nb\t/2\n", ETag='"one"')
    (page,) = _pages(web)
    known = {page.playlist.key: page.playlist.revision}
    (again,) = _pages(web, known)
    assert (again.unchanged, again.playlist.revision) == (True, page.playlist.revision)
    (fewer,) = _pages(web, known, most="1")
    assert (fewer.unchanged, len(fewer.entries)) == (False, 1)


@given(st.binary(max_size=200) | st.text("a\t/:@[]%\n\x00é", max_size=60).map(str.encode))
def test_whatever_is_served_is_read_or_skipped(web: Web, body: bytes) -> None:
    web.put("/l.tracks", body)
    for page in _pages(web):
        for entry in page.entries:
            assert entry.media is None or entry.media.address.startswith("http")


def test_a_stop_amid_the_pages(web: Web) -> None:
    web.put("/l.tracks", "".join(f"t\t/{n}\n" for n in range(1001)))
    adapter = KIND.open(Source(1, "tracklist", "M", web.url("/l.tracks")), SourceContext())
    cancel = StopToken()
    running = adapter.pages({}, cancel)
    assert len(next(running).entries) == 500
    cancel.set()
    with pytest.raises(Interrupted):
        next(running)
    adapter.close()
