"""Temperature: scores divided after training, so that probabilities hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from keras_seq.progress import say

if TYPE_CHECKING:
    import keras
    import numpy as np


def cool(
    model: keras.Model,
    expected: Sequence[int] | np.ndarray,
    probabilities: Callable[[], np.ndarray],
) -> float:
    """Divide the scores of a model by the temperature that suits examples it hasn't learned.

    The weights of its last layer are divided, so that the model stays what it is wherever it goes;
    which label is the likeliest doesn't change.

    Args:
        model: ends with a `Dense` layer of scores; any other one is left as it is.
        expected: the right classes of the examples.
        probabilities: asks the model for theirs, float `(examples, num_classes)`.

    Returns:
        The temperature.
    """
    import keras

    from keras_seq.metrics.calibration import temperature

    last = model.layers[-1]
    if not isinstance(last, keras.layers.Dense) or last.activation is not keras.activations.linear:
        return 1.0
    degrees = temperature(expected, probabilities())
    if degrees != 1:
        last.set_weights([weight / degrees for weight in last.get_weights()])
        say(f"scores are divided by {degrees:.3g}, by which probabilities hold best on the "
            "validation part")  # fmt: skip
    return degrees


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
