import gzip
import json
import zipfile

import pytest

from keras_seq.data.text.tagged import TaggedTexts, describe, load, load_test, read_inputs
from keras_seq.errors import InputError

CONLL = """-DOCSTART- -X- -X- O

Sam NNP B-NP B-PER
Li NNP I-NP I-PER
left VBD B-VP O
. . O O

# NN B-NP O
Paris NNP B-NP B-LOC

"""
SPANS = {"text": "Sam Li pays $20.", "spans": [[0, 6, "PERSON"], [12, 15, "MONEY"]]}
WORDS, TAGS = ["Sam", "Li", "left", "."], ["B-PER", "E-PER", "O", "O"]


def write(path, text, times=1):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text * times, encoding="utf-8")
    return str(path)


def first(made):
    record = made.train[0]
    return list(record.words), list(record.tags)


def test_columns_and_the_parts_of_conll(tmp_path):
    write(tmp_path / "eng.train", CONLL, 3)
    write(tmp_path / "eng.testb", CONLL, 2)
    (tmp_path / "eng.testa.gz").write_bytes(gzip.compress(CONLL.encode()))
    write(tmp_path / "README", "read me")
    made = load(TaggedTexts(data=str(tmp_path)))
    assert made.sizes() == {"train": 6, "validation": 2, "test": 4}
    assert first(made) == (WORDS, TAGS)
    assert made.train[0].source == f"{tmp_path}/eng.train, line 3"
    assert made.train[1].words == ["#", "Paris"]
    assert len(load_test(TaggedTexts(), str(tmp_path))) == 4
    assert load(TaggedTexts(data=str(tmp_path), scheme="iob2")).train[0].tags[:2] == [
        "B-PER", "I-PER",
    ]  # fmt: skip


def test_other_columns_and_comments(tmp_path):
    text = "# a comment\n1\tSam Li\tI-PER\tx\n2\tleft\tO\ty\n\n" * 10
    data = write(tmp_path / "a.tsv", text)
    made = load(TaggedTexts(data=data, word_column="2", tag_column="3"))
    assert first(made) == (["Sam Li", "left"], ["S-PER", "O"])
    for wrong in ("5", "0", "tag"):
        with pytest.raises(InputError, match=rf"line 2: --tag-column {wrong}: without a header a"):
            load(TaggedTexts(data=data, tag_column=wrong))


def test_a_table_with_a_sentence_column(tmp_path):
    rows = 'Sentence: 1,Sam,NNP,B-per\n,Li,NNP,I-per\n,left,VBD,O\nSentence: 2,",",X,O\n,no,X,O\n'
    made = load(
        TaggedTexts(data=write(tmp_path / "ner.csv", "Sentence #,Word,POS,Tag\n" + rows * 8))
    )
    assert made.sizes()["train"] == 12
    texts = {tuple(record.words) for record in made.train}
    assert texts == {("Sam", "Li", "left"), (",", "no")}
    rows = "".join(f"a{number}\tcity\tgeo\nb\tis\tO\n" for number in range(9)).replace("b", "a0")
    data = write(tmp_path / "own.tsv", "sentence\tform\tlabel\n" + rows)
    assert load(TaggedTexts(data=data, word_column="form")).train[0].tags[0] == "S-geo"
    data = write(tmp_path / "none.csv", "Word,Tag\na,O\n")
    with pytest.raises(
        InputError, match=r"no column 'sentence'.*name yours with --sentence-column"
    ):
        load(TaggedTexts(data=data))


def test_json_lines_with_spans_or_tokens(tmp_path):
    as_doccano = {"text": SPANS["text"], "label": SPANS["spans"]}
    dicts = [dict(zip(("start", "end", "label"), span, strict=True)) for span in SPANS["spans"]]
    as_prodigy = {"text": SPANS["text"], "spans": dicts}
    for row in (SPANS, as_doccano, as_prodigy):
        data = write(tmp_path / "a.jsonl", json.dumps(row) + "\n", 10)
        assert first(load(TaggedTexts(data=data))) == (
            ["Sam", "Li", "pays", "$", "20", "."],
            ["B-PERSON", "E-PERSON", "O", "B-MONEY", "E-MONEY", "O"],
        )
    row = {"tokens": WORDS, "ner_tags": ["I-PER", "I-PER", "O", "O"]}
    data = write(tmp_path / "b.jsonl", json.dumps(row) + "\n", 10)
    assert first(load(TaggedTexts(data=data))) == (WORDS, TAGS)


