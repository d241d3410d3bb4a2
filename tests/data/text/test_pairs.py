import csv
import dataclasses
import gzip
import json

import pytest

from keras_seq.data.text.pairs import (
    Pair,
    PairFiles,
    cut_by_source,
    describe,
    fit_for_training,
    load,
    load_test,
    read_inputs,
    read_parts,
    read_table,
)
from keras_seq.errors import InputError


def texts(pairs):
    return [(pair.source, pair.target) for pair in pairs]


def parallel(folder, name, count, more=0, gz=False):
    for side, word, extra in (("de", "Satz", 0), ("en", "sentence", more)):
        text = "".join(f"{word} {i}\n" for i in range(count + extra))
        path = folder / f"{name}.{side}{'.gz' if gz else ''}"
        path.write_bytes(gzip.compress(text.encode()) if gz else text.encode())


def test_parallel_files(tmp_path):
    parallel(tmp_path, "train", 20, gz=True)
    parallel(tmp_path, "val", 4)
    parallel(tmp_path, "test_2016", 3)
    parallel(tmp_path, "test_2017", 2)
    splits = read_parts(PairFiles(data=str(tmp_path), source="de", target="en"))
    assert splits.sizes() == {"train": 20, "validation": 4, "test": 3}
    assert splits.train[7] == ("Satz 7", "sentence 7", f"{tmp_path / 'train.de.gz'}, line 8")
    splits = read_parts(
        PairFiles(data=str(tmp_path), source="en", target="de", test_name="test_2017")
    )
    assert texts(splits.test) == [("sentence 0", "Satz 0"), ("sentence 1", "Satz 1")]


def test_one_of_two_parallel_files_brings_the_other(tmp_path):
    parallel(tmp_path, "news", 12)
    ours = PairFiles(source="de", target="en")
    for given in ("news.de", "news.en"):
        pairs = load_test(ours, str(tmp_path / given))
        assert texts(pairs)[3] == ("Satz 3", "sentence 3") and len(pairs) == 12
    assert load(dataclasses.replace(ours, data=str(tmp_path / "news.de"))).sizes()["train"] == 10
    with pytest.raises(InputError, match=r"no news.fr in it; name the endings with --source"):
        load_test(PairFiles(source="de", target="fr"), str(tmp_path / "news.de"))
    named = r"no table; if news.de and news.en are parallel files, name the endings with --source"
    for read in (lambda files, data: load(dataclasses.replace(files, data=data)), load_test):
        with pytest.raises(InputError, match=named):
            read(PairFiles(), str(tmp_path / "news.de"))


def test_a_folder_of_test_files_alone_is_enough_to_judge_by(tmp_path):
    parallel(tmp_path, "test", 3)
    assert len(load_test(PairFiles(source="de", target="en"), str(tmp_path))) == 3
    with pytest.raises(InputError, match=r"no train.de and train.en.*or rename the files"):
        load(PairFiles(data=str(tmp_path), source="de", target="en"))


def test_what_is_to_be_written_is_not_read_as_a_source(tmp_path):
    parallel(tmp_path, "news", 2)
    ours = PairFiles(source="de", target="en")
    assert list(read_inputs(ours, str(tmp_path / "news.de"))) == ["Satz 0", "Satz 1"]
    with pytest.raises(InputError, match=r"news.en: ends as what the model writes; it reads news"):
        read_inputs(ours, str(tmp_path / "news.en"))
    (tmp_path / "news.de").rename(tmp_path / "other.de")  # nothing says what it is, then
    assert list(read_inputs(ours, str(tmp_path / "news.en")))[1] == "sentence 1"


def test_tables(tmp_path):
    rows = [("hello", "salut"), ("go", "va")]
    (tmp_path / "a.tsv").write_text("hello\tsalut\tCC-BY 2.0\ngo\tva\tCC-BY\n\n")
    (tmp_path / "b.tsv").write_text("source\ttarget\nhello\tsalut\ngo\tva\n")
    (tmp_path / "c.csv").write_text("id,source,target\n1,hello,salut\n2,go,va\n")
    (tmp_path / "d.jsonl").write_text("".join(json.dumps({"source": a, "target": b}) + "\n"
                                              for a, b in rows))  # fmt: skip
    for name in ("a.tsv", "b.tsv", "c.csv", "d.jsonl"):
        assert texts(read_table(tmp_path / name)) == rows
    nested = [json.dumps({"translation": {"en": a, "fr": b}}) + "\n" for a, b in rows]
    (tmp_path / "e.jsonl").write_text("".join(nested))
    assert texts(read_table(tmp_path / "e.jsonl", "en", "fr")) == rows


