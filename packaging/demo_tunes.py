# SPDX-License-Identifier: GPL-3.0-or-later
"""The music of the demo catalogue: a small synthesiser, and twelve tunes written for it.

Everything is computed, nothing is sampled, so that the results can be given away under CC0.
"""

import array
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

RATE: Final = 44_100
"""Samples a second of what `render` returns."""

_FADE: Final = 0.05  # seconds at both ends, and the tail below
_PEAK: Final = 0.72

Voice = Callable[[float, float], list[float]]


@dataclass(frozen=True, slots=True)
class Note:
    """One note: its beginning and length in beats, its MIDI pitch, loudness, and side (-1..1)."""

    at: float
    pitch: int
    beats: float
    voice: Voice
    gain: float = 1.0
    side: float = 0.0


@dataclass(frozen=True, slots=True)
class Tune:
    """Notes and their tempo in beats a minute; `seconds` is the length of the whole."""

    seconds: float
    tempo: float
    notes: tuple[Note, ...]


def render(tune: Tune) -> "array.array[int]":
    """Play a tune into interleaved stereo samples of 16 bits."""
    total = round(tune.seconds * RATE)
    left, right = [0.0] * total, [0.0] * total
    for note in tune.notes:
        start = round(note.at * 60 / tune.tempo * RATE)
        wave = note.voice(440.0 * 2 ** ((note.pitch - 69) / 12), note.beats * 60 / tune.tempo)
        gain_left = note.gain * math.cos((note.side + 1) * math.pi / 4)
        gain_right = note.gain * math.sin((note.side + 1) * math.pi / 4)
        for index in range(max(0, min(len(wave), total - start))):
            left[start + index] += wave[index] * gain_left
            right[start + index] += wave[index] * gain_right
    loudest = max(map(abs, left + right))
    scale = _PEAK * 32767 / loudest
    samples = array.array("h")
    fade, tail = round(_FADE * RATE), round(min(1.5, tune.seconds / 3) * RATE)
    for index in range(total):
        level = scale * min(1.0, index / fade, ((total - index) / tail) ** 1.5)
        samples.append(round(left[index] * level))
        samples.append(round(right[index] * level))
    return samples


# ---------------------------------------------------------------- voices


def _partials(
    pitch: float, seconds: float, partials: Iterable[tuple[float, float, float]], attack: float
) -> list[float]:
    """Add sines, each with its multiple of the pitch, its loudness and its decay in seconds."""
    count = round(seconds * RATE)
    wave = [0.0] * count
    for multiple, loudness, decay in partials:
        if pitch * multiple > 9000:
            continue
        # A sine by recurrence: one multiplication a sample instead of a call.
        step = 2 * math.pi * pitch * multiple / RATE
        twice, before, now = 2 * math.cos(step), -math.sin(step), 0.0
        level, fall = loudness, math.exp(-1 / (decay * RATE))
        for index in range(count):
            wave[index] += now * level
            before, now = now, twice * now - before
            level *= fall
    return _shaped(wave, attack, 0.03)


def _shaped(wave: list[float], attack: float, release: float) -> list[float]:
    rise, fall, count = attack * RATE, release * RATE, len(wave)
    for index in range(min(count, round(rise))):
        wave[index] *= index / rise
    for index in range(max(0, count - round(fall)), count):
        wave[index] *= (count - index) / fall
    return wave


def bell(pitch: float, seconds: float) -> list[float]:
    """A small bell: partials that are no multiples, the high ones soon gone."""
    return _partials(
        pitch,
        seconds + 1.6,
        ((1, 1, 0.9), (2, 0.5, 0.6), (2.76, 0.35, 0.35), (5.4, 0.18, 0.15), (8.9, 0.07, 0.06)),
        0.002,
    )


def piano(pitch: float, seconds: float) -> list[float]:
    """Something between an electric piano and a harp."""
    return _partials(
        pitch,
        seconds + 0.7,
        ((1, 1, 0.8), (2.001, 0.42, 0.5), (3.004, 0.2, 0.3), (4.01, 0.11, 0.2), (7.03, 0.05, 0.1)),
        0.004,
    )


def organ(pitch: float, seconds: float) -> list[float]:
    """A soft pipe organ that holds its tone."""
    return _partials(
        pitch,
        seconds,
        ((1, 0.8, 60), (2, 0.4, 60), (3, 0.14, 60), (4, 0.16, 60), (6, 0.06, 60)),
        0.06,
    )


def pad(pitch: float, seconds: float) -> list[float]:
    """A slow string pad: the same tone three times, slightly apart."""
    wave = _partials(
        pitch,
        seconds + 0.4,
        tuple(
            (multiple * detune, 0.5 / multiple, 40.0)
            for multiple in (1, 2, 3, 4)
            for detune in (0.9965, 1.0, 1.0035)
        ),
        0.0,
    )
    return _shaped(wave, 0.35, 0.4)


