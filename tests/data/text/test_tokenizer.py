import json
import unicodedata

import numpy as np
import pytest
from tokenizers import normalizers

from keras_seq.data.text.tokenizer import Tokenizer
from keras_seq.errors import InputError

TEXTS = ["The cat didn't sit.", "A well-known cat sat, the dog sat!", "naïve café — 北京 🎈"]


@pytest.mark.parametrize("level", ["word", "char", "bpe"])
def test_padding_is_0_and_unknown_1(level):
    tokenizer = Tokenizer.train(TEXTS, level=level)
    assert tokenizer.inner.token_to_id("<pad>") == 0
    assert tokenizer.inner.token_to_id("<unk>") == 1
    for tokens in tokenizer.encode([*TEXTS, "<pad>", ""]):
        assert tokens.dtype == np.int32 and len(tokens) > 0 and tokens.min() >= 1
        assert tokens.max() < tokenizer.vocab_size


def test_words_keep_inner_signs_and_others_stand_alone():
    tokenizer = Tokenizer.train(TEXTS)
    assert tokenizer.tokens("The cat didn't sit.") == ["The", "cat", "didn't", "sit", "."]
    assert tokenizer.tokens("well-known, yes") == ["well-known", ",", "yes"]
    assert tokenizer.decode(tokenizer.encode(["the cat sat"])[0]) == "the cat sat"


@pytest.mark.parametrize("level", ["char", "bpe"])
def test_the_round_trip_is_exact(level):
    tokenizer = Tokenizer.train(TEXTS, level=level, vocab_size=500)
    for text in TEXTS:
        assert tokenizer.decode(tokenizer.encode([text])[0]) == text


def test_bytes_leave_nothing_unknown():
    tokenizer = Tokenizer.train(["abc"], level="bpe", vocab_size=300)
    for text in ("क्षत्रिय", "\x00\x7f\r\n\t", "𐎀𐎁"):
        tokens = tokenizer.encode([text])[0]
        assert 1 not in tokens
        assert tokenizer.decode(tokens) == text


def test_digits_stand_alone_when_asked(tmp_path):
    texts = ["in 2024 and 2025, 2024 km"] * 5
    together = Tokenizer.train(texts, level="bpe", vocab_size=400)
    assert len(together.tokens("2024")) < 4
    Tokenizer.train(texts, level="bpe", vocab_size=400, split_digits=True).save(tmp_path / "t")
    apart = Tokenizer.load(tmp_path / "t")
    assert apart.level == "bpe"
    assert apart.tokens("2024") == ["2", "0", "2", "4"]
    for text in ("in 2042, 7 km", "20 24", "½ of 0.5"):
        assert apart.decode(apart.encode([text])[0]) == text


def test_rare_words_are_unknown_and_the_vocabulary_is_bounded():
    tokenizer = Tokenizer.train(["a a a b b c"], min_frequency=2)
    assert tokenizer.encode(["a b c"])[0].tolist()[2] == 1
    assert Tokenizer.train(["a a a b b c"], vocab_size=3).vocab_size == 3


def test_tags_and_case_are_folded_when_asked():
    tokenizer = Tokenizer.train(["Good<br />BAD a < b > c"], lowercase=True, strip_html=True)
    assert tokenizer.encode(["good bad"])[0].min() > 1
    assert (
        tokenizer.encode(["GOOD<br>BAD"])[0].tolist() == tokenizer.encode(["good bad"])[0].tolist()
    )
    assert tokenizer.encode(["a < b > c"])[0].min() > 1  # no tag: a comparison


def test_the_same_texts_give_the_same_file(tmp_path):
    for level in ("word", "char", "bpe"):
        one, other = tmp_path / "one.json", tmp_path / "other.json"
        Tokenizer.train(TEXTS, level=level).save(one)
        Tokenizer.train(TEXTS, level=level).save(other)
        assert one.read_bytes() == other.read_bytes()
        again = Tokenizer.load(one)
        first = Tokenizer.train(TEXTS, level=level)
        assert [a.tolist() for a in again.encode(TEXTS)] == [
            a.tolist() for a in first.encode(TEXTS)
        ]


def test_what_is_wrong_is_said(tmp_path):
    with pytest.raises(ValueError, match="level must be one of word, char, bpe, not 'letter'"):
        Tokenizer.train(TEXTS, level="letter")
    (tmp_path / "t.json").write_text("{}")
    with pytest.raises(InputError, match=r"t.json: damaged"):
        Tokenizer.load(tmp_path / "t.json")
    # Without the unknown token it would fail at the first unknown word, in the midst of answers.
    Tokenizer.train(TEXTS).save(tmp_path / "t.json")
    content = json.loads((tmp_path / "t.json").read_text())
    del content["model"]["vocab"]["<unk>"]
    (tmp_path / "t.json").write_text(json.dumps(content))
    with pytest.raises(InputError, match=r"t.json: damaged: .*UNK"):
        Tokenizer.load(tmp_path / "t.json")


