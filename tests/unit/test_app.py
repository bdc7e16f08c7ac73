# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes out of the program when something nobody foresaw goes wrong."""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogsync_gui import app
from catalogsync_gui.cli import run as run_module


def _raising(error: BaseException) -> Callable[..., int]:
    def raising(*_: object) -> int:
        raise error

    return raising


def test_a_surprise_is_one_line_on_stderr_and_a_traceback_in_the_log(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("unexpected error")
    secret = "http://ann:hunter22@nas.lan/x?token=abcdef"
    monkeypatch.setattr(run_module, "run", _raising(RuntimeError(f"broke at\n{secret}")))
    assert app.main(["--profile", str(tmp_path), "sources"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("catalogsync-gui: error: unexpected RuntimeError: broke at http://")
    assert str(tmp_path / "logs" / "catalog-sync.log") in err
    log = (tmp_path / "logs" / "catalog-sync.log").read_text()
    assert "Traceback" in log
    for text in (err, log):
        assert "hunter22" not in text
        assert "abcdef" not in text


@pytest.mark.parametrize("error", [KeyboardInterrupt(), BrokenPipeError()])
def test_an_interruption_is_no_surprise(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
) -> None:
    monkeypatch.setattr(run_module, "run", _raising(error))
    monkeypatch.setattr(app, "abandon_stdout", lambda: None)
    assert app.main(["--profile", str(tmp_path), "sources"]) == 130
    assert capsys.readouterr() == ("", "")


def test_an_exception_in_a_slot_or_a_thread_prints_no_traceback(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    expected_logs: Callable[[str], None],
) -> None:
    expected_logs("unexpected error")

    def run(*_: object) -> int:
        error = ValueError("in a slot")
        sys.excepthook(ValueError, error, None)
        thread = threading.Thread(target=_raising(ValueError("in a thread")))
        thread.start()
        thread.join()
        return 0

    hooks = sys.excepthook, threading.excepthook
    monkeypatch.setattr(run_module, "run", run)
    assert app.main(["--profile", str(tmp_path), "sources"]) == 0
    assert (sys.excepthook, threading.excepthook) == hooks
    err = capsys.readouterr().err.splitlines()
    assert [line.partition(";")[0] for line in err] == [
        "catalogsync-gui: error: unexpected ValueError: in a slot",
        "catalogsync-gui: error: unexpected ValueError: in a thread",
    ]


def test_the_log_is_closed_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = list(logging.getLogger().handlers)
    assert app.main(["--profile", str(tmp_path), "sources", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert logging.getLogger().handlers == before


def test_without_arguments_the_processs_own_are_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["catalogsync-gui", "--version"])
    assert app.main() == 0
    assert capsys.readouterr().out.startswith("Catalog Sync ")
