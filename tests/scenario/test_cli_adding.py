# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding whatever somebody pastes: recognised, shown before, lists of feeds, and no secret lost."""

import json
from pathlib import Path

import pytest

from catalogsync_gui.sources.opml import parse_opml
from tests.scenario.cli_world import FarEnd, World, finish

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("qapp")]

TITLE = "Ähren & <b>Wind</b>"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def feed(far: FarEnd, path: str, title: str, episodes: int = 3) -> str:
    """Serves a podcast; its address."""
    items = "".join(
        f"<item><title>Episode {n}</title><guid>{path}{n}</guid>"
        f'<enclosure url="/tracks/{n}.mp3" type="audio/mpeg" length="9"/></item>'
        for n in range(episodes)
    )
    far.files[path] = (
        '<?xml version="1.0"?><rss version="2.0"><channel>'
        f"<title><![CDATA[{title}]]></title>{items}</channel></rss>"
    ).encode()
    return far.address(path)


def opml(*feeds: tuple[str, str]) -> bytes:
    lines = "".join(f'<outline type="rss" text="{t}" xmlUrl="{a}"/>' for t, a in feeds)
    return f'<opml version="2.0"><body>{lines}</body></opml>'.encode()


def kinds(world: World) -> list[tuple[str, str]]:
    return [(source["kind"], source["name"]) for source in world.json("sources")]


def test_what_is_pasted_is_recognised(world: World, far: FarEnd) -> None:
    world.run("add", feed(far, "/show", "A show"))
    far.files["/home"] = (
        b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/other">'
    )
    feed(far, "/other", "Another")
    world.run("add", far.address("/home"), "--name", "Other")
    far.playlist("/mix.m3u", "ac-dc.mp3")
    far.files["/mix"] = far.files["/mix.m3u"]
    world.run("add", far.address("/mix"))
    sources = world.json("sources")
    assert [source["kind"] for source in sources] == ["podcast", "podcast", "playlist"]
    assert (sources[1]["name"], sources[1]["location"]) == ("Other", far.address("/other"))


def test_a_playlist_by_its_suffix_asks_nobody(world: World, far: FarEnd) -> None:
    world.run("add", far.address("/not-there.m3u"))
    assert far.asked == []


def test_what_cannot_be_told_says_what_to_do(world: World, far: FarEnd) -> None:
    far.files["/page"] = b"<!doctype html><p>Hello"
    assert "--kind" in world.error("add", far.address("/page"), status=3)
    assert "404" in world.error("add", far.address("/nothing"), status=3)
    assert world.json("sources") == []
    # Whoever knows better is believed, and the server need not answer.
    world.run("add", far.address("/nothing"), "--kind", "podcast")
    assert kinds(world) == [("podcast", far.address("").removeprefix("http://"))]


def test_a_dry_run_shows_and_stores_nothing(world: World, far: FarEnd) -> None:
    address = feed(far, "/show?token=t0p", TITLE, 12)
    text = world.run("add", address, "--dry-run")
    lines = text.splitlines()
    assert lines[:2] == ["kind:      Podcast", f"name:      {TITLE}"]
    assert "tracks:    12" in lines
    assert "t0p" not in text
    assert "Episode 0" in text
    shown = json.loads(world.run("add", address, "--dry-run", "--json"))
    assert (shown["kind"], shown["name"], shown["entries"]) == ("podcast", TITLE, 12)
    assert shown["playlists"] == [{"title": TITLE, "entries": 12, "complete": True}]
    assert shown["tracks"][0]["title"] == "Episode 0"
    assert shown["complete"] is True
    assert world.json("sources") == []


def test_a_dry_run_of_a_large_playlist_says_at_least(world: World, far: FarEnd) -> None:
    lines = [f"http://example.org/{n}.mp3" for n in range(900)]
    far.files["/big.m3u"] = "\n".join(["#EXTM3U", *lines]).encode()
    assert "tracks:    500+" in world.run("add", far.address("/big.m3u"), "--dry-run")


def test_a_dry_run_is_a_test_of_the_connection(world: World, far: FarEnd) -> None:
    assert "404" in world.error("add", far.address("/gone.m3u"), "--dry-run", status=3)
    assert "--dry-run" in world.error("add", far.address("/x.m3u"), "--json", status=2)


def test_credentials_of_a_dry_run_are_kept_nowhere(world: World, far: FarEnd) -> None:
    address = far.playlist("/x.m3u", "ac-dc.mp3")
    world.run(
        "add", address, "--user", "ann", "--password-stdin", "--dry-run", text="hunter22-word\n"
    )
    assert far.authorization == ["Basic YW5uOmh1bnRlcjIyLXdvcmQ="]
    for file in world.profile.rglob("*"):
        assert not file.is_file() or b"hunter22-word" not in file.read_bytes()


def test_every_feed_of_a_list_is_subscribed_to(world: World, far: FarEnd) -> None:
    one, two = feed(far, "/1", "One"), feed(far, "/2", "Two")
    (world.folder / "mine.opml").write_bytes(opml(("First", one), ("Second", two)))
    shown = world.run("add", "mine.opml", "--dry-run")
    assert "feeds:     2, 0 of them subscribed already" in shown
    assert world.json("sources") == []

    world.run("add", one, "--kind", "podcast", "--name", "Mine")
    out, err = world.outcome("add", "mine.opml", "--option", "keep_last=5", status=0)
    assert out == "2\n"
    assert err == "catalogsync-gui: already subscribed: First\n"
    assert kinds(world) == [("podcast", "Mine"), ("podcast", "Second")]
    assert world.json("sources")[1]["options"] == {"keep_last": "5"}
    out, err = world.outcome("add", "mine.opml", status=0)
    assert out == ""
    assert len(err.splitlines()) == 2
    found = json.loads(world.run("add", "mine.opml", "--dry-run", "--json"))
    assert [row["subscribed"] for row in found["feeds"]] == [True, True]
    assert far.asked == []


def test_a_list_of_feeds_may_be_an_address_and_comes_out_again(world: World, far: FarEnd) -> None:
    one = feed(far, "/1?a=1&b=2", "One")
    far.files["/export"] = opml(("Ähre &amp; Wind", one.replace("&", "&amp;")))
    assert world.run("add", far.address("/export")) == "1\n"
    world.run("add", far.playlist("/x.m3u", "ac-dc.mp3"))
    (outline,) = parse_opml(world.run("sources", "--opml").encode())
    assert (outline.title, outline.address) == ("Ähre & Wind", one)
    assert "leave --name out" in world.error("add", far.address("/export"), "--name", "N", status=2)


def test_a_running_instance_is_asked_only_for_what_needs_no_network(
    world: World, far: FarEnd
) -> None:
    world.run("config", "secrets_file", "yes")
    address = feed(far, "/show", "A show")
    gate = far.hold("/show")
    with world.headless():
        with world.start("add", address.replace("//", "//ann:hunter22@")) as adding:
            far.wait_for("/show")
            # The feed hangs; the instance does not.
            world.run("config", "workers", "5")
            assert world.json("sources") == []
            gate.set()
            out, err = finish(adding)
        assert (adding.returncode, out, err) == (0, "1\n", "")
        (world.folder / "l.opml").write_bytes(opml(("T", feed(far, "/2", "Two"))))
        assert world.run("add", "l.opml") == "2\n"
    (show, _) = world.json("sources")
    assert (show["kind"], show["location"], show["options"]) == (
        "podcast",
        address,
        {"user": "ann"},
    )
