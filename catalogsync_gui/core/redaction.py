# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking secrets out of text that leaves the program: logs, and errors nobody foresaw.

Messages are written without secrets in the first place; this is the net below. It knows how
secrets look in addresses and headers, and it knows by heart those that were read or stored since
the start. Safe from every thread.
"""

import re
import threading
from urllib.parse import quote

HIDDEN = "…"
"""What stands in place of a secret."""

_SHORTEST = 4
"""Shorter words are too common to be looked for: text would be torn to pieces."""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # scheme://user:password@host (RFC 3986, section 3.2.1)
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^/\s@?#\"'<>]*@", re.IGNORECASE), rf"\g<1>{HIDDEN}@"),
    # ?u=name&t=token: query values carry tokens and signatures, so none of them is kept
    (re.compile(r"([?&][\w.~%\[\]-]+=)[^&\s#\"'<>]+"), rf"\g<1>{HIDDEN}"),
    # header lines: the value runs to the end of the line or of the quoted text
    (
        re.compile(
            r"((?:proxy-)?authorization|(?:set-)?cookie|x-(?:emby|mediabrowser)-token)"
            r"(['\"]?\s*[:=]\s*['\"]?)[^\r\n'\"]+",
            re.IGNORECASE,
        ),
        rf"\g<1>\g<2>{HIDDEN}",
    ),
    (re.compile(r"\b(basic|bearer)\s+[\w+/=.~-]{6,}", re.IGNORECASE), rf"\g<1> {HIDDEN}"),
    (
        re.compile(
            r"((?:api|access|auth)[_-]?key|(?:access|auth|refresh)?[_-]?token|pass(?:word|wd|phrase)"
            r"|secret)(['\"]?\s*[:=]\s*['\"]?)[^\s'\",;&)}\]]+",
            re.IGNORECASE,
        ),
        rf"\g<1>\g<2>{HIDDEN}",
    ),
)


class Redactor:
    """Knows secrets, and takes them out of text."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: frozenset[str] = frozenset()

    def hide(self, secret: str) -> None:
        """From now on this text, plain or percent-encoded, is taken out wherever it occurs."""
        forms = {form for form in (secret, quote(secret, safe="")) if len(form) >= _SHORTEST}
        with self._lock:
            self._known |= forms

    def redact(self, text: str) -> str:
        """The text without secrets."""
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        return text


redactor = Redactor()
"""The process's own: logging is one for the process, and so is this."""
