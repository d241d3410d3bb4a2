import gzip

import numpy as np
import pytest

from keras_seq.data.text import corpus
from keras_seq.data.text.corpus import Passage, cut_tail, load_test, text_files, tokens_of
from keras_seq.data.text.tokenizer import Tokenizer
from keras_seq.errors import InputError
from keras_seq.options import DataOptions

TEXT = "".join(f"Zeile {n}: größer 日本 🙂\r\n" for n in range(400))


def read(passages):
    return "".join(corpus.blocks(passages))


def load(path, **more):
    return corpus.load(DataOptions(data=str(path), **{"test_fraction": 0.2, **more}))


@pytest.mark.parametrize("packed", [False, True])
def test_the_parts_of_one_file_are_the_text_in_order(tmp_path, packed):
    path = tmp_path / ("book.txt.gz" if packed else "book.txt")
    content = TEXT.encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    parts = load(path)
    train, validation, test = (read(part) for part in (parts.train, parts.validation, parts.test))
    assert train + validation + test == TEXT
    assert abs(len(test) / len(TEXT) - 0.2) < 0.001
    assert abs(len(validation) / len(TEXT) - 0.1) < 0.001


def test_characters_are_counted_and_the_first_of_them_kept(tmp_path):
    path = tmp_path / "book.txt"
    path.write_bytes(TEXT.encode())
    parts = load(path)
    assert sum(parts.sizes().values()) == len(TEXT)
    few = parts.limited(100, seed=0)
    assert read(few.train) == TEXT[:100] and few.test == parts.test
    assert parts.limited(10**9, seed=0) == parts
    lines = list(corpus.describe(DataOptions(), few))
    assert lines[0] == f"train      {100:13,} characters" and len(lines) == 3


def test_several_files_are_one_text(tmp_path):
    for name, text in (("b.txt", "bbbb\n"), ("a.txt", "aaaaa\n"), ("readme.md", "no")):
        (tmp_path / name).write_text(text)
    parts = load(tmp_path, test_fraction=0.6)
    assert read(parts.train) + read(parts.validation) + read(parts.test) == "aaaaa\nbbbb\n"
    assert [passage.source for passage in parts.test] == [
        str(tmp_path / "a.txt"), str(tmp_path / "b.txt"),
    ]  # fmt: skip


def test_names_say_the_parts(tmp_path):
    for part in ("train", "valid", "test"):
        (tmp_path / f"ptb.{part}.txt").write_text(f"{part} text\n")
    parts = load(tmp_path)
    assert [read(part) for part in (parts.train, parts.validation, parts.test)] == [
        "train text\n", "valid text\n", "test text\n",
    ]  # fmt: skip
    assert read(load_test(DataOptions(), str(tmp_path))) == "test text\n"
    (tmp_path / "ptb.valid.txt").unlink()
    parts = load(tmp_path)
    assert read(parts.train) + read(parts.validation) == "train text\n"


def test_a_text_at_hand_is_cut_as_a_file_is(tmp_path):
    path = tmp_path / "book.txt"
    path.write_bytes(TEXT.encode())
    options = DataOptions(data=str(path), validation_fraction=0.3)
    made = corpus.complete(options, [Passage("here", 0, len(TEXT), TEXT)])
    assert made.sizes() == corpus.load(options).sizes()
    assert read(made.test) == read(corpus.load(options).test) == TEXT[-round(len(TEXT) * 0.1) :]
    given = corpus.complete(options, made.train, made.validation, made.test)
    assert given == made


def test_cutting_the_tail_of_passages():
    passages = [Passage("", 0, 6, "abcdef"), Passage("", 2, 6, "xxghij")]
    for share in (0.0, 0.1, 0.4, 0.5, 1.0):
        head, tail = cut_tail(passages, share)
        assert read(head) + read(tail) == "abcdefghij"
        assert len(read(tail)) == round(10 * share)


def test_tokens_are_those_of_the_whole_text_and_come_back_exactly(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "BLOCK", 500)
    path = tmp_path / "book.txt"
    path.write_bytes(TEXT.encode())
    for level in ("char", "bpe"):
        tokenizer = Tokenizer.train([TEXT], level=level, vocab_size=400)
        tokens = tokens_of([corpus.whole(path)], tokenizer)
        assert isinstance(tokens, np.memmap) and tokens.dtype == np.uint16
        assert tokenizer.decode(tokens) == TEXT
    words = Tokenizer.train([TEXT], level="word", lines=True)
    tokens = tokens_of([corpus.whole(path)], words)
    np.testing.assert_array_equal(tokens, words.encode([TEXT])[0])


def test_a_text_split_already_keeps_its_words():
    text = "the u.s. firm <unk> n't pay\n it did\n"
    tokenizer = Tokenizer.train([text], level="word", lines=True, split_already=True, more=["<e>"])
    numbers = tokenizer.encode([text])[0]
    words = ["the", "u.s.", "firm", "<unk>", "n't", "pay", "\n", "it", "did", "\n"]
    assert tokenizer.tokens(text) == words
    assert numbers[3] == 1 and tokenizer.number("<e>") == 2 and tokenizer.level == "word"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "there is no text file"),
        ({"a.txt": b""}, r"a\.txt: the file is empty"),
        ({"a.txt": b"ab\0cd"}, r"a\.txt, line 1: a NUL byte; not a text file"),
        ({"a.txt": b"fine\n\xff\xfe"}, r"a\.txt, line 2: byte 0xff is not UTF-8"),
        ({"a.txt": b"abc"}, "too short; nothing is left for the"),
        ({"x.test.txt": b"abc"}, "but none is called train"),
        ({"x.train.txt": b"abc", "y.txt": b"abc"}, r"y\.txt: neither train, validation nor test"),
    ],
)
def test_errors(tmp_path, files, message):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        load(tmp_path)


def test_more_errors(tmp_path):
    for read_part in (load, lambda path: load_test(DataOptions(), str(path))):
        with pytest.raises(InputError, match="absent: no such file or folder"):
            read_part(tmp_path / "absent")
    (tmp_path / "x.train.txt").write_text("abc")
    (tmp_path / "x.valid.txt").write_text("abc")
    with pytest.raises(InputError, match="there is no test part in it; name the file itself"):
        load_test(DataOptions(), str(tmp_path))
    assert list(text_files(tmp_path)) == ["train", "validation"]


def test_the_head_of_many_texts():
    assert list(corpus.head(iter(["abc", "de", "f"]), 4)) == ["abc", "de"]
    assert list(corpus.head(iter(["abc", "de", "f"]), 100)) == ["abc", "de", "f"]


def test_parts_are_found_in_all_words_of_a_path_and_chapters_by_number(tmp_path, capsys):
    for name in ("train_2.txt", "train_10.TXT", "val-a.text", "test/poem.txt", "train_1.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{name}\n")
    parts = load(tmp_path)
    assert read(parts.train) == "train_2.txt\ntrain_10.TXT\n"
    assert (read(parts.validation), read(parts.test)) == ("val-a.text\n", "test/poem.txt\n")
    assert "not read: train_1.pdf" in capsys.readouterr().err
    assert read(load_test(DataOptions(), str(tmp_path))) == "test/poem.txt\n"


def test_a_folder_of_one_other_kind_of_file_is_read(tmp_path):
    for number in (2, 10, 1):
        (tmp_path / f"tune{number}.abc").write_text(f"X:{number}\n" * 9)
    parts = load(tmp_path, test_fraction=0.3)
    whole = read([*parts.train, *parts.validation, *parts.test])
    assert [line for line in dict.fromkeys(whole.split())] == ["X:1", "X:2", "X:10"]
