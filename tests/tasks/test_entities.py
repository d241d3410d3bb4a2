"""Answers and figures on plain tags: no network is trained here."""

import types

import numpy as np
import pytest

from keras_seq.contract import Evaluation, Result, Trained
from keras_seq.data.labels import Labels, Tagged
from keras_seq.data.splits import Splits
from keras_seq.data.text import WordForms
from keras_seq.data.text.tagged import TaggedWords
from keras_seq.options import PredictOptions
from keras_seq.report import Report
from keras_seq.tasks import entities, entity_figures

RECORDS = [
    TaggedWords(["Sam", "Li", "saw", "Rome"], ["B-PER", "E-PER", "O", "S-LOC"], "", "a, line 1"),
    TaggedWords(["Tom", "left"], ["S-PER", "O"], "", "a, line 6"),
    TaggedWords(["nothing"], ["O"], "", "a, line 9"),
]
OURS = [
    Tagged(["B-PER", "E-PER", "O", "S-PER"], np.array([0.9, 0.8, 1, 0.6])),
    Tagged(["S-PER", "O"], np.array([0.99, 0.7])),
    Tagged(["O"], np.array([0.9])),
]


def tag(trained, records):
    """Take words in capitals for persons."""
    return [
        Tagged(["S-PER" if word[0].isupper() else "O" for word in record.words],
               np.linspace(0.9, 0.5, len(record.words)))
        for record in records
    ]  # fmt: skip


def answers(inputs, at_once=2):
    forms = WordForms.fit([["we", "met", "Tom's", "Sam.", "so", "Anna", "St. Paul"]] * 2)
    trained = Trained(None, types.SimpleNamespace(forms=forms), None)
    return list(entities.answer_entities(trained, inputs, PredictOptions(at_once=at_once), tag))


def test_raw_texts_get_entities_with_places():
    texts = ["", "we met  Tom's Sam.", " \n", "so", "Anna"]
    found = answers(texts)
    assert [answer["text"] for answer in found] == texts
    assert [len(answer["entities"]) for answer in found] == [0, 2, 0, 0, 1]
    tom, sam = found[1]["entities"]
    assert tom == {"text": "Tom", "label": "PER", "start": 8, "end": 11,
                   "score": pytest.approx(0.9 - 0.4 * 2 / 5)}  # fmt: skip
    assert texts[1][sam["start"] : sam["end"]] == "Sam"
    assert found == answers(iter(texts), at_once=100)
    assert entities.line(found[1]) == "Tom PER\tSam PER" and entities.line(found[0]) == ""


def test_words_that_are_given_stay_as_they_are():
    (answer,) = answers([["to", "St. Paul"]])
    assert answer["text"] == "to St. Paul"
    assert answer["entities"][0]["start"] == 3 and answer["entities"][0]["text"] == "St. Paul"


def test_rivals_are_left_out_where_their_library_is_missing(monkeypatch):
    splits = Splits(RECORDS, RECORDS, RECORDS)
    trained = Trained(None, None, None)
    nothing = entities.WORD_RIVALS["no_entity"](trained, splits)
    assert nothing == [["O"] * 4, ["O"] * 2, ["O"]]
    commonest = entities.WORD_RIVALS["commonest_tag_of_word"](trained, splits)
    assert commonest == [record.tags for record in RECORDS]


def test_figures():
    labels = Labels(("O", "S-PER"))
    model = types.SimpleNamespace(layers=[])
    trained = Trained(None, types.SimpleNamespace(labels=labels), model)
    evaluation = Evaluation({}, [], OURS)
    result = Result(trained, Splits(RECORDS[1:], [], RECORDS), [], evaluation, {}, {})
    page = Report("Entities")
    for figure in entity_figures.ENTITY_FIGURES:
        figure(result, page)
    html = page.html()
    assert "1 of 2 texts with entities have a mistake in them." in html
    assert "Rome (PER)" in html and "Rome (LOC)" in html  # the surest mistake
    assert html.count('<span class="name">') == 2  # expected above predicted, where they differ


def test_many_types_are_drawn_as_the_commonest_and_others():
    tags = [f"S-{number:02}" for number in range(30)]
    record = TaggedWords(tags, tags, "", "x")
    evaluation = Evaluation({}, [], [Tagged(tags[::-1], np.ones(30))])
    result = Result(
        Trained(None, None, None), Splits([], [], [record]), [], evaluation, {}, {}
    )  # fmt: skip
    page = Report("Slots")
    entity_figures.each_type(result, page)
    assert "others" in page.html()
