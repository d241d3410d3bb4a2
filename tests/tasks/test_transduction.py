"""The task on plain answers: no model is trained, a fake writes."""

import dataclasses
import inspect
from types import SimpleNamespace

import numpy as np
import pytest

from keras_seq import models
from keras_seq.contract import Result, Task, Trained
from keras_seq.data.splits import Splits
from keras_seq.data.text import Pair, Tokenizer
from keras_seq.decoding import Hypothesis
from keras_seq.errors import InputError
from keras_seq.options import EncoderDecoder, TrainingConfig
from keras_seq.report import Report
from keras_seq.tasks import TRANSLATION_RIVALS, BeamOptions, Transduction
from keras_seq.tasks import transduction_figures as figures
from keras_seq.tasks.transduction import END, START, references_of

GERMAN = ["ein Hund läuft schnell", "eine Katze schläft heute lang", "ein Hund schläft"]
ENGLISH = ["a dog runs fast", "a cat sleeps long today", "a dog sleeps"]
SAID = dict(zip(GERMAN, ENGLISH, strict=True))


def right_share(texts, references):
    right = [text in good for text, good in zip(texts, references, strict=True)]
    return {"right": float(np.mean(right))}, {"right": f"n:{len(texts)}"}


TASK = Transduction(
    metrics=right_share,
    score=lambda text, references: 100.0 * (text in references),
    metric="right",
    rivals=TRANSLATION_RIVALS,
    figures=[figures.bleu_by_length, figures.attention_maps, figures.best_and_worst],
    answer_name="english",
)


@pytest.fixture
def trained(monkeypatch):
    """What was trained: it knows the sentences above by heart, and looks at the same place."""
    source, target = (
        Tokenizer.train(texts, level="word", blanks=True, more=[START, END])
        for texts in (GERMAN, ENGLISH)
    )

    class Heart:
        def __init__(self, model, start, end, banned):
            assert (start, end) == (target.number(START), target.number(END))
            self.banned = banned

        def __call__(self, sources, beams, *, num_return_sequences, batch_size):
            said = [SAID[source.decode(tokens)] for tokens in sources]
            return [
                [Hypothesis(tokens, -float(rank)) for rank in range(num_return_sequences)]
                for tokens in target.encode(said)
            ]

        def attention(self, sources, targets):
            if not model.attends:
                return None
            return [np.eye(len(written) + 1, len(read))
                    for read, written in zip(sources, targets, strict=True)]  # fmt: skip

    class Model:
        attends = True

    model = Model()
    monkeypatch.setattr(models, "Translator", Heart)
    monkeypatch.setattr(
        "keras_seq.models.translator.weights_place", lambda model: 2 if model.attends else None
    )
    config = SimpleNamespace(num_beams=3, batch_size=2)
    return Trained(config, SimpleNamespace(source=source, target=target), model)


def records(*pairs):
    return [Pair(source, target, "") for source, target in pairs]


def test_it_is_a_task():
    methods = {name for name in vars(Task) if not name.startswith("_")}
    assert all(hasattr(TASK, name) for name in methods)


def test_a_source_is_judged_once_against_all_its_targets(trained, capsys):
    first, second, _ = GERMAN
    evaluation = TASK.evaluate(
        trained,
        records(
            (first, "a dog is fast"), (first, ENGLISH[0]), (second, "no"), ("", "x"), ("y", "")
        ),
    )
    assert evaluation.metrics == {"right": 0.5}
    assert evaluation.predictions == [
        {"input": first, "expected": f"a dog is fast | {ENGLISH[0]}", "predicted": ENGLISH[0],
         "score": 100.0},
        {"input": second, "expected": "no", "predicted": ENGLISH[1], "score": 0.0},
    ]  # fmt: skip
    assert "signatures: right n:2" in capsys.readouterr().err


def test_rivals_are_judged_on_the_same_sources():
    train = records(*SAID.items())
    test = records((GERMAN[0], ENGLISH[0]), (f"{GERMAN[1]} .", ENGLISH[1]), ("OK", "OK"))
    rivals = TASK.baselines(None, Splits(train, train, test))
    assert {name: rival.metrics["right"] for name, rival in rivals.items()} == {
        "copy_of_the_source": pytest.approx(1 / 3), "nearest_source": pytest.approx(2 / 3),
    }  # fmt: skip