def test_letters_are_looked_up_as_the_library_would():
    texts = ["Größer, 日本 🙂\r\n<pad> ABC\tabc", "x" * 50]
    for lowercase in (False, True):
        tokenizer = Tokenizer.train(texts, level="char", lowercase=lowercase, more=["<end>"])
        for text in (*texts, "unknown: äÖ \x00\U0001f600"):
            library = tokenizer.inner.encode(text, add_special_tokens=False).ids
            assert tokenizer.encode([text])[0].tolist() == library
    assert tokenizer.number("<end>") == 2
    few = Tokenizer.train(["aaabbc"], level="char", vocab_size=4)
    assert few.encode(["abc"])[0].tolist() == [2, 3, 1]
    assert Tokenizer.train(["aaabbc"], level="char", min_frequency=3).vocab_size == 3


def test_words_that_keep_their_blanks_come_back_as_written(tmp_path):
    texts = ["Le chat (noir) dort, hélas !", "L'homme dit : «oui»...", 'Non, "jamais" ?']
    tokenizer = Tokenizer.train(texts, level="word", blanks=True, more=["<start>"])
    tokenizer.save(tmp_path / "words.json")
    for one in (tokenizer, Tokenizer.load(tmp_path / "words.json")):
        assert one.level == "word"
        assert [one.decode(numbers) for numbers in one.encode(texts)] == texts
        assert one.tokens(texts[0]) == ["Le", "chat", "(", "noir", ")", "dort", ",", "hélas", "!"]
        assert one.decode(one.encode(["Le chat blanc"])[0]) == "Le chat<unk>"


@pytest.mark.parametrize("level", ["word", "char", "bpe"])
def test_words_are_known_or_not(tmp_path, level):
    Tokenizer.train(TEXTS, level=level, blanks=level == "word").save(tmp_path / "t.json")
    tokenizer = Tokenizer.load(tmp_path / "t.json")
    words = dict(tokenizer.words("The dog didn't love café, well-known 🎈!"))
    unknown = [word for word, known in words.items() if not known]
    assert unknown == ["love"] and words["didn't"] and words["🎈"]


@pytest.mark.parametrize("level", ["word", "bpe"])
def test_numbers_and_punctuation_are_no_words(level):
    tokenizer = Tokenizer.train(["it is 3 km"], level=level)
    assert tokenizer.words("«1,500» -- 3:30?! (…) § 12%") == []
    assert [known for _, known in tokenizer.words("3 km")] == [True]


def test_letters_that_training_never_showed_are_named():
    tokenizer = Tokenizer.train(["it is 3 km"], level="char")
    assert tokenizer.words("3 km + 4") == [("km", True), ("+", False), ("4", False)]


def test_where_no_blanks_are_set_each_letter_is_a_word():
    tokenizer = Tokenizer.train(["犬が野原を走る。"], level="bpe")
    assert tokenizer.words("犬を走る。猫") == [*((one, True) for one in "犬を走る"), ("猫", False)]


def test_case_matters_by_word_only():
    assert Tokenizer.train(["The end"], level="bpe").words("the END") == [
        ("the", True),
        ("END", True),
    ]
    assert Tokenizer.train(["The end"]).words("the end") == [("the", False), ("end", True)]
    assert Tokenizer.train(["The end"], lowercase=True).words("THE") == [("THE", True)]


def test_a_vocabulary_without_known_words_has_no_unknown_ones(tmp_path):
    tokenizer = Tokenizer.train(["it is"], level="bpe")
    (tmp_path / "old.json").write_text(tokenizer.inner.to_str(), encoding="utf-8")
    old = Tokenizer.load(tmp_path / "old.json")
    assert old.known is None and old.words("love") == [("love", True)]


def test_the_commonest_words_are_kept(monkeypatch):
    from keras_seq.data.text import known_words

    monkeypatch.setattr(known_words, "MOST", 2)
    counts = known_words.WordCounts()
    texts = ["b b Ab c", "ab b", *(f"{'x' * i}" for i in range(100))]
    assert list(counts.counting(texts)) == texts
    assert counts.commonest() == {"ab", "b"}


def test_only_true_tags_are_taken_away_and_entities_are_signs():
    text = (
        "a<B, not C> d <me@home> vector<int> &lt;b&gt; Tom &amp; J &amp;lt;"
        '<br /><A href="x>y">link</A><!-- <i> no --><p class=x>'
    )
    seen = Tokenizer.train([text], strip_html=True).inner.normalizer.normalize_str(text)
    assert " ".join(seen.split()) == "a<B, not C> d <me@home> vector<int> <b> Tom & J &lt; link"
    plain = Tokenizer.train([text])
    assert plain.inner.normalizer.normalize_str(text) == text


@pytest.mark.parametrize("level", ["word", "char", "bpe"])
def test_a_letter_with_its_accent_is_one_however_it_is_written(level):
    composed = "Größe café \u1ec7"
    decomposed = unicodedata.normalize("NFD", composed)
    tokenizer = Tokenizer.train([composed], level=level, vocab_size=400)
    one, other = tokenizer.encode([composed, decomposed])
    assert len(decomposed) > len(composed) and one.tolist() == other.tolist()
    if level == "word":
        assert tokenizer.tokens(decomposed) == decomposed.split()


def test_a_tokenizer_of_old_keeps_its_own_ways(tmp_path):
    tokenizer = Tokenizer.train(["cafe\u0301"], level="char")
    tokenizer.inner.normalizer = normalizers.Lowercase()
    tokenizer.save(tmp_path / "old.json")
    again = Tokenizer.load(tmp_path / "old.json")
    assert again.encode(["cafe\u0301"])[0].tolist()[-1] == 1
