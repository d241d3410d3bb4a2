import math

import numpy as np
import pytest

from keras_seq.evaluation import bag_of_bigrams, majority_class, verdict


def texts_of_pairs(count, seed):
    """Two words in either order; the order is the label, so that only pairs can tell."""
    draw = np.random.default_rng(seed)
    labels = draw.integers(0, 2, count)
    fill = [" ".join(draw.choice(list("abcdef"), 3)) for _ in labels]
    return [f"{f} {'xy' if label else 'yx'}".replace("xy", "x y").replace("yx", "y x") for f, label
            in zip(fill, labels, strict=True)], labels  # fmt: skip


def test_pairs_of_words_learn_what_single_words_can_t():
    train, test = texts_of_pairs(300, 0), texts_of_pairs(200, 1)
    assert bag_of_bigrams(*train, *test, num_classes=2)["accuracy"] == 1.0


def test_the_penalty_is_chosen_on_validation_and_the_result_repeats():
    draw = np.random.default_rng(0)
    words = [f"w{number}" for number in range(50)]
    texts = [" ".join(draw.choice(words, 20)) for _ in range(300)]
    labels = draw.integers(0, 2, 300)  # nothing to learn: the strongest penalty is best
    train, held_out = (texts[:150], labels[:150]), (texts[150:], labels[150:])
    free = bag_of_bigrams(*train, *held_out, num_classes=2)
    chosen = bag_of_bigrams(*train, *held_out, num_classes=2, validation=held_out)
    assert chosen == bag_of_bigrams(*train, *held_out, num_classes=2, validation=held_out)
    assert chosen["log_loss"] < free["log_loss"]


def test_a_class_that_training_lacks_and_texts_of_signs_alone():
    found = bag_of_bigrams(["a", "b"] * 5, [0, 1] * 5, ["a", "!?", ""], [0, 2, 1], num_classes=3)
    assert found["accuracy"] == pytest.approx(1 / 3, abs=0.34)
    assert math.isfinite(found["log_loss"])
    only = bag_of_bigrams(["a", "b"], [0, 0], ["a"], [0], num_classes=2)
    assert only == majority_class([0, 0], [0], 2)


def test_majority_class_knows_the_training_part_alone():
    found = majority_class([1, 1, 1, 0], [0, 0, 1, 1], num_classes=2)
    assert found["accuracy"] == 0.5 and found["roc_auc"] == 0.5
    # Shares with one imagined example a class: 2/6 and 4/6.
    assert found["log_loss"] == pytest.approx(-np.log([2 / 6, 4 / 6]).mean())


@pytest.mark.parametrize(
    ("ours", "theirs", "higher", "said"),
    [
        (0.9, 0.8, True, "The model wins: accuracy 0.900 against 0.800 of naive, 0.100 better"),
        (0.8, 0.9, True, "The model loses: accuracy 0.800 against 0.900 of naive, 0.100 worse"),
        (0.8, 0.8, True, "The model ties: accuracy 0.800, the same as naive"),
        (2.0, 3.0, False, "The model wins: accuracy 2.000 against 3.000 of naive"),
        (math.nan, 0.5, True, "Nothing to compare: accuracy is undefined"),
        (0.5, math.nan, True, "and no baseline to hold it against"),
        (0.90001, 0.9, True, "accuracy 0.9000100 against 0.9000000"),
    ],
)
def test_the_verdict_is_plain(ours, theirs, higher, said):
    assert said in verdict({"accuracy": ours}, {"naive": {"accuracy": theirs}}, "accuracy", higher)


def test_the_verdict_names_the_best_rival_and_the_noise():
    rivals = {"majority_class": {"accuracy": 0.5}, "bag_of_bigrams": {"accuracy": 0.89}}
    small = verdict({"accuracy": 0.9}, rivals, "accuracy", True, examples=1000)
    assert "of bag of bigrams" in small and "but within the noise of 1,000" in small
    assert "more than the noise" in verdict({"accuracy": 0.9}, rivals, "accuracy", True, 100_000)
