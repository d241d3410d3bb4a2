"""Temperature: scores divided after training, so that probabilities hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq.progress import say

if TYPE_CHECKING:
    import keras

    from keras_seq.layers import NGramScores


def cool(
    model: keras.Model,
    expected: Sequence[int] | np.ndarray,
    probabilities: Callable[[], np.ndarray],
) -> float:
    """Divide the scores of a model by the temperature that suits examples it hasn't learned.

    The weights of its last layer are divided, so that the model stays what it is wherever it goes;
    which label is the likeliest doesn't change. Where counted n-grams are added to what a network
    says, how much either counts is learned from these examples, too.

    Args:
        model: ends with a `Dense` layer of scores, `NGramScores` added or not; any other one is
            left as it is.
        expected: the right classes of the examples.
        probabilities: asks the model for theirs, float `(examples, num_classes)`.

    Returns:
        The temperature of the network.
    """
    import keras

    from keras_seq.layers import NGramScores
    from keras_seq.metrics.calibration import temperature

    last = model.layers[-1]
    counted = [layer for layer in model.layers if isinstance(layer, NGramScores)]
    if counted:
        last = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)][-1]
    if not isinstance(last, keras.layers.Dense) or last.activation is not keras.activations.linear:
        return 1.0
    if counted:
        return _weigh(last, counted[0], expected, probabilities)
    degrees = temperature(expected, probabilities())
    if degrees != 1:
        _multiply(last, 1 / degrees)
        say(f"scores are divided by {degrees:.3g}, by which probabilities hold best on the "
            "validation part")  # fmt: skip
    return degrees


def _weigh(
    network: keras.layers.Dense,
    counted: NGramScores,
    expected: Sequence[int] | np.ndarray,
    probabilities: Callable[[], np.ndarray],
) -> float:
    """Learn how much a network and counted n-grams count; the temperature of the network."""
    from keras_seq.metrics.calibration import shares

    learned = network.get_weights()
    counted.share.assign(0)
    by_network = probabilities()
    counted.share.assign(1)
    _multiply(network, 0)
    by_counts = probabilities()
    of_network, of_counts = shares(expected, [by_network, by_counts])
    network.set_weights(learned)
    _multiply(network, of_network)
    counted.share.assign(of_counts)
    both = np.log(np.maximum([by_network, by_counts], 1e-12))
    together = of_network * both[0] + of_counts * both[1]  # what the model says now
    right = [float(np.mean(each.argmax(axis=1) == expected))
             for each in (by_network, by_counts, together)]  # fmt: skip
    say(f"scores of the network count {of_network:.3g}-fold, those of single words and their "
        f"neighbours {of_counts:.3g}-fold, as suits the validation part best: its accuracy is "
        "{:.3f} and {:.3f}, together {:.3f}".format(*right))  # fmt: skip
    return 1 / max(of_network, 1e-9)


def _multiply(layer: keras.layers.Layer, factor: float) -> None:
    layer.set_weights([weight * factor for weight in layer.get_weights()])


def confidence(rows: Sequence[dict[str, Any]], page: Any, answer: str = "label") -> None:
    """Show how sure answers are, and whether that holds.

    Args:
        rows: with `score`, `expected` and `predicted`.
        page: a `keras_seq.report.Report`.
        answer: what is predicted, in a word.
    """
    from keras_seq.metrics.calibration import reliability
    from keras_seq.report import plots
    from keras_seq.report.calibration_plots import reliability_diagram

    scores = [row["score"] for row in rows]
    right = [row["expected"] == row["predicted"] for row in rows]
    page.figure("Confidence", plots.score_histogram(
        scores, right, label=f"probability given to the predicted {answer}"
    ))  # fmt: skip
    found = reliability(scores, right)
    page.figure(
        "Does it hold?", reliability_diagram(found),
        f"Expected calibration error {found.error:.3f}: so far are probability and share of right "
        "answers apart, in the mean.",
    )  # fmt: skip
