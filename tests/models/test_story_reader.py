import keras
import numpy as np
import pytest

from keras_seq.models import attending, story_reader

SIZES = {"num_answers": 3, "max_words": 4, "vocab_size": 12, "units": 6}


@pytest.fixture(scope="module")
def stories():
    story = np.random.default_rng(0).integers(1, 12, (2, 3, 4)).astype("int32")
    story[0, 0, 2:] = 0
    return story, np.array([[2, 3, 0, 0], [4, 5, 6, 7]], "int32")


@pytest.mark.parametrize("given", [{"hops": 1}, {"hops": 3, "sentences": "recurrent",
                                                 "context": True}])  # fmt: skip
def test_padding_changes_nothing_and_a_file_keeps_all(stories, tmp_path, given):
    model = story_reader(**SIZES, **given)
    story, question = stories
    logits, shares = attending(model)([story, question])
    longer = np.pad(story, [(0, 0), (0, 2), (0, 0)])
    again, padded = attending(model)([longer, question])
    np.testing.assert_allclose(again, logits, atol=1e-6)
    np.testing.assert_allclose(padded[..., :3], shares, atol=1e-6)
    np.testing.assert_allclose(np.sum(padded, axis=-1), 1, atol=1e-5)
    assert not np.any(padded[..., 3:])

    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(loaded([story, question]), logits, atol=1e-6)
    assert attending(loaded) is attending(loaded)


def test_how_many_weights_there_are():
    model = story_reader(**SIZES, hops=2)
    gates, candidate = 2 * (6 + 1), (2 * 6 + 1) * 6
    assert model.count_params() == 12 * 6 + 2 * (gates + candidate) + (6 + 1) * 3


def test_the_last_sentence_about_somebody_decides():
    draw = np.random.default_rng(0)
    who, where = draw.integers(0, 3, (400, 4)), draw.integers(0, 3, (400, 4))
    who[:, 0] = asked = draw.integers(0, 3, 400)
    story = np.stack([1 + who, np.full_like(who, 10), 4 + where, np.zeros_like(who)], axis=-1)
    question = np.stack([np.full(400, 9), 1 + asked, 0 * asked, 0 * asked], axis=-1)
    last = 3 - np.argmax(who[:, ::-1] == asked[:, None], axis=1)
    answers = where[np.arange(400), last]
    keras.utils.set_random_seed(0)
    model = story_reader(**{**SIZES, "units": 16}, hops=1)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.03), loss)
    model.fit([story[:300], question[:300]], answers[:300], epochs=15, batch_size=50, verbose=0)
    logits, shares = attending(model)([story[300:], question[300:]])
    assert np.mean(np.argmax(logits, axis=-1) == answers[300:]) > 0.9
    assert np.mean(np.argmax(shares[:, 0], axis=-1) == last[300:]) > 0.9


@pytest.mark.parametrize("wrong", [{"hops": 0}, {"sentences": "mean"}, {"vocab_size": 1}])
def test_a_wrong_argument_is_named(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        story_reader(**{**SIZES, **wrong})


def test_only_what_has_hops_attends():
    inputs = keras.Input((3,))
    with pytest.raises(ValueError, match="no hops"):
        attending(keras.Model(inputs, inputs))
