# SPDX-License-Identifier: GPL-3.0-or-later
"""Credits as text, table, page and JSON."""

import csv
import json

from catalogsync_gui.core.credits import Credit, rendered
from catalogsync_gui.core.licenses import License, license_of

_HOSTILE = Credit(
    title="=1+1 <b>",
    artist='A "quoted"\nname',
    album="",
    label="",
    date="",
    license=License(),
    page="javascript:alert(1)",
    source="S",
    path="A/1.mp3",
)
_GOOD = Credit(
    title="Boats",
    artist="Ada",
    album="Sea",
    label="Wave",
    date="2020-01-02",
    license=license_of("cc-by-4.0"),
    page="https://user:secret@example.org/boats",
    source="S",
    path="Ada/Boats.mp3",
)


def test_text_names_title_author_source_and_licence() -> None:
    assert "\n".join(rendered([_GOOD, _HOSTILE], "text")) == (
        "Credits\n\n"
        "CC BY 4.0 <https://creativecommons.org/licenses/by/4.0/>\n\n"
        '  "Boats" by Ada, from Sea, Wave, 2020\n'
        "    https://example.org/boats\n\n"
        "Licence unknown\n\n"
        '  "=1+1 <b>" by A "quoted" name\n'
        "    javascript:alert(1)"
    )


def test_a_table_holds_no_formula_and_no_password() -> None:
    rows = list(csv.DictReader(rendered([_GOOD, _HOSTILE], "csv")))
    assert [row["title"] for row in rows] == ["Boats", "'=1+1 <b>"]
    assert rows[0]["page"] == "https://example.org/boats"
    assert rows[0]["license"] == "CC BY 4.0"
    assert rows[1]["artist"] == 'A "quoted" name'


def test_a_page_links_to_the_web_only_and_takes_no_markup() -> None:
    page = "\n".join(rendered([_GOOD, _HOSTILE], "html"))
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert 'href="https://example.org/boats"' in page
    assert "javascript:" not in page
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_json_is_one_array_whatever_there_is() -> None:
    assert json.loads("\n".join(rendered([], "json"))) == []
    [first, second] = json.loads("\n".join(rendered([_GOOD, _HOSTILE], "json")))
    assert first["license_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert second["license"] == ""
