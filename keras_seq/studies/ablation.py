"""One thing changed at a time: the same training for several forms of a model."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras
    import pandas as pd


def compare_variants(
    build: Callable[..., keras.Model],
    variants: Mapping[str, Mapping[str, Any]],
    train: tuple[Any, Any],
    test: tuple[Any, Any],
    *,
    loss: Any,
    metrics: Sequence[Any] = (),
    epochs: int = 10,
    batch_size: int = 32,
    learning_rate: float = 1e-3,
    seeds: Sequence[int] = (0,),
) -> pd.DataFrame:
    """Train each variant of a model in the same way, and tabulate how they do.

    Args:
        build: makes a fresh model from a variant's arguments, such as
            `functools.partial(many_to_one, feature_dim=2, num_classes=3)`.
        variants: arguments by name, such as `{"gru": {"cell": "gru"}, "lstm": {"cell": "lstm"}}`.
        train: inputs and answers to train on, as `fit` takes them.
        test: the same to judge by.
        loss: as `compile` takes it.
        metrics: names or makers of metrics, as `compile` takes them; not objects, which would
            count over all variants.
        epochs: passes over the training part.
        batch_size: examples in a batch.
        learning_rate: of Adam.
        seeds: each variant is trained once for each; one seed says little.

    Returns:
        A row for each variant and seed: variant, seed, parameters, seconds, the loss and the
        metrics on `test`, and the loss on `train` of the last epoch as `train_loss`.

    >>> import functools
    >>> import numpy as np
    >>> from keras_seq.models import many_to_one
    >>> x, y = np.ones((8, 5, 1), "float32"), np.ones((8, 1), "float32")
    >>> build = functools.partial(
    ...     many_to_one, feature_dim=1, output_dim=1, head="linear", units=2)
    >>> found = compare_variants(
    ...     build, {"gru": {"cell": "gru"}, "lstm": {"cell": "lstm"}}, (x, y), (x, y),
    ...     loss="mse", epochs=1)
    >>> found[["variant", "parameters"]].values.tolist()
    [['gru', 33], ['lstm', 35]]
    """
    import keras
    import pandas as pd

    rows = []
    for name, options in variants.items():
        for seed in seeds:
            keras.utils.set_random_seed(seed)
            model = build(**options)
            model.compile(keras.optimizers.Adam(learning_rate), loss, metrics=list(metrics))
            begun = time.perf_counter()
            fitted = model.fit(*train, epochs=epochs, batch_size=batch_size, verbose=0)
            seconds = time.perf_counter() - begun
            judged = model.evaluate(*test, batch_size=batch_size, verbose=0, return_dict=True)
            rows.append(
                {"variant": name, "seed": seed, "parameters": model.count_params(),
                 "seconds": round(seconds, 1), **judged,
                 "train_loss": fitted.history["loss"][-1]}
            )  # fmt: skip
    return pd.DataFrame(rows)