def test_answers_come_in_order_and_empty_lines_stay(trained):
    inputs = [GERMAN[2], "", f"  {GERMAN[0]} ", " ", GERMAN[1]]
    answers = list(TASK.predict(trained, iter(inputs), BeamOptions(at_once=2)))
    assert [answer["source"] for answer in answers] == inputs
    texts = [TASK.as_text(answer) for answer in answers]
    assert texts == [ENGLISH[2], "", ENGLISH[0], "", ENGLISH[1]]
    several = BeamOptions(num_return_sequences=2)
    assert [answer["score"] for answer in TASK.predict(trained, ["", *GERMAN[:1]], several)] == [
        0.0, 0.0, -1.0,
    ]  # fmt: skip


def test_words_that_training_never_showed_are_named(trained, monkeypatch, capsys):
    reader = trained.preprocessing.source
    (tokens,) = reader.encode(["ein Wolf schläft"])
    monkeypatch.setitem(SAID, reader.decode(tokens), "a dog sleeps")
    asked = ["ein Wolf schläft", "", GERMAN[0]]
    answers = list(TASK.predict(trained, asked, BeamOptions(num_return_sequences=2)))
    assert [answer["unknown"] for answer in answers] == [["Wolf"], ["Wolf"], [], [], []]
    said = "1 of 7 words is not in this model's vocabulary: Wolf\n"
    assert capsys.readouterr().err == said
    TASK.evaluate(trained, records(("ein Wolf schläft", "a wolf sleeps")))
    assert "vocabulary" not in capsys.readouterr().err


def test_an_unknown_word_may_be_written_only_where_it_can_be_copied(trained):
    copying = dataclasses.replace(TASK, copy_words=True)
    assert TASK.translator(trained).banned == [0, 2, 1]
    assert copying.translator(trained).banned == [0, 2]
    trained.model.attends = False
    assert copying.translator(trained).banned == [0, 2, 1]


def test_unknown_words_become_those_looked_at(trained, monkeypatch):
    source = trained.preprocessing.source
    (tokens,) = source.encode(["ein Fuchs läuft schnell"])
    assert 1 in tokens
    monkeypatch.setitem(SAID, source.decode(tokens), "a Wolf runs fast")
    copying = dataclasses.replace(TASK, copy_words=True)
    (answer,) = copying.predict(trained, ["ein Fuchs läuft schnell"], BeamOptions())
    assert answer["english"] == "a Fuchs runs fast"


def test_attention_is_drawn_of_the_first_answer(trained, tmp_path):
    path = tmp_path / "attention.png"
    options = BeamOptions(attention=str(path), at_once=1)
    assert len(list(TASK.predict(trained, ["", *GERMAN], options))) == 4
    assert path.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="exists; name another file"):
        list(TASK.predict(trained, GERMAN, options))
    trained.model.attends = False
    with pytest.raises(InputError, match="trained with --attention none"):
        list(TASK.predict(trained, GERMAN, BeamOptions(attention=str(tmp_path / "b.png"))))


def test_the_report_shows_lengths_maps_and_examples(trained):
    pairs = records(*SAID.items(), (f"{GERMAN[0]} ", "wrong"))
    page = Report("t", "", None)
    evaluation = TASK.evaluate(trained, pairs)
    splits = Splits(pairs, pairs, pairs)
    TASK.report(Result(trained, splits, [], evaluation, {}, {}), page)
    shown = page.html()
    for title in ("BLEU by length", "Where the model looked", "Best answers", "Worst answers"):
        assert title in shown


def test_inputs_need_not_be_texts(trained):
    class Recording:
        """A sound, whose answer is spoken in it."""

    sounds = [Recording(), Recording()]
    spoken = dict(zip(sounds, GERMAN, strict=False))

    def heard(trained, recordings):
        return trained.preprocessing.source.encode([spoken[sound] for sound in recordings])

    task = dataclasses.replace(
        TASK, read=heard, metrics=lambda texts, right: (right_share(texts, right)[0], {})
    )
    pairs = list(zip(sounds, ENGLISH, strict=False))
    assert task.evaluate(trained, pairs).metrics == {"right": 1.0}
    assert references_of([*pairs, (sounds[0], "again")])[sounds[0]] == [ENGLISH[0], "again"]


@dataclasses.dataclass(frozen=True)
class Config(EncoderDecoder, TrainingConfig):
    """Of a test."""


def test_the_options_are_arguments_of_the_factory():
    part = Config(attention="none").part(EncoderDecoder)
    assert set(part) <= set(inspect.signature(models.encoder_decoder).parameters)
    assert part["attention"] is None and Config().part(EncoderDecoder)["attention"] == "bahdanau"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"input_feeding": True}, "--input-feeding is for --attention luong, not bahdanau"),
        ({"attention": "luong", "attention_score": "dot", "bidirectional": True},
         "--attention-score dot compares vectors of one size"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(values, message):
    with pytest.raises(InputError, match=message):
        Config(**values)
