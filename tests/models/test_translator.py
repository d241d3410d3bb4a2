import keras
import numpy as np
import pytest

from keras_seq.decoding import Beams
from keras_seq.models import Translator, encoder_decoder


def made(**options):
    model = encoder_decoder(source_vocab_size=9, target_vocab_size=7, units=4, embedding_dim=3,
                            bidirectional=True, **options)  # fmt: skip
    draw = np.random.default_rng(1)
    model.set_weights([draw.normal(0, 1.0, one.shape) for one in model.get_weights()])
    return model


SOURCES = [np.array([3, 5, 2], "int32"), np.array([4], "int32"), np.array([7, 1, 2, 8, 6], "int32")]


def score(model, source, tokens):
    """Log probability of a target and its end, by teacher forcing."""
    target = np.array([[1, *tokens]], "int32")
    logs = keras.ops.log_softmax(model([source[None], target]), axis=-1)
    logs = keras.ops.convert_to_numpy(logs)[0]
    return sum(logs[place, token] for place, token in enumerate([*tokens, 2]))


@pytest.mark.usefixtures("searches_compiled")
@pytest.mark.parametrize(
    "options", [{"attention": "bahdanau"}, {"attention": "luong", "num_layers": 2},
                {"attention": None, "bridge": "every_step"}],
)  # fmt: skip
def test_scores_are_those_of_teacher_forcing_and_neighbours_do_not_count(options):
    model = made(**options)
    translator = Translator(model, start=1, end=2)
    beams = Beams(num_beams=3, length_penalty=0.0)
    together = translator(SOURCES, beams, num_return_sequences=2, longest=0.0)
    for source, found in zip(SOURCES, together, strict=True):
        (alone,) = translator([source], beams, num_return_sequences=2, longest=0.0)
        assert [one.tokens.tolist() for one in alone] == [one.tokens.tolist() for one in found]
        for one in found:
            if len(one.tokens) < 10:  # it came to its end
                expected = score(model, source, one.tokens.tolist())
                assert one.score == pytest.approx(expected, abs=1e-4)
        assert found[0].score >= found[1].score


def test_given_targets_are_scored():
    model = made()
    targets = [np.array([4, 5, 3]), np.array([6]), np.array([3, 3, 3, 3])]
    found = Translator(model, start=1, end=2).score(SOURCES, targets)
    expected = [score(model, one, target.tolist()) for one, target in
                zip(SOURCES, targets, strict=True)]  # fmt: skip
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_batches_come_back_in_order():
    translator = Translator(made(), start=1, end=2)
    draw = np.random.default_rng(0)
    sources = [draw.integers(3, 9, size).astype("int32") for size in draw.integers(1, 14, 11)]
    greedy = Beams(num_beams=1)
    whole = translator(sources, greedy)
    pieces = translator(sources, greedy, batch_size=4)
    assert [one[0].tokens.tolist() for one in whole] == [one[0].tokens.tolist() for one in pieces]


@pytest.mark.parametrize(
    "options", [{"attention": "bahdanau", "bridge": "every_step", "num_layers": 2},
                {"attention": "luong", "input_feeding": True, "num_layers": 2, "cell": "gru"}],
)  # fmt: skip
def test_attention_is_a_distribution_over_the_source(options):
    translator = Translator(made(**options), start=1, end=2)
    targets = [np.array([4, 5]), np.array([3, 3, 6, 4]), np.array([], "int32")]
    found = translator.attention(SOURCES, targets)
    assert [one.shape for one in found] == [(3, 3), (5, 1), (1, 5)]
    for source, target, weights in zip(SOURCES, targets, found, strict=True):
        np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
        (alone,) = translator.attention([source], [target])
        np.testing.assert_allclose(alone, weights, atol=1e-5)
    assert Translator(made(attention=None), 1, 2).attention(SOURCES, targets) is None


def test_a_long_source_does_not_fill_the_memory(monkeypatch):
    translator = Translator(made(), start=1, end=2)
    draw = np.random.default_rng(0)
    sources = [draw.integers(3, 9, size).astype("int32") for size in (*[5] * 7, 40)]
    whole = translator(sources, Beams(num_beams=1), longest=0.0)
    monkeypatch.setattr("keras_seq.models.translator.MOST_STEPS", 100)
    shapes = []
    begin = translator._begin
    monkeypatch.setattr(
        translator, "_begin", lambda given: (shapes.append(given.shape), begin(given))[1]
    )
    parts = translator(sources, Beams(num_beams=1), longest=0.0)
    assert [answers[0].tokens.tolist() for answers in parts] == [
        answers[0].tokens.tolist() for answers in whole
    ]
    assert max(rows * time for rows, time in shapes) <= 100
