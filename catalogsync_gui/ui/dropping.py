# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody drops: a file, a link, or a text that is one."""

from PySide6.QtCore import QMimeData, QUrl

_LONGEST = 8192


def dropped_location(data: QMimeData) -> str:
    """The path or the address that is dropped; empty where it is not exactly one."""
    urls = data.urls()
    if len(urls) == 1:
        (url,) = urls
        if url.isLocalFile():
            return url.toLocalFile()
        return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    text = data.text().strip() if data.hasText() and not urls else ""
    return text if text and len(text) <= _LONGEST and "\n" not in text else ""
