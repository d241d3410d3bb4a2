import keras
import numpy as np

from keras_seq.layers import AppendPlaces


def test_rows_and_columns_stand_behind_each_vector(tmp_path):
    picture = keras.Input((3, 2, 4))
    model = keras.Model(picture, AppendPlaces()(picture))
    model.save(tmp_path / "a.keras")
    model = keras.saving.load_model(tmp_path / "a.keras")
    given = np.random.default_rng(0).random((5, 3, 2, 4)).astype("float32")
    found = np.asarray(model(given))
    np.testing.assert_array_equal(found[..., :4], given)
    for one in found:
        assert one[:, 0, 4].tolist() == [-1, 0, 1] and one[0, :, 5].tolist() == [-1, 1]
