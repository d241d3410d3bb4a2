import numpy as np
import pytest

from keras_seq.tasks.captioning import fields


@pytest.mark.parametrize(
    ("boxes", "touched"),
    [([(0.0, 0.0, 0.5, 0.5)], [[True, False], [False, False]]),
     ([(0.4, 0.0, 0.6, 0.1)], [[True, True], [False, False]]),
     ([(0.0, 0.0, 0.1, 0.1), (0.9, 0.9, 1.0, 1.0)], [[True, False], [False, True]])],
)  # fmt: skip
def test_fields_that_boxes_touch(boxes, touched):
    np.testing.assert_array_equal(fields(boxes, 2, 2), touched)
