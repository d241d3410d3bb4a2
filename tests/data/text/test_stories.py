import json
import zipfile

import numpy as np
import pytest

from keras_seq.data.labels import Labels
from keras_seq.data.text import stories
from keras_seq.data.text.stories import Stories
from keras_seq.data.text.story_batches import StoryBatches
from keras_seq.data.text.story_files import Asked, asked_in, read_asked, sentences
from keras_seq.data.text.story_words import Renaming, StoryWords
from keras_seq.errors import InputError

BABI = "1 Mary took the milk.\n2 Tom left.\n3 Who left? \tTom\t2\n4 Mary left.\n"
BABI += "5 Who left last?\tMary\t4\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_babi_s_lines_in_a_zip_with_the_numbers_of_facts(tmp_path):
    with zipfile.ZipFile(tmp_path / "tasks.zip", "w") as packed:
        for part in ("train", "test"):
            packed.writestr(f"en/qa1_x_{part}.txt", BABI * 10)
            packed.writestr(f"en/qa12_x_{part}.txt", BABI * 5)
        packed.writestr("README", "no data")
    splits = stories.load(Stories(data=str(tmp_path)))
    assert sum(splits.sizes().values()) == 60 and len(splits.test) == 30
    first = splits.test[1]
    assert first.story == ("Mary took the milk.", "Tom left.", "Mary left.")
    assert (first.facts, first.answer, first.task) == ((2,), "Mary", "1")
    one = stories.load(Stories(data=str(tmp_path / "tasks.zip"), task=(12,)))
    assert {record.task for record in one.test} == {"12"}
    groups = [{record.group for record in part} for part in vars(splits).values()]
    assert not groups[0] & groups[1]
    assert stories.is_babi(str(tmp_path)) and not stories.is_babi(str(tmp_path / "none"))


