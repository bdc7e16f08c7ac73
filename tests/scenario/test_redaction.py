# SPDX-License-Identifier: GPL-3.0-or-later
"""A password leaves no trace outside the secret store, whatever goes wrong."""

import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.scenario.cli_world import FarEnd, World, finish

pytestmark = pytest.mark.scenario

# With what has another form in an address, in JSON and in a form.
_IN_ADDRESS = 'canary-in/address "1"'
_ON_STDIN = "canary-on&stdin=ä2"
_TOKEN = "canary-token-3"


def _forms(secret: str) -> set[bytes]:
    return {
        form.encode()
        for form in (secret, quote(secret), quote(secret, safe=""), ascii(secret)[1:-1])
    }


@pytest.mark.parametrize("running", [False, True], ids=["alone", "beside an instance"])
def test_no_password_is_found_anywhere_but_in_the_store(tmp_path: Path, running: bool) -> None:
    world = World(tmp_path)
    said: list[str] = []

    def command(*argv: str, status: int, text: str = "") -> None:
        with world.start("--verbose", *argv, stdin=subprocess.PIPE) as process:
            out, err = finish(process, text)
        assert process.returncode == status, (out, err)
        said.extend((out, err))

    def all_of_it(far: FarEnd) -> None:
        address = far.address("/gone.m3u")
        named = address.replace("http://", f"http://ann:{quote(_IN_ADDRESS, safe='')}@")
        command("add", named, status=0)
        user = ("--user", "bea", "--password-stdin")
        command("add", address + "?2", *user, status=0, text=_ON_STDIN + "\n")
        command("add", address + "?3", "--token-stdin", status=0, text=_TOKEN + "\n")
        # Wrong requests are answered in words that hold what was typed.
        command("add", named, status=2)
        command("add", named.replace("http:", "ftp:"), status=2)
        command("add", named, "--kind", "gramophone", status=2)
        command("add", named, "--option", "nonsense=1", status=2)
        command("sync", status=1)
        command("sources", "--json", status=0)

    command("config", "secrets_file", "yes", status=0)
    command("library", str(world.library), status=0)
    with FarEnd() as far:
        if running:
            with world.start("--headless", "--verbose") as service:
                service.line("running without a window", err=True)
                all_of_it(far)
                service.terminate()
                said.extend(finish(service))
        else:
            all_of_it(far)
        # It was sent, to where it belongs.
        assert len(set(far.authorization)) == 3

    store = world.profile / "secrets.json"
    # The failure was told, in the foreground to the person and by an instance also to the log.
    assert "404" in "".join(said)
    logged = (world.profile / "logs" / "catalog-sync.log").read_text("utf-8")
    assert ("404" in logged) == running
    everything = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    held = everything.pop(store)
    everything[Path("stdout and stderr")] = "\n".join(said).encode()
    for secret in (_IN_ADDRESS, _ON_STDIN, _TOKEN):
        for form in _forms(secret):
            assert [path for path, data in everything.items() if form in data] == [], form
    assert held.count(b"canary") == 3
