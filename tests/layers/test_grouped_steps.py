import keras
import numpy as np
import pytest

from keras_seq.data.padding import pad
from keras_seq.layers import GroupSteps, MaskPadding, SpreadSteps


def test_there_and_back():
    x = np.arange(1.0, 15.0, dtype="float32").reshape(1, 7, 2)
    groups = GroupSteps(3)(x)
    assert groups.shape == (1, 3, 6)
    back = keras.ops.convert_to_numpy(SpreadSteps(3)([x, groups]))
    np.testing.assert_array_equal(back, np.concatenate([x, x], axis=-1))


def test_masks_go_both_ways():
    x = pad([np.ones((7, 1), "float32"), np.ones((3, 1), "float32"), np.ones((4, 1), "float32")])
    steps = MaskPadding()(x)
    groups = GroupSteps(3)(steps)
    masks = [one._keras_mask for one in (groups, SpreadSteps(3)([steps, groups]))]
    assert np.asarray(masks[0]).tolist() == [[True] * 3, [True, False, False], [True, True, False]]
    assert np.asarray(masks[1]).sum(1).tolist() == [7, 3, 4]


def test_a_wrong_stride_is_refused():
    with pytest.raises(ValueError, match="stride must be a whole number"):
        GroupSteps(0)