def test_a_source_with_several_targets_stands_on_one_side(tmp_path):
    pairs = [Pair(f"word {i % 50}", f"mot {i}", "") for i in range(200)]
    left, away = cut_by_source(pairs, 0.2, seed=1)
    assert len(away) == 40 and len(left) == 160
    assert not {pair.source for pair in left} & {pair.source for pair in away}
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{pair.source}\t{pair.target}\n" for pair in pairs))
    splits = read_parts(PairFiles(data=str(path)))
    sources = [{pair.source for pair in part} for part in
               (splits.train, splits.validation, splits.test)]  # fmt: skip
    assert not sources[0] & sources[1] and not sources[0] & sources[2]
    assert splits.sizes() == read_parts(PairFiles(data=str(path))).sizes()


def test_what_is_not_fit_is_counted():
    pairs = [
        Pair("a b", "c d", ""), Pair("", "c", ""), Pair("a", "", ""),
        Pair("one two three four", "one two three four", ""), Pair("Paris", "Paris", ""),
        Pair("short", "long " * 50, ""),
    ]  # fmt: skip
    kept, left = fit_for_training(pairs)
    assert texts(kept) == [("a b", "c d"), ("Paris", "Paris")]
    assert left == {"a side is empty": pairs[1:3], "both sides are the same": pairs[3:4],
                    "one side is more than six times as long": pairs[5:]}  # fmt: skip


def test_load_leaves_out_what_is_not_fit_and_says_so(tmp_path, capsys):
    path = tmp_path / "pairs.tsv"
    rows = [*(f"word {i}\tmot {i}" for i in range(20)), "\tmot", "a b c d\ta b c d"]
    path.write_text("\n".join(rows) + "\n")
    files = PairFiles(data=str(path), test_fraction=0.3)
    splits = load(files)
    whole = read_parts(files)
    train, left_out = fit_for_training(whole.train)
    assert splits.train == train and splits.test == whole.test
    said = capsys.readouterr().err
    lines = list(describe(files, splits))
    assert [line.split()[0] for line in lines[:3]] == ["train", "validation", "test"]
    for reason in ("a side is empty", "both sides are the same"):
        assert any(reason in text for text in (said if reason in left_out else "", *lines[3:]))
    path.write_text("a b c d\ta b c d\n" * 3 + "e f g h\te f g h\n" + "i j k l\ti j k l\n")
    with pytest.raises(InputError, match="no pair of the training part is fit to learn from"):
        load(PairFiles(data=str(path)))


def test_sources_that_training_knows_are_counted(tmp_path):
    (tmp_path / "train.tsv").write_text("a\tb\nc\td\n")
    (tmp_path / "val.tsv").write_text("f\tg\n")
    (tmp_path / "test.tsv").write_text("a\ti\nj\tk\n")
    files = PairFiles(data=str(tmp_path))
    assert list(describe(files, load(files)))[3:] == [
        "1 sources of the test part stand in training too"
    ]
    assert texts(load_test(files, str(tmp_path))) == [("a", "i"), ("j", "k")]
    assert texts(load_test(files, str(tmp_path / "train.tsv"))) == [("a", "b"), ("c", "d")]
    (tmp_path / "empty.tsv").write_text("a\t\n")
    with pytest.raises(InputError, match="no pair has a target to judge by"):
        load_test(files, str(tmp_path / "empty.tsv"))


def test_inputs_are_a_column_or_lines_empty_ones_too(tmp_path):
    (tmp_path / "a.txt").write_text("one\n\ntwo\tzwei\n")
    (tmp_path / "b.csv").write_text("id,source\n1,one\n2,two\n")
    assert list(read_inputs(PairFiles(), str(tmp_path / "a.txt"))) == ["one", "", "two"]
    assert list(read_inputs(PairFiles(), str(tmp_path / "b.csv"))) == ["one", "two"]
    with pytest.raises(InputError, match="no column 'de'"):
        list(read_inputs(PairFiles(source="de"), str(tmp_path / "b.csv")))


