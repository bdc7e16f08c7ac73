# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords and tokens of sources.

They live in the desktop's own secret store (through the optional package keyring), or, where there
is none and the person agreed (setting ``secrets_file``), in a file that only they can read. They
are never in the database, in a stored address, or in a log. Tokens that are part of an address are
kept together under the name ``address`` (``core.veils``).
"""

import contextlib
import importlib
import json
import logging
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from catalogsync_gui.core.errors import CannotRun
from catalogsync_gui.core.redaction import redactor
from catalogsync_gui.core.veils import SECRET_NAME

_SERVICE = "catalog-sync"
_NAMES = ("password", "token", "session", SECRET_NAME)
_ABOUT = "about"

_LABEL = (
    "Catalog Sync keeps the passwords and tokens of your sources here, because this computer has "
    "no desktop secret store and you agreed to a file (setting secrets_file). They are readable "
    "by whoever can read this file: it is for your account only. Do not share or copy it."
)
"""What the file says of itself. Keys of secrets hold a slash, so this is none."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_log = logging.getLogger(__name__)


class Keyring(Protocol):
    """The three functions of the package keyring that are used."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Stores the secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Removes the secret; raises when there is none."""


def system_keyring() -> Keyring | None:
    """The desktop's secret store, or None where the package or a working store is missing.

    Without a secret service keyring still answers, by its "fail" and "null" stores, whose priority
    is not above 0 (https://keyring.readthedocs.io, "Writing your own keyring backend").
    """
    try:
        keyring = importlib.import_module("keyring")
        backend = keyring.get_keyring()
        if float(backend.priority) <= 0:
            return None
    except ImportError:
        return None
    except Exception:
        _log.warning("the desktop's secret store does not work", exc_info=True)
        return None
    store: Keyring = keyring
    return store


def keyring_name() -> str:
    """What the desktop's secret store calls itself; empty where there is none."""
    if system_keyring() is None:
        return ""
    return str(importlib.import_module("keyring").get_keyring().name)


class SecretStore:
    """Secrets by source and name (``password``, ``token``). Safe from every thread; may block.

    :param file: the file to be used by consent. Its absolute folder also tells this profile's
        secrets from those of others in the desktop's store.
    :param file_allowed: the person's consent to the file.
    :param find: finds the desktop's store; called at first use, since that may start services.
    """

    def __init__(
        self,
        file: Path,
        *,
        file_allowed: bool,
        find: Callable[[], Keyring | None] = system_keyring,
    ) -> None:
        self._file = file.absolute()
        self.file_allowed = file_allowed
        self._lock = threading.RLock()
        self._find = find
        self._found: Keyring | None = None
        self._looked = False
        self._warned = False

    def require(self) -> None:
        """Makes sure that a secret could be stored.

        :raises CannotRun: there is no secret store and no consent to the file.
        """
        if self._keyring() is None and not self.file_allowed:
            raise CannotRun(
                "there is no desktop secret store to keep the password in. Install the package "
                '"keyring" and a secret service, or agree to a file that only you can read: '
                '"catalogsync-gui config secrets_file yes"',
                kind="no_secret_store",
            )

    def put(self, source: int, name: str, secret: str) -> None:
        """Stores a secret.

        :raises CannotRun: as :meth:`require`, or the store refuses.
        """
        self.require()
        redactor.hide(secret)
        with self._lock:
            keyring = self._keyring()
            if keyring is not None:
                try:
                    keyring.set_password(_SERVICE, self._user(source, name), secret)
                except Exception as error:
                    # Stores raise what they like: D-Bus errors, KeyringLocked, OSError.
                    if not self.file_allowed:
                        raise CannotRun(
                            "the desktop's secret store refused the password "
                            f"({type(error).__name__}); unlock it and try again",
                            kind="no_secret_store",
                        ) from error
                else:
                    # What the file holds comes first when reading; an older secret must not win.
                    self._drop_from_file(source, name)
                    return
            held = self._read()
            held[f"{source}/{name}"] = secret
            self._write(held)

    def get(self, source: int, name: str) -> str | None:
        """A secret, or None when there is none or the store is locked."""
        with self._lock:
            secret = self._read().get(f"{source}/{name}")
            keyring = self._keyring() if secret is None else None
            if keyring is not None:
                try:
                    secret = keyring.get_password(_SERVICE, self._user(source, name))
                except Exception as error:
                    _log.warning(
                        "the desktop's secret store does not answer: %s", type(error).__name__
                    )
        if secret is not None:
            redactor.hide(secret)
        return secret

    def forget(self, source: int) -> None:
        """Removes all secrets of a source, from wherever they are."""
        for name in _NAMES:
            self.drop(source, name)

    def drop(self, source: int, name: str) -> None:
        """Removes one secret, from wherever it is; none is fine."""
        with self._lock:
            self._drop_from_file(source, name)
            keyring = self._keyring()
            if keyring is not None:
                # Most sources have no secret, and every store says so with an error of its own.
                with contextlib.suppress(Exception):
                    keyring.delete_password(_SERVICE, self._user(source, name))

    def _drop_from_file(self, source: int, name: str) -> None:
        held = self._read()
        if held.pop(f"{source}/{name}", None) is not None:
            self._write(held)

    def _user(self, source: int, name: str) -> str:
        return f"{self._file.parent}#{source}/{name}"

    def _keyring(self) -> Keyring | None:
        with self._lock:
            if not self._looked:
                self._found = self._find()
                self._looked = True
            return self._found

    def _read(self) -> dict[str, str]:
        try:
            with self._file.open(encoding="utf-8") as file:
                self._keep_to_owner(file.fileno())
                data = json.load(file)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise CannotRun(
                f"the secrets file {self._file} cannot be read "
                f"({type(error).__name__}); repair or remove it",
                kind="no_secret_store",
            ) from None
        if not isinstance(data, dict):
            raise CannotRun(
                f"the secrets file {self._file} is not one; remove it", kind="no_secret_store"
            )
        return {str(key): str(value) for key, value in data.items() if key != _ABOUT}

    def _keep_to_owner(self, descriptor: int) -> None:
        """Takes the file from others who may read it: a backup or a copy can lose its rights."""
        # Windows has no such bits; there, the rights of the profile's folder count.
        if os.name != "posix" or not os.fstat(descriptor).st_mode & _OTHERS:
            return
        try:
            os.fchmod(descriptor, 0o600)
            outcome = "it is readable by you alone again; change the passwords if others saw them"
        except OSError as error:
            outcome = f"that could not be changed ({error.strerror}); change its owner and rights"
        if not self._warned:
            self._warned = True
            _log.warning("the secrets file %s was open to others: %s", self._file, outcome)

    def _write(self, held: dict[str, str]) -> None:
        temporary = self._file.with_name(f".{self._file.name}.new")
        try:
            temporary.unlink(missing_ok=True)
            # Created with its rights, so that there is no moment in which others could read it.
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({_ABOUT: _LABEL, **held}, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._file)
        except OSError as error:
            raise CannotRun(
                f"the secrets file {self._file} cannot be written: {error.strerror}",
                kind="no_secret_store",
            ) from error
