"""What a run begins with, if it is to start from another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from keras_seq import config
from keras_seq.errors import InputError
from keras_seq.progress import say
from keras_seq.runs import bundle

if TYPE_CHECKING:
    import keras

    from keras_seq.data.text import Tokenizer

#: Options in which a run and the one that it starts from must agree.
SHARED = ("level", "lowercase", "cell", "units", "num_layers", "embedding_dim")


def opened(run_dir: str) -> bundle.Bundle:
    """Open the run to start from.

    Raises:
        InputError: if it isn't finished, or has nothing to hand over.
    """
    start = bundle.load(run_dir)
    if not hasattr(start.preprocessing, "tokenizer") or not all(
        hasattr(start.config, name) for name in SHARED
    ):
        raise InputError(f"{run_dir}: has no vocabulary and recurrent layers to start from; name a "
                         "run of text_generation")  # fmt: skip
    return start


def tokenizer(run_dir: str) -> Tokenizer:
    """Return the vocabulary of the run to start from."""
    return opened(run_dir).preprocessing.tokenizer


def shared(values: Mapping[str, Any], config_class: type) -> dict[str, Any]:
    """Return the options that a run takes from the one that it starts from.

    Args:
        values: options that were given, `start_from` among them.
        config_class: of the app that starts.

    Raises:
        InputError: if one was given that says otherwise.
    """
    run_dir = str(values["start_from"])
    start = opened(run_dir)
    # What goes on with a text has read it forwards.
    taken = {"bidirectional": False} | {name: getattr(start.config, name) for name in SHARED}
    fields = {field.name: field for field in config.options(config_class)}
    for name in SHARED:
        if name in values and name in fields and fields[name].parse(values[name]) != taken[name]:
            raise InputError(f"{fields[name].flag} {values[name]}: {run_dir}, from which to start, "
                             f"has {taken[name]}; leave it out")  # fmt: skip
    return {name: value for name, value in taken.items() if name in fields}


def hand_over(model: keras.Model, run_dir: str) -> None:
    """Begin a model with what a run has learned.

    Raises:
        InputError: if their layers are of different sizes.
    """
    from keras_seq.models import take_over

    try:
        names = take_over(model, opened(run_dir).model)
    except ValueError as error:
        raise InputError(f"{run_dir}: {error}; train it and this run with the same sizes") from None
    say(f"taken over from {run_dir}: {', '.join(names)}")
