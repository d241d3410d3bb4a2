"""A model saved under TensorFlow gives the same answers under JAX and torch, and trains there."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from keras_seq.constants import PADDING_VALUE

CHECKOUT = Path(__file__).resolve().parents[1]

OTHER = """
import sys
import keras
import numpy as np
from keras_seq.losses import ChainCrossentropy, ForecastLoss
from keras_seq.models import many_to_many, many_to_one, one_to_many

from keras_seq.models import segment_forecaster

sizes = dict(lookback=6, horizon=4, segment=3, num_targets=2, units=4, num_series=2)
forecaster = segment_forecaster(**sizes, past_dim=1, known_dim=1)
forecaster.compile("adam", ForecastLoss("mae"))
windows = {"history": np.ones((3, 6, 2)), "past": np.ones((3, 6, 1)), "known": np.ones((3, 4, 1)),
           "series": np.array([0, 1, 2])}
assert np.isfinite(forecaster.fit(windows, np.ones((3, 4, 2)), verbose=0).history["loss"]).all()

for path in sys.argv[1:]:
    with np.load(path + ".npz") as saved:
        inputs, outputs = saved["inputs"], saved["outputs"]
    model = keras.saving.load_model(path + ".keras", compile=False)
    answers = keras.ops.convert_to_numpy(model(inputs))
    np.testing.assert_allclose(answers, outputs, atol=1e-5, err_msg=path)
    tags = path.endswith("crf")
    model.compile("adam", ChainCrossentropy() if tags else "mse")
    before = model.get_weights()
    model.fit(inputs, inputs[..., 0] > 0 if tags else outputs + 1, verbose=0)
    moved = [not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]
    assert all(moved), path
print(keras.backend.backend())
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    import keras

    from keras_seq.models import many_to_many, many_to_one, one_to_many, word_encoder

    tokens = np.array([[3, 5, 2, 0], [4, 0, 0, 0], [1, 2, 3, 4]], "int32")
    features = np.random.default_rng(0).normal(size=(3, 4, 2)).astype("float32")
    words = np.random.default_rng(0).integers(0, 5, (3, 4, 5)).astype("float32")
    words[1, 2:] = PADDING_VALUE
    sizes = {"vocab_size": 5, "num_letters": 5, "max_letters": 3, "embedding_dim": 3}
    encoders = [word_encoder(**sizes, letters=one, letter_units=2)
                for one in ("convolution", "recurrent")]  # fmt: skip
    models = {
        "lstm_max": many_to_one(num_classes=3, vocab_size=6, units=4, bidirectional=True,
                                pooling="max"),
        "gru_attention": many_to_one(num_classes=2, vocab_size=6, cell="gru", units=4,
                                     num_layers=2, pooling="attention"),
        "rnn_last": many_to_one(output_dim=1, head="linear", feature_dim=2, cell="simple_rnn",
                                units=4, bidirectional=True),
        "tagger": many_to_many(num_classes=3, feature_dim=2, units=4, bidirectional=True),
        "crf": many_to_many(num_classes=3, head="crf", feature_dim=2, cell="gru", units=4),
        "writer": one_to_many(vocab_size=6, units=4, tie_embeddings=True),
        "words_crf": many_to_many(num_classes=3, head="crf", encoder=encoders[0], units=4),
        "letters": many_to_many(num_classes=3, encoder=encoders[1], units=4),
    }  # fmt: skip
    room = tmp_path_factory.mktemp("backends")
    for name, model in models.items():
        inputs = {"tokens": tokens, "features": features, "frames": words}[model.inputs[0].name]
        draw = np.random.default_rng(1)
        model.set_weights([draw.normal(0, 0.5, one.shape) for one in model.get_weights()])
        outputs = keras.ops.convert_to_numpy(model(inputs))
        np.savez(room / f"{name}.npz", inputs=inputs, outputs=outputs)
        model.save(room / f"{name}.keras")
    return [str(room / name) for name in models]


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_saved_models_answer_and_train_alike(saved, backend):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} isn't installed")
    done = subprocess.run(
        [sys.executable, "-c", OTHER, *saved], capture_output=True, text=True,
        env={**os.environ, "KERAS_BACKEND": backend, "PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{backend}\n"
