# SPDX-License-Identifier: GPL-3.0-or-later
"""The log file: rotation, levels, and nothing secret in it."""

import logging
import os
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogsync_gui import logs
from catalogsync_gui.core.log_context import about
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.logs import ContextFilter


@pytest.fixture(autouse=True)
def _root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    for handler in [h for h in root.handlers if h not in handlers]:
        root.removeHandler(handler)
        handler.close()


def test_messages_arguments_and_tracebacks_lose_their_secrets(
    tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("it broke")
    file = tmp_path / "catalog-sync.log"
    setup = logs.setup(file)
    redactor.hide("correct horse")
    log = logging.getLogger("catalogsync_gui.test")
    log.info("asked %s", "http://ann:hunter22@nas.lan/rest?p=enc:6869")
    try:
        raise ValueError("refused http://nas.lan/x?token=abcdef with correct horse")
    except ValueError:
        log.exception("it broke")
    setup.close()
    text = file.read_text("utf-8")
    assert "Traceback" in text
    for secret in ("hunter22", "ann:", "enc:6869", "abcdef", "correct horse"):
        assert secret not in text


def test_debug_is_left_out_unless_verbose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for verbose in (False, True):
        setup = logs.setup(tmp_path / f"{verbose}.log", verbose=verbose)
        logging.getLogger("catalogsync_gui.test").debug("a detail")
        logging.getLogger("urllib3.connectionpool").debug("GET /rest?p=enc:6869")
        setup.close()
    assert "a detail" not in (tmp_path / "False.log").read_text()
    loud = (tmp_path / "True.log").read_text()
    assert "a detail" in loud
    assert "GET /rest" not in loud
    assert capsys.readouterr().err.count("a detail") == 1


def test_the_file_rotates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_BYTES", 2000)
    setup = logs.setup(tmp_path / "x.log")
    for number in range(200):
        logging.getLogger("catalogsync_gui.test").info("line %d", number)
    setup.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "x.log",
        "x.log.1",
        "x.log.2",
        "x.log.3",
    ]
    assert all(path.stat().st_size <= 2000 for path in tmp_path.iterdir())


def test_without_a_log_file_warnings_go_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expected_logs: Callable[[str], None]
) -> None:
    expected_logs(".")
    setup = logs.setup(tmp_path / "missing" / "x.log")
    logging.getLogger("catalogsync_gui.test").info("all is well")
    setup.close()
    err = capsys.readouterr().err
    assert "there is no log file" in err
    assert "all is well" not in err


def test_closing_takes_every_handler_off(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    setup = logs.setup(tmp_path / "x.log", stderr=True)
    assert len(logging.getLogger().handlers) == len(before) + 2
    setup.close()
    assert logging.getLogger().handlers == before


def test_a_record_tells_what_its_thread_is_at() -> None:
    taken: list[logging.LogRecord] = []

    class Taker(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            taken.append(record)

    log = logging.getLogger("catalogsync_gui_test_context")
    log.setLevel(logging.INFO)
    taker = Taker()
    taker.addFilter(ContextFilter())
    log.addHandler(taker)
    try:
        with about(source=3, item=5):
            log.info("inner")
            with about(source=4):
                log.info("another")
            thread = threading.Thread(target=log.info, args=("elsewhere",))
            thread.start()
            thread.join()
            log.info("named", extra={"item": 9})
        log.info("outer")
    finally:
        log.removeHandler(taker)
        log.setLevel(logging.NOTSET)
    assert [(r.getMessage(), vars(r)["source"], vars(r)["item"]) for r in taken] == [
        ("inner", 3, 5),
        ("another", 4, None),
        ("elsewhere", None, None),
        ("named", 3, 9),
        ("outer", None, None),
    ]


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_the_log_files_are_for_their_owner_alone(
    tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("after")
    file, former = tmp_path / "x.log", tmp_path / "x.log.1"
    for path in (file, former):
        path.write_text("before\n")
        path.chmod(0o644)
    setup = logs.setup(file)
    try:
        logging.getLogger("catalogsync_gui_test").warning("after")
    finally:
        setup.close()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, former)] == [0o600, 0o600]
    assert file.read_text().startswith("before\n")
    assert file.read_text().endswith("after\n")
