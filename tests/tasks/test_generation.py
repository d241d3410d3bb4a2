from types import SimpleNamespace

import numpy as np
import pytest

from keras_seq.baselines.ngram import WittenBell
from keras_seq.contract import Evaluation, Result, Trained
from keras_seq.data.batching import Batches
from keras_seq.data.labels import Labels
from keras_seq.data.splits import Splits
from keras_seq.data.streams import StreamBatches
from keras_seq.decoding import Hypothesis
from keras_seq.tasks import Generation, count_tokens, generation, surprise, texts_written
from keras_seq.tasks.generation import GenerationOptions, row_of

END = 2
SPLITS = Splits(["abcabcabc" * 5], ["abc"], ["abcbca"])


class Letters:
    """Tokens are the code points of letters."""

    level, vocab_size = "char", 128

    def decode(self, numbers):
        return "".join(map(chr, numbers))


def stream_batches(config, fitted, records, training):
    assert config == "config" and not training
    row = np.array([ord(letter) for record in records for letter in record])
    return StreamBatches(row, batch_size=2, window=2)


def task(**changed):
    return Generation(
        **{
            "start": lambda trained, prompt, options: (np.array([ord(x) for x in prompt]), None),
            "written": lambda trained, prompt, tokens: prompt + "".join(map(chr, tokens)),
            "stop": lambda trained: None,
            "batches": stream_batches,
            "texts": lambda records: records,
            "rivals": count_tokens,
            **changed,
        }
    )


TRAINED = Trained("config", SimpleNamespace(tokenizer=Letters(), labels=Labels(())), "model")


class Repeating:
    """A writer that says its prompt again and again."""

    def __init__(self):
        self.calls = []

    def __call__(self, prompts, contexts, *, num_return_sequences, max_new_tokens, **drawing):
        self.calls.append((len(prompts), contexts, drawing))
        return [[np.resize(tokens, max_new_tokens)] * num_return_sequences for tokens in prompts]

    def search(self, prompts, contexts, *, beams, num_return_sequences, stop_token, **rest):
        self.calls.append((beams.num_beams, contexts, stop_token))
        texts = self(prompts, contexts, num_return_sequences=num_return_sequences, **rest)
        return [[Hypothesis(tokens, 0.0) for tokens in row] for row in texts]

    def stream(self, prompt, context, *, max_new_tokens, **drawing):
        yield from np.array_split(np.resize(prompt, max_new_tokens), 3)


@pytest.fixture
def writer(monkeypatch):
    repeating = Repeating()

    def writer_of(model, banned_tokens):
        assert model == "model" and banned_tokens == (0, 1)
        return repeating

    monkeypatch.setattr(generation, "writer_of", writer_of)
    return repeating


def test_every_token_but_the_first_is_judged(monkeypatch):
    halves = np.log(np.full(5, 0.5))
    monkeypatch.setattr(generation, "log_probs", lambda model, batches: halves)
    judged = task().evaluate(TRAINED, SPLITS.test)
    assert judged.metrics["perplexity"] == pytest.approx(2)
    assert judged.metrics["bits_per_character"] == pytest.approx(5 / 6)
    assert [row["expected"] for row in judged.predictions] == list("bcbca")
    assert [row["input"] for row in judged.predictions] == [1, 2, 3, 4, 5]
    assert {round(row["score"], 9) for row in judged.predictions} == {0.5}
    monkeypatch.setattr(generation, "SHOWN", 2)
    assert len(task().evaluate(TRAINED, SPLITS.test).predictions) == 2


def test_rivals_count_the_same_tokens():
    rivals = task().baselines(TRAINED, SPLITS)
    assert list(rivals) == ["1-gram", "5-gram"]
    train, test = (np.array([ord(x) for x in part[0]]) for part in (SPLITS.train, SPLITS.test))
    logs = WittenBell(train, 5, 128).log_probs(test)
    assert rivals["5-gram"].metrics["nats_per_token"] == pytest.approx(-logs.mean())
    assert rivals["5-gram"].metrics["bits_per_character"] == pytest.approx(
        -logs.sum() / np.log(2) / len(test)
    )


