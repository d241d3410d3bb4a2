import importlib.util
from pathlib import Path

import pytest

from keras_seq import cli

spec = importlib.util.spec_from_file_location("malformed", Path(__file__).parent / "malformed.py")
malformed = importlib.util.module_from_spec(spec)
spec.loader.exec_module(malformed)


def test_each_of_200_malformed_inputs_is_one_line_and_status_2(tmp_path, capsys):
    room, run = tmp_path / "room", tmp_path / "run"
    room.mkdir()
    count = 0
    for wrong, words in malformed.cases(room):
        with pytest.raises(SystemExit) as stopped:
            cli.main(["run", "imdb_sentiment", *words, "--output-dir", str(run)])
        said = capsys.readouterr()
        about = f"{wrong}: {words}: {said.err}"
        assert stopped.value.code == 2, about
        assert said.out == "" and len(said.err.strip().splitlines()) == 1, about
        assert len(said.err) < 600, about
        if words[0] in ("--data", "--config") and words[1]:
            assert Path(words[1]).name in said.err, about
        assert sorted(one.name for one in tmp_path.iterdir()) == ["room"], about
        count += 1
    assert count >= 200


def test_it_is_the_same_in_a_process_of_its_own(tmp_path, keras_seq_command):
    for number, (_, words) in enumerate(malformed.cases(tmp_path)):
        if number % 40 == 0:
            done = keras_seq_command("run", "imdb_sentiment", *words, cwd=tmp_path)
            assert done.returncode == 2 and done.stdout == ""
            assert done.stderr.startswith("keras-seq: ") and done.stderr.count("\n") == 1
            assert not (tmp_path / "runs").exists()
