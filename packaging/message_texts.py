# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences below the window: what errors, reasons and notices may say to a person.

Those modules know no Qt and say everything in English, which also goes to the log, the database
and scripts. The window recognises such a sentence by its template and shows the translation.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

_ROOMS = ("autostart", "core", "engine", "media", "pipeline", "playlists", "servers", "sources")
_MODULES = ("dialing.py", "peers.py", "secrets.py", "settings_file.py", "tls_words.py")
_LEFT_OUT = re.compile(
    # Tables of names and formats, what goes to a terminal or into a file, the tag process's own.
    r"core/(file_systems|naming|naming_rules|licenses|credits|redaction)\.py|engine/rename_commands\.py"
    r"|media/tag_server\.py|media/tags/(id3|vorbis|mp4|ape|asf|fields)\.py"
    r"|sources/(archive_files|archive_places)\.py"
)
_LOGS = {"debug", "info", "warning", "error", "exception", "critical"}
_NO_TEXT = {"compile", "getLogger", "Signal", "Slot", "strptime", "strftime"}
_WORD = re.compile(r"[A-Za-z]{2,}")
_PLACE = re.compile(r"\{\d+\}")


def templates(package: Path) -> list[str]:
    """All templates, sorted; ``{0}`` and so on stand where a value comes in.

    :param package: the folder catalogsync_gui.
    """
    found: set[str] = set()
    paths = [path for room in _ROOMS for path in (package / room).rglob("*.py")]
    for path in paths + [package / name for name in _MODULES]:
        if not _LEFT_OUT.search(path.as_posix()):
            _Collector(found).visit(ast.parse(path.read_text("utf-8")))
    return sorted(found)


class _Collector(ast.NodeVisitor):
    def __init__(self, found: set[str]) -> None:
        self._found = found

    def visit_Module(self, node: ast.Module) -> None:
        self._body(node.body)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._body(node.body)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        self._body(node.body)

    def _body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            # Docstrings, of attributes too.
            if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
                self.visit(statement)

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        owner = getattr(getattr(node.func, "value", None), "id", "")
        if name in _NO_TEXT or (name in _LOGS and owner in ("log", "_log")):
            return
        for keyword in node.keywords:
            # What a kind of source is called, though it be one word.
            if keyword.arg == "label" and isinstance(keyword.value, ast.Constant):
                self._found.add(str(keyword.value.value))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._take(_escaped(node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        text, places = "", 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                text += _escaped(str(part.value))
            else:
                text += f"{{{places}}}"
                places += 1
                self.visit(part)
        self._take(text)

    def _take(self, text: str) -> None:
        if text.lstrip().startswith(("<", "#")):
            return
        words = _WORD.findall(_PLACE.sub(" ", text))
        if len(words) > 1 and " " in text.strip() and any(word.islower() for word in words):
            self._found.add(text)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
