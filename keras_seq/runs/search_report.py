"""What a search found, as a table for programs and a page for people."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_seq import contract, files
from keras_seq.report import Report, plots
from keras_seq.report.readable import readable_name
from keras_seq.runs import training
from keras_seq.runs.bundle import Bundle
from keras_seq.runs.search import WHY

if TYPE_CHECKING:
    import optuna

TRIALS, PAGE = "trials.csv", "report.html"
ENDS = {"COMPLETE": "", "PRUNED": "stopped early", "FAIL": "failed"}


def write(study: optuna.Study, best: Bundle, path: Path) -> None:
    """Write `trials.csv` and `report.html` into the folder of a search.

    Args:
        study: the finished study.
        best: the run with the best options.
        path: the folder of the search.
    """
    task, metrics = best.app.task, best.metrics
    metric = contract.deciding(task, metrics)
    rows = [_row(trial) for trial in study.get_trials(deepcopy=False) if trial.state.is_finished()]
    names = sorted({name for row in rows for name in row["options"]})
    table = [
        {"trial": row["trial"], metric: row["value"],
         **{name: row["options"].get(name) for name in names},
         "epochs": row["epochs"], "seconds": row["seconds"], "end": row["end"]}
        for row in rows
    ]  # fmt: skip
    files.write_text(path / TRIALS, training.rows_as_csv(table))

    page = Report("Search for options", f"{metrics['app']}: {metrics['data']}")
    page.results(metrics["test"], metrics["baselines"], metric, task.higher_is_better,
                 metrics["examples"]["test"], "The best options, on the test part")  # fmt: skip
    page.facts({name: _shown(value) for name, value in study.best_params.items()},
               "The best options on the validation part")  # fmt: skip
    sign = -1 if task.higher_is_better else 1
    ranked = sorted(table, key=lambda row: (row[metric] is None, sign * (row[metric] or 0)))
    figure = plots.trials([row[metric] for row in table], readable_name(metric),
                          task.higher_is_better)  # fmt: skip
    page.figure("Trials in their order", figure, "Each on the validation part.")
    page.table(
        "Trials, the best first",
        [name.replace("_", " ") for name in ranked[0]],
        [[_shown(value) for value in row.values()] for row in ranked],
        f"{readable_name(metric)} is that of the validation part.",
    )
    files.write_text(path / PAGE, page.html())


def _row(trial: Any) -> dict[str, Any]:
    value = trial.value if trial.state.name == "COMPLETE" else None
    seconds = (trial.datetime_complete - trial.datetime_start).total_seconds()
    return {
        "trial": trial.number + 1,
        "value": value if value is not None and math.isfinite(value) else None,
        "options": trial.params,
        "epochs": len(trial.intermediate_values),
        "seconds": round(seconds, 1),
        "end": trial.user_attrs.get(WHY, ENDS[trial.state.name]),
    }


def _shown(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else str(value)
