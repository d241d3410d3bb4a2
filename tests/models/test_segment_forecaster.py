import keras
import numpy as np
import pytest

from keras_seq.losses import ForecastLoss
from keras_seq.models import segment_forecaster

SIZES = {"lookback": 12, "horizon": 7, "segment": 4, "num_targets": 2, "units": 6}
ALL = {**SIZES, "past_dim": 3, "known_dim": 2, "num_series": 4, "num_quantiles": 3, "dropout": 0.2}


def inputs(batch=5, seed=0):
    rng = np.random.default_rng(seed)
    return {
        "history": rng.normal(size=(batch, 12, 2)).astype("float32"),
        "past": rng.normal(size=(batch, 12, 3)).astype("float32"),
        "known": rng.normal(size=(batch, 7, 2)).astype("float32"),
        "series": (np.arange(batch) % 5).astype("int32"),
    }


@pytest.mark.parametrize("cell", ["simple_rnn", "gru", "lstm", keras.layers.GRUCell])
def test_shapes_save_and_reload(tmp_path, cell):
    model = segment_forecaster(**ALL, cell=cell)
    answers = model.predict(inputs(), verbose=0)
    assert answers.shape == (5, 7, 2 * 3)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras", compile=False)
    np.testing.assert_allclose(again.predict(inputs(), verbose=0), answers, atol=1e-6)
    bare = segment_forecaster(**SIZES, cell=cell)
    assert set(bare.input) == {"history"} and bare.output_shape == (None, 7, 2)


def test_every_input_counts_and_rows_do_not_mix():
    model = segment_forecaster(**ALL)
    base = model.predict(inputs(), verbose=0)
    for name in ALL and ("history", "past", "known", "series"):
        changed = inputs()
        changed[name][2] += 1
        answers = model.predict(changed, verbose=0)
        apart = np.abs(answers - base).max(axis=(1, 2))
        assert apart[2] > 1e-4 and apart[[0, 1, 3, 4]].max() < 1e-6, name


def test_each_target_is_read_by_itself():
    model = segment_forecaster(**SIZES)
    history = inputs()["history"]
    base = model.predict({"history": history}, verbose=0)
    history[:, :, 0] += 1
    answers = model.predict({"history": history}, verbose=0)
    np.testing.assert_allclose(answers[:, :, 1], base[:, :, 1], atol=1e-6)
    assert np.abs(answers[:, :, 0] - base[:, :, 0]).max() > 1e-4


def test_every_weight_learns_and_a_batch_is_overfitted():
    keras.utils.set_random_seed(0)
    model = segment_forecaster(**{**SIZES, "units": 48}, known_dim=2, num_series=4)
    data = {name: one for name, one in inputs().items() if name != "past"}
    target = np.random.default_rng(1).normal(size=(5, 7, 2)).astype("float32")
    model.compile(keras.optimizers.Adam(0.01), ForecastLoss("mse"))
    before = model.get_weights()
    repeated = {name: np.concatenate([values] * 150) for name, values in data.items()}
    model.fit(repeated, np.concatenate([target] * 150), batch_size=5, shuffle=False, verbose=0)
    assert model.evaluate(data, target, verbose=0) < 0.05
    for old, new in zip(before, model.get_weights(), strict=True):
        assert np.abs(old - new).max() > 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"segment": 5}, "lookback must be a multiple of segment, got lookback=12, segment=5"),
        ({"horizon": 0}, "horizon must be a whole number of at least 1"),
        ({"cell": "transformer"}, "cell must be one of"),
        ({"dropout": 1}, "dropout must be a number from 0"),
    ],
)
def test_wrong_arguments(changed, message):
    with pytest.raises(ValueError, match=message):
        segment_forecaster(**{**SIZES, **changed})


def test_a_linear_map_is_added():
    """Nothing at first; weights that are set by hand come through."""
    plain, added = (segment_forecaster(**SIZES, linear=linear) for linear in (False, True))
    assert added.count_params() - plain.count_params() == (12 + 1) * 7  # all targets share it
    added.set_weights([*plain.get_weights(), np.zeros((12, 7)), np.zeros(7)])
    given = {"history": inputs()["history"]}
    base = plain.predict(given, verbose=0)
    np.testing.assert_allclose(added.predict(given, verbose=0), base, atol=1e-6)
    kernel = np.zeros((12, 7))
    kernel[np.arange(7), np.arange(7)] = 2.0  # twice the first steps
    added.get_layer("linear").set_weights([kernel, np.ones(7)])
    np.testing.assert_allclose(
        added.predict(given, verbose=0) - base, 2 * given["history"][:, :7] + 1, atol=1e-5
    )


def test_how_much_is_learned_of_each_series():
    sizes = {**SIZES, "num_targets": 1, "num_series": 9}
    half, small = (segment_forecaster(**sizes, series_dim=dim) for dim in (None, 2))
    assert half.count_params() - small.count_params() == 10 * (3 - 2) - (2 * 3 + 3)
    with pytest.raises(ValueError, match="series_dim must be a whole number of at least 1"):
        segment_forecaster(**sizes, series_dim=0)


def test_one_unit_is_enough():
    model = segment_forecaster(**{**SIZES, "units": 1}, known_dim=2, num_series=4)
    draw = np.random.default_rng(0)
    answers = model({
        "history": draw.normal(size=(3, 12, 2)), "known": draw.normal(size=(3, 7, 2)),
        "series": np.array([0, 1, 4]),
    })  # fmt: skip
    assert answers.shape == (3, 7, 2) and np.isfinite(keras.ops.convert_to_numpy(answers)).all()
