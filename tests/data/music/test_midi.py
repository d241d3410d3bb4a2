from pathlib import Path

import mido
import numpy as np
import pytest

from keras_seq.data.music import Note, Piece, Words
from keras_seq.data.music.midi import read_midi, write_midi
from keras_seq.data.music.pieces import end_of, ordered
from keras_seq.errors import InputError


def some_notes(seed, resolution):
    """Notes of many lengths on a grid; one pitch never sounds twice at once."""
    draw, notes = np.random.default_rng(seed), []
    for pitch in range(48, 72, 3):
        at = int(draw.integers(0, 5))
        while at < 60:
            length = int(draw.integers(1, 9))
            notes.append(Note(at / resolution, length / resolution, pitch))
            at += length + int(draw.integers(0, 3))  # often the next one begins at once
    return ordered(notes)


@pytest.mark.parametrize("resolution", [1, 4, 12])
def test_every_onset_pitch_and_length_comes_back_from_words(tmp_path, resolution):
    notes = some_notes(resolution, resolution)
    piece = Piece(notes, end_of(notes), metre="3/4", key="Bb minor", tempo=90.0)
    write_midi(tmp_path / "a.mid", piece)
    first = read_midi(tmp_path / "a.mid")
    np.testing.assert_allclose(first.notes, notes, atol=1e-9)
    assert (first.metre, first.key) == ("3/4", "Bb minor") and first.tempo == pytest.approx(90)
    words = Words.fit([first], resolution, [0])
    again = words.piece(words.encode(first))
    write_midi(tmp_path / "b.mid", again._replace(tempo=first.tempo))
    last = read_midi(tmp_path / "b.mid")
    np.testing.assert_allclose(last.notes, notes, atol=1e-9)
    assert (last.metre, last.key, last.length) == (first.metre, first.key, first.length)


def track(*messages):
    made = mido.MidiTrack()
    made += [mido.Message(kind, **values) if kind.startswith("note") else
             mido.MetaMessage(kind, **values) for kind, values in messages]  # fmt: skip
    return made


def test_tempo_changes_move_no_note_and_drums_are_left_out(tmp_path):
    content = mido.MidiFile(type=0, ticks_per_beat=96)
    content.tracks.append(track(
        ("set_tempo", {"tempo": 600_000}),
        ("note_on", {"note": 60, "velocity": 9}),
        ("note_on", {"note": 36, "velocity": 9, "channel": 9}),
        ("set_tempo", {"tempo": 300_000, "time": 48}),
        ("note_on", {"note": 60, "velocity": 0, "time": 48}),  # which ends it
        ("note_on", {"note": 64, "velocity": 9}),
        ("note_off", {"note": 36, "channel": 9}),
        ("note_off", {"note": 64, "time": 192}),
    ))  # fmt: skip
    content.save(tmp_path / "a.mid")
    piece = read_midi(tmp_path / "a.mid")
    assert piece.notes == (Note(0, 1, 60), Note(1, 2, 64))
    assert piece.tempo == pytest.approx(100) and piece.metre == ""


def test_tracks_sound_together(tmp_path):
    content = mido.MidiFile(type=1, ticks_per_beat=96)
    for note in (60, 64):
        after = {"note": note, "time": 96}
        content.tracks.append(track(("note_on", {"note": note}), ("note_off", after)))
    content.save(tmp_path / "a.mid")
    assert read_midi(tmp_path / "a.mid").notes == (Note(0, 1, 60), Note(0, 1, 64))


def test_bad_files_are_named_in_a_line(tmp_path):
    notes = some_notes(0, 4)
    write_midi(tmp_path / "a.mid", Piece(notes, end_of(notes)))
    whole = (tmp_path / "a.mid").read_bytes()
    for content in (b"", b"MThd", b"no music at all, but text", whole[:60]):
        (tmp_path / "b.mid").write_bytes(content)
        with pytest.raises(InputError, match=r"b\.mid: not a MIDI file, or damaged"):
            read_midi(tmp_path / "b.mid")
    with pytest.raises(InputError, match="no such file"):
        read_midi(tmp_path / "none.mid")
    empty = mido.MidiFile(type=1)
    empty.tracks.append(track(("note_on", {"note": 36, "channel": 9}),
                              ("note_off", {"note": 36, "channel": 9, "time": 9})))  # fmt: skip
    empty.save(tmp_path / "b.mid")
    with pytest.raises(InputError, match="1 beats of drums apart"):
        read_midi(tmp_path / "b.mid")


def test_without_mido_a_line_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "mido", None)
    with pytest.raises(InputError, match="pip install 'keras_seq\\[music\\]'"):
        read_midi(Path("a.mid"))
