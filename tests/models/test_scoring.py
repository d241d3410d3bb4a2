import keras
import numpy as np
import pytest

from keras_seq.data.batching import Batches
from keras_seq.models import document_log_probs, next_token_log_probs, one_to_many


def by_hand(model, tokens, context=None):
    inputs = tokens[None, :-1]
    logits = model(inputs if context is None else [inputs, context])
    logs = keras.ops.convert_to_numpy(keras.ops.log_softmax(logits, axis=-1))[0]
    return logs[np.arange(len(tokens) - 1), tokens[1:]], logs.argmax(axis=1)


@pytest.mark.parametrize("count", [2, 50, 51, 1000, 1003])
def test_every_token_is_judged_once(count):
    model = one_to_many(vocab_size=9, units=5, cell="gru")
    tokens = np.random.default_rng(0).integers(1, 9, count).astype(np.uint16)
    logs, best = next_token_log_probs(model, tokens, streams=4, piece=16, warmup=60)
    expected, likeliest = by_hand(model, tokens.astype(int))
    assert logs.shape == (count - 1,)
    np.testing.assert_allclose(logs, expected, atol=1e-4)
    assert np.mean(best == likeliest) > 0.99


def test_documents_come_back_in_their_order():
    model = one_to_many(vocab_size=9, units=5, num_classes=3)
    draw = np.random.default_rng(0)
    texts = [draw.integers(1, 9, count) for count in (7, 3, 12, 5, 3)]
    contexts = np.array([0, 1, 2, 1, 0])
    batches = Batches([one[:-1] for one in texts], [one[1:] for one in texts],
                      contexts=contexts, batch_size=2)  # fmt: skip
    for one, context, logs in zip(texts, contexts, document_log_probs(model, batches), strict=True):
        expected, _ = by_hand(model, one, np.array([context]))
        np.testing.assert_allclose(logs, expected, atol=1e-5)
