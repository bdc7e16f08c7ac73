# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of source from other distributions: those that work, and all that can be wrong."""

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

import pytest

from catalogsync_gui.core.errors import SourceError
from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import SourceContext
from catalogsync_gui.sources import registry
from catalogsync_gui.sources.plug_ins import GROUP, PlugIn
from catalogsync_gui.sources.registry import Registry

_GOOD = """
from catalogsync_gui.sources.base import Adapter, Recognised, SourceKind
KIND = SourceKind({name!r}, "Label", Adapter, lambda location: {answer})
"""
_BUILT_IN = list(Registry(find=lambda: ()).kinds())


class Site:
    """A folder of installed distributions, and a registry that looks there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.registry = Registry(find=self.find)
        self.asked = 0

    def find(self) -> Iterator[EntryPoint]:
        self.asked += 1
        for found in distributions(path=[str(self.folder)]):
            yield from found.entry_points.select(group=GROUP)

    def install(self, distribution: str, code: str, entry: str = "KIND") -> None:
        module = f"plug_in_under_test_{distribution}"
        (self.folder / f"{module}.py").write_text(code, "utf-8")
        info = self.folder / f"{distribution}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {distribution}\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\nx = {module}:{entry}\n", "utf-8")

    def good(self, distribution: str, name: str, answer: str = "None") -> None:
        self.install(distribution, _GOOD.format(name=name, answer=answer))

    @property
    def names(self) -> list[str]:
        return list(self.registry.kinds())


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.syspath_prepend(str(tmp_path))
    yield Site(tmp_path)
    for name in [name for name in sys.modules if name.startswith("plug_in_under_test_")]:
        del sys.modules[name]


def _source(kind: str, location: str = "http://h/x", **memory: str) -> Source:
    return Source(1, kind, "Mine", location, memory=memory)


def test_plug_ins_come_after_what_is_built_in_and_say_where_they_are_from(site: Site) -> None:
    site.good("beta", "second")
    site.good("alpha", "third")
    assert site.names == [*_BUILT_IN, "third", "second"]
    assert site.registry.plug_in("third") == PlugIn("alpha", "1.0")
    assert site.registry.plug_in("playlist") is None
    assert site.registry.left_out() == ()


def test_they_are_loaded_once_and_not_before_they_are_asked_for(site: Site) -> None:
    site.good("alpha", "third")
    assert site.asked == 0
    gate = threading.Barrier(4)

    def ask(_: int) -> list[str]:
        gate.wait(10)
        return site.names

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert answers == [[*_BUILT_IN, "third"]] * 4
    assert site.asked == 1


def test_a_plug_in_may_ask_for_the_kinds_while_it_is_loaded(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "kinds", site.registry.kinds)
    code = "from catalogsync_gui.sources import registry\nSEEN = list(registry.kinds())\n"
    site.install("alpha", code + _GOOD.format(name="third", answer="None"))
    assert site.names == [*_BUILT_IN, "third"]
    assert sys.modules["plug_in_under_test_alpha"].SEEN == _BUILT_IN


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import no_such_module_at_all", r"cannot be imported \(ModuleNotFoundError"),
        ("raise SystemExit('give up')", r"cannot be imported \(SystemExit: give up\)"),
        ("def broken(:", r"cannot be imported \(SyntaxError"),
        ("", r"cannot be imported \(AttributeError"),
        ("KIND = {'name': 'x'}", "is a dict and no SourceKind"),
        (_GOOD.format(name="playlist", answer="None"), "'playlist', as Catalog Sync itself does"),
        (_GOOD.format(name="No Name", answer="None"), "has no name of lower-case letters"),
        (_GOOD.format(name=7, answer="None"), "has no name of lower-case letters"),
        (_GOOD.format(name="x", answer="None").replace('"Label"', '" "'), "has no label"),
        (
            _GOOD.format(name="x", answer="None").replace("Adapter, lambda", "None, lambda"),
            "called",
        ),
        (
            _GOOD.format(name="x", answer="None").replace("None)", "None, {'a': 'b'})"),
            "options that are no mapping",
        ),
        (
            _GOOD.format(name="x", answer="None").replace("None)", "None, secrets=('pin',))"),
            "other secrets than password, session, token",
        ),
        (
            _GOOD.format(name="x", answer="None").replace(
                "None)", "None, schemes={'http': 'https'})"
            ),
            "has schemes that are not its own",
        ),
    ],
)
def test_what_cannot_be_used_is_left_out_with_one_warning(
    site: Site,
    caplog: pytest.LogCaptureFixture,
    expected_logs: Callable[[str], None],
    code: str,
    reason: str,
) -> None:
    expected_logs(f"^the plug-in bad 1.0 is left out: .*{reason}")
    site.install("bad", code)
    site.good("fine", "third")
    assert site.names == [*_BUILT_IN, "third"]
    assert site.names == [*_BUILT_IN, "third"]
    assert len([r for r in caplog.records if r.levelname == "WARNING"]) == 1
    (left,) = site.registry.left_out()
    assert left.plug_in == PlugIn("bad", "1.0")


def test_of_two_of_one_name_the_first_is_taken(
    site: Site, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("^the plug-in beta 1.0 is left out: .*'third', as the plug-in alpha 1.0 does")
    site.good("alpha", "third")
    site.good("beta", "third")
    assert site.names == [*_BUILT_IN, "third"]
    assert site.registry.plug_in("third") == PlugIn("alpha", "1.0")


def test_a_search_that_fails_leaves_what_is_built_in(expected_logs: Callable[[str], None]) -> None:
    expected_logs("plug-ins cannot be looked for")

    def find() -> Iterator[EntryPoint]:
        raise OSError("a folder that cannot be read")

    assert list(Registry(find=find).kinds()) == _BUILT_IN


def test_a_location_is_asked_of_plug_ins_before_it_is_taken_for_a_playlist(site: Site) -> None:
    site.good("alpha", "unsure", "Recognised(location, 'T', sure=False)")
    found = [kind.name for kind, _ in site.registry.recognise("http://h/page")]
    assert (found[-1], "unsure" in found) == ("playlist", True)
    assert [kind.name for kind, _ in site.registry.recognise("http://h/x.m3u")] == ["playlist"]
    site.good("beta", "sure", "Recognised(location, 'T') if location.endswith('.own') else None")
    site.registry = Registry(find=site.find)
    assert [kind.name for kind, _ in site.registry.recognise("http://h/x.own")] == ["sure"]


@pytest.mark.parametrize("answer", ["1 / 0", "'text'", "(location, 'T')"])
def test_a_plug_in_that_fails_at_a_location_spoils_it_for_nobody(
    site: Site, caplog: pytest.LogCaptureFixture, expected_logs: Callable[[str], None], answer: str
) -> None:
    expected_logs("the plug-in alpha 1.0 failed at a location: ZeroDivisionError")
    site.good("alpha", "third", answer)
    found = site.registry.recognise("http://h/x.m3u?token=hunter22")
    assert [kind.name for kind, _ in found] == ["playlist"]
    assert "hunter22" not in caplog.text
    assert not site.registry.kinds()["third"].detect("http://h/x", "text/plain", b"")


def test_a_source_remembers_what_reads_it_and_names_it_when_it_is_gone(
    site: Site, tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    noted: list[Mapping[str, str]] = []
    context = SourceContext(remember=noted.append)
    site.good("alpha", "third")
    site.registry.open_source(_source("third"), context).close()
    assert noted == [{"plug-in": "alpha"}]
    known = _source("third", **{"plug-in": "alpha"})
    site.registry.open_source(known, context).close()
    site.registry.open_source(_source("playlist"), context).close()
    assert len(noted) == 1

    def refused(registry: Registry, source: Source) -> str:
        with pytest.raises(SourceError) as caught:
            registry.open_source(source, SourceContext())
        assert caught.value.kind == "no_adapter"
        return str(caught.value)

    gone = Registry(find=lambda: ())
    assert "install alpha where Catalog Sync is installed" in refused(gone, known)
    assert "install the plug-in that brings this kind" in refused(gone, _source("third"))
    # It is installed, and does not work any more.
    expected_logs("left out")
    (tmp_path / "plug_in_under_test_alpha.py").write_text("raise ImportError('its library')")
    del sys.modules["plug_in_under_test_alpha"]
    words = refused(Registry(find=site.find), known)
    assert "cannot be imported (ImportError: its library)" in words
    assert "install a version of alpha that works" in words
