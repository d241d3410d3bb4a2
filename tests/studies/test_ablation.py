import functools

import numpy as np

from keras_seq.models import many_to_one
from keras_seq.studies import compare_variants


def test_each_variant_starts_alike_and_is_judged_apart():
    draw = np.random.default_rng(0)
    x = draw.normal(size=(64, 4, 1)).astype("float32")
    y = x[:, -1]
    build = functools.partial(many_to_one, feature_dim=1, output_dim=1, head="linear", cell="gru")
    variants = {"small": {"units": 2}, "large": {"units": 16}, "small again": {"units": 2}}
    found = compare_variants(
        build, variants, (x, y), (x[:32], y[:32]), loss="mse", metrics=["mae"], epochs=12,
        learning_rate=0.02, seeds=(0, 1),
    )  # fmt: skip
    assert found["variant"].tolist() == [name for name in variants for _ in range(2)]
    assert set(found) == {"variant", "seed", "parameters", "seconds", "loss", "mae", "train_loss"}
    by_name = found.set_index(["variant", "seed"])
    for seed in (0, 1):
        assert by_name.loc[("small", seed), "loss"] == by_name.loc[("small again", seed), "loss"]
        assert by_name.loc[("large", seed), "loss"] < by_name.loc[("small", seed), "loss"]
    assert by_name.loc[("small", 0), "loss"] != by_name.loc[("small", 1), "loss"]
