import dataclasses

import numpy as np

from keras_seq.data.pictures.changes import PictureChanges, changed

PICTURE = np.zeros((10, 10, 3), np.uint8)
PICTURE[:, 5:] = (200, 100, 50)
NOTHING = PictureChanges(mirror=False, crop=0.0, shades=0.0)


def drawn(options, sided=False):
    return [changed(PICTURE, options, np.random.default_rng(seed), sided=sided)
            for seed in range(20)]  # fmt: skip


def test_nothing_is_changed_unasked():
    assert all((one == PICTURE).all() for one in drawn(NOTHING))


def test_the_mirror_is_left_out_where_a_caption_names_a_side():
    mirror = dataclasses.replace(NOTHING, mirror=True)
    turned = [bool((one == PICTURE[:, ::-1]).all()) for one in drawn(mirror)]
    assert 4 < sum(turned) < 16
    assert all((one == PICTURE).all() for one in drawn(mirror, sided=True))


def test_cropped_and_shaded_pictures_have_the_same_size():
    for one in drawn(dataclasses.replace(NOTHING, crop=0.5)):
        assert one.shape == PICTURE.shape and one.dtype == np.uint8
    shaded = np.stack(drawn(dataclasses.replace(NOTHING, shades=0.3)))
    assert shaded.min() >= 0 and shaded.max() <= 255
    assert shaded[:, 0, 9, 0].std() > 5 and shaded[:, 0, 9].argmax(axis=1).tolist() == [0] * 20
