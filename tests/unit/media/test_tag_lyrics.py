# SPDX-License-Identifier: GPL-3.0-or-later
"""Words with times and without."""

from catalogsync_gui.media.tags.lyrics import plain, timed

LRC = """[ar:Ann]
[offset:+100]
[00:12.5]Sea
[00:01.00][01:01.250]Wave
[00:20]

no time [here]
"""


def test_the_words_alone() -> None:
    assert plain(LRC) == "Sea\nWave\n\n\nno time [here]"
    assert plain("[Chorus]\nLa [00:01] la\n") == "[Chorus]\nLa [00:01] la"


def test_the_lines_with_times() -> None:
    assert timed(LRC) == [(1000, "Wave"), (12500, "Sea"), (20000, ""), (61250, "Wave")]
    assert timed("plain\nwords") == []
