# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings the translations up to date with the source, by Qt Linguist's own tools."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import message_texts
from environment import ROOT, python

LANGUAGES = ("zh_CN",)
FOLDER = ROOT / "resources" / "translations"
ENGINE_TEXTS = FOLDER / "engine.json"
CONTEXT = "engine"


def update() -> int:
    """Collects the texts, keeps what is translated, and compiles; 0 when all went well.

    Afterwards ``resources/translations/catalogsync_<language>.ts`` names what is not translated
    yet as unfinished; a text editor or Qt Linguist fills it in, then this runs once more.
    """
    FOLDER.mkdir(exist_ok=True)
    texts = message_texts.templates(ROOT / "catalogsync_gui")
    ENGINE_TEXTS.write_text(json.dumps(texts, ensure_ascii=False, indent=0) + "\n", "utf-8")
    for language in LANGUAGES:
        collect(FOLDER / f"catalogsync_{language}.ts", language)
    return release(FOLDER)


def collect(target: Path, language: str) -> None:
    """Has the texts of the source written into a .ts file; translations that it holds stay.

    :raises subprocess.CalledProcessError: lupdate failed.
    """
    sources = sorted((ROOT / "catalogsync_gui" / "ui").rglob("*.py"))
    texts = message_texts.templates(ROOT / "catalogsync_gui")
    with tempfile.TemporaryDirectory() as folder:
        # lupdate reads calls; the templates lie in modules without Qt.
        calls = Path(folder, "engine_texts.py")
        calls.write_text(
            "".join(
                f"QCoreApplication.translate({CONTEXT!r}, {json.dumps(t, ensure_ascii=False)})\n"
                for t in texts
            ),
            "utf-8",
        )
        _tool(
            "pyside6-lupdate",
            *map(str, sources),
            str(calls),
            *("-locations", "none", "-no-obsolete", "-source-language", "en"),
            *("-target-language", language, "-ts", str(target)),
        )


def release(folder: Path) -> int:
    """Compiles every .ts file of a folder beside it."""
    for source in sorted(folder.glob("*.ts")):
        _tool("pyside6-lrelease", "-silent", str(source), "-qm", str(source.with_suffix(".qm")))
    return 0


def _tool(name: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(python().parent / name), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout, done.stderr)
    done.check_returncode()
