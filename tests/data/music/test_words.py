import numpy as np
import pytest

from keras_seq.data.music import Note, Piece, Words, words
from keras_seq.data.music.variants import varied
from keras_seq.errors import InputError

JIG = Piece(
    (Note(0, 0.5, 62), Note(0.5, 1.0, 67), Note(0.5, 0.5, 71), Note(1.5, 2.0, 67)), 3.5,
    "jig", "6/8", "G major", 0.5,
)  # fmt: skip
READER = Words.fit([JIG], 2, range(-5, 7))


def test_held_notes_are_told_from_repeated_ones():
    said = READER.decode(READER.encode(JIG))
    assert said == ("<start> jig 6/8 G major D4 . | B4 G4 . -G4 . G4 . -G4 . -G4 . -G4 . <end>")
    assert READER.piece(READER.encode(JIG))[:6] == JIG[:6]
    repeated = JIG._replace(notes=(Note(0, 1, 60), Note(1, 1, 60)), length=2.0)
    assert READER.piece(READER.encode(repeated)).notes == repeated.notes


def test_bars_are_counted():
    two = JIG._replace(notes=tuple(Note(at / 2, 0.5, 60) for at in range(13)), length=6.5)
    tokens = READER.encode(two)
    assert READER.piece(tokens, bars=1).length == 3.5 and len(READER.piece(tokens, 1).notes) == 7
    plain = Words(1, (), (), (), 1)
    tokens = plain.encode(Piece((Note(0, 9, 60),), 9.0))
    assert plain.piece(tokens, bars=2).notes == (Note(0, 8, 60),)  # four quarter notes a bar


def test_transposition_moves_notes_and_the_key():
    tokens = READER.encode(JIG)
    up = READER.piece(READER.transposed(tokens, 3))
    assert [note.pitch for note in up.notes] == [note.pitch + 3 for note in JIG.notes]
    assert up.key == "Bb major" and up.genre == "jig"
    assert READER.transposed(tokens, 60) is None


def test_variants():
    tokens = READER.encode(JIG)
    made = varied(READER, [tokens], range(-5, 7))
    assert len(made) == 12 and len({row.tobytes() for row in made}) == 12
    assert made[5].tolist() == tokens.tolist()
    unsaid = varied(READER, [tokens] * 40, [0], unsaid=0.5)
    shares = (np.stack(unsaid)[:, 1:4] == words.ANY).mean(axis=0)
    assert (shares > 0.2).all() and (shares < 0.8).all()
    pieces = varied(READER, [tokens], [0], max_length=5)
    assert all(row[:4].tolist() == tokens[:4].tolist() for row in pieces)
    assert np.concatenate([row[4:] for row in pieces]).tolist() == tokens[4:].tolist()


def test_nonsense_from_a_model_is_a_piece_all_the_same():
    draw = np.random.default_rng(0)
    for _ in range(20):
        piece = READER.piece(draw.integers(0, READER.vocab_size, 200))
        assert all(note.length > 0 and 21 <= note.pitch <= 108 for note in piece.notes)


def test_what_is_saved_comes_back(tmp_path):
    READER.save(tmp_path / "words.json")
    assert Words.load(tmp_path / "words.json") == READER
    content = (tmp_path / "words.json").read_text()
    for old, new in (('resolution": 2', 'resolution": 0'), ("6/8", "6"), ("G major", "G what")):
        (tmp_path / "words.json").write_text(content.replace(old, new))
        with pytest.raises(InputError, match="damaged"):
            Words.load(tmp_path / "words.json")
