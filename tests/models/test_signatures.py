import inspect

import pytest

from keras_seq import models

SHARED = {
    "vocab_size": None,
    "feature_dim": None,
    "encoder": None,
    "embedding_dim": 128,
    "cell": "lstm",
    "units": 128,
    "num_layers": 1,
    "bidirectional": False,
    "dropout": 0.0,
    "recurrent_dropout": 0.0,
    "name": None,
}
FACTORIES = ["many_to_one", "many_to_many", "one_to_many"]


@pytest.mark.parametrize("factory", FACTORIES)
def test_shared_arguments(factory):
    parameters = inspect.signature(getattr(models, factory)).parameters
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters.values())
    last = list(parameters.values())[-len(SHARED) :]
    assert {p.name: p.default for p in last} == SHARED
    assert [p.name for p in last] == list(SHARED)


@pytest.mark.parametrize("factory", FACTORIES)
def test_every_argument_is_explained(factory):
    function = getattr(models, factory)
    for name in inspect.signature(function).parameters:
        assert f"\n        {name}: " in function.__doc__, name


def test_own_arguments_stand_in_the_module_docstring():
    for factory in FACTORIES:
        parameters = list(inspect.signature(getattr(models, factory)).parameters.values())
        own = [f"{p.name}={p.default!r}" for p in parameters[: -len(SHARED)]]
        line = f"{factory}(*, {', '.join(own)}, ...)".replace("'", '"')
        assert line in " ".join(models.__doc__.split())
