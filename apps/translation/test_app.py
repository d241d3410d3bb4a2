"""A test that any copy of this app should keep passing: train small, translate, reload."""

from pathlib import Path

import pytest

import keras_seq

APP = str(Path(__file__).parent)
SMALL = {"epochs": 2, "units": 8, "embedding_dim": 8, "vocab_size": 300, "num_beams": 2}
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
        {"level": "char", "attention": "none", "bridge": "every_step", "joint_vocab": True},
    ],
)  # fmt: skip
def test_train_translate_reload(tmp_path: Path, options: dict) -> None:
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


def test_the_sample_tests_what_training_never_showed_together() -> None:
    import importlib

    from keras_seq import app as apps

    package = vars(apps.load(APP))["__package__"]
    module = importlib.import_module(f"{package}.sample")
    parts = module.pairs(2000, seed=0)
    assert all(len(found) > 100 for found in parts.values())
    trained = {english for english, _ in parts["train"]}
    assert not trained & {english for english, _ in parts["test"]}
    cat, black = module.NOUNS[0], module.ADJECTIVES[0]
    many, one = module.Phrase(cat, black, True, False), module.Phrase(cat, None, False, True)
    assert module.sentence(many, module.VERBS[1], one, True, True) == (
        "do some black cats not love the cat?", "est-ce que des chats noirs n'aiment pas le chat ?",
    )  # fmt: skip
    small_bird = module.Phrase(module.NOUNS[2], module.ADJECTIVES[7], True, False)
    bird = module.Phrase(module.NOUNS[2], None, False, False)
    assert module.sentence(small_bird, module.VERBS[0], bird, True, False)[1] == (
        "de petits oiseaux ne voient pas d'oiseau."
    )


def test_bad_input(tmp_path: Path) -> None:
    data = counting(tmp_path / "pairs.tsv")
    with pytest.raises(keras_seq.InputError, match="every other pair is longer than --max"):
        keras_seq.run(APP, {**SMALL, "data": data, "max_length": 2}, tmp_path / "run")
    assert not (tmp_path / "run").exists()
    with pytest.raises(keras_seq.InputError, match="no pair of the training part is fit"):
        (tmp_path / "same.tsv").write_text("a b c d\ta b c d\n" * 5 + "e f g h\te f g h\n" * 5
                                           + "i j k l\ti j k l\n" * 5)  # fmt: skip
        keras_seq.run(APP, {**SMALL, "data": str(tmp_path / "same.tsv")}, tmp_path / "run")
