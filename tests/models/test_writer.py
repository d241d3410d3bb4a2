import keras
import numpy as np
import pytest

from keras_seq.decoding import Beams, Sampling
from keras_seq.models import Writer, one_to_many

pytestmark = pytest.mark.usefixtures("searches_compiled")

PROMPTS = [np.array([3, 4, 5]), np.array([6]), np.array([2, 7, 8, 1, 3])]


def model_of(**more):
    keras.utils.set_random_seed(1)
    model = one_to_many(vocab_size=11, units=6, **more)
    draw = np.random.default_rng(0)
    model.set_weights([draw.normal(0, 0.8, one.shape) for one in model.get_weights()])
    return model


def by_hand(model, prompt, count, context=None):
    """The likeliest tokens, the whole text read anew for each."""
    text = list(prompt)
    for _ in range(count):
        inputs = np.array([text])
        logits = model(inputs if context is None else [inputs, context])
        logits = keras.ops.convert_to_numpy(logits)[0, -1]
        text.append(int(1 + logits[1:].argmax()))
    return text[len(prompt) :]


@pytest.mark.parametrize("cell", ["simple_rnn", "gru", "lstm"])
@pytest.mark.parametrize("num_layers", [1, 2])
def test_greedy_equals_reading_the_whole_text_for_each_token(cell, num_layers):
    model = model_of(cell=cell, num_layers=num_layers)
    texts = Writer(model)(PROMPTS, max_new_tokens=9, sampling=Sampling(0.0))
    for prompt, (text,) in zip(PROMPTS, texts, strict=True):
        assert text.tolist() == by_hand(model, prompt, 9)


@pytest.mark.parametrize(("piece", "scores"), [(4, 1 << 26), (256, 3 * 11 * 2)])
def test_long_prompts_are_read_piece_by_piece(monkeypatch, piece, scores):
    monkeypatch.setattr("keras_seq.models.writer.PIECE", piece)
    monkeypatch.setattr("keras_seq.models.writer.MOST_SCORES", scores)
    model = model_of(num_layers=2)
    prompts = [np.arange(length) % 10 + 1 for length in (13, 1, 4)]
    texts = Writer(model)(prompts, max_new_tokens=9, sampling=Sampling(0.0))
    for prompt, (text,) in zip(prompts, texts, strict=True):
        assert text.tolist() == by_hand(model, prompt, 9)


@pytest.mark.parametrize("bridge", ["state", "every_step"])
def test_with_a_class_for_context(bridge):
    model = model_of(num_classes=3, bridge=bridge)
    contexts = np.array([2, 0, 1])
    texts = Writer(model)(PROMPTS, contexts, max_new_tokens=5, sampling=Sampling(0.0))
    for prompt, context, (text,) in zip(PROMPTS, contexts, texts, strict=True):
        assert text.tolist() == by_hand(model, prompt, 5, np.array([context]))


def test_a_text_depends_on_its_seed_and_not_on_how_it_is_cut_into_pieces():
    writer = Writer(model_of())
    one = writer(PROMPTS[:1], max_new_tokens=150, seed=7)[0][0]
    assert len(one) == 150 and 0 not in one
    again = np.concatenate(list(writer.stream(PROMPTS[0], max_new_tokens=150, seed=7, piece=11)))
    np.testing.assert_array_equal(again, one)
    other = writer(PROMPTS[:1], max_new_tokens=150, seed=8)[0][0]
    assert not np.array_equal(other, one)
    two, more = writer(PROMPTS[:1], max_new_tokens=150, num_return_sequences=2, seed=7)[0]
    np.testing.assert_array_equal(two, one)
    assert not np.array_equal(more, one)


def test_a_stop_token_ends_its_row_alone():
    writer = Writer(model_of())
    plain = writer(PROMPTS, max_new_tokens=100, seed=1)
    stopped = writer(PROMPTS, max_new_tokens=100, seed=1, stop_tokens=[4, 9])
    for (whole,), (cut,) in zip(plain, stopped, strict=True):
        stops = np.flatnonzero(np.isin(whole, [4, 9]))
        end = stops[0] + 1 if len(stops) else len(whole)
        np.testing.assert_array_equal(cut, whole[:end])


def test_repetition_penalty_counts_prompt_and_text():
    model = model_of()
    found = Writer(model)([np.array([3, 4])], max_new_tokens=9,
                          sampling=Sampling(0.0, repetition_penalty=1.7))[0][0]  # fmt: skip
    text = [3, 4]
    for _ in range(9):
        logits = keras.ops.convert_to_numpy(model(np.array([text])))[0, -1]
        for token in set(text):
            logits[token] *= 1.7 if logits[token] < 0 else 1 / 1.7
        text.append(int(1 + logits[1:].argmax()))
    assert found.tolist() == text[2:]
    plain = Writer(model)([np.array([3, 4])], max_new_tokens=9, sampling=Sampling(0.0))[0][0]
    assert found.tolist() != plain.tolist()


def test_banned_tokens_are_never_written():
    writer = Writer(model_of(), banned_tokens=[0, 1, 2, 3])
    assert min(writer([np.array([5])], max_new_tokens=300)[0][0]) == 4


def test_beam_search_scores_its_texts_as_reading_them_would():
    model = model_of()
    writer = Writer(model)
    found = writer.search(PROMPTS, max_new_tokens=6, beams=Beams(4, 0.0), num_return_sequences=2)
    greedy = writer(PROMPTS, max_new_tokens=6, sampling=Sampling(0.0))
    for prompt, (best, second), (line,) in zip(PROMPTS, found, greedy, strict=True):
        assert best.score >= second.score
        for tokens, score in ((best.tokens, best.score), (line, None)):
            text = np.concatenate([prompt, tokens])
            logits = keras.ops.convert_to_numpy(model(text[None, :-1]))[0]
            logs = keras.ops.convert_to_numpy(keras.ops.log_softmax(logits, axis=-1))
            logs = logs[np.arange(len(text) - 1), text[1:]][len(prompt) - 1 :].sum()
            assert len(tokens) == 6
            if score is not None:
                assert abs(score - logs) < 1e-4
            else:
                assert best.score >= logs - 1e-4


def test_errors():
    writer = Writer(model_of())
    with pytest.raises(ValueError, match="every prompt needs one token"):
        writer([np.zeros(0, int)], max_new_tokens=3)
    with pytest.raises(ValueError, match="max_new_tokens must be 1 or more"):
        writer(PROMPTS, max_new_tokens=0)
    with pytest.raises(ValueError, match="temperature must be 0 or more"):
        writer(PROMPTS, max_new_tokens=3, sampling=Sampling(-1.0))
