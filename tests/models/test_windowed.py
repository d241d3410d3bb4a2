import keras
import numpy as np
import pytest

from keras_seq.data.biology.alphabets import DNA
from keras_seq.data.biology.records import on_other_strand
from keras_seq.models import many_to_many
from keras_seq.models.windowed import window_labels, windows

DRAW = np.random.default_rng(0)
NAMES = ["CDS+", "CDS-", "other"]


@pytest.fixture(scope="module", params=["softmax", "crf"])
def model(request):
    from keras_seq.layers import convolution_stack

    built = many_to_many(
        num_classes=3, head=request.param, vocab_size=16, embedding_dim=None, units=4,
        bidirectional=True, stride=3, stem=lambda x: convolution_stack(x, filters=4, kernel_size=3),
    )  # fmt: skip
    built.set_weights([DRAW.normal(0, 0.3, weight.shape) for weight in built.get_weights()])
    return built


def chances(model, letters, size, overlap, pieces=1, **options):
    head = "crf" if len(model.output_shape) == 4 else "softmax"
    found = windows("a", np.array_split(letters, pieces), size, overlap, stride=3)
    rows = list(window_labels(model, found, head, **options))
    np.testing.assert_array_equal(np.concatenate([row.steps for row in rows]), letters)
    return np.concatenate([row.chances for row in rows])


def test_borders_of_windows_do_not_show(model):
    letters = DRAW.integers(1, 5, 700).astype(np.uint8)
    whole = chances(model, letters, 10_000, 0)
    np.testing.assert_allclose(chances(model, letters, 400, 150, pieces=7), whole, atol=1e-4)
    cut = chances(model, letters, 60, 0)  # with no overlap they do
    assert np.abs(cut - whole).max() > 1e-3


def test_both_strands_have_one_answer(model):
    letters = DRAW.integers(1, 5, 301).astype(np.uint8)
    turned = on_other_strand(NAMES)
    options = {"other_strand": DNA.reverse_complement, "other_labels": turned}
    here = chances(model, letters, 1000, 0, **options)
    there = chances(model, DNA.reverse_complement(letters), 1000, 0, **options)
    np.testing.assert_allclose(there[::-1][:, turned], here, atol=1e-6)
    np.testing.assert_allclose(here.sum(-1), 1, rtol=1e-5)
    alone = chances(model, letters, 1000, 0)
    assert np.abs(alone - here).max() > 1e-3


def test_windows_begin_where_groups_do():
    found = list(windows("a", [np.arange(100)], 40, 10, stride=3))
    assert all(window.steps[0] % 3 == 0 for window in found)
    kept = np.concatenate([window.steps[window.first : window.last] for window in found])
    np.testing.assert_array_equal(kept, np.arange(100))
    with pytest.raises(ValueError, match="twice the overlap"):
        list(windows("a", [], 20, 10))


def test_the_chances_of_a_softmax_are_the_model_s(model):
    if len(model.output_shape) == 4:
        pytest.skip("a chain")
    letters = DRAW.integers(1, 5, 30).astype(np.uint8)
    right = keras.ops.softmax(model(letters[None].astype("int32")))[0]
    np.testing.assert_allclose(chances(model, letters, 50, 0), right, atol=1e-6)
