from keras_seq.runs.closing import plain_tables

ROWS = {
    "model": {f"metric_{letter}": 0.5 for letter in "abcdefgh"} | {"coverage": 0.9},
    "last_value": {f"metric_{letter}": 0.25 for letter in "abcdefgh"},
}


def test_the_metric_that_decides_comes_first_and_no_line_is_long():
    tables = list(plain_tables(ROWS, "metric_h"))
    heads = [table.splitlines()[0].split() for table in tables]
    assert heads[0][:4] == ["test", "part", "metric_h", "metric_a"]
    assert sorted(name for head in heads for name in head[2:]) == sorted(ROWS["model"])
    assert max(len(line) for table in tables for line in table.splitlines()) <= 100
    assert "last_value" in tables[0]


def test_what_tells_nothing_of_a_baseline_leaves_it_out():
    rows = {"model": {"mae": 1.0, "b" * 80: 1.0}, "naive": {"mae": 1.0}}
    *_, last = plain_tables(rows, "mae")
    assert last.splitlines()[1].split() == ["model", "1.000"] and "naive" not in last


def test_a_few_metrics_are_one_table():
    (table,) = plain_tables({"model": {"mae": 1.25}, "naive": {"mae": float("nan")}}, "mae")
    assert table.splitlines() == ["test part           mae", "model             1.250",
                                  "naive         undefined"]  # fmt: skip
