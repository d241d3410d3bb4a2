"""A test that any copy of this app should keep passing: train small, translate, reload."""

import datetime
import re
from pathlib import Path
from types import ModuleType

import pytest

import keras_seq

APP = str(Path(__file__).parent)
SMALL = {"epochs": 2, "units": 8, "embedding_dim": 8, "vocab_size": 300, "num_beams": 2,
         "cell": "simple_rnn"}  # fmt: skip
NUMBERS = ("one", "two", "three", "four", "five", "six")
ZAHLEN = ("eins", "zwei", "drei", "vier", "fünf", "sechs")


def counting(path: Path) -> str:
    rows = [
        f"{NUMBERS[a]} {NUMBERS[b]} {NUMBERS[c]}\t{ZAHLEN[a]} {ZAHLEN[b]} {ZAHLEN[c]}\n"
        for a in range(6)
        for b in range(6)
        for c in range(6)
    ]
    path.write_text("".join(rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "options",
    [
        {"level": "bpe"},
        {"level": "word", "attention": "luong", "input_feeding": True, "teacher_forcing": 0.5,
         "average_epochs": 2, "recurrent_dropout": 0.2},
        {"level": "word", "copy": True, "coverage": True},
        {"level": "char", "attention": "none", "bridge": "every_step", "joint_vocab": True},
    ],
)  # fmt: skip
def test_train_translate_reload(
    tmp_path: Path, options: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    # A moment's training takes less time than tracing a step of it.
    monkeypatch.setattr(keras.Model, "run_eagerly", property(lambda _: True, lambda *_: None))
    options = {**SMALL, **options, "data": counting(tmp_path / "pairs.tsv")}
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert set(run.metrics["test"]) == {"bleu", "bleu_lowercase", "chrf", "exact_match"}
    assert set(run.metrics["baselines"]) == {"copy_of_the_source", "nearest_source"}
    assert run.metrics["examples"] == {"train": 175, "validation": 19, "test": 22}
    assert run.evaluate() == pytest.approx(run.metrics["test"])

    inputs = ["one two three", "", "six", "one " * 90]
    answers = list(run.predict(inputs, num_beams=2))
    assert [answer["source"] for answer in answers] == inputs and answers[1]["translation"] == ""
    assert answers == list(keras_seq.load(tmp_path / "run", APP).predict(inputs, num_beams=2))
    best = list(run.predict(["one two"], num_return_sequences=3))
    assert len(best) == 3 and best[0]["score"] >= best[1]["score"] >= best[2]["score"]
    picture = str(tmp_path / "attention.png")
    if options.get("attention") == "none":
        with pytest.raises(keras_seq.InputError, match="trained with --attention none"):
            list(run.predict(["one"], attention=picture))
    else:
        list(run.predict(["one two"], attention=picture))
        assert Path(picture).read_bytes().startswith(b"\x89PNG")
        with pytest.raises(keras_seq.InputError, match="exists; name another file"):
            list(run.predict(["one"], attention=picture))


def test_it_learns_to_count(tmp_path: Path) -> None:
    data = counting(tmp_path / "pairs.tsv")
    options = {"data": data, "level": "word", "units": 48, "vocab_size": 300,
               "embedding_dim": 32, "epochs": 14, "learning_rate": 0.01, "batch_tokens": 100,
               "dropout": 0.0, "label_smoothing": 0.0, "num_beams": 2}  # fmt: skip
    run = keras_seq.run(APP, options, tmp_path / "run")
    assert run.metrics["test"]["exact_match"] > 0.9
    assert run.metrics["baselines"]["nearest_source"]["exact_match"] == 0


@pytest.mark.parametrize("level", ["bpe", "char"])
def test_scripts_without_blanks_are_written_as_they_stand(level: str) -> None:
    from keras_seq import app as apps
    from keras_seq import config
    from keras_seq.data.text.pairs import Pair

    module = apps.load(APP)
    texts = ["犬が野原を走る。", "一只狗在草地上奔跑。", "Ein Hund, über die Wiese!"]
    settings = config.make(module.Config, {"level": level, "vocab_size": 400})
    fitted = module.prepare(settings, [Pair(text, text, "") for text in texts])
    for side in (fitted.source, fitted.target):
        assert [side.decode(numbers) for numbers in side.encode(texts)] == texts


def phrases_module() -> ModuleType:
    import importlib

    from keras_seq import app as apps

    return importlib.import_module(f"{vars(apps.load(APP))['__package__']}.phrases")


def test_the_sample_says_in_both_languages_what_is_right() -> None:
    parts = phrases_module().pairs(12_000, "fr", seed=0)
    months = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
              "octobre", "novembre", "décembre"]  # fmt: skip
    right = {datetime.date(2000, i, 1).strftime("%B"): month for i, month in enumerate(months, 1)}
    spans = {"seconds": "secondes", "days": "jours", "years": "ans", "months": "mois"}
    endings = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
    counts = dict.fromkeys(("month first", "day first", "ago", "ordinal"), 0)
    for english, french in [pair for pairs in parts.values() for pair in pairs]:
        if found := re.fullmatch(r"([A-Z][a-z]{3,}) (\d+), (\d{4})", english):
            if found[1] in right:
                assert french == f"{found[2]} {right[found[1]]} {found[3]}"
                counts["month first"] += 1
        elif found := re.fullmatch(r"(\d+) ([A-Z][a-z]{4,}) (\d{4})", english):
            assert french == f"{found[1]} {right[found[2]]} {found[3]}"
            counts["day first"] += 1
        elif found := re.fullmatch(r"(\d+) (seconds|days|months|years) ago", english):
            assert french == f"il y a {found[1]} {spans[found[2]]}"
            counts["ago"] += 1
        for found in re.finditer(r"(\d+)(st|nd|rd|th)\b(?! quarter)", english):
            assert found[2] == endings.get(int(found[1]), "th")
            counts["ordinal"] += 1
        assert "\N{NO-BREAK SPACE}" not in english + french
    assert all(count > 20 for count in counts.values()), counts
    known = dict(parts["train"])
    for english, french in {"Monday": "lundi", "Germany": "Allemagne", "3 PM": "15:00"}.items():
        assert known[english] == french


def test_no_part_of_the_sample_knows_another() -> None:
    parts = phrases_module().pairs(4_000, "de", seed=0)
    assert parts == phrases_module().pairs(4_000, "de", seed=0)
    for side in (0, 1):
        train, validation, test = ({pair[side] for pair in pairs} for pairs in parts.values())
        assert not train & validation and not train & test and not validation & test
        assert len(train) > 2_000 and min(len(validation), len(test)) > 60


def test_the_sample_speaks_many_languages() -> None:
    module = phrases_module()
    for code in (*module.SOME_LANGUAGES.split(", "), "pt-PT", "zh"):
        targets = [target for pairs in module.pairs(300, code, seed=0).values()
                   for _, target in pairs]  # fmt: skip
        assert len(targets) > 500
        # A unit without a name would show CLDR's code of it.
        assert not any(re.search(r"[a-z]-(day|hour|cup|meter|liter)", one) for one in targets)
    for code in ("en", "xx", "target", "kw", ""):
        with pytest.raises(keras_seq.InputError, match=f"--target {code}: .* take fr, de, es"):
            module.pairs(300, code, seed=0)


def test_bad_input(tmp_path: Path) -> None:
    data = counting(tmp_path / "pairs.tsv")
    with pytest.raises(keras_seq.InputError, match="every other pair is longer than --max"):
        keras_seq.run(APP, {**SMALL, "data": data, "max_length": 2}, tmp_path / "run")
    assert not (tmp_path / "run").exists()
    with pytest.raises(keras_seq.InputError, match="--copy learns from right tokens"):
        copied = {**SMALL, "data": data, "copy": True, "teacher_forcing": 0.5}
        keras_seq.run(APP, copied, tmp_path / "run")
    with pytest.raises(keras_seq.InputError, match="no pair of the training part is fit"):
        (tmp_path / "same.tsv").write_text("a b c d\ta b c d\n" * 5 + "e f g h\te f g h\n" * 5
                                           + "i j k l\ti j k l\n" * 5)  # fmt: skip
        keras_seq.run(APP, {**SMALL, "data": str(tmp_path / "same.tsv")}, tmp_path / "run")
