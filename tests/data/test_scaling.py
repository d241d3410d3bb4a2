import numpy as np
import pytest

from keras_seq.data.scaling import Standardizer
from keras_seq.errors import InputError


def test_mean_0_and_deviation_1_on_what_it_was_fitted_on():
    draw = np.random.default_rng(0)
    parts = [draw.normal([5, -3, 7], [2, 0.1, 0], (count, 3)) for count in (40, 60)]
    scaler = Standardizer.fit(parts)
    scaled = np.concatenate([scaler.scale(one) for one in parts])
    assert scaled.dtype == np.float32
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(scaled.std(axis=0), [1, 1, 0], atol=1e-4)


def test_nothing_comes_near_the_value_of_padding():
    scaler = Standardizer.fit([np.array([[0.0], [1.0]])])
    assert scaler.scale(np.array([[-1e30], [1e30]])).tolist() == [[-1000], [1000]]


def test_another_number_of_features_is_refused():
    with pytest.raises(InputError, match="2 features a step, where the model was trained on 1"):
        Standardizer.fit([np.zeros((3, 1))]).scale(np.zeros((3, 2)))


def test_save_and_load(tmp_path):
    path = tmp_path / "scaler.json"
    scaler = Standardizer.fit([np.random.default_rng(0).normal(size=(9, 2))])
    scaler.save(path)
    again = Standardizer.load(path)
    np.testing.assert_array_equal(again.mean, scaler.mean)
    np.testing.assert_array_equal(again.deviation, scaler.deviation)
    for damaged in ("{}", "[]", '{"mean": [1], "deviation": [1, 2]}', "{"):
        path.write_text(damaged)
        with pytest.raises(InputError, match=r"scaler.json: damaged"):
            Standardizer.load(path)


def test_names_are_remembered_and_earlier_files_had_none(tmp_path):
    path = tmp_path / "scaler.json"
    Standardizer.fit([np.zeros((3, 2))], ("x", "y")).save(path)
    assert Standardizer.load(path).columns == ("x", "y")
    path.write_text('{"mean": [1.0, 2.0], "deviation": [1.0, 1.0]}')
    assert Standardizer.load(path).columns == ()
    path.write_text('{"mean": [1.0, 2.0], "deviation": [1.0, 1.0], "columns": ["x"]}')
    with pytest.raises(InputError, match="damaged: columns and mean"):
        Standardizer.load(path)
