"""How long entity_tagging takes to find the entities of many texts.

python benchmarks/tagged_texts.py

The network has the sizes of the app's defaults; what it has learned makes no difference to the
time, so it learns for a moment. The texts are made as those of the embedded sample. The first
answers, which make TensorFlow ready, are not counted. Prints texts a second, all in one call, and
one at a time as somebody types them.
"""

import argparse
import importlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import keras_seq
from keras_seq.tasks.entities import joined


def seconds(work: Callable[[], object]) -> float:
    """Time a call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Read the command line, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--units", type=int, default=150)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        options = {"epochs": 1, "max_train_samples": 500, "units": arguments.units,
                   "embedding_dim": 100, "letter_units": 50}  # fmt: skip
        run = keras_seq.run("entity_tagging", options, Path(room, "run"))
        sample = importlib.import_module(f"{run.app.__package__}.sample")
        records = sample.sentences(8 * arguments.texts, seed=1, scheme="bioes").test
        texts = [joined(record.words) for record in records]
        list(run.predict(texts[:100]))
        together = seconds(lambda: list(run.predict(texts)))
        few = texts[: max(1, len(texts) // 10)]
        alone = seconds(lambda: [list(run.predict([text])) for text in few])
        words = sum(len(record.words) for record in records)
        print(f"{len(texts):,} texts of {words:,} words together: {together:.2f} s, "
              f"{len(texts) / together:,.0f} texts/s")  # fmt: skip
        print(f"one at a time: {len(few) / alone:,.0f} texts/s")


if __name__ == "__main__":
    main()
