import dataclasses
import inspect

import pytest

from keras_seq import app as apps
from keras_seq import config, models
from keras_seq.config import option
from keras_seq.data.text import Tokenizer
from keras_seq.errors import InputError
from keras_seq.options import Bidirectional, RareTokens, Recurrent, Tokens, TrainingConfig


@dataclasses.dataclass(frozen=True)
class Columns(config.Options):
    """Columns of a table."""

    skip: tuple[str, ...] = option((), "Columns to skip.")
    split: tuple[int, ...] | None = option(None, "Steps of the parts.", minimum=1)


@dataclasses.dataclass(frozen=True)
class Config(Columns, Bidirectional, TrainingConfig):
    """An app."""

    units: int = 64
    dropout: float = option(0.5, "Of the app itself.", below=0.9)


CONFIGURED = {
    Tokens: [Tokenizer.train],
    RareTokens: [Tokenizer.train],
    Recurrent: [models.one_to_many, models.many_to_one, models.many_to_many],
    Bidirectional: [models.many_to_one, models.many_to_many, models.encoder_decoder],
}


@pytest.mark.parametrize("group", CONFIGURED, ids=lambda group: group.__name__)
def test_the_fields_of_a_group_are_arguments_of_what_it_configures(group):
    fields = {field.name for field in dataclasses.fields(group)}
    for function in CONFIGURED[group]:
        assert fields <= set(inspect.signature(function).parameters), function


def test_a_part_of_a_config_is_keyword_arguments():
    made = config.make(Config, {"cell": "gru"})
    assert made.part(Recurrent) == {
        "cell": "gru", "units": 64, "num_layers": 1, "dropout": 0.5, "recurrent_dropout": 0.0,
    }  # fmt: skip


def test_a_default_is_changed_and_the_rest_stays_as_declared():
    fields = {field.name: field for field in config.options(Config)}
    assert (fields["units"].default, fields["units"].minimum) == (64, 1)
    assert fields["units"].help == "Units of each recurrent layer and direction."
    assert fields["units"].group == "Recurrent layers"
    assert (fields["dropout"].help, fields["dropout"].group) == ("Of the app itself.", "An app")
    with pytest.raises(InputError, match="--units must be at least 1"):
        config.make(Config, {"units": 0})


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a, b", ("a", "b")), (["a", "b,c"], ("a", "b,c")), ("none", ()), ("", ()), (7, ("7",))],
)
def test_lists_come_with_commas_or_as_lists(value, expected):
    assert config.make(Config, {"skip": value}).skip == expected


def test_lists_are_checked_item_by_item():
    made = config.make(Config, {"split": "80,10,10"})
    assert made.split == (80, 10, 10) and config.to_dict(made)["split"] == [80, 10, 10]
    assert config.make(Config, config.to_dict(made)) == made
    with pytest.raises(InputError, match="--split must be a whole number, with commas between"):
        config.make(Config, {"split": "8,x"})
    with pytest.raises(InputError, match="--split must be at least 1, not 0"):
        config.make(Config, {"split": "8,0"})


@pytest.mark.parametrize("app", apps.names())
def test_help_stands_in_groups_and_an_option_is_declared_once(app):
    module = apps.load(app)
    groups = {field.group for field in config.options(module.Config)}
    assert {"Data, and how they are split", "Training"} <= groups
    assert (module.Config.__doc__ or "").split("\n")[0].rstrip(".") in groups
