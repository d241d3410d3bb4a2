"""Forecasting on the command line: bad data, a run, forecasts as CSV and as a picture."""

import pytest


def rows(count=60, value=lambda i: 10 + i % 7, skip=()):
    lines = [f"2024-{1 + i // 28:02}-{1 + i % 28:02},{value(i)}" for i in range(count)]
    return "\n".join(["day,sold", *(line for i, line in enumerate(lines) if i not in skip)]) + "\n"


MONTHS = "month,sold\n" + "".join(f"{2000 + i // 12}-{1 + i % 12:02},{i % 12 + i}\n" for i in
                                  range(120))  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words", "message"),
    [
        (rows(), [], "data.csv, row 29: 4 steps are missing, first between 2024-01-28"),
        (MONTHS, ["--horizon", "200"], "are too few for --horizon 200"),
        (MONTHS.replace(",5", ",x"), ["--target", "sold"], "sold holds 'x0', which is no number"),
    ],
)
def test_bad_data_is_one_line_and_leaves_nothing(keras_seq_here, tmp_path, content, words, message):
    (tmp_path / "data.csv").write_text(content)
    done = keras_seq_here(
        "run", "time_series", "--data", "data.csv", "--output-dir", "out", *words, cwd=tmp_path
    )
    assert done.returncode == 2, done.stderr
    assert message in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr and not (tmp_path / "out").exists()


def test_run_forecast_and_backtest(keras_seq_command, keras_seq_here, tmp_path):
    (tmp_path / "data.csv").write_text(MONTHS)
    small = ["--epochs", "1", "--units", "4", "--cell", "simple_rnn", "--lookback", "12",
             "--horizon", "6", "--segment", "6"]  # fmt: skip
    done = keras_seq_command(
        "run", "time_series", "--data", "data.csv", "--output-dir", "out", *small, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "coverage" in done.stdout and "seasonal naive" in done.stdout
    assert "120 steps of MS, from 2000-01-01 to 2009-12-01" in done.stderr

    words = ["predict", "out", "--data", "data.csv", "--format", "csv", "--plot", "ahead.png"]
    done = keras_seq_here(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    header, first, *_ = done.stdout.splitlines()
    assert header == "series,time,target,forecast,q0.05,q0.25,q0.5,q0.75,q0.95,unknown"
    assert first.startswith(",2010-01-01,sold,") and len(done.stdout.splitlines()) == 7
    assert (tmp_path / "ahead.png").read_bytes().startswith(b"\x89PNG")

    done = keras_seq_here("predict", "out", cwd=tmp_path, input=MONTHS)
    assert done.returncode == 0 and done.stdout.startswith("2010-01-01  sold  ")

    # Another column, or one more, is another question: nothing that it says would be of `sold`.
    header, *lines = MONTHS.splitlines()
    two = [f"{header},price", *(f"{line},{number}" for number, line in enumerate(lines))]
    for other in (MONTHS.replace("sold", "price"), "\n".join(two)):
        (tmp_path / "other.csv").write_text(other)
        done = keras_seq_here("evaluate", "out", "--data", "other.csv", cwd=tmp_path)
        assert done.returncode == 2 and "price, where the model forecasts sold" in done.stderr

    done = keras_seq_here("backtest", "out", "--folds", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "fold 2" in done.stdout and (tmp_path / "out-backtest" / "backtest.json").is_file()
