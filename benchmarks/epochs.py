"""What the fast recurrent layers are worth to whole recipes: seconds of an epoch with and without.

python benchmarks/epochs.py --data FOLDER [--only NAME ...] [--max-train-samples COUNT]

FOLDER holds the data sets as `results.py` names them. Each side trains two epochs in a process of
its own, so that the first holds the compiling and the second doesn't; validation is left out. The
rival is the same recipe with Keras's own layers.
"""

import argparse
import shlex
import subprocess
import sys
import time
from pathlib import Path

from keras_seq import app as apps
from keras_seq import backend, config, contract
from keras_seq.runs import runner

RECIPES = {
    "IMDB": "imdb_sentiment --data {data}/imdb",
    "tinyshakespeare": "text_generation --data {data}/tinyshakespeare/input.txt --level char",
    "ETTh1": "time_series --data {data}/ett/ETTh1.csv.gz --config ett.yaml",
    "Multi30k": "translation --data {data}/multi30k_de_en --source de --target en",
}


def train(recipe: str, data: str, own: bool, samples: int | None) -> None:
    """Train two epochs, and print the seconds of each."""
    name, *words = shlex.split(recipe.replace("{data}", data))
    module = apps.load(name)
    values = dict(zip((word[2:] for word in words[::2]), words[1::2], strict=True))
    if file := values.pop("config", None):
        values = {**config.read_yaml(apps.find(name) / file, module.Config), **values}
    values = runner.with_recipe(name, module, values)
    settings = config.make(module.Config, {**values, "max_train_samples": samples})
    splits = contract.read_splits(module, settings)
    backend.make_repeatable(settings.seed)
    from keras_seq.data.feeding import feed
    from keras_seq.layers import fast
    from keras_seq.runs import training

    if not own:
        fast.LEAST_UNITS = sys.maxsize
    preprocessing = module.prepare(settings, splits.train)
    batches = module.batches(settings, preprocessing, splits.train, training=True)
    model = module.build(settings, preprocessing)
    learner = module.for_training(settings, model) if hasattr(module, "for_training") else model
    optimizer = training.make_optimizer(settings, steps=settings.epochs * len(batches))
    learner.compile(optimizer=optimizer, **module.objective(settings))
    fed = feed(batches)
    for epoch in range(2):
        batches.epoch = epoch
        started = time.perf_counter()
        learner.fit(fed, shuffle=False, verbose=0, callbacks=training.callbacks_of(learner))
        print(time.perf_counter() - started, flush=True)


def main() -> None:
    """Read the command line, train each recipe on both sides."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--only", nargs="+", choices=RECIPES, default=list(RECIPES))
    parser.add_argument("--max-train-samples", type=int)
    parser.add_argument("--side", choices=("ours", "keras"), help="for the process of its own")
    given = parser.parse_args()
    if given.side:
        train(RECIPES[given.only[0]], given.data, given.side == "ours", given.max_train_samples)
        return
    samples = given.max_train_samples
    more = ["--max-train-samples", str(samples)] if samples else []
    for name in given.only:
        found = {}
        for side in ("keras", "ours"):
            done = subprocess.run(
                [sys.executable, str(Path(__file__)), "--data", given.data, "--only", name,
                 "--side", side, *more],
                stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
            found[side] = [float(line) for line in done.stdout.split()]
        (first, second), (our_first, our_second) = found["keras"], found["ours"]
        print(f"{name:16} first epoch {our_first:6.1f} s, with Keras's layers {first:6.1f} s "
              f"({first / our_first:.2f} x)   second {our_second:6.1f} s, {second:6.1f} s "
              f"({second / our_second:.2f} x)", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