def test_empty_lines_stay_where_they_are_given(tmp_path):
    (tmp_path / "train.tsv").write_text("a\tb\nc\t\n" + "d\te\n")
    (tmp_path / "val.tsv").write_text("f\tg\n")
    (tmp_path / "test.tsv").write_text("h\ti\n\tj\n")
    splits = read_parts(PairFiles(data=str(tmp_path)))
    assert splits.sizes() == {"train": 3, "validation": 1, "test": 2}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.tsv", b"hello salut\n", "line 1: no tab; write the source, a tab, and the target"),
        ("x.tsv", b"hello\tsal\xfct\n", "line 1: byte 0xfc is not UTF-8"),
        ("x.tsv", b"hello\t\n", "no pair in the train part has text on both sides"),
        ("x.csv", b"a,b\n1,2\n", "no column 'source'; its columns are a, b; name yours with"),
        ("x.jsonl", b'{"translation": 3}\n', "no column 'source'"),
        ("x.tsv", b"a\tb\n", "too few pairs; none is left"),
        ("x.doc", b"a\tb\n", "the name must end with"),
    ],
)
def test_bad_files(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_parts(PairFiles(data=str(tmp_path / name)))


def test_bad_folders(tmp_path):
    with pytest.raises(InputError, match=r"no train.de and train.en.*there is nothing"):
        read_parts(PairFiles(data=str(tmp_path), source="de", target="en"))
    parallel(tmp_path, "train", 5, more=2)
    with pytest.raises(InputError, match=r"train.de has 5 lines and .*train.en 7; line by line"):
        read_parts(PairFiles(data=str(tmp_path), source="de", target="en"))
    (tmp_path / "train.en").unlink()
    with pytest.raises(InputError, match=r"no train.en in it; name the endings"):
        read_parts(PairFiles(data=str(tmp_path), source="de", target="en"))
    parallel(tmp_path, "train", 5)
    with pytest.raises(InputError, match=r"no test_2018.de in it"):
        read_parts(PairFiles(data=str(tmp_path), source="de", target="en", test_name="test_2018"))


def test_ids_and_languages_are_no_sentences(tmp_path, capsys):
    path = tmp_path / "a.tsv"
    path.write_text("".join(f"{i}\tSatz {i}\t{i + 99}\tsentence {i}\n" for i in range(9)))
    with pytest.raises(
        InputError, match=r"column 1 stand numbers, as '0'; .* --source 2 --target 4"
    ):
        list(read_table(path))
    assert texts(read_table(path, "2", "4"))[3] == ("Satz 3", "sentence 3")
    assert list(read_inputs(PairFiles(source="2"), str(path)))[3] == "Satz 3"
    path.write_text("".join(f"deu\teng\tSatz {i}\tsentence {i}\n" for i in range(9)))
    with pytest.raises(InputError, match=r"the same word, as 'deu'; .* --source 3 --target 4"):
        list(read_table(path))
    with pytest.raises(InputError, match="line 1: 4 columns, where column 5 is wanted"):
        list(read_table(path, "3", "5"))
    path.write_text("id\tde\tn\ten\n1\tSatz\t2\tsentence\n")
    assert texts(read_table(path, "de", "en")) == [("Satz", "sentence")]
    assert list(read_inputs(PairFiles(source="de"), str(path))) == ["Satz"]
    path.write_text("12\ttwelve\n7\tseven\n")  # two columns are what they are
    assert texts(read_table(path))[0] == ("12", "twelve")
    path.write_text("hello\tsalut\tCC-BY 1\ngo\tva\tCC-BY 2\n")
    assert texts(read_table(path))[0] == ("hello", "salut")
    assert "3 columns; read are the first two" in capsys.readouterr().err


def test_quotes_of_a_spreadsheet_are_its_own_and_those_of_sentences_stay(tmp_path):
    path = tmp_path / "a.tsv"
    rows = [[f'Er sagte "{i}", laut.', f"Line {i}\nand\ttab"] for i in range(3)]
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter="\t").writerows(rows)
    assert texts(read_table(path)) == [
        (f'Er sagte "{i}", laut.', f"Line {i} and tab") for i in range(3)
    ]
    assert [pair.place[-6:] for pair in read_table(path)] == ["line 1", "line 3", "line 5"]
    path.write_text('"Ja, so"\tyes\n"Nein, so"\tno\n')
    assert texts(read_table(path))[0] == ("Ja, so", "yes")
    for line in ('"Ja", sagte er.\t"Yes," he said.', '"Ja"\t"Yes"', '"Ja, so"\tyes, so'):
        path.write_text(f"{line}\n")
        assert "\t".join(texts(read_table(path))[0]) == line


def test_lines_without_texts_are_named(tmp_path):
    path = tmp_path / "a.jsonl"
    for inner in ("null", "{}", "7"):
        path.write_text(f'{{"translation": {inner}}}\n')
        with pytest.raises(InputError, match="no column 'source'"):
            list(read_table(path))
    path.write_text('{"translation": {"source": 1, "target": 2}}\n')
    assert texts(read_table(path)) == [("1", "2")]


def test_parts_of_a_folder_by_words_of_their_names(tmp_path):
    for part, count in (("train_a", 8), ("test-a", 2), ("val.a", 2)):
        (tmp_path / f"{part}.tsv").write_text("".join(f"a {i}\tb {i}\n" for i in range(count)))
    assert read_parts(PairFiles(data=str(tmp_path))).sizes() == {
        "train": 8, "validation": 2, "test": 2,
    }  # fmt: skip