def test_triples_unpacked_or_zipped(tmp_path):
    for part, count in (("train", 5), ("valid", 2), ("test", 3)):
        folder = tmp_path / "atis" / part
        write(folder / "seq.in", "fly to new york \n", count)
        write(folder / "seq.out", "O O B-city I-city \n", count)
        write(folder / "label", "flight\n", count)
    made = load(TaggedTexts(data=str(tmp_path / "atis")))
    assert made.sizes() == {"train": 5, "validation": 2, "test": 3}
    assert made.train[0].tags[2:] == ["B-city", "E-city"] and made.train[0].label == "flight"
    (tmp_path / "packed").mkdir()
    with zipfile.ZipFile(tmp_path / "packed" / "atis.zip", "w") as packed:
        for path in (tmp_path / "atis").rglob("*"):
            packed.write(path, path.relative_to(tmp_path))
    for data in (tmp_path / "packed", tmp_path / "packed" / "atis.zip"):
        assert [record._replace(source="") for record in load(TaggedTexts(data=str(data))).test] \
            == [record._replace(source="") for record in made.test]  # fmt: skip
    write(tmp_path / "atis" / "train" / "label", "flight\n", 4)
    with pytest.raises(InputError, match="train/label: ends before line 5, which the other files"):
        load(TaggedTexts(data=str(tmp_path / "atis")))
    write(tmp_path / "atis" / "train" / "seq.out", "O O O\n", 5)
    with pytest.raises(InputError, match=r"seq.in, line 1: 4 words and 3 tags"):
        load(TaggedTexts(data=str(tmp_path / "atis")))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Sam B-PER\nLi\n", "line 2: 1 columns, where the first line has 2"),
        ("Sam\n", "line 1: one column, where a word and its tag should stand"),
        (
            "Sam O\nLi I-PER\n\nX B-LOC\n\nY B-LOC\n",
            "line 2: I-PER stands behind O; an entity begins with B-",
        ),
        ("Sam B-PER\nLi B-LOC\nx PER\n", "line 3: the tag 'PER' is none of IOB2"),
        ("Sam B-PER\nLi E-PER\nx B-PER\n", "line 3: the entity isn't ended by B-PER"),
        ("a O\nb O\n\n" * 9, "no word of the training part is tagged as an entity"),
    ],
)
def test_broken_columns_name_line_and_mend(tmp_path, content, words):
    with pytest.raises(InputError, match=rf"a.conll.*{words}"):
        load(TaggedTexts(data=write(tmp_path / "a.conll", content)))


def test_broken_tags_can_be_mended(tmp_path):
    data = write(tmp_path / "a.conll", "Sam O\nLi I-PER\nX B-PER\nY I-LOC\n\n", 9)
    made = load(TaggedTexts(data=data, mend_tags=True))
    assert made.train[0].tags == ["O", "S-PER", "S-PER", "S-LOC"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "Sam", "spans": [[0, 9, "A"]]}, "the span 0 to 9 .A. stands outside the text"),
        ({"text": "Sam", "spans": [[2, 2, "A"]]}, "stands outside the text"),
        ({"text": "Sam  Li", "spans": [[3, 5, "A"]]}, "the span 3 to 5 .A. holds no word"),
        ({"text": "Sam Li", "spans": [[0, 6, "A"], [4, 6, "B"]]}, "at 0 .A. and 4 .B. overlap"),
        ({"text": "Sam", "spans": [["0", 2, "A"]]}, "a span must be .start, end, label., not"),
        ({"text": "Sam", "spans": 7}, "a span must be"),
        ({"text": "Sam", "spans": "x"}, "'spans' must be a list"),
        ({"text": "Sam"}, 'must have "tokens" and "tags", or "text" and "spans"; it has text'),
        ({"tokens": ["a"], "tags": []}, "1 words and 0 tags"),
        ({"tokens": ["a", ""], "tags": ["O", "O"]}, "'tokens' must be a list of texts, none of"),
    ],
)
def test_broken_json_lines_name_line_and_mend(tmp_path, row, words):
    data = write(tmp_path / "a.jsonl", json.dumps(SPANS) + "\n" + json.dumps(row) + "\n")
    with pytest.raises(InputError, match=rf"a.jsonl, line 2: .*{words}"):
        load(TaggedTexts(data=data))


def test_a_folder_without_a_training_part(tmp_path):
    write(tmp_path / "notes.txt", "a O\n")
    with pytest.raises(InputError, match=r"whose name says train; there is notes.txt"):
        load(TaggedTexts(data=str(tmp_path)))
    write(tmp_path / "a.zip", "no zip")
    with pytest.raises(InputError, match="not a zip file, or damaged"):
        load(TaggedTexts(data=str(tmp_path / "a.zip")))


def test_inputs(tmp_path):
    lines = write(tmp_path / "a.txt", "Sam left.\n\nTom\n")
    assert list(read_inputs(TaggedTexts(), lines)) == ["Sam left.", "", "Tom"]
    table = write(tmp_path / "a.jsonl", json.dumps(SPANS) + "\n")
    assert list(read_inputs(TaggedTexts(), table)) == [SPANS["text"]]
    tokens = write(tmp_path / "b.jsonl", json.dumps({"tokens": WORDS}) + "\n")
    assert list(read_inputs(TaggedTexts(), tokens)) == [WORDS]
    columns = write(tmp_path / "a.conll", CONLL)
    assert list(read_inputs(TaggedTexts(), columns)) == [WORDS, ["#", "Paris"]]
    with pytest.raises(InputError, match="no column 'text'"):
        list(read_inputs(TaggedTexts(), write(tmp_path / "a.csv", "body\nx\n")))


def test_what_training_never_shows_is_said(tmp_path):
    write(tmp_path / "train.conll", "Sam B-PER\n\n", 5)
    write(tmp_path / "test.conll", "Rome B-LOC\n\nSam B-PER\n\n")
    table = TaggedTexts(data=str(tmp_path))
    said = list(describe(table, load(table)))
    assert "1 entities of types that training never shows: LOC" in "\n".join(said)
    assert "1 text of test stands in train too, word for word" in said


def test_the_real_ones(shared_data):
    table = TaggedTexts(data=str(shared_data("conll2003")))
    said = "\n".join(describe(table, load(table)))
    assert "14,041 texts" in said and "203,621 words" in said and "23,499 entities" in said
    table = TaggedTexts(data=str(shared_data("atis")))
    made = load(table)
    assert made.sizes() == {"train": 4478, "validation": 500, "test": 893}
    assert len({record.label for record in made.train}) == 21
