import math

import numpy as np
import pytest

from keras_seq.baselines import bag_of_bigrams, majority_class
from keras_seq.report import verdict


def texts_of_pairs(count, seed):
    """Two words, x and y, in either order after some others; the order is the label.

    So both classes hold the same words, and only pairs can tell them apart.
    """
    draw = np.random.default_rng(seed)
    labels = draw.integers(0, 2, count)
    fill = [" ".join(draw.choice(list("abcdef"), 3)) for _ in labels]
    ends = ["x y" if label else "y x" for label in labels]
    return [f"{one} {end}" for one, end in zip(fill, ends, strict=True)], labels


def test_pairs_of_words_learn_what_single_words_can_t():
    train, test = texts_of_pairs(300, 0), texts_of_pairs(200, 1)
    assert bag_of_bigrams(*train, *test, num_classes=2)["accuracy"] == 1.0
    without = [[text.replace("y", "") for text in part[0]] for part in (train, test)]
    blind = bag_of_bigrams(without[0], train[1], without[1], test[1], num_classes=2)
    assert 0.35 < blind["accuracy"] < 0.65


def test_nothing_is_fitted_on_the_test_or_the_validation_part():
    train = (["good film", "bad film"] * 5, [1, 0] * 5)

    def loss(texts, labels, **options):
        return bag_of_bigrams(*train, texts, labels, num_classes=2, **options)["log_loss"]

    alone = loss(["good new"], [1]), loss(["film film bad"], [0])
    assert loss(["good new", "film film bad"], [1, 0]) == pytest.approx(np.mean(alone))
    # "new" is in the validation part alone, where it says everything.
    held_out = (["new", "good", "bad"], [1, 1, 0])
    unseen, empty = (loss([text], [1], validation=held_out) for text in ("new", ""))
    assert unseen == empty != loss(["good"], [1], validation=held_out)


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
    assert found["accuracy"] >= 1 / 3 and 11 < found["log_loss"] < 13  # one is held impossible
    only = bag_of_bigrams(["a", "b"], [0, 0], ["a"], [0], num_classes=2)
    assert only == majority_class([0, 0], [0], 2)


@pytest.mark.parametrize("texts", [["", " "] * 3, [f"word{number}" for number in range(1000)]])
def test_without_a_term_to_learn_from_it_is_the_majority_class(texts):
    labels = [0, 1] * (len(texts) // 2)
    found = bag_of_bigrams(texts, labels, ["a"], [1], num_classes=2)
    assert found == majority_class(labels, [1], 2)


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
        (1e300, 2e300, False, "accuracy 1e+300 against 2e+300 of naive, 1e+300 better."),
    ],
)
def test_the_verdict_is_plain(ours, theirs, higher, said):
    assert said in verdict({"accuracy": ours}, {"naive": {"accuracy": theirs}}, "accuracy", higher)


def test_the_verdict_names_the_best_rival_and_the_noise():
    rivals = {"majority_class": {"accuracy": 0.5}, "bag_of_bigrams": {"accuracy": 0.89}}
    small = verdict({"accuracy": 0.9}, rivals, "accuracy", True, examples=1000)
    assert "of bag of bigrams" in small and "but within the noise of 1,000" in small
    assert "more than the noise" in verdict({"accuracy": 0.9}, rivals, "accuracy", True, 100_000)


def test_what_lies_within_the_noise_is_a_tie_either_way():
    for ours, theirs, word in ((0.78, 0.786, "worse"), (0.786, 0.78, "better")):
        said = verdict({"accuracy": ours}, {"linear": {"accuracy": theirs}}, "accuracy", True, 500)
        # Two standard errors, sqrt(.78 * .22 / 500 + .786 * .214 / 500), are 0.052.
        assert said.startswith("The model ties: accuracy")
        assert f"0.0060 {word}, but within the noise of 500 test examples (±0.0521)." in said


def test_metrics_that_say_the_contrary_are_named():
    ours = {"mae": 1.0, "rmse": 3.0, "mse": 9.0, "coverage": 0.5, "smape": 2.0}
    rivals = {"linear": {"mae": 2.0, "rmse": 2.0, "mse": 4.0, "coverage": 0.9},
              "last_value": {"mae": 3.0, "rmse": 2.5, "smape": 1.0}}  # fmt: skip
    said = verdict(ours, rivals, "mae", False)
    assert said.startswith("The model wins: MAE 1.000 against 2.000 of linear")
    assert said.endswith(" By RMSE and MSE linear is better. By sMAPE last value is better.")
    turned = verdict(rivals["linear"], {"naive": ours}, "mae", False)
    assert turned.startswith("The model loses")
    assert turned.endswith(" By RMSE and MSE the model is better.")
