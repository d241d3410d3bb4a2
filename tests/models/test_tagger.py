import keras
import numpy as np
import pytest

from keras_seq.data.batching import Batches
from keras_seq.data.labels import Labels
from keras_seq.models import many_to_many, tags_of

LABELS = Labels(("a", "b", "c"))
STEPS = [np.random.default_rng(n).normal(size=(n, 2)).astype("float32") for n in (5, 1, 3, 5, 2)]


@pytest.mark.parametrize("head", ["crf", "softmax"])
def test_each_sequence_is_tagged_as_if_alone(head):
    keras.utils.set_random_seed(0)
    model = many_to_many(num_classes=3, feature_dim=2, units=4, bidirectional=True, head=head)
    together = tags_of(model, Batches(STEPS, batch_size=2), LABELS, head)
    for steps, (tags, chances, *_) in zip(STEPS, together, strict=True):
        ((alone, same, *_),) = tags_of(model, Batches([steps], batch_size=1), LABELS, head)
        assert tags == alone and len(tags) == len(chances) == len(steps)
        np.testing.assert_allclose(chances, same, atol=1e-5)


@pytest.mark.parametrize("head", ["crf", "softmax"])
def test_what_may_not_follow_never_does(head):
    keras.utils.set_random_seed(1)
    model = many_to_many(num_classes=3, feature_dim=2, units=4, head=head)
    allowed = np.ones((4, 4), bool)
    allowed[:, 0] = allowed[3, 1] = False  # "a" nowhere, "b" not at the beginning
    for tags, chances, *_ in tags_of(model, Batches(STEPS, batch_size=5), LABELS, head, allowed):
        assert "a" not in tags and tags[0] == "c" and ((chances > 0) & (chances < 1)).all()
