"""What our ways of training are worth to whole recipes: seconds of an epoch with and without.

python benchmarks/epochs.py --data FOLDER [--only NAME ...] [--max-train-samples COUNT]
python benchmarks/epochs.py --rival memory [--only scenes digits tunes genes]

FOLDER holds the data sets as `results.py` names them; the embedded samples need none. Each side
trains two epochs in a process of its own, so that the first holds the compiling and the second
doesn't; validation is left out. The rival is the same recipe with Keras's own layers, or with
`--rival memory` the same recipe whose freed memory goes back to the system.
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
    "scenes": "image_captioning", "digits": "image_generation", "tunes": "music_generation",
    "genes": "dna_labelling",
}  # fmt: skip
RIVALS = {"layers": "Keras's layers", "memory": "memory handed back"}


def train(recipe: str, data: str | None, without: str | None, samples: int | None) -> None:
    """Train two epochs, and print the seconds of each."""
    name, *words = shlex.split(recipe.replace("{data}", str(data)))
    module = apps.load(name)
    values = dict(zip((word[2:] for word in words[::2]), words[1::2], strict=True))
    if file := values.pop("config", None):
        values = {**config.read_yaml(apps.find(name) / file, module.Config), **values}
    values = runner.with_recipe(name, module, values)
    settings = config.make(module.Config, {**values, "max_train_samples": samples})
    splits = contract.read_splits(module, settings)
    backend.make_repeatable(settings.seed)
    if without != "memory":
        backend.keep_freed_memory()
    from keras_seq.data.feeding import feed
    from keras_seq.layers import fast
    from keras_seq.runs import training

    if without == "layers":
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
    parser.add_argument("--data")
    parser.add_argument("--only", nargs="+", choices=RECIPES)
    parser.add_argument("--max-train-samples", type=int)
    parser.add_argument("--rival", choices=RIVALS, default="layers", help="what is left out of it")
    parser.add_argument("--side", choices=("ours", "rival"), help="for the process of its own")
    given = parser.parse_args()
    names = given.only or [name for name, line in RECIPES.items()
                           if given.data or "{data}" not in line]  # fmt: skip
    if not given.data and any("{data}" in RECIPES[name] for name in names):
        parser.error("give --data, the folder of the data sets")
    samples = given.max_train_samples
    if given.side:
        train(RECIPES[names[0]], given.data, given.rival if given.side == "rival" else None,
              samples)  # fmt: skip
        return
    more = ["--max-train-samples", str(samples)] if samples else []
    more += ["--data", given.data] if given.data else []
    for name in names:
        seconds = {}
        for side in ("rival", "ours"):
            done = subprocess.run(
                [sys.executable, str(Path(__file__)), "--only", name, "--side", side,
                 "--rival", given.rival, *more],
                stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
            seconds[side] = [float(line) for line in done.stdout.split()]
        (first, second), (our_first, our_second) = seconds["rival"], seconds["ours"]
        rival = RIVALS[given.rival]
        print(f"{name:16} first epoch {our_first:6.1f} s, with {rival} {first:6.1f} s "
              f"({first / our_first:.2f} x)   second {our_second:6.1f} s, {second:6.1f} s "
              f"({second / our_second:.2f} x)", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
