# SPDX-License-Identifier: GPL-3.0-or-later
"""No text of the window is left untranslated, and no translation loses what it is to name."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from PySide6.QtWidgets import QApplication

import translations
from catalogsync_gui.paths import resources
from catalogsync_gui.ui import engine_words, language

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
PLACE = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})")


def messages(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Context, source, translation and its state."""
    for context in Xml.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            yield (
                context.findtext("name") or "",
                message.findtext("source") or "",
                "".join(translation.itertext()).strip("\n "),
                translation.get("type") or "",
            )


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    assert language.install(qapp, "zh_CN") == "zh_CN"
    yield
    language.install(qapp, "en")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The translations brought up to date in a copy."""
    folder = tmp_path_factory.mktemp("translations")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translations, "FOLDER", folder)
        patch.setattr(translations, "ENGINE_TEXTS", folder / "engine.json")
        assert translations.update() == 0
    return folder


def test_every_text_is_translated(collected: Path) -> None:
    for path in collected.glob("*.ts"):
        left = [
            f"{context}: {source}"
            for context, source, translation, state in messages(path)
            if state == "unfinished" or not translation.strip()
        ]
        assert not left, f"{len(left)} texts of {path.name} wait for a translation: {left[:20]}"


def test_what_is_checked_in_is_what_the_source_says(collected: Path) -> None:
    for path in FOLDER.iterdir():
        assert (collected / path.name).read_bytes() == path.read_bytes(), (
            f'{path.name} is out of date; run "python3 packaging/dev.py translate"'
        )


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ts")), ids=lambda path: path.stem)
def test_a_translation_names_the_same_values(path: Path) -> None:
    for context, source, translation, _ in messages(path):
        here, there = set(PLACE.findall(source)), set(PLACE.findall(translation))
        if context == "engine":
            # A plural's ending is such a value too, and goes.
            assert there <= here, f"{source!r} -> {translation!r}"
        else:
            assert there == here, f"{source!r} -> {translation!r}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ts")), ids=lambda path: path.stem)
def test_keys_of_menus_stay_apart(path: Path) -> None:
    for context, source, translation, _ in messages(path):
        if context == "Actions" and re.search(r"&\w", source):
            assert re.search(r"&\w", translation), f"{source!r} -> {translation!r}"


def test_a_sentence_of_the_engine_is_recognised(chinese: None) -> None:
    texts = json.loads((resources() / "translations" / "engine.json").read_text("utf-8"))
    place = "the library {0} is offline: its marker {1} is not there. Connect or mount it again."
    assert place in texts
    english = (
        "the library /srv/{0} & <b> is offline: its marker .x is not there. "
        "Connect or mount it again."
    )
    shown = engine_words.in_words(english)
    assert shown != english
    assert "/srv/{0} & <b>" in shown
    assert "offline" not in shown
    assert engine_words.in_words(f"My show: {english}").startswith("My show")
    more = "The sync goes on by itself then."
    assert engine_words.in_words(f"{english} {more}").startswith(shown)
    assert engine_words.in_words("what nobody ever said before") == "what nobody ever said before"


def test_english_stays_as_it_is(qapp: QApplication) -> None:
    language.install(qapp, "en")
    assert engine_words.in_words("Catalog Sync is paused") == "Catalog Sync is paused"
