# SPDX-License-Identifier: GPL-3.0-or-later
"""The completions, asked for in the shells they are for."""

import shutil
import subprocess
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
def test_zsh(script: Path, tmp_path: Path) -> None:
    """As Debian's zsh loads it: a file of a function, in a folder of fpath."""
    folder = tmp_path / "functions"
    folder.mkdir()
    shutil.copyfile(script, folder / f"_{PROGRAM}")
    told = ask(
        "zsh",
        f"""
        fpath=({folder} $fpath)
        autoload -Uz compinit && compinit -u -d {tmp_path / "dump"}
        print -r -- $_comps[{PROGRAM}]
        autoload +X -Uz _{PROGRAM} && print -r -- ${{+functions[_{PROGRAM}]}}
        """,
        tmp_path,
    )
    assert told[:2] == [f"_{PROGRAM}", "1"]


@pytest.mark.parametrize("script", ["fish"], indirect=True)
def test_fish(script: Path, tmp_path: Path) -> None:
    def completed(line: str) -> set[str]:
        told = ask("fish", f"source {script}; complete -C '{PROGRAM} {line}'", tmp_path)
        return {words.partition("\t")[0] for words in told if words}

    assert {"sync", "status", "sources"} <= completed("s")
    assert "--json" in completed("items --")
    assert completed("items --state fa") == {"failed"}
    assert {"add", "remove", "check"} <= completed("servers ")
