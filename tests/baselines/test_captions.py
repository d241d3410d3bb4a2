import numpy as np

from keras_seq.baselines.captions import captions_of_nearest, colours, shrunk


def test_the_nearest_pictures_speak():
    train = np.zeros((3, 16, 16, 3), np.uint8)
    train[1, :, 8:] = (255, 0, 0)  # half red
    train[2] = (0, 0, 255)
    asked = np.zeros((2, 16, 16, 3), np.uint8)
    asked[0, :8] = (250, 0, 0)  # half red too, elsewhere: nearer by colours than by points
    asked[1] = (0, 0, 250)
    said = [["nothing"], ["half red", "x"], ["blue"]]
    found = captions_of_nearest(train, said, asked)
    assert found["nearest_by_colours"] == ["half red", "blue"]
    assert found["nearest_by_points"][1] == "blue"


def test_shrunk_points_are_means_for_any_size():
    picture = np.arange(10, dtype=np.uint8)[None, :, None, None] * np.ones((1, 1, 10, 3), np.uint8)
    rows = shrunk(picture).reshape(8, 8, 3)
    np.testing.assert_allclose(rows[:, 0, 0], [0, 1, 2, 3.5, 5, 6, 7, 8.5])
    assert colours(picture).sum() == 1
