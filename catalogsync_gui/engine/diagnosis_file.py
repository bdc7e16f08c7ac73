# SPDX-License-Identifier: GPL-3.0-or-later
"""Diagnostics as a file that can be given to others. Blocks."""

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from catalogsync_gui.core.diagnosis import findings
from catalogsync_gui.core.errors import CannotRun


def as_object(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The findings and the facts as one object for JSON."""
    return {"findings": [asdict(finding) for finding in findings(facts)], **facts}


def as_text(facts: Mapping[str, Any]) -> str:
    """The same as JSON that can be read."""
    return json.dumps(as_object(facts), indent=1, ensure_ascii=False, default=str) + "\n"


def save(facts: Mapping[str, Any], path: Path) -> None:
    """Writes a file: JSON, or where its name ends with ``.zip`` an archive of that and the log.

    What was there is replaced once the new file is whole.

    :raises CannotRun: it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            if path.suffix.lower() == ".zip":
                lines = facts.get("log", {}).get("lines", [])
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                    archive.writestr("diagnostics.json", as_text({**facts, "log": {}}))
                    archive.writestr("catalog-sync.log", "\n".join([*lines, ""]))
            else:
                file.write(as_text(facts).encode("utf-8", "replace"))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CannotRun(
            f"the diagnostics cannot be written to {path}: {error.strerror}; name another file"
        ) from error
