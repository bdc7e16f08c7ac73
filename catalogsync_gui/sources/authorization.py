# SPDX-License-Identifier: GPL-3.0-or-later
"""The login of plain web servers: a token, or a user and a password."""

import base64

from catalogsync_gui.core.models import Source
from catalogsync_gui.core.ports import SourceContext


def authorization(source: Source, context: SourceContext) -> dict[str, str]:
    """The request header that carries a source's token (RFC 6750) or password (RFC 7617), if any.

    Reads the secret anew each time, so that one that was changed counts at once.
    """
    token = context.secret("token")
    if token:
        return {"Authorization": f"Bearer {token}"}
    password = context.secret("password")
    if password is None:
        return {}
    pair = f"{source.options.get('user', '')}:{password}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}