@pytest.mark.parametrize(("name", "text", "message"), [
    ("a.txt", "1 Mary left.\nWho left?\tMary\t1\n", "line 2: no number in front"),
    ("a.txt", "1 Who left?\tMary\t1\n", "line 1: fact 1 is no sentence"),
    ("a.txt", "1 Who left?\tMary\n", "line 1: there is no story before"),
    ("a.txt", "1 Mary left.\n", "there is no question in it"),
    ("a.txt", "1 Mary left.\n2 Who?\t\t1\n", "line 2: the answer is empty"),
    ("a.jsonl", '{"story": "A.", "question": "Who?", "answer": " "}\n', "line 1: the answer is"),
    ("a.jsonl", '{"text": "A.", "question": "Who?", "answer": "b"}\n', "name yours with --story-c"),
    ("a.json", '{"data": [{"title": "t"}]}', "not as SQuAD has it"),
    ("a.json", '{"data": [', "line 1: not valid JSON"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path, name, text, message):
    path = write(tmp_path / name, text)
    with pytest.raises(InputError, match=message):
        stories.load(Stories(data=str(path)))


def test_squad_and_too_many_answers(tmp_path, monkeypatch):
    asked = [{"question": f"Who {i}?", "answers": [{"text": f"a {i % 4}"}]} for i in range(8)]
    asked.append({"question": "Why?", "answers": [], "is_impossible": True})
    articles = [{"paragraphs": [{"context": f"One {i}. Two.", "qas": asked}]} for i in range(20)]
    path = write(tmp_path / "a.json", json.dumps({"data": articles}))
    splits = stories.load(Stories(data=str(path)))
    assert splits.train[0].story[1] == "Two."
    assert {"a 0", "unanswerable"} <= {record.answer for record in splits.train}
    monkeypatch.setattr(stories, "MOST_ANSWERS", 4)
    with pytest.raises(InputError, match="5 different answers in training; this app chooses"):
        stories.load(Stories(data=str(path)))


def test_what_a_person_types():
    asked = asked_in("Mr. Li took the milk. He left. Where is it?")
    assert asked.story == ("Mr. Li took the milk.", "He left.")
    assert asked_in('{"story": "A. B.", "question": "C?"}').story == ("A.", "B.")
    with pytest.raises(InputError, match="no story"):
        asked_in("Where is it?")
    assert sentences('He said "no." Then he left') == ['He said "no."', "Then he left"]
    text = "1 Mary left.\n2 Who left? \tMary\t1\n1 Tom came.\n2 Who came?\n\n3 men left. Who?\nA."
    found = [json.loads(one) for one in read_asked(text.split("\n"), "a")]
    assert [one["question"] for one in found] == ["Who left?", "Who came?", "Who?", ""]
    assert found[2]["story"] == ["3 men left."] and found[3]["story"] == ["3 men left.", "A."]


TRAIN = [
    Asked((f"{one} took the milk.", f"{one} went to the {room}."), f"Where is {one}?", room, "")
    for one in ("Mary", "Tom") for room in ("hall", "shop")
]  # fmt: skip


@pytest.fixture
def words():
    return StoryWords.fit(TRAIN, places=3)


def test_new_names_have_places_and_other_new_words_are_unknown(words, tmp_path):
    assert set(words.names) == {"mary", "tom", "hall", "shop"}
    record = Asked(("Zoe quickly went to the attic.", "Zoe dozed."), "Where is Zoe?", "attic", "")
    encoded = words.encode(record)
    assert encoded.new == ("Zoe", "attic")
    assert [word for word, known in encoded.words if not known] == [
        "Zoe", "quickly", "attic", "Zoe", "dozed", "Zoe",
    ]  # fmt: skip
    first = 2 + len(words.words)
    assert encoded.story[0, 0] == encoded.story[1, 0] == encoded.question[2] == first
    assert encoded.story[0, 1] == encoded.story[1, 1] == 1  # quickly, dozed
    labels = Labels.fit(one.answer for one in TRAIN)
    assert words.target(labels, record, encoded) == len(labels.names) + 1
    assert words.target(labels, record._replace(answer="moon"), encoded) == -1
    words.save(tmp_path / "words.json")
    assert StoryWords.load(tmp_path / "words.json") == words
    (tmp_path / "words.json").write_text('{"words": [1], "names": [], "before": []}')
    with pytest.raises(InputError, match="words is no list of words"):
        StoryWords.load(tmp_path / "words.json")


def test_training_renames_a_story_question_and_answer_alike(words):
    labels = Labels.fit(one.answer for one in TRAIN)
    encoded = [words.encode(one) for one in TRAIN]
    targets = np.array([words.target(labels, *pair) for pair in zip(TRAIN, encoded, strict=True)])
    batches = StoryBatches(encoded, targets, batch_size=4, shuffle=True, seed=1,
                           renaming=Renaming(words, labels, 1.0))  # fmt: skip
    first = 2 + len(words.words)
    seen = set()
    for epoch in range(12):
        batches.epoch = epoch
        (story, question), answers = batches[0]
        for row in range(4):
            assert story[row, 0, 0] == question[row, 2]  # who it is about
            room = story[row, 1, 4]
            if room >= first:
                assert answers[row] == len(labels.names) + room - first
            else:
                assert labels.names[answers[row]] == words.words[room - 2]
            seen.add((story[row, 0, 0] >= first, room >= first))
    assert len(seen) == 4  # both, either, none
    again = StoryBatches(encoded, targets, batch_size=4, shuffle=True, seed=1,
                         renaming=Renaming(words, labels, 1.0))  # fmt: skip
    again.epoch = 11
    np.testing.assert_array_equal(again[0][0][0], story)


def test_answers_of_several_words_keep_their_names():
    train = [Asked(("Mary took the milk.", "Mary took the egg."), "What has Mary?", "milk,egg", ""),
             Asked(("Mary took the milk.",), "What has Mary?", "milk", "")]  # fmt: skip
    words = StoryWords.fit(train, places=4)
    labels = Labels.fit(one.answer for one in train)
    encoded = [words.encode(one) for one in train]
    rename = Renaming(words, labels, 1.0)
    story = np.stack([np.pad(one.story, [(0, 2 - len(one.story)), (0, 0)]) for one in encoded])
    question = np.stack([one.question for one in encoded])
    milk = 2 + words.words.index("milk")
    for seed in range(8):
        changed, _, targets = rename(story, question, np.array([1, 0]), np.random.default_rng(seed))
        assert targets[0] == 1 and milk in changed[0]


def test_sentences_far_before_the_question_are_left_out(tmp_path):
    path = write(tmp_path / "a.txt", BABI * 10)
    splits = stories.load(Stories(data=str(path), memory=1))
    assert {record.story for record in splits.train} == {("Tom left.",), ("Mary left.",)}
    assert {record.facts for record in splits.train} == {(0,)}