def test_documents_stand_in_one_row():
    texts = [np.array([5, 6]), np.array([7]), np.array([8, 9, 3])]
    batches = Batches(
        [np.append(END, text) for text in texts],
        [np.append(text, END) for text in texts],
        batch_size=2,
    )
    assert row_of(batches).tolist() == [END, 5, 6, END, 7, END, 8, 9, 3, END]


def test_prompts_are_gone_on_from_some_at_once(writer):
    options = GenerationOptions(at_once=2, max_new_tokens=3, num_return_sequences=2, top_k=4)
    answers = list(task().predict(TRAINED, ["ab", "c", "d"], options))
    assert answers[::2] == answers[1::2] == [
        {"prompt": "ab", "text": "ababa", "unknown": []},
        {"prompt": "c", "text": "cccc", "unknown": []},
        {"prompt": "d", "text": "dddd", "unknown": []},
    ]  # fmt: skip
    assert task().as_text(answers[0]) == "ababa"
    assert [call[:2] for call in writer.calls] == [(2, None), (1, None)]
    drawing = writer.calls[0][2]
    assert drawing["sampling"].top_k == 4 and drawing["stop_tokens"] == [] and drawing["seed"] == 0


def test_contexts_and_the_token_that_ends_a_text(writer):
    about = {"ab": 7, "c": 8}

    def start(trained, prompt, options):
        return np.array([END]), np.int32(about[prompt])

    asked = task(start=start, stop=lambda trained: END)
    list(asked.predict(TRAINED, ["ab", "c"], GenerationOptions(max_new_tokens=1)))
    _, contexts, drawing = writer.calls[0]
    assert contexts.tolist() == [7, 8] and drawing["stop_tokens"] == [END]
    options = GenerationOptions(max_new_tokens=1, num_beams=3)
    list(asked.predict(TRAINED, ["ab", "c"], options))
    num_beams, contexts, stop_token = writer.calls[1]
    assert num_beams == 3 and contexts.tolist() == [7, 8] and stop_token == END


def test_a_stream_is_the_same_text(writer):
    options = GenerationOptions(max_new_tokens=7, stream=True)
    pieces = list(task().predict(TRAINED, ["ab"], options))
    assert [piece["text"] for piece in pieces] == ["ab", "aba", "ba", "ba", ""]
    assert all(piece["more"] for piece in pieces[:-1]) and "more" not in pieces[-1]


class Page:
    def __init__(self):
        self.tables, self.texts = [], []

    def table(self, title, columns, rows, note):
        self.tables.append((rows, note))

    def highlights(self, title, texts, **words):
        self.texts += texts


def test_figures(writer):
    rows = [{"expected": letter, "score": 0.25 if letter == "c" else 0.5} for letter in "ab cc"]
    trained = Trained(
        "config", SimpleNamespace(tokenizer=Letters(), labels=Labels(("x", "y"))), "model"
    )
    judged = Evaluation({"nats_per_token": np.log(2)}, rows)
    result = Result(trained, SPLITS, [], judged, {}, {})
    page = Page()
    task(
        start=lambda trained, prompt, options: (np.array([97, 98, 99]), None),
        written=lambda trained, prompt, tokens: "".join(map(chr, tokens)),
        figures=[texts_written, surprise],
    ).report(result, page)
    ((rows, note),) = page.tables
    assert [row[0] for row in rows] == [0.5, 0.8, 1.1] and "Label: x." in note
    assert rows[0][1].startswith("abcabc") and rows[0][2] == "100%"
    (text,) = page.texts
    assert list(text.words) == ["ab", "cc"]
    np.testing.assert_allclose(text.influence, [0, 1])
