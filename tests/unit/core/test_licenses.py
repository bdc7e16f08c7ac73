# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of licences."""

import pytest

from catalogsync_gui.core.licenses import is_called, license_of

_BY = "creativecommons.org/licenses/by"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("", ""),
        (f"http://{_BY}/4.0/", "CC BY 4.0"),
        (f"https://www.{_BY}/4.0/legalcode", "CC BY 4.0"),
        (f"https://{_BY}-nc-sa/3.0/us/", "CC BY-NC-SA 3.0 US"),
        (f"https://{_BY}-nc-nd/2.5/scotland/", "CC BY-NC-ND 2.5"),
        ("http://creativecommons.org/licenses/sampling+/1.0/", "CC Sampling Plus 1.0"),
        ("http://creativecommons.org/licenses/publicdomain/", "Public domain"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "Public domain"),
        ("https://creativecommons.org/publicdomain/zero/1.0/deed.de", "CC0 1.0"),
        ("http://creativecommons.org/licenses/bygone/", "creativecommons.org/licenses/bygone"),
        ("http://artlibre.org/licence/lal/", "Free Art License"),
        ("https://example.org/terms?x=1", "example.org/terms?x=1"),
        ("cc-by-4.0", "CC BY 4.0"),
        ("CC-BY-NC-SA-3.0-US", "CC BY-NC-SA 3.0 US"),
        ("cc by-sa", "CC BY-SA"),
        ("CC0-1.0", "CC0 1.0"),
        ("Creative Commons Zero v1.0 Universal", "CC0 1.0"),
        ("Creative Commons Attribution 4.0 International", "CC BY 4.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 3.0", "CC BY-NC-SA 3.0"),
        ("Attribution Non-Commercial License", "CC BY-NC"),
        ("public domain", "Public domain"),
        ("All rights  reserved", "All rights reserved"),
        ("byzantine music", "byzantine music"),
    ],
)
def test_what_catalogues_say_gets_one_name(said: str, name: str) -> None:
    assert license_of(said).name == name


def test_an_address_is_only_told_where_it_is_known() -> None:
    assert license_of("cc-by-4.0").address == f"https://{_BY}/4.0/"
    assert license_of(f"http://{_BY}/4.0/deed.fr").address == f"https://{_BY}/4.0/"
    assert license_of("CC BY").address == ""
    assert license_of("http://artlibre.org/licence/lal/").address.startswith("http://artlibre")


@pytest.mark.parametrize(
    ("asked", "said", "answer"),
    [
        ("CC BY 4.0", f"http://{_BY}/4.0/", True),
        ("cc by", f"http://{_BY}/4.0/", True),
        ("cc by", f"http://{_BY}-nc/4.0/", False),
        (f"https://{_BY}/4.0/", "cc-by-4.0", True),
        ("unknown", "", True),
        ("Unknown", "CC0", False),
        ("cc0", "https://creativecommons.org/publicdomain/zero/1.0/", True),
    ],
)
def test_a_person_may_name_a_licence_in_several_ways(asked: str, said: str, answer: bool) -> None:
    assert is_called(license_of(said), asked) is answer