def bass(pitch: float, seconds: float) -> list[float]:
    """A round plucked bass."""
    return _partials(pitch, seconds, ((1, 1, 0.7), (2, 0.45, 0.35), (3, 0.2, 0.2)), 0.006)


def flute(pitch: float, seconds: float) -> list[float]:
    """A whistle with a little vibrato."""
    wave, phase = [], 0.0
    for index in range(round(seconds * RATE)):
        time = index / RATE
        bend = 1 + 0.004 * math.sin(2 * math.pi * 5.2 * time) * min(1.0, time * 3)
        phase += 2 * math.pi * pitch * bend / RATE
        wave.append(math.sin(phase) + 0.18 * math.sin(2 * phase) + 0.07 * math.sin(3 * phase))
    return _shaped(wave, 0.05, 0.08)


def pluck(pitch: float, seconds: float) -> list[float]:
    """A plucked string: noise that a delay line smooths into a tone (Karplus and Strong)."""
    noise = random.Random(round(pitch * 100))
    line = [noise.uniform(-1, 1) for _ in range(max(2, round(RATE / pitch - 0.5)))]
    wave, place, before = [], 0, line[-1]
    for _ in range(round((seconds + 0.8) * RATE)):
        now = line[place]
        wave.append(now)
        line[place] = 0.4985 * (now + before)
        before, place = now, (place + 1) % len(line)
    return _shaped(wave, 0.001, 0.1)


def tick(_pitch: float, _seconds: float) -> list[float]:
    """A brushed cymbal: a very short noise."""
    noise, before, wave = random.Random(7), 0.0, []
    for index in range(round(0.09 * RATE)):
        now = noise.uniform(-1, 1)
        wave.append((now - before) * 0.5 * math.exp(-index / (0.018 * RATE)))
        before = now
    return wave


# ---------------------------------------------------------------- ways of writing notes


def _line(
    voice: Voice, pitches: Sequence[int | None], *, step: float, start: float = 0.0,
    hold: float = 1.0, gain: float = 1.0, side: float = 0.0,
) -> list[Note]:  # fmt: skip
    """Write one note after the other, `step` beats apart; None is a rest."""
    return [
        Note(start + index * step, pitch, step * hold, voice, gain, side)
        for index, pitch in enumerate(pitches)
        if pitch is not None
    ]


def _chords(
    voice: Voice, chords: Sequence[Sequence[int]], *, beats: float, start: float = 0.0,
    gain: float = 0.4, spread: float = 0.0,
) -> list[Note]:  # fmt: skip
    """Write whole chords; with `spread` their notes come one by one, like on a guitar."""
    return [
        Note(start + place * beats + index * spread, pitch, beats, voice, gain,
             (index / max(1, len(chord) - 1) - 0.5) * 0.9)
        for place, chord in enumerate(chords)
        for index, pitch in enumerate(chord)
    ]  # fmt: skip


