import importlib.util
from pathlib import Path

import pytest

import keras_seq

spec = importlib.util.spec_from_file_location("forged", Path(__file__).parent / "forged.py")
forged = importlib.util.module_from_spec(spec)
spec.loader.exec_module(forged)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    room = tmp_path_factory.mktemp("forged")
    for seed in (0, 1):
        keras_seq.run("imdb_sentiment", {**forged.SMALL, "seed": seed}, room / str(seed))
    return room / "0", room / "1"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_forged_run_folder_runs_code_or_answers_wrong(runs, tmp_path, keras_seq_here):
    words = (forged.TEXT, "--format", "jsonl")
    right = keras_seq_here("predict", runs[0], *words).stdout
    count = refused = 0
    room = tmp_path / "room"
    room.mkdir()
    for wrong, folder in forged.cases(*runs, room):
        said = keras_seq_here("predict", folder.name, *words, cwd=room)
        about = f"{wrong}: {said.stdout}{said.stderr}"
        if said.returncode == 2:
            refused += 1
            assert said.stdout == "" and len(said.stderr.splitlines()) == 1, about
            assert len(said.stderr) < 520, about
            assert folder.name in said.stderr, about
            assert not {"\x1b", "\x07", "\0"} & set(said.stderr), about
        else:
            assert (said.returncode, said.stdout) == (0, right), about
        assert not list(tmp_path.rglob("RAN")), about
        count += 1
    assert count >= 60 and refused >= count - 2


@pytest.mark.parametrize("app", ["./evil", "/proc/self/cwd/evil", "evil/../evil", "{here}/evil"])
def test_an_app_of_the_sender_s_is_run_by_no_command(runs, tmp_path, keras_seq_here, app):
    for _, folder in forged.cases(*runs, tmp_path):
        (folder / "metrics.json").unlink()
    config = folder / "config.yaml"
    text = config.read_text().replace("app: .\n", f"app: {app.format(here=tmp_path)}\n")
    assert "evil" in text
    config.write_text(text)
    for words in (
        ["predict", folder.name, "--help"],
        ["predict", folder.name, "--", "--app=./evil"],
        ["predict", folder.name, "--", "--app", "./evil"],
        ["evaluate", folder.name],
        ["backtest", folder.name],
        ["run", "imdb_sentiment", "--resume", "--output-dir", folder.name],
    ):
        said = keras_seq_here(*words, cwd=tmp_path)
        assert said.returncode == 2 and len(said.stderr.splitlines()) == 1, said.stderr
        assert not (tmp_path / "RAN").exists(), words
    # It is run where the user names it.
    keras_seq_here("evaluate", folder.name, "--app", "./evil", cwd=tmp_path)
    assert (tmp_path / "RAN").exists()


def test_a_folder_of_an_earlier_version_answers_as_ever(runs, tmp_path, keras_seq_here):
    import shutil

    shutil.copytree(runs[0], tmp_path / "run")
    before = keras_seq_here("predict", tmp_path / "run", forged.TEXT)
    (tmp_path / "run" / "manifest.json").unlink()
    after = keras_seq_here("predict", tmp_path / "run", forged.TEXT)
    assert (before.returncode, before.stdout) == (0, after.stdout)
