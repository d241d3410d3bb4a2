import numpy as np
import pytest

from keras_seq.data.text import Tokenizer
from keras_seq.data.text.copying import number_sources, number_targets, write_out

TEXTS = ["A fire in the town , at 3 .", "The town is ( not ) near the fire:"]


@pytest.mark.parametrize(
    ("level", "lowercase"), [("word", False), ("word", True), ("char", False), ("bpe", False)]
)
def test_what_is_read_can_be_written_out(level, lowercase):
    tokenizer = Tokenizer.train(TEXTS, level=level, blanks=True, lowercase=lowercase)
    texts = ["A fire in Zorbaham, at 3:45 (near Ulm).", "O'Neil-Smith ran 東京", "Ulm Ulm Ulm"]
    sources = number_sources(tokenizer, texts)
    targets = number_targets(tokenizer, texts, sources)
    for text, source, target in zip(texts, sources, targets, strict=True):
        np.testing.assert_array_equal(source.tokens, target)
        written = write_out(tokenizer, target, source)
        assert written.lower() == text.lower() if lowercase else written == text


def test_a_word_has_the_number_of_the_step_at_which_it_stands_first():
    tokenizer = Tokenizer.train(TEXTS, blanks=True)
    (source,) = number_sources(tokenizer, ["Ulm is in Ulm, Ulm ( Ulm )"])
    size = tokenizer.vocab_size
    found = dict(zip(source.words, source.tokens - size, strict=True))
    assert found[" Ulm"] == 0 and found[","] == 4 and found[" in"] < 0
    assert source.own(size) == {" Ulm": size, ",": size + 4}


def test_what_neither_vocabulary_nor_source_has_is_unknown():
    tokenizer = Tokenizer.train(TEXTS, blanks=True)
    sources = number_sources(tokenizer, ["a fire in Ulm", ""])
    known, nothing = number_targets(tokenizer, ["Ulm in Bonn", "Ulm"], sources)
    assert known.tolist()[0] == tokenizer.vocab_size + 3 and known.tolist()[2] == 1
    assert sources[1].tokens.tolist() == [1] and nothing.tolist() == [1]
    assert sources[0].listed(tokenizer.vocab_size)[-1] == ("Ulm", False)
    assert sources[0].first(2).words == sources[0].words[:2]
