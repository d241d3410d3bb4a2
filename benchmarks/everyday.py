"""What the model of the embedded reviews makes of opinions as people type them.

python benchmarks/everyday.py [--run FOLDER] [-- options of the app]

Trains imdb_sentiment on its sample in a temporary folder, or takes a finished run of it, and judges
it by `everyday.tsv`, which the sample's grammar knows nothing of. Beside it stands a linear model
of a bag of bigrams, trained on the same texts. Printed are the accuracies, also on the sample's own
test part, and the mistakes.
"""

import argparse
import importlib
import tempfile
from pathlib import Path

import keras_seq
from keras_seq import app as apps
from keras_seq import contract
from keras_seq.baselines import bag_of_bigrams
from keras_seq.runs.bundle import Bundle


def linear_accuracy(run: Bundle, opinions: list[tuple[str, str]]) -> float:
    """Train the linear rival on what a run was trained on; return its accuracy on `opinions`."""
    splits = contract.read_splits(run.app, run.config)
    if run.config.max_train_samples:
        splits = splits.limited(run.config.max_train_samples, run.config.seed)
    labels = run.preprocessing.labels
    train, validation = (
        ([record.text for record in part], labels.encode([record.label for record in part]))
        for part in (splits.train, splits.validation)
    )
    texts, expected = zip(*opinions, strict=True)
    return bag_of_bigrams(
        *train, texts, labels.encode(expected), num_classes=2, validation=validation
    )["accuracy"]


def judge(run: Bundle) -> None:
    """Print the accuracies of a run and of its rival, and the run's mistakes."""
    package = vars(apps.load("imdb_sentiment"))["__package__"]
    sample = importlib.import_module(f"{package}.sample")
    opinions = sample.everyday()
    answers = run.predict([text for text, _ in opinions])
    mistakes = [
        (label, answer)
        for (_, label), answer in zip(opinions, answers, strict=True)
        if answer["label"] != label
    ]
    metrics = run.metrics
    rows = {
        "the sample's test part": (
            metrics["test"]["accuracy"], metrics["baselines"]["bag_of_bigrams"]["accuracy"],
        ),
        f"{len(opinions)} everyday opinions": (
            1 - len(mistakes) / len(opinions), linear_accuracy(run, opinions),
        ),
    }  # fmt: skip
    print(f"{'accuracy':24}{'this app':>10}{'bag of bigrams':>16}")
    for name, (own, linear) in rows.items():
        print(f"{name:24}{own:10.3f}{linear:16.3f}")
    print("\nmistakes: expected, probability of the other label, text")
    for label, answer in mistakes:
        print(f"{label:10}{answer['score']:.3f}  {answer['text']}")


def main() -> None:
    """Read the command line, train if need be, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, metavar="FOLDER")
    parser.add_argument("options", nargs="*", help="of the app, behind --")
    given = parser.parse_args()
    if given.run:
        judge(keras_seq.load(given.run))
        return
    names = (word.removeprefix("--").replace("-", "_") for word in given.options[::2])
    values = dict(zip(names, given.options[1::2], strict=True))
    with tempfile.TemporaryDirectory() as room:
        judge(keras_seq.run("imdb_sentiment", values, Path(room, "run")))


if __name__ == "__main__":
    main()
