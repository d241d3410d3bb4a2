import dataclasses
from dataclasses import dataclass

import pytest

from keras_seq import config
from keras_seq.config import option
from keras_seq.errors import InputError
from keras_seq.options import TrainingConfig


@dataclass(frozen=True)
class Config(TrainingConfig):
    level: str = option("word", "What a token is.", choices=("word", "char"))
    embedding_dim: int | None = option(128, "Size.", minimum=1)
    bidirectional: bool = option(False, "Both ways.")


def test_options_carry_type_default_help():
    found = {one.name: one for one in config.options(Config)}
    assert found["batch_size"].flag == "--batch-size"
    assert (found["embedding_dim"].type, found["embedding_dim"].optional) == (int, True)
    assert (found["level"].default, found["level"].help) == ("word", "What a token is.")


def test_make_takes_defaults_and_converts():
    made = config.make(Config, {"learning_rate": "1e-3", "epochs": 2.0, "embedding_dim": None})
    assert (made.learning_rate, made.epochs, made.embedding_dim) == (0.001, 2, None)
    assert isinstance(made.epochs, int)
    assert made.batch_size == Config().batch_size


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"epocs": 3}, "unknown option epocs; did you mean epochs?"),
        ({"epochs": 0}, "--epochs must be at least 1, not 0"),
        ({"epochs": 1.5}, "--epochs must be a whole number, not 1.5"),
        ({"epochs": True}, "--epochs must be a whole number, not True"),
        ({"learning_rate": "fast"}, "--learning-rate must be a number, not 'fast'"),
        ({"learning_rate": float("nan")}, "--learning-rate must be a number, not nan"),
        ({"learning_rate": 0}, "--learning-rate must be more than 0, not 0.0"),
        ({"warmup": 1}, "--warmup must be less than 1, not 1.0"),
        ({"level": "byte"}, "--level must be one of word, char, not 'byte'"),
        ({"bidirectional": 1}, "--bidirectional must be true or false, not 1"),
        ({"data": ["a"]}, r"--data must be text, not \['a'\]"),
    ],
)
def test_make_refuses(values, message):
    with pytest.raises(InputError, match=message):
        config.make(Config, values)


def test_options_refuse_undeclared_fields():
    @dataclass(frozen=True)
    class Bare:
        epochs: int = 3

    @dataclass(frozen=True)
    class Odd:
        sizes: list = option((), "Sizes.")  # noqa: RUF009

    # Types are looked up by name in the module, so local classes can't be resolved there.
    Bare.__annotations__["epochs"] = int
    Odd.__annotations__["sizes"] = list
    with pytest.raises(TypeError, match=r"Bare.epochs: declare it with"):
        config.options(Bare)
    with pytest.raises(TypeError, match=r"Odd.sizes: the type must be"):
        config.options(Odd)


def test_read_yaml_takes_options_and_a_runs_config(tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text("epochs: 3\nbatch-size: 8\n")
    assert config.read_yaml(path, Config) == {"epochs": 3, "batch_size": 8}
    path.write_text("app: x\noptions: {epochs: 4}\nversions: {}\n")
    assert config.read_yaml(path, Config) == {"epochs": 4}
    path.write_text("# nothing yet\n")
    assert config.read_yaml(path, Config) == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"epochs: 3\nbatchsize: 8\n", r"recipe.yaml, line 2: unknown option batchsize; .*size"),
        (b"epochs: ten\n", r"recipe.yaml, line 1: --epochs must be a whole number, not 'ten'"),
        (b"epochs: 3\nepochs: 4\n", r"recipe.yaml: an option stands there twice"),
        (b"- epochs\n", r"recipe.yaml: must hold lines of the form"),
        (b"epochs: [3\n", r"recipe.yaml, line 2: not valid YAML"),
        (b"epochs: \xff\n", r"recipe.yaml: not UTF-8"),
        (b"a: !!python/object/apply:os.system [ls]\n", r"recipe.yaml, line 1: not valid YAML"),
        (b"epochs: 3\n---\nepochs: 4\n", r"recipe.yaml, line 2: not valid YAML"),
        (b"units: 3\nepochs: 3 # \x07\n", r"recipe.yaml, line 2: not valid YAML: a character 0x07"),
        (b"epochs: \x00\n", r"recipe.yaml, line 1: not valid YAML: a character 0x00"),
        (b"seed: 2024-99-99\n", r"recipe.yaml: not valid YAML: a value .*month must be"),
        (
            b"seed: " + b"9" * 400,
            r"recipe.yaml, line 1: --seed must be a whole number, not 9+\.\.\.",
        ),
        (b"seed: " + b"9" * 5000, r"recipe.yaml: not valid YAML: a value"),
        (b"seed: 0x" + b"f" * 5000, r"recipe.yaml, line 1: --seed .* limit"),
        (b"epochs: " + b"[" * 3000, r"recipe.yaml: not valid YAML: nested too deeply"),
        (b"epochs: !!int x", r"recipe.yaml: not valid YAML: a value"),
        (b"epochs: !!float x", r"recipe.yaml: not valid YAML: a value"),
        (b"epochs: !!bool x", r"recipe.yaml: not valid YAML: a value"),
        (b"epochs: !!timestamp x", r"recipe.yaml: not valid YAML: a value"),
        (b"a: &a [1]\nepochs: *a\n", r"recipe.yaml, line 2: an alias .* write the value out"),
        (b"a: &a {<<: *a}\n", r"recipe.yaml, line 1: an alias"),
        (b"#" * 300_000, r"recipe.yaml: more than 256 KiB"),
        (b'data: "a\\0b"\n', r"recipe.yaml, line 1: --data must not hold a NUL"),
        (b"[a]: 3\n", r"recipe.yaml, line 1: not valid YAML"),
    ],
)
def test_read_yaml_names_file_and_line(tmp_path, content, message):
    (tmp_path / "recipe.yaml").write_bytes(content)
    with pytest.raises(InputError, match=message):
        config.read_yaml(tmp_path / "recipe.yaml", Config)


def test_a_wrong_value_of_any_size_is_said_briefly(tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text("epochs: [" + "[1, 2, 3, {a: [b, {c: [d]}]}], " * 5000 + "]")
    with pytest.raises(InputError) as error:
        config.read_yaml(path, Config)
    assert len(str(error.value)) < 300 + len(str(path))


def test_read_yaml_of_nothing(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        config.read_yaml(tmp_path / "absent.yaml", Config)
    with pytest.raises(InputError, match="Is a directory"):
        config.read_yaml(tmp_path, Config)


def test_config_is_frozen_and_round_trips():
    made = config.make(Config, {"epochs": 7})
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.epochs = 8
    assert config.make(Config, config.to_dict(made)) == made
