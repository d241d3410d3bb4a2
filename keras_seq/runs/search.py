"""Search for options: many short trainings judged on the validation part, the best judged on test.

Optuna proposes and remembers; several processes, on several machines, may share its storage.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_seq import app as apps
from keras_seq import backend, config, contract, files
from keras_seq.contract import App
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.runs import runner
from keras_seq.runs.lock import Lock

if TYPE_CHECKING:
    import optuna

PLAN, STORAGE, BEST = "search.json", "study.db", "best"
WHY = "failed"  # of a trial that failed by itself: what was wrong


@dataclass(frozen=True)
class Range:
    """What values of an option are tried.

    Attributes:
        name: of the option.
        choices: values; empty where there are bounds.
        least: the smallest number.
        most: the largest number.
    """

    name: str
    choices: tuple[Any, ...] = ()
    least: float = 0
    most: float = 0

    def draw(self, trial: optuna.Trial) -> Any:
        """Let Optuna choose; numbers that may differ tenfold are drawn by their logarithm."""
        if self.choices:
            return trial.suggest_categorical(self.name, self.choices)
        log = self.least > 0 and self.most / self.least >= 10
        if isinstance(self.least, int):
            return trial.suggest_int(self.name, self.least, int(self.most), log=log)
        return trial.suggest_float(self.name, self.least, self.most, log=log)


def ranges(over: str, config_class: type) -> list[Range]:
    """Read what is to be tried.

    Args:
        over: options of the app with commas between: `units=32..256`, `cell=lstm|gru`, or a name
            alone, of an option that has choices or bounds of its own.
        config_class: the app's `Config`.

    Raises:
        InputError: if there is no such option, or its values are wrong.

    >>> from keras_seq.options import Recurrent
    >>> ranges("units=32..256, cell=lstm|gru", Recurrent)[0]
    Range(name='units', choices=(), least=32, most=256)
    """
    fields = {field.name: field for field in config.options(config_class)}
    found = []
    for part in filter(None, map(str.strip, over.split(","))):
        name, given, values = part.partition("=")
        name = name.strip().replace("-", "_")
        if name not in fields:
            near = config.nearest(name, fields)
            raise InputError(f"--over {part}: there is no option {name}{near}")
        try:
            found.append(_range(fields[name], values.strip() if given else None))
        except ValueError as error:
            raise InputError(f"--over {part}: {error}") from None
    if not found or len({one.name for one in found}) < len(found):
        raise InputError(f"--over {over}: name options, each once, as units=32..256,cell=lstm|gru")
    return found


def _range(field: config.Option, values: str | None) -> Range:
    if values is None:
        if field.type is bool:
            return Range(field.name, (False, True))
        if field.choices:
            return Range(field.name, field.choices)
        least = field.minimum if field.minimum is not None else field.above
        most = field.maximum if field.maximum is not None else field.below
        if least is None or most is None or field.type is str:
            raise ValueError(f"has no bounds of its own; give them, as {field.name}=1..9")
        if field.type is float:
            return Range(field.name, (), float(least), math.nextafter(float(most), 0.0))
        return Range(field.name, (), int(least), int(most) - (field.maximum is None))
    if ".." in values and field.type in (int, float):
        least, most = (field.parse(bound.strip()) for bound in values.split("..", 1))
        if least >= most:
            raise ValueError("the smaller number comes first")
        return Range(field.name, (), least, most)
    words = [word.strip() for word in values.split("|")]
    if field.type is bool:
        known = {"true": True, "false": False}
        if not set(words) <= set(known):
            raise ValueError("must be true or false")
        return Range(field.name, tuple(known[word] for word in words))
    return Range(field.name, tuple(field.parse(word) for word in words))


def search(
    app: str,
    values: Mapping[str, Any],
    over: str,
    path: Path,
    *,
    trials: int = 20,
    workers: int = 1,
    storage: str | None = None,
    resume: bool = False,
) -> optuna.Study:
    """Try options, each trial judged on the validation part; then train the best ones once more.

    The test part is judged once, in the run folder `path/best`. A search that was killed goes on
    with `resume`; one with the same arguments and a shared `storage` takes part in it.

    Args:
        app: a built-in app's name, or a folder such as `./my_app`.
        values: options that stay as they are.
        over: what is tried, as for `ranges`.
        path: the folder of the search.
        trials: how many, those of all processes and of interrupted calls together.
        workers: processes on this machine.
        storage: where Optuna keeps the trials, such as `sqlite:///study.db`; None: in the folder.
        resume: go on with the search in `path`.

    Returns:
        The finished study of Optuna.

    Raises:
        InputError: for bad options or data, before anything is written; or if no trial succeeds.
    """
    module = apps.load(app)
    tried = ranges(over, module.Config)
    _optuna()
    settings = config.make(module.Config, runner.with_recipe(app, module, values))
    plan = {"app": apps.reference(app), "values": config.to_dict(settings), "over": over}
    if (path / PLAN).is_file():
        if not resume:
            raise InputError(f"{path}: a search stands there; go on with it by --resume, or name "
                             "another folder with --output-dir")  # fmt: skip
        if files.read_json(path / PLAN) != plan:
            raise InputError(f"{path}: the search there is of another app, or other options")
    elif path.is_dir() and any(path.iterdir()):
        raise InputError(f"{path}: not empty, and no search stands there")
    else:
        splits = contract.read_splits(module, settings)
        for line in module.describe(settings, splits):
            say(line)
        files.write_json(path / PLAN, plan)
    own = f"sqlite:///{(path / STORAGE).resolve()}"
    with Lock(path):
        study = open_study(plan, storage or own, module.task.higher_is_better)
        if storage is None:  # nobody else is at it: what still runs has been killed
            for trial in study.get_trials(deepcopy=False):
                if not trial.state.is_finished():
                    study.tell(trial.number, state=_optuna().trial.TrialState.FAIL)
                    study.enqueue_trial(trial.params)  # once more
        if workers > 1:
            _start_workers(app, values, over, plan, storage or own, trials, workers)
        else:
            work(app, values, tried, study, trials)
    if not _done(study):
        raise InputError(f"{path}: no trial came to an end; the lines above say why")
    best = {**values, **study.best_params}
    say(f"the best of {len(_done(study))} trials, {study.best_value:.4g} on the validation part: "
        + ", ".join(f"{name} {value}" for name, value in study.best_params.items()))  # fmt: skip
    runner.train(app, best, path / BEST, resume=(path / BEST).is_dir())
    return study


def _optuna() -> Any:
    try:
        import optuna
    except ImportError:
        raise InputError("search needs Optuna: pip install 'keras_seq[search]'") from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna


def open_study(plan: Mapping[str, Any], storage: str, higher_is_better: bool) -> optuna.Study:
    """Open the study of a plan in a storage, or begin it there.

    Processes with the same plan meet in one study.
    """
    optuna = _optuna()
    digest = hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()[:12]
    try:
        return optuna.create_study(
            study_name=f"{plan['app'].rsplit('/', 1)[-1]}-{digest}",
            storage=storage,
            load_if_exists=True,
            direction="maximize" if higher_is_better else "minimize",
            sampler=optuna.samplers.TPESampler(seed=plan["values"]["seed"], constant_liar=True),
            pruner=optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=1),
        )
    except Exception as error:  # of any of the data bases that SQLAlchemy knows
        first = " ".join(str(error).split())[:200]
        raise InputError(f"--storage {storage}: can't be used: {first}") from None


def _done(study: optuna.Study) -> list[Any]:
    return [trial for trial in study.get_trials(deepcopy=False) if trial.value is not None
            and trial.state.name == "COMPLETE"]  # fmt: skip


def _ended(study: optuna.Study) -> int:
    """Count the trials that came to an end, by failing too, but not by being killed."""
    return sum(
        trial.state.is_finished() and (trial.state.name != "FAIL" or WHY in trial.user_attrs)
        for trial in study.get_trials(deepcopy=False)
    )


def work(
    app: str, values: Mapping[str, Any], tried: list[Range], study: optuna.Study, trials: int
) -> None:
    """Try options until all trials of a study have ended, whoever makes them."""
    backend.start()
    backend.keep_freed_memory()
    while _ended(study) < trials:
        trial = study.ask()
        drawn = {one.name: one.draw(trial) for one in tried}
        shown = ", ".join(f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
                          for name, value in drawn.items())  # fmt: skip
        say(f"trial {trial.number + 1}: {shown}")
        try:
            value = _validated(app, {**values, **drawn}, trial)
        except InputError as error:  # of these options; others may do
            say(f"trial {trial.number + 1}: failed: {error}")
            trial.set_user_attr(WHY, str(error)[:300])
            study.tell(trial, state=_optuna().trial.TrialState.FAIL)
            continue
        if value is None:
            say(f"trial {trial.number + 1}: stopped early")
            study.tell(trial, state=_optuna().trial.TrialState.PRUNED)
        else:
            say(f"trial {trial.number + 1}: {value:.4g} on the validation part")
            study.tell(trial, value)


def _validated(app: str, values: Mapping[str, Any], trial: optuna.Trial) -> float | None:
    """Train with some options; the metric that decides on the validation part, None: stopped."""
    module: App = apps.load(app)
    settings = config.make(module.Config, runner.with_recipe(app, module, values))
    splits = contract.read_splits(module, settings)
    backend.make_repeatable(settings.seed)
    fitted = module.prepare(settings, splits.train)
    watcher = _watcher(trial)
    with tempfile.TemporaryDirectory(prefix="keras_seq-") as room:
        trained, _ = runner.fit(module, settings, splits, fitted, Path(room), callbacks=[watcher])
    if watcher.model.stop_training and watcher.pruned:
        return None
    figures = module.task.evaluate(trained, splits.validation).metrics
    decides = getattr(module.task, "decides", lambda trained: module.task.metric)
    value = figures[decides(trained)]
    if not math.isfinite(value):
        raise InputError("its figure on the validation part is not finite")
    return float(value)


def _watcher(trial: optuna.Trial) -> Any:
    """Make a callback that tells Optuna each validation loss, and stops where it says so."""
    import keras

    class Watcher(keras.callbacks.Callback):
        pruned = False

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            # Pruning compares losses: less is better, so what is told has the study's direction.
            sign = -1 if trial.study.direction.name == "MAXIMIZE" else 1
            trial.report(sign * float(logs["val_loss"]), epoch)
            if trial.should_prune():
                self.pruned = self.model.stop_training = True

    return Watcher()


def _start_workers(
    app: str, values: Mapping[str, Any], over: str, plan: Mapping[str, Any], storage: str,
    trials: int, workers: int,
) -> None:  # fmt: skip
    """Let processes of their own make the trials, the cores divided among them."""
    threads = str(max(1, (os.cpu_count() or 1) // workers))
    asked = {"app": app, "values": dict(values), "over": over, "plan": dict(plan),
             "storage": storage, "trials": trials}  # fmt: skip
    environment = {**os.environ, "TF_NUM_INTRAOP_THREADS": threads, "OMP_NUM_THREADS": threads}
    processes = [
        subprocess.Popen([sys.executable, "-m", "keras_seq.runs.search"], env=environment,
                         stdin=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]  # fmt: skip
    try:
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(json.dumps(asked))
            process.stdin.close()
        for process in processes:
            process.wait()
    finally:
        for process in processes:
            process.terminate()


def _work_as_asked() -> None:
    asked = json.load(sys.stdin)
    module = apps.load(asked["app"])
    study = open_study(asked["plan"], asked["storage"], module.task.higher_is_better)
    work(asked["app"], asked["values"], ranges(asked["over"], module.Config), study,
         asked["trials"])  # fmt: skip


if __name__ == "__main__":
    _work_as_asked()
