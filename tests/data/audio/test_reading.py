import shutil

import numpy as np
import pytest

from keras_seq.data.audio import reading
from keras_seq.data.audio.options import SpokenTexts
from keras_seq.data.audio.sound import write_wav
from keras_seq.errors import InputError

pytest.importorskip("soundfile")


def clip(path, seed=0):
    write_wav(path, np.random.default_rng(seed).normal(0, 0.1, 800), 8000)


def read(path, **options):
    return reading.read(str(path), SpokenTexts(data=str(path), **options))


def texts(path, **options):
    return [(record.text, record.speaker, record.part) for record in read(path, **options)]


def test_folders_of_words(tmp_path):
    for word in ("yes", "no"):
        for number in range(2):
            clip(tmp_path / word / f"{'ab'[number] * 8}_nohash_{number}.wav")
    clip(tmp_path / "_background_noise_" / "x.wav")
    (tmp_path / "testing_list.txt").write_text("yes/bbbbbbbb_nohash_1.wav\n")
    assert texts(tmp_path) == [
        ("no", "aaaaaaaa", "train"), ("no", "bbbbbbbb", "train"),
        ("yes", "aaaaaaaa", "train"), ("yes", "bbbbbbbb", "test"),
    ]  # fmt: skip
    assert reading.one_word_each(str(tmp_path))


def test_spoken_digits_have_their_official_split(tmp_path):
    for name in ("7_ann_4", "7_ann_5", "0_bob_12"):
        clip(tmp_path / "recordings" / f"{name}.wav")
    expected = [("zero", "bob", "train"), ("seven", "ann", "test"), ("seven", "ann", "train")]
    assert texts(tmp_path) == texts(tmp_path / "recordings") == expected
    shutil.make_archive(str(tmp_path / "zips" / "digits"), "zip", tmp_path / "recordings")
    assert texts(tmp_path / "zips" / "digits.zip") == texts(tmp_path / "zips") == expected


def test_tables(tmp_path):
    for name in ("a", "b"):
        clip(tmp_path / f"{name}.wav")
    (tmp_path / "clips").mkdir()
    shutil.move(tmp_path / "b.wav", tmp_path / "clips" / "b.wav")
    (tmp_path / "train.csv").write_text("path,text,speaker\na.wav,Yes!,ann\n")
    (tmp_path / "test.jsonl").write_text('{"audio_filepath": "b.wav", "text": "No -- don\'t"}\n')
    assert texts(tmp_path) == [("no don't", "", "test"), ("yes", "ann", "train")]
    assert texts(tmp_path / "train.csv", lowercase=False) == [("Yes", "ann", "train")]
    assert texts(tmp_path / "train.csv", punctuation=True) == [("yes!", "ann", "train")]


def test_lines_of_id_and_text(tmp_path):
    clip(tmp_path / "wavs" / "LJ-1.wav")
    (tmp_path / "metadata.csv").write_text("LJ-1|Chapter 2|Chapter two\n")
    assert texts(tmp_path) == [("chapter two", "", "")]
    (tmp_path / "metadata.csv").write_text("LJ-1|a\nLJ-2|b\n")
    with pytest.raises(InputError, match="line 2: there is no sound file LJ-2"):
        read(tmp_path)


def test_kaldi(tmp_path):
    clip(tmp_path / "one.wav")
    (tmp_path / "wav.scp").write_text("u1 one.wav\n")
    (tmp_path / "text").write_text("u1 good  day\n")
    (tmp_path / "utt2spk").write_text("u1 ann\n")
    assert texts(tmp_path) == [("good day", "ann", "")]
    (tmp_path / "wav.scp").write_text("u1 sox one.wav - |\n")
    with pytest.raises(InputError, match="line 1: a command"):
        read(tmp_path)


def test_what_can_not_be_read_is_said_in_a_line(tmp_path):
    clip(tmp_path / "a.wav")
    with pytest.raises(InputError, match=r"a\.wav: nothing says what is spoken"):
        read(tmp_path)
    (tmp_path / "a.csv").write_text("path,text\na.wav,...\n")
    with pytest.raises(InputError, match="line 2: there is no text"):
        read(tmp_path)
    (tmp_path / "a.csv").write_text("path,said\na.wav,x\n")
    with pytest.raises(InputError, match="no column 'text'"):
        read(tmp_path)
    (tmp_path / "b").mkdir()
    with pytest.raises(InputError, match="neither a table"):
        read(tmp_path / "b")
    with pytest.raises(InputError, match="no such file or folder"):
        read(tmp_path / "c")


def spoken(count, voices):
    return [
        reading.Spoken(f"clip {i}", np.zeros(8), f"text {i}", f"voice {i % voices}", "here")
        for i in range(count)
    ]


def test_no_voice_stands_on_two_sides():
    parts = reading.split(spoken(60, 12), SpokenTexts(), "x")
    voices = [{record.speaker for record in getattr(parts, part)} for part in parts.sizes()]
    assert not voices[0] & voices[1] and not voices[0] & voices[2] and not voices[1] & voices[2]
    assert sum(parts.sizes().values()) == 60


def test_speakers_to_test_on_are_named():
    table = SpokenTexts(test_speakers=("voice 2",))
    parts = reading.split(spoken(30, 3), table, "x")
    assert {record.speaker for record in parts.test} == {"voice 2"}
    assert {record.speaker for record in parts.train} == {"voice 0", "voice 1"}
    with pytest.raises(InputError, match="no speaker voice 7; there are voice 0, voice 1"):
        reading.split(spoken(9, 3), SpokenTexts(test_speakers=("voice 7",)), "x")


def test_parts_that_the_data_name_are_kept():
    records = [record._replace(part="test" if at < 3 else "train")
               for at, record in enumerate(spoken(30, 5))]  # fmt: skip
    parts = reading.split(records, SpokenTexts(), "x")
    assert [record.name for record in parts.test] == ["clip 0", "clip 1", "clip 2"]
