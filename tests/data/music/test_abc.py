import pytest

from keras_seq.data.music.abc_reader import read_abc, tunes
from keras_seq.data.music.abc_writer import abc_text
from keras_seq.errors import InputError

A, B, C, D, E, F, G = 69, 71, 60, 62, 64, 65, 67  # in the octave that capitals stand for


def read(music, key="C", metre="4/4"):
    (piece,) = tunes(f"X:1\nM:{metre}\nL:1/8\nK:{key}\n{music}\n", "here")
    return piece


def pitches(music, **head):
    return [note.pitch for note in read(music, **head).notes]


def lengths(music):
    return [note.length for note in read(music).notes]


def test_pitches_keys_and_signs():
    assert pitches("C,CcG'") == [48, 60, 72, 79]
    assert pitches("FcB", key="D") == [66, 73, 71]
    assert pitches("FB", key="Gm") == [65, 70]
    assert pitches("FCG", key="Edor") == [66, 61, 67]
    assert pitches("^FF|F=B_b", key="C") == [66, 66, 65, 71, 82]  # a sign holds for its bar
    assert pitches("F[K:D]F|F") == [65, 66, 66]


def test_lengths_ties_tuplets_and_broken_rhythm():
    assert lengths("A A2 A/ A// A3/2 A/4") == [0.5, 1, 0.25, 0.125, 0.75, 0.125]
    assert lengths("A>B c<d") == [0.75, 0.25, 0.25, 0.75]
    assert lengths("A2-A2|B2-|B2c") == [2, 2, 0.5]
    assert lengths("(3ABc d") == pytest.approx([1 / 3] * 3 + [0.5])
    assert [(note.start, note.pitch) for note in read("A z2 B [CE]2").notes] == [
        (0, A), (1.5, B), (2, C), (2, E),
    ]  # fmt: skip
    assert lengths("[C2E2] [CE]3") == [1, 1, 1.5, 1.5]


def test_repeats_and_endings_are_carried_out():
    assert pitches("A|B:|") == [A, B, A, B]
    assert pitches("A||:B|C:|D") == [A, B, C, B, C, D]
    assert pitches("|:A|1 B:|2 C||D:|") == [A, B, A, C, D, D]
    assert pitches("|:A [1 B :| [2 C |] D") == [A, B, A, C, D]
    assert pitches("|:A::B:|") == [A, A, B, B]


def test_what_is_no_note_is_passed_over():
    assert pitches('"Am"A !trill!~B {cd}C .D (EF) % remark') == [A, B, C, D, E, F]


def test_heads_and_many_tunes(tmp_path):
    (tmp_path / "a.abc").write_text(
        "%abc\nX:1\nT:One\nR:Jig\nM:6/8\nK:G\nD|G3 A3|\n\nX:2\nT:Two\nM:C|\nQ:1/2=60\nK:Am\nA8|\n"
    )
    one, two = read_abc(tmp_path / "a.abc")
    assert one[2:6] == ("jig", "6/8", "G major", 0.5) and one.length == 3.5
    assert (two.title, two.metre, two.key, two.tempo) == ("Two", "2/2", "A minor", 120)
    assert two.source.endswith("a.abc, line 9")


def test_what_is_written_is_read_alike():
    text = """X:1\nT:A tune\nR:reel\nM:3/4\nL:1/8\nK:Ebmin
    D2|G4-[GB]2|^c=c'_B, z3|(3ABc [C2E2G2] d2|e6-|e4|]
    """.replace("    ", "")
    (piece,) = tunes(text, "here")
    (again,) = tunes(abc_text([piece]), "there")
    assert [tuple(map(pytest.approx, note)) for note in piece.notes] == list(again.notes)
    assert again[2:6] == piece[2:6] and again.length == pytest.approx(piece.length)
    assert again.title == "A tune"


@pytest.mark.parametrize(
    ("music", "said"),
    [("A ? B", "line 5: '\\? B"), ("A/0", "is no length"), ("C,,,,,", "beyond a piano"),
     ("A9999999999999", "is no length"), ("> A", "needs a note before")],
)  # fmt: skip
def test_bad_music_is_named_by_line(music, said):
    with pytest.raises(InputError, match=f"here, line 5.*{said.removeprefix('line 5: ')}"):
        read(music)


def test_bad_files(tmp_path):
    (tmp_path / "a.abc").write_text("no tunes")
    with pytest.raises(InputError, match="no tunes in it"):
        read_abc(tmp_path / "a.abc")
    with pytest.raises(InputError, match="can't be read"):
        read_abc(tmp_path / "none.abc")
    with pytest.raises(InputError, match="K:xyz is no key"):
        read("A", key="xyz")
