# SPDX-License-Identifier: GPL-3.0-or-later
"""The completions, asked for in the shells they are for."""

import os
import pty
import re
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

import completions

PROGRAM = "catalogsync-gui"


def ask(shell: str, script: str, folder: Path) -> list[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not there")
    done = subprocess.run(
        [shell, *(["--no-config"] if shell == "fish" else []), "-c", script],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.split("\n")


@pytest.fixture
def script(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "completions"
    path.write_text(completions.script(request.param), "utf-8")
    (tmp_path / "Music").mkdir()
    (tmp_path / "list.m3u").touch()
    return path


@pytest.mark.parametrize("script", ["bash"], indirect=True)
def test_bash(script: Path, tmp_path: Path) -> None:
    def completed(*words: str) -> set[str]:
        quoted = " ".join(f"'{word}'" for word in (PROGRAM, *words))
        told = ask(
            "bash",
            f"""
            source {script}
            COMP_WORDS=({quoted}); COMP_CWORD={len(words)}
            function=$(complete -p {PROGRAM} | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            $function {PROGRAM} '{words[-1]}' '{words[-2] if len(words) > 1 else PROGRAM}'
            printf '%s\\n' "${{COMPREPLY[@]}}"
            """,
            tmp_path,
        )
        return {word.strip() for word in told if word.strip()}

    assert {"sync", "status", "sources"} <= completed("s")
    assert "--headless" in completed("--h")
    assert "--json" in completed("items", "--")
    assert completed("items", "--state", "fa") == {"failed"}
    assert completed("servers", "rem") == {"remove"}
    assert {"jellyfin", "mpd"} <= completed("servers", "add", "")
    assert "Music" in {name.rstrip("/") for name in completed("library", "")}
    assert "list.m3u" in completed("add", "l")


@pytest.mark.parametrize("script", ["zsh"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("rename-l", "rename-library"),
        ("items --state fai", "items --state failed"),
        ("servers che", "servers check"),
        ("--headl", "--headless"),
        ("library Mu", "library Music/"),
    ],
)
def test_zsh(script: Path, tmp_path: Path, typed: str, completed: str) -> None:
    """As Debian's zsh loads it, a function's file in a folder of fpath; a person presses Tab."""
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not there")
    folder = tmp_path / "functions"
    folder.mkdir()
    shutil.copyfile(script, folder / f"_{PROGRAM}")
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        ["zsh", "-f", "-i"],
        cwd=tmp_path,
        env={"TERM": "dumb", "PATH": os.environ["PATH"], "HOME": str(tmp_path), "COLUMNS": "200"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    ) as shell:
        os.close(terminal)
        try:
            prepared = f"PS1=; fpath=({folder} $fpath); autoload -Uz compinit; compinit -u; "
            os.write(keyboard, f"{prepared}print rea''dy\r".encode())
            _read_until(keyboard, "ready")
            os.write(keyboard, f"{PROGRAM} {typed}\t".encode())
            _read_until(keyboard, f"{PROGRAM} {completed}")
        finally:
            shell.kill()
            os.close(keyboard)


def _read_until(keyboard: int, wanted: str) -> None:
    shown, deadline = "", time.monotonic() + 60
    while wanted not in shown:
        ready, _, _ = select.select([keyboard], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, f"{wanted!r} did not come, but {shown!r}"
        # What the line editor writes over is told apart by signs that are no letters.
        shown += re.sub(
            r"\x1b\[[0-9;?]*[a-zA-Z]|[\r\x08\x07]", "", os.read(keyboard, 4096).decode()
        )


@pytest.mark.parametrize("script", ["fish"], indirect=True)
def test_fish(script: Path, tmp_path: Path) -> None:
    def completed(line: str) -> set[str]:
        told = ask("fish", f"source {script}; complete -C '{PROGRAM} {line}'", tmp_path)
        return {words.partition("\t")[0] for words in told if words}

    assert {"sync", "status", "sources"} <= completed("s")
    assert "--json" in completed("items --")
    assert completed("items --state fa") == {"failed"}
    assert {"add", "remove", "check"} <= completed("servers ")
