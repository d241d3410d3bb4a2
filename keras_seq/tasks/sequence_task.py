"""The task of labelling sequences: each letter, or the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from keras_seq.baselines import majority_class
from keras_seq.baselines.sequences import bayes_by_position
from keras_seq.contract import Trained
from keras_seq.tasks.classification import Classification
from keras_seq.tasks.either import Either
from keras_seq.tasks.sequence_figures import SEQUENCE_FIGURES
from keras_seq.tasks.sequences import (
    FEATURE_FORMATS,
    REGION_RIVALS,
    FeatureOptions,
    answer_features,
    example_regions,
    line,
    region_rows,
    sequence_metrics,
    tag_regions,
)
from keras_seq.tasks.tagging import Tagging

# A label for each letter, as features with their places.
EACH = Tagging(
    tag_regions,
    answer_features,
    line,
    steps=lambda record: (),
    rows=region_rows,
    metrics=sequence_metrics,
    rivals=REGION_RIVALS,
    metric="macro_f1",
    formats=FEATURE_FORMATS,
    figures=SEQUENCE_FIGURES,
    example=example_regions,
    options=FeatureOptions,
)


def sequence_task(probabilities: Callable[[Trained, Sequence[Any]], np.ndarray]) -> Either:
    """Make the task: what `answer` of the config says decides.

    Args:
        probabilities: answers whole sequences, as `Classification` asks for it.

    Returns:
        The task.
    """
    whole = Classification(
        probabilities,
        rivals={
            "majority_class": lambda train, _, test, size: majority_class(train[1], test[1], size),
            "bayes_by_position": lambda train, _, test, size: bayes_by_position(
                *train, *test, size
            ),
        },
    )
    return Either(EACH, whole, lambda trained: trained.config.answer == "whole", "probabilities")
