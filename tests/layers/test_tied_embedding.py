import keras
import numpy as np

from keras_seq.layers import TiedEmbedding

ops = keras.ops
TOKENS = np.array([[2, 1, 0]])


def test_embeds_and_scores_with_one_matrix():
    layer = TiedEmbedding(4, 3)
    layer(TOKENS)
    matrix = np.random.default_rng(0).normal(size=(4, 3))
    layer.set_weights([matrix, np.array([1.0, 2.0, 3.0, 4.0])])
    vectors = ops.convert_to_numpy(layer(TOKENS))
    np.testing.assert_allclose(vectors[0], matrix[[2, 1, 0]], rtol=1e-6)
    logits = ops.convert_to_numpy(layer(vectors, reverse=True))
    np.testing.assert_allclose(logits[0], vectors[0] @ matrix.T + [1, 2, 3, 4], rtol=1e-5)
    assert layer.count_params() == 4 * 3 + 4


def test_mask_and_reload_and_mixed_precision(tmp_path):
    tokens = keras.Input((None,), dtype="int32")
    layer = TiedEmbedding(6, 4, dtype="mixed_bfloat16", name="embedding")
    x = keras.layers.LSTM(4, return_sequences=True, dtype="mixed_bfloat16")(layer(tokens))
    logits = layer(x, reverse=True)
    assert logits.dtype == "float32"
    model = keras.Model(tokens, logits)
    model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    short = model.evaluate(np.array([[2, 1]]), np.array([[1, 3]]), verbose=0)
    padded = model.evaluate(TOKENS, np.array([[1, 3, 5]]), verbose=0)
    np.testing.assert_allclose(short, padded, rtol=1e-3)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras", compile=False)
    np.testing.assert_array_equal(
        ops.convert_to_numpy(model(TOKENS)), ops.convert_to_numpy(again(TOKENS))
    )
    assert len(again.get_layer("embedding").weights) == 2
