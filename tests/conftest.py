# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every test: no screen, no user's folders, no noise, nothing left running."""

import contextlib
import gc
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from catalogsync_gui.core.redaction import Redactor, redactor

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test writes into the secret store of whoever runs it; keyring reads this at its first use,
# and the processes that tests start inherit it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "here", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_OURS = "catalogsync_gui"


@pytest.fixture(scope="session", autouse=True)
def _application_for_widgets(request: pytest.FixtureRequest) -> None:
    """A process has one application object, and what a headless run makes is none for widgets.

    It is made first, and only where a test of the run needs it: most know nothing of Qt.
    """
    if any("qapp" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("qapp")


@pytest.fixture(autouse=True)
def _no_secrets_of_other_tests() -> Iterator[None]:
    """The process's redactor knows by heart what it met, and tests share a process."""
    yield
    vars(redactor).update(vars(Redactor()))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or touches the folders of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    for name, folder in {
        "HOME": home,
        "USERPROFILE": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": home / "runtime",
    }.items():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    for name in ("CATALOGSYNC_PROFILE", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.expected: list[re.Pattern[str]] = []
        self.unexpected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if not any(pattern.search(text) for pattern in self.expected):
            self.unexpected.append(f"{record.levelname} {record.name}: {text}")


@pytest.fixture(autouse=True)
def _log_ear() -> Iterator[_Ear]:
    """A warning in the log that nobody expects fails the test."""
    ear = _Ear()
    logger = logging.getLogger(_OURS)
    logger.addHandler(ear)
    try:
        yield ear
    finally:
        logger.removeHandler(ear)
    assert not ear.unexpected, "unexpected in the log:\n" + "\n".join(ear.unexpected)


@pytest.fixture
def expected_logs(_log_ear: _Ear) -> Callable[[str], None]:
    """Names a regular expression that warnings of this test may match."""
    return lambda pattern: _log_ear.expected.append(re.compile(pattern))


@pytest.fixture(autouse=True)
def _collect_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Python's garbage collection may run in any thread, and Qt's objects must not die there.

    What a failed test's traceback holds is cleared in the main thread, before the next test.
    """
    if "unit" in request.path.parts:
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.enable()


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Threads that a test starts end with it."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        # Pools and Qt threads that ran Python show up as dummies, which cannot be joined.
        if isinstance(thread, threading._DummyThread):
            continue
        with contextlib.suppress(RuntimeError):
            thread.join(5)
        assert not thread.is_alive(), f"still running: {thread.name}"
