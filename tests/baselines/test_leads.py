from keras_seq.baselines.leads import commonest, lead, lead_words, sentences


def test_sentences_end_where_they_do():
    text = 'Mr. J. R. Bo came at 3.30. "Why?" It rained… Then, e.g. on Monday, it snowed!'
    assert sentences(text) == ["Mr. J. R. Bo came at 3.30.", '"Why?"', "It rained…",
                               "Then, e.g. on Monday, it snowed!"]  # fmt: skip
    assert sentences("One. Two! Three? Four") == ["One.", "Two!", "Three?", "Four"]
    assert sentences("Dr. Li costs 3.50 euros") == ["Dr. Li costs 3.50 euros"]
    assert sentences("火事だ。逃げた。") == ["火事だ。", "逃げた。"]
    assert sentences("") == [] and sentences("...") == ["..."]


def test_leads():
    texts = ["One. Two. Three. Four.", "Only this", ""]
    assert lead(texts, 1) == ["One.", "Only this", ""]
    assert lead(texts, 3) == ["One. Two. Three.", "Only this", ""]
    assert lead_words(texts, ["a b c", "a", "a b"]) == ["One. Two.", "Only this", ""]
    assert commonest(texts, ["x", "y", "y"]) == ["y"] * 3
