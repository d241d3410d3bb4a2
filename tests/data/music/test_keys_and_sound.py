import io
import json
import wave

import numpy as np
import pytest

from keras_seq.data.music import Note, Piece
from keras_seq.data.music.chorales import read_chorales, write_chorales
from keras_seq.data.music.keys import in_scale, key_name, likely_key, scale, sharps, transposed
from keras_seq.data.music.pieces import checked_metre, parse_notes, pitch_name
from keras_seq.data.music.sound import RATE, sound_of, wav_bytes
from keras_seq.errors import InputError


def test_signatures():
    majors = ["C", "G", "D", "A", "E", "B", "F#"]
    assert [sharps(f"{name} major") for name in majors] == list(range(7))
    for names, counts in (
        ("F Bb Eb Ab Db", [-1, -2, -3, -4, -5]), ("Am Edor Dmix Ephr Flyd", [0, 2, 1, 0, 0]),
    ):  # fmt: skip
        assert [sharps(key_name(name)) for name in names.split()] == counts
    assert key_name("H") is None and key_name("Cx") is None
    assert transposed("Bb minor", 2) == "C minor"
    assert scale("A dorian") == {9, 11, 0, 2, 4, 6, 7}


def test_the_likely_key():
    tune = [Note(0, 1, pitch) for pitch in (57, 60, 64, 69, 68, 71, 69, 65, 62, 64, 57)]
    assert likely_key(tune) == "A minor"
    assert likely_key([]) == "C major"
    assert in_scale(tune, "A minor") == pytest.approx(10 / 11)
    assert np.isnan(in_scale([], "C major"))


def test_notes_that_are_typed():
    notes = parse_notes("C4:1/2 r F#5 Bb3+D4:0.25", 1.0)
    assert notes == [Note(0, 0.5, 60), Note(1.5, 1, 78), Note(2.5, 0.25, 58), Note(2.5, 0.25, 62)]
    assert pitch_name(78) == "F#5"
    for wrong in ("H4", "C", "C4:0", "C4:x", "C4+", "C9", "4C"):
        with pytest.raises(InputError):
            parse_notes(wrong, 1.0)
    assert checked_metre("0/4") is None and checked_metre("3/5") is None


def test_a_tone_is_heard_at_its_pitch():
    piece = Piece((Note(0, 2, 69), Note(2, 2, 57)), 4.0, tempo=120)
    sound = sound_of(piece)
    assert np.abs(sound).max() == pytest.approx(0.9) and len(sound) == int(2.5 * RATE) + 1
    for start, frequency in ((0.1, 440), (1.2, 220)):
        part = sound[int(start * RATE) : int((start + 0.7) * RATE)]
        loudest = np.argmax(np.abs(np.fft.rfft(part))) / 0.7
        assert loudest == pytest.approx(frequency, abs=2)
    with wave.open(io.BytesIO(wav_bytes(sound))) as file:
        assert (file.getframerate(), file.getnchannels()) == (RATE, 1)
        assert file.getnframes() == len(sound)


def test_chorales(tmp_path):
    rows = [[60, 64], [60, 65], [], [-1, 60]]
    for name, notes in {
        "a-quarter.json": [(0, 1, 60), (0, 1, 64), (1, 1, 60), (1, 1, 65), (3, 1, 60)],
        "a-16th.json": [(0, 0.5, 60), (0, 0.25, 64), (0.25, 0.25, 65), (0.75, 0.25, 60)],
    }.items():
        (tmp_path / name).write_text(json.dumps({"train": [rows], "test": [rows, rows]}))
        found = read_chorales(tmp_path / name)
        assert {part: len(pieces) for part, pieces in found.items()} == {"train": 1, "test": 2}
        assert list(found["train"][0].notes) == notes
        write_chorales(tmp_path / "out.json", found["train"], notes[-1][1])
        assert json.loads((tmp_path / "out.json").read_text()) == [[[64, 60], [65, 60], [], [60]]]
    for wrong in ("{", "3", "[[[1]]]", "[[60]]", "[[[]]]", '{"train": 7}'):
        (tmp_path / "b.json").write_text(wrong)
        with pytest.raises(InputError, match=r"b\.json"):
            read_chorales(tmp_path / "b.json")
