"""Apps learn, are resumed, judged and asked on JAX; what one backend trained, another answers with.

All on JAX is done by one process. `tests/backends.py` does it for every app, both ways.
"""

import importlib.util
import json
import runpy
from pathlib import Path

import numpy as np
import pytest

BACKENDS = runpy.run_path(str(Path(__file__).with_name("backends.py")))
TINY = "--units 4 --cell simple_rnn --schedule constant --warmup 0 --dropout 0"
#: By app what makes its training take a moment; for the others see `tests/backends.py`.
SMALL = {
    "sequence_classification": f"{TINY} --batch-size 64",
    "entity_tagging": f"{TINY} --letter-units 2 --letter-dropout 0 --max-train-samples 40",
    "speech_recognition": f"{TINY} --filters 2 --stride 9 --batch-size 60 --join 1",
    "text_generation": f"{TINY} --embedding-dim 4",
}


@pytest.fixture(scope="module")
def on_jax(tmp_path_factory):
    if importlib.util.find_spec("jax") is None:
        pytest.skip("jax isn't installed")
    worker = BACKENDS["Worker"]("jax", tmp_path_factory.mktemp("compiled"))
    yield worker
    worker.end()


@pytest.mark.parametrize("app", SMALL)
def test_an_app_lives_on_jax_and_its_run_on_tensorflow(app, on_jax, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    epochs = 2 if app == "text_generation" else 1  # whose states stand in a checkpoint, too
    on_jax("trained", app, str(tmp_path), "run", epochs, SMALL[app], True)
    asked = [app, str(tmp_path), "run"]
    told = on_jax("answered", *asked, "jax.npz", True)
    here = BACKENDS["answered"](*asked, "tensorflow.npz", True)
    assert BACKENDS["outputs_apart"](Path("jax.npz"), Path("tensorflow.npz")) < 1e-5
    metrics = json.loads(Path("run", "metrics.json").read_bytes())["test"]
    assert BACKENDS["apart"](told[-1].strip(), json.dumps(metrics)) == 0
    for one, other in zip(told, here, strict=True):
        assert BACKENDS["apart"](one, other) < 1e-5, f"{one}\n{other}"


def test_a_run_goes_both_ways_and_ends_alike_unbroken(on_jax, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here = {"jax": on_jax, "tensorflow": lambda job, *given: BACKENDS[job](*given)}
    how = (str(tmp_path), 2, f"{TINY} --max-train-samples 40")
    rows = list(BACKENDS["rows"]("time_series", here, *how))
    assert [row[:5] for row in rows] == [
        ["time_series", one, "bit for bit", "0e+00", other]
        for one, other in (("jax", "tensorflow"), ("tensorflow", "jax"))
    ]
    assert all(float(figure.split()[0]) < 1e-5 for row in rows for figure in row[5:])


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_models_saved_on_tensorflow_answer_alike(backend, request, tmp_path):
    import keras

    from keras_seq.models import many_to_many, many_to_one, one_to_many

    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} isn't installed")
    there = BACKENDS["Worker"](backend, tmp_path) if backend != "jax" else None
    ask = there or request.getfixturevalue("on_jax")
    draw = np.random.default_rng(1)
    tokens = np.array([[3, 5, 2, 0], [4, 0, 0, 0], [1, 2, 3, 4]], "int32")
    features = draw.normal(size=(3, 4, 2)).astype("float32")
    models = [
        many_to_one(num_classes=3, vocab_size=6, units=4, bidirectional=True, pooling="max"),
        many_to_one(num_classes=2, vocab_size=6, cell="gru", units=4, pooling="attention"),
        many_to_one(output_dim=1, head="linear", feature_dim=2, cell="simple_rnn", units=4),
        many_to_many(num_classes=3, feature_dim=2, units=4, num_layers=2, head="crf"),
        one_to_many(vocab_size=6, units=4, tie_embeddings=True),
    ]
    for number, model in enumerate(models):
        inputs = tokens if model.inputs[0].name == "tokens" else features
        model.set_weights([draw.normal(0, 0.5, one.shape) for one in model.get_weights()])
        model.save(tmp_path / f"{number}.keras")
        np.save(tmp_path / f"{number}.npy", inputs)
        np.savez(tmp_path / f"{number}.npz", keras.ops.convert_to_numpy(model(inputs)))
        ask("outputs", str(tmp_path), number)
        paths = [tmp_path / f"{name}.npz" for name in (number, f"{number}_there")]
        assert BACKENDS["outputs_apart"](*paths) < 1e-5, model.name
    if there:
        there.end()
