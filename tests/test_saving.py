import json
import time
import zipfile

import keras
import numpy as np
import pytest

from keras_seq import InputError
from keras_seq.models import encoder_decoder, many_to_many, many_to_one
from keras_seq.saving import bounded, load_model


def with_size(path, name, size, to):
    """Copy a saved model, with a size in its `config.json` exchanged."""
    forged = path.with_name(f"{name}.keras")
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(forged, "w") as copy:
        for member in parts.namelist():
            content = parts.read(member)
            if member == "config.json":
                text = json.dumps(json.loads(content))
                assert f'"{name}": {size}' in text
                content = text.replace(f'"{name}": {size}', f'"{name}": {to}').encode()
            copy.writestr(member, content)
    return forged


@pytest.mark.parametrize(("name", "size"), [("units", 6), ("input_dim", 50), ("output_dim", 5)])
def test_layers_that_the_weights_don_t_fill_are_refused_unmade(tmp_path, name, size):
    many_to_one(num_classes=2, vocab_size=50, embedding_dim=5, units=6).save(tmp_path / "a.keras")
    forged = with_size(tmp_path / "a.keras", name, size, 10**9)
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"can't be loaded: .*asks for [\d,]+ weights, where"):
        load_model(forged)
    assert time.monotonic() - begun < 10  # as much as it would take were the disk asleep


def test_layers_may_be_made_as_before_afterwards():
    whole = keras.layers.Layer.add_weight
    said = "'wide' asks for 5,000 weights, where there are 10"
    with pytest.raises(ValueError, match=said), bounded(10):
        keras.layers.Dense(1000, name="wide").build((None, 5))
    assert keras.layers.Layer.add_weight is whole
    keras.layers.Dense(1000).build((None, 5))


@pytest.mark.parametrize(
    "model",
    [
        lambda: many_to_one(num_classes=2, vocab_size=9, units=3, bidirectional=True),
        lambda: many_to_many(num_classes=2, feature_dim=3, units=3, head="crf"),
        lambda: encoder_decoder(source_vocab_size=9, target_vocab_size=8, units=3),
    ],
)
def test_what_was_saved_is_within_the_bound_without_spare(tmp_path, monkeypatch, model):
    monkeypatch.setattr("keras_seq.saving.SPARE", 0)
    saved = model()
    saved.save(tmp_path / "a.keras")
    loaded = load_model(tmp_path / "a.keras")
    for one, other in zip(loaded.get_weights(), saved.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_layer_that_could_not_be_called_by_its_name_is_refused_when_it_is_read(tmp_path):
    many_to_one(num_classes=2, vocab_size=9, units=3).save(tmp_path / "a.keras")
    forged = tmp_path / "forged.keras"
    with zipfile.ZipFile(tmp_path / "a.keras") as whole, zipfile.ZipFile(forged, "w") as copy:
        for member in whole.namelist():
            content = whole.read(member)
            if member == "config.json":
                content = content.replace(b'"name": "logits"', '"name": "é"'.encode())
            copy.writestr(member, content)
    with pytest.raises(InputError, match="a layer can't be called 'é'"):
        load_model(forged)


def test_names_that_keras_calls_are_taken(tmp_path):
    price = keras.Input((3,), name="unit price")
    inner = keras.Sequential([keras.Input((3,), name="é"), keras.layers.Dense(2)], name="_x")
    model = keras.Model(price, keras.layers.Dense(1, name="_y")(inner(price)), name="a.b")
    model.save(tmp_path / "a.keras")
    row = np.ones((1, 3), "float32")
    np.testing.assert_array_equal(load_model(tmp_path / "a.keras")(row), model(row))
