"""Run an app several times: with seeds, or so that each fold or group is the test part once.

python benchmarks/repeats.py frame_tagging --data FILE --folds 1,2,3,4,5 -- --epochs 60 ...
python benchmarks/repeats.py entity_tagging --data FOLDER --seeds 0,1,2,3,4
python benchmarks/repeats.py speech_recognition --data FOLDER --speakers ann,bob

Behind `--` stand options of `keras-seq run APP`. Prints model and baselines of each run, then mean
and standard deviation over the runs. Where a .npz file holds `svm_pred/NAME`, the tags of a
frame-wise classifier, these are judged beside it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from keras_seq.metrics.tagging import tagging_metrics


def run(app: str, options: list[str], folder: Path) -> dict[str, dict[str, float]]:
    """Train and judge once; metrics by name of model or baseline."""
    subprocess.run(
        [sys.executable, "-m", "keras_seq", "run", app, "--output-dir", str(folder), *options],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    return {"model": metrics["test"], **metrics["baselines"]}


def given_tags(data: str, fold: str, background: str | None) -> dict[str, float] | None:
    """Judge the tags of another classifier that the file itself holds."""
    if not data.endswith(".npz"):
        return None
    with np.load(data, allow_pickle=False) as arrays:
        ids, folds = arrays.get("video_ids"), arrays.get("video_split")
        if ids is None or f"svm_pred/{ids[0]}" not in arrays:
            return None
        chosen = [name for name, one in zip(ids, folds, strict=True) if str(one) == fold]
        expected, predicted = (
            [[str(tag) for tag in arrays[f"{kind}/{name}"]] for name in chosen]
            for kind in ("labels", "svm_pred")
        )
    return tagging_metrics(expected, predicted, background)


def main() -> None:
    """Read the command line, run, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("app")
    parser.add_argument("--data")
    several = parser.add_mutually_exclusive_group(required=True)
    several.add_argument("--folds", help="names of folds or groups to test on, with commas")
    several.add_argument("--speakers", help="names of speakers to test on, with commas")
    several.add_argument("--seeds", help="numbers, with commas")
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    arguments, options = parser.parse_args(words[:cut]), words[cut + 1 :]
    if arguments.data:
        options = ["--data", arguments.data, *options]
    flag, word, values = next(
        (flag, word, values)
        for flag, word, values in (("--test-groups", "fold", arguments.folds),
                                   ("--test-speakers", "speaker", arguments.speakers),
                                   ("--seed", "seed", arguments.seeds))
        if values
    )  # fmt: skip
    background = options[options.index("--background") + 1] if "--background" in options else None
    found: dict[str, list[dict[str, float]]] = {}
    for value in values.split(","):
        with tempfile.TemporaryDirectory() as room:
            rows = run(arguments.app, [*options, flag, value], Path(room, "run"))
        given = given_tags(arguments.data or "", value, background)
        for name, metrics in (rows | ({"given tags": given} if given else {})).items():
            found.setdefault(name, []).append(metrics)
        shown = "  ".join(f"{name} {value:.3f}" for name, value in rows["model"].items())
        print(f"{word} {value}: {shown}", flush=True)
    names = list(found["model"][0])
    print(f"\n{'mean ± sd':18}" + "".join(f"{name:>17}" for name in names))
    for row, runs in found.items():
        cells = []
        for name in names:
            values = [metrics.get(name, np.nan) for metrics in runs]
            cells.append(f"{np.mean(values):.3f} ± {np.std(values):.3f}")
        print(f"{row.replace('_', ' '):18}" + "".join(f"{cell:>17}" for cell in cells))


if __name__ == "__main__":
    main()