def _broken(
    voice: Voice, chords: Sequence[Sequence[int]], order: Sequence[int], *, step: float,
    gain: float = 0.6,
) -> list[Note]:  # fmt: skip
    """Write chords as arpeggios: `order` says which note of the chord comes next."""
    notes = []
    for place, chord in enumerate(chords):
        for index, choice in enumerate(order):
            pitch = chord[choice % len(chord)] + 12 * (choice // len(chord))
            at = (place * len(order) + index) * step
            notes.append(Note(at, pitch, step * 1.5, voice, gain, math.sin(at * 1.7) * 0.6))
    return notes


def _pulse(count: int, *, step: float, start: float = 0.0, gain: float = 0.12) -> list[Note]:
    return [Note(start + index * step, 80, 0.1, tick, gain, 0.3) for index in range(count)]


# ---------------------------------------------------------------- the tunes

_C, _G, _AM, _F = (48, 55, 60, 64), (43, 55, 59, 62), (45, 57, 60, 64), (41, 53, 57, 60)
_EM, _D, _BM, _A = (40, 55, 59, 64), (50, 57, 62, 66), (47, 54, 59, 62), (45, 57, 61, 64)


def _tune(seconds: float, tempo: float, *parts: Iterable[Note]) -> Tune:
    return Tune(seconds, tempo, tuple(note for part in parts for note in part))


TUNES: Final[dict[str, Tune]] = {
    "paper-boats": _tune(
        9.0, 112,
        _broken(piano, (_C, _G, _AM, _F), (0, 1, 2, 3, 5, 3, 2, 1), step=0.5),
        _line(flute, (76, None, 74, 72, 71, None, 67, None, 72, 71, 69, None, 65, 67, 72, None),
              step=1, hold=0.95, gain=0.35, side=0.2),
    ),
    "rain-on-the-roof": _tune(
        7.0, 96,
        _line(bell, (88, 83, 91, 86, 88, 79, 83, 95, 86, 91, 88, 83, 90, 86, 83, 79, 88, 84),
              step=0.5, gain=0.5),
        _chords(pad, ((52, 59, 64), (48, 55, 64), (50, 57, 62)), beats=4, gain=0.28),
    ),
    "number-one": _tune(
        7.0, 138,
        _line(bass, (36, 36, 48, 36, 43, 43, 55, 43, 45, 45, 57, 45, 41, 43, 36, 36), step=1,
              gain=0.9),
        _chords(organ, ((64, 67, 72), (62, 67, 71), (60, 64, 69), (60, 65, 67)), beats=4,
                gain=0.2),
        _pulse(32, step=0.5),
    ),
    "manana": _tune(
        8.0, 126,
        _chords(pluck, (_A, _A, _D, _D, _A, _A, (40, 56, 59, 64), _A), beats=2, gain=0.5,
                spread=0.08),
        _line(piano, (73, 76, 73, 69, 74, 78, 74, 69, 73, 76, 81, 76, 71, 74, 73, 69), step=1,
              gain=0.5, side=-0.3),
    ),
    "ou-est-la-lune": _tune(
        9.0, 144,
        _line(bass, (45, None, None, 40, None, None, 41, None, None, 40, None, None, 38, None,
                     None, 40, None, None, 45), step=1, gain=0.8),
        _line(flute, (69, 72, 76, 75, 76, 80, 81, None, 77, 76, None, 71, 74, 77, 76, 71, 68, 69,
                      69), step=1, gain=0.5),
        _line(pluck, (None, 60, 60, None, 59, 59, None, 60, 60, None, 59, 59, None, 57, 57, None,
                      56, 56), step=1, gain=0.5, side=0.5),
    ),
    "strasse-nach-sueden": _tune(
        6.5, 120,
        _broken(pluck, (_D, _A, _BM, _G), (0, 2, 1, 3), step=0.75),
        _line(bass, (38, 38, 45, 45, 47, 47, 43), step=1.5, gain=0.8),
    ),
    "moonlight": _tune(
        9.0, 76,
        _broken(bell, ((57, 60, 64), (53, 57, 60), (55, 59, 62), (52, 55, 59)), (0, 1, 2, 4, 2, 1),
                step=0.5, gain=0.45),
        _chords(pad, ((45, 52), (41, 48), (43, 50), (40, 47)), beats=3, gain=0.3),
    ),
    "morning-rain": _tune(
        8.0, 88,
        _line(pluck, (69, 72, 74, 76, 79, 76, 74, 72, 69, 67, 64, 67, 69, None, 57, 64, 69, 76,
                      81), step=0.5, gain=0.7),
        _chords(organ, ((57, 64), (53, 60), (55, 62)), beats=4, gain=0.16),
    ),
    "quiet-sea": _tune(
        7.0, 60,
        _chords(pad, ((50, 57, 62, 65), (46, 53, 58, 62), (48, 55, 60, 64)), beats=2.4, gain=0.3),
        _line(bell, (77, None, 74, None, 81, 79, None, 76), step=0.8, gain=0.3, side=0.4),
    ),
    "ac-dc": _tune(
        7.0, 152,
        _line(pluck, (40, 40, 52, 40, 43, 40, 45, 40, 40, 40, 52, 40, 50, 47, 45, 43) * 2,
              step=0.5, gain=0.9),
        _chords(organ, ((52, 59, 64), (55, 59, 64), (57, 62, 64), (52, 59, 64)), beats=4,
                gain=0.22),
        _pulse(17, step=1, start=0.5, gain=0.3),
    ),
    "what-again": _tune(
        7.0, 132,
        _line(piano, (60, 64, 67, 72, 71, 67, 62, 59, 57, 60, 64, 69, 67, 65, 64, 62), step=0.5,
              gain=0.6, side=-0.4),
        _line(piano, (60, 64, 67, 72, 71, 67, 62, 59, 57, 60, 64, 69, 67, 65, 64, 60), step=0.5,
              start=4, gain=0.5, side=0.5),
        _line(bass, (36, 43, 41, 43, 36, 43, 41, 36), step=2, gain=0.7),
    ),
    "con": _tune(
        4.0, 100,
        _line(organ, (50, 57, 62, 65, 62, 57, 50), step=1, hold=0.9, gain=0.5),
        _line(bell, (86, 81, 89), step=2, start=0.5, gain=0.35),
    ),
}  # fmt: skip
"""All tunes by name, as `make_demo.py` knows them."""
