"""What the model of the embedded reviews makes of opinions as people type them.

python benchmarks/everyday.py [--run FOLDER] [--seeds 0,1,2]

Takes a finished run of imdb_sentiment on its sample, or trains one for each seed in a temporary
folder, and judges it by `everyday.tsv`, which the sample's grammar knows nothing of. Beside it
stand the rivals of the app, trained on the same texts. Printed are the accuracies, also on the
sample's own test part, and the mistakes.
"""

import argparse
import importlib
import tempfile
from pathlib import Path

import keras_seq
from keras_seq import app as apps
from keras_seq import contract
from keras_seq.data.splits import Splits
from keras_seq.runs.bundle import Bundle
from keras_seq.tasks.classification import surest_mistakes


def judge(run: Bundle) -> None:
    """Print the accuracies of a run and of its rivals, and the run's mistakes."""
    package = vars(apps.load("imdb_sentiment"))["__package__"]
    opinions = importlib.import_module(f"{package}.everyday").everyday()
    splits = contract.read_splits(run.app, run.config)
    judged = run.app.task.evaluate(run.trained, opinions)
    rivals = run.app.task.baselines(run.trained, Splits(splits.train, splits.validation, opinions))
    print(f"seed {run.config.seed}, accuracy on {'its test part':>15}{'everyday opinions':>20}")
    test = {"this app": run.metrics["test"], **run.metrics["baselines"]}
    for name, metrics in {"this app": judged, **rivals}.items():
        print(f"{name.replace('_', ' '):20} {test[name]['accuracy']:17.3f}"
              f"{metrics.metrics['accuracy']:20.3f}")  # fmt: skip
    print("\nmistakes: expected, probability of the other label, text")
    for row in surest_mistakes(judged.predictions):
        print(f"{row['expected']:10}{row['score']:.3f}  {row['input']}")


def main() -> None:
    """Read the command line, train if need be, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", metavar="FOLDER")
    parser.add_argument("--seeds", default="0", help="of the runs to train, commas between")
    parser.add_argument("--max-train-samples", type=int)
    given = parser.parse_args()
    if given.run:
        judge(keras_seq.load(given.run))
        return
    for seed in map(int, given.seeds.split(",")):
        values = {"seed": seed, "max_train_samples": given.max_train_samples}
        with tempfile.TemporaryDirectory() as folder:
            judge(keras_seq.run("imdb_sentiment", values, Path(folder, "run")))


if __name__ == "__main__":
    main()
