"""Sequence models that run at once: recurrent networks on Keras 3, with apps around them.

    import keras_seq

    model = keras_seq.models.many_to_one(vocab_size=10_000, num_classes=2)   # a keras.Model
    run = keras_seq.load("runs/imdb_sentiment-20250101-120000")              # a trained one
    list(run.predict(["I did not like it at all"]))

The rooms: `models` (the factories), `layers`, `losses`, `data`, `metrics`, `baselines`, `report`,
`studies`, `tasks` (kinds of problem), `runs` (what `keras-seq run` does), `app`, `config`.
Importing `keras_seq` is instant; Keras comes in with the first thing that needs it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from keras_seq.config import option
from keras_seq.errors import InputError
from keras_seq.options import PredictOptions, TrainingConfig
from keras_seq.version import __version__

if TYPE_CHECKING:
    from keras_seq import baselines, data, layers, metrics, models, report, studies, tasks
    from keras_seq.runs.ensemble import load
    from keras_seq.runs.variants import run

_ROOMS = ("baselines", "data", "layers", "metrics", "models", "report", "studies", "tasks")
_FUNCTIONS = {"load": "keras_seq.runs.ensemble", "run": "keras_seq.runs.variants"}

__all__ = [
    "InputError",
    "PredictOptions",
    "TrainingConfig",
    "__version__",
    "baselines",
    "data",
    "layers",
    "load",
    "metrics",
    "models",
    "option",
    "report",
    "run",
    "studies",
    "tasks",
]


def __getattr__(name: str) -> Any:
    # Lazy (PEP 562), so that `keras-seq --help` never waits for TensorFlow.
    if name in _ROOMS:
        if name in ("layers", "models"):
            from keras_seq import backend

            backend.start()
        return importlib.import_module(f"keras_seq.{name}")
    if name in _FUNCTIONS:
        return getattr(importlib.import_module(_FUNCTIONS[name]), name)
    raise AttributeError(f"module 'keras_seq' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
