"""What the READMEs and `docs/` say must be so: each command parses, each example runs."""

import glob
import io
import re
import runpy
import shlex
import shutil
import sys
from pathlib import Path

import click
import pytest

import keras_seq
from keras_seq import app as apps
from keras_seq import cli, scaffold

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = [CHECKOUT / "README.md", *sorted(apps.built_in_folder().glob("*/README.md"))]
DOCS = [CHECKOUT / "benchmarks" / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]


def blocks(page, language=""):
    """The code blocks of a page in a language; a line that ends in a backslash goes on."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for one, block in found if one == language]


def lines(page):
    """The command lines of a page's blocks that call `keras-seq`, remarks left out."""
    for block in blocks(page):
        for line in block.splitlines():
            for part in line.split("&&"):
                if re.search(r"(^|\| )keras-seq ", part.strip()):
                    yield re.split(r"\s{2,}", part.strip())[0]


def commands(page):
    """The same without what is piped in and out."""
    for line in lines(page):
        yield re.split(r"\s[><]\s", line[line.index("keras-seq") :])[0]


EVERY = [(page, line) for page in PAGES + DOCS for line in commands(page)]
GENERAL = [page for page in (PAGES[0], *DOCS)  # about no app
           if any(line.split()[1] == "run" for line in commands(page))]  # fmt: skip


@pytest.mark.parametrize(("page", "line"), EVERY, ids=[line for _, line in EVERY])
def test_each_command_parses(page, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = re.sub(r"\bAPP\b", apps.names()[0], line)
    name, *words = shlex.split(re.sub(r"\[[^]]*\]", "", line))[1:]
    command = cli.cli.commands[name]
    app = page.parent.name if page.parent.parent.name == "apps" else apps.names()[0]
    if isinstance(command, cli.Predict):
        from keras_seq.runs import bundle

        monkeypatch.setattr(bundle, "read_description", lambda path: {"app": app})
        command, words = command.command_for(words[0], None), words[1:]
    elif isinstance(command, cli.PerApp):
        own = words[0] if words[0] in apps.names() else app  # ./my_app is a copy
        command, words = command.get_command(click.Context(command), own), words[1:]
    command.make_context(name, words)


def test_the_main_page_has_commands_first_and_names_every_app():
    text = PAGES[0].read_text(encoding="utf-8")
    found = blocks(PAGES[0])
    assert found[0].strip() == "pip install . && keras-seq run imdb_sentiment"
    assert found[1].strip() == "pip install -e '.[dev]' && pytest"
    for name in apps.names():
        assert f"apps/{name}/README.md" in text


def test_links_lead_somewhere():
    for page in PAGES + DOCS:
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#:]+)\)", text) + re.findall(r' src="([^":]+)"', text):
            assert (page.parent / link).exists(), f"{page}: {link}"


def test_the_factory_example_runs():
    found = [one for one in blocks(PAGES[0], "python") if "models." in one]
    assert found
    for block in found:
        names: dict = {}
        exec(compile(block, "README.md", "exec"), names)
        assert names["model"].count_params() > 0


def test_what_is_exported_answers_alike(tmp_path, monkeypatch):
    import numpy as np
    import tensorflow as tf

    monkeypatch.chdir(tmp_path)
    (block,) = blocks(CHECKOUT / "docs" / "exporting.md", "python")
    names: dict = {}
    exec(compile(block, "exporting.md", "exec"), names)
    tokens = np.array([[*range(1, 18), 0, 0, 0]], "int32")
    expected = names["keras"].ops.convert_to_numpy(names["model"](tokens))
    served = tf.saved_model.load("served")
    np.testing.assert_allclose(served.serve(tokens), expected, atol=1e-6)
    with pytest.warns(UserWarning, match="ai_edge_litert"):  # a package for this alone is no gain
        lite = tf.lite.Interpreter("model.tflite")
    lite.allocate_tensors()
    lite.set_tensor(lite.get_input_details()[0]["index"], tokens)
    lite.invoke()
    answer = lite.get_tensor(lite.get_output_details()[0]["index"])
    np.testing.assert_allclose(answer, expected, atol=1e-6)


# Each command is run as it stands, on small data of the same names and forms, trained for a moment.


FILES = runpy.run_path(str(Path(__file__).with_name("page_data.py")))["FILES"]
reviews = FILES["imdb_sentiment"]
TINY = "--epochs 1 --units 4"
SMALL = {
    "imdb_sentiment": f"{TINY} --max-train-samples 40",
    "frame_tagging": f"{TINY} --max-train-samples 30",
    "sequence_classification": TINY,
    "entity_tagging": f"{TINY} --letter-units 4 --max-train-samples 60",
    "reading": f"{TINY} --max-train-samples 40",
    "speech_recognition": f"{TINY} --filters 4 --longest 1 --stride 9",
    "dna_labelling": f"{TINY} --filters 4 --num-layers 1 --window 600 --overlap 60 --stride 60",
    "text_generation": f"{TINY} --window 20 --batch-size 4",
    "image_generation": f"{TINY} --embedding-dim 4 --max-train-samples 40",
    "image_captioning": f"{TINY} --embedding-dim 4 --filters 4,4,4 --size 8 --num-beams 2",
    "music_generation": f"{TINY} --embedding-dim 4 --transpose 1",
    "time_series": f"{TINY} --max-train-samples 40",
    "translation": f"{TINY} --max-train-samples 60 --num-beams 2",
    "summarization": f"{TINY} --max-train-samples 40 --num-beams 2 --max-summary 9",
}
# What a line needs that its page says in words: which run is meant, and what else was said there.
RUN_OF = {"--stream": {"frame_tagging": "--data features/",
                       "speech_recognition": "--no-bidirectional"},
          "--label Keats": "--data poems.csv", "ROMEO": "--data book.txt",
          "other.txt": "--data book.txt",
          "backtest": "sales.csv --str",
          "later.csv": "sales.csv --str", "sales_until": "sales.csv --str", "clip.mp4": "--fps 5",
          "other_videos": "--fps 5", "clips/": "--fps 5",
          "ein Hund": "--data multi30k", "test.": "--data multi30k",
          "body": "my_reviews", "reviews.csv": "my_reviews", "new.csv": "walks.csv",
          "other.csv": {"sequence_classification": "walks.csv", "imdb_sentiment": "my_reviews",
                        "summarization": "headline"},
          "Angela": "run entity_tagging", "everyday": "run entity_tagging",
          "Sam Li": "docs.jsonl", "new.txt": "docs.jsonl",
          "other.jsonl": {"entity_tagging": "docs.jsonl", "reading": "stories.jsonl"},
          "label 7": "run image_generation", "label cat": "--data pictures",
          "other_pictures": "--data pictures",
          "label jig": "run music_generation", "bars 8": "--data jsb", "mine.mid": "--data midi",
          "other_midi": "--data midi",
          "tones.wav": "run speech_recognition", "call.wav": "my_clips/",
          "meeting.flac": "my_clips/", "genome.fa": "genes.gff3", "other.fa": "genes.gff3",
          "story.txt": "run reading", "the kite": "run reading", "questions.jsonl": "stories.jsonl",
          "article.txt": "headline", "Marlo": "run summarization", "texts.txt": "headline",
          "a brilliant film": "run imdb_sentiment"}  # fmt: skip
IN_WORDS = {"--data babi": "--restarts 1", "--data features/": "--no-bidirectional",
            "pollution": "--lookback 24",
            "ETTh1": "--lookback 48 --horizon 24 --segment 24 --split 864,288,288"}  # fmt: skip


@pytest.mark.usefixtures("one_batch")
@pytest.mark.parametrize("page", PAGES[1:], ids=[page.parent.name for page in PAGES[1:]])
def test_each_command_of_an_app_runs(page, tmp_path, monkeypatch, capfdbinary, request):
    from keras_seq.data import tfds
    from keras_seq.runs import closing as report

    app = page.parent.name
    monkeypatch.chdir(tmp_path)
    FILES[app](tmp_path)
    if app != "text_generation":  # whose texts of 500 tokens are many steps
        # Loops that write are many steps, too.
        writes = app in ("translation", "summarization", "image_generation", "music_generation",
                         "image_captioning")  # fmt: skip
        request.getfixturevalue("fit_untraced" if writes else "step_by_step")
    monkeypatch.setattr(report, "write", lambda *_: None)  # drawn, and tested, elsewhere
    if app == "frame_tagging":  # whose 480 clips take as long to make as all lines to run
        monkeypatch.setattr(apps.load(app), "CLIPS", 20)
    foreign = {"train": [((f"o cão {i}", f"the dog {i}"), f"example {i}") for i in range(60)]}
    monkeypatch.setattr(tfds, "read", lambda *_: foreign)  # which would be downloaded
    runs = {}
    for number, line in enumerate(dict.fromkeys(lines(page))):
        before, command, after = re.match(r"(.* \| )?(keras-seq .*?)( [<>].*)?$", line).groups()
        before = re.sub("arecord.*raw", "cat samples.raw", before or "")
        piped_in = re.search(r"cat (\S+)|< (\S+)", f"{before} {after}")
        words = shlex.split(command)[1:]
        if "--id-column" in words:
            words[words.index("sales.csv")] = "stores.csv"  # the same table, if many stores sell
        if words[0] == "run":
            runs[line] = f"run{number}"
            more = next((more for sign, more in IN_WORDS.items() if sign in line), "")
            if "--output-dir" in words:
                runs[line] = words[words.index("--output-dir") + 1]
            words += shlex.split(f"{SMALL.get(words[1], SMALL[app])} {more} --output-dir {runs[line]}")
            if "--cell" not in words:
                words += ["--cell", "simple_rnn"]  # many steps of a few operations
        elif "runs/NAME" in words:
            sign = next((sign for sign in RUN_OF if sign in line), None)
            wanted = RUN_OF.get(sign, "--data")
            wanted = wanted.get(app, "--data book.txt") if isinstance(wanted, dict) else wanted
            words[words.index("runs/NAME")] = next(runs[one] for one in runs if wanted in one)
        words = [path for word in words for path in (sorted(glob.glob(word)) or [word])]
        content = (tmp_path / (piped_in[1] or piped_in[2])).read_bytes() if piped_in else b""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        with pytest.raises(SystemExit) as stopped:
            cli.main(words)
        said = capfdbinary.readouterr()
        assert stopped.value.code == 0, f"{line}: {said.err.decode()[-500:]}"
        if words[0] == "predict":
            heard = app != "speech_recognition" or "--stream" not in words  # else perhaps no word
            assert said.out or b"stands nowhere" in said.err or not heard, line
    assert len(runs) >= 2


@pytest.mark.usefixtures("step_by_step", "one_batch")
@pytest.mark.parametrize("page", GENERAL, ids=[page.stem for page in GENERAL])
def test_the_main_page_and_the_docs_run(page, tmp_path, monkeypatch, capfdbinary):
    from keras_seq.runs import closing as report

    monkeypatch.chdir(tmp_path)
    if page != PAGES[0]:
        monkeypatch.setattr(report, "write", lambda *_: None)
    reviews(tmp_path)
    for name in ("other.csv", "reviews.csv"):
        (tmp_path / name).write_text("text,label\n" + "a good film,good\na bad film,bad\n" * 20)
    for line in commands(page):
        line = re.sub(r"\bPATH\b", "other.csv", line.replace("APP", "imdb_sentiment"))
        words = shlex.split(re.sub(r"[][]", "", line))[1:]
        words = ["RUN" if word == "runs/NAME" else word for word in words]
        if words[0] in ("backtest", "serve", "export"):
            continue  # tested elsewhere: of time series, without an end, with warnings of others
        if words[0] == "search":
            words[words.index("--over") :] = ["--over", "units=2..4", "--trials", "1"]
            words += [*shlex.split(SMALL["imdb_sentiment"]), "--output-dir", "search"]
        if "OTHER" in words and not Path("OTHER").exists():
            shutil.copytree("RUN", "OTHER")
        if words[0] == "new":
            shutil.rmtree("my_app", ignore_errors=True)
        if words[0] == "run":
            where = (
                [] if "--output-dir" in words else ["--output-dir", "runs/" + words[1].strip("./")]
            )
            words += [*shlex.split(SMALL["imdb_sentiment"]), *where]
        with pytest.raises(SystemExit) as stopped:
            cli.main(words)
        said = capfdbinary.readouterr()
        assert stopped.value.code == 0, f"{line}: {said.err.decode()[-500:]}"
        if line == "keras-seq run imdb_sentiment":  # what the main page shows of it
            assert shape(said.out.decode()) == shape(blocks(PAGES[0])[2])
    text = page.read_text(encoding="utf-8")
    assert (tmp_path / "RUN" / "metrics.json").is_file()
    assert (tmp_path / "RUN" / "report.html").is_file() or page != PAGES[0]
    assert (tmp_path / "my_app").is_dir() or "keras-seq new" not in text


def shape(said):
    """What stays the same from run to run: head and names of a table, and the last words."""
    table, *_, last = said.strip().split("\n\n")
    rows = [re.split(r"\s{2,}", row)[0] for row in table.splitlines()]
    return table.splitlines()[0].split(), rows, [row.split()[0] for row in last.splitlines()]


@pytest.mark.usefixtures("step_by_step", "one_batch")
def test_the_pieces_of_an_adapted_app_fit(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"film {i} was {('bad', 'good')[i % 2]},{(i % 2) * 3 + 1}\n" for i in range(60))
    (tmp_path / "reviews.csv").write_text("text,label\n" + rows)
    scaffold.copy_app("imdb_sentiment", tmp_path / "my_app")
    module = tmp_path / "my_app" / "app.py"
    *pieces, script = blocks(CHECKOUT / "docs" / "adapting.md", "python")
    text = module.read_text(encoding="utf-8")
    for piece in pieces:
        if piece.startswith(" "):  # lines of Config
            before, after = re.split(r"    units: int = .*\n", text)
            text = before + piece + after
        else:
            text += f"\n\n{piece}"
    module.write_text(text, encoding="utf-8")
    small = {"data": "reviews.csv", "epochs": 1, "units": 4, "good_from": 3}
    run = keras_seq.run("./my_app", small, "run")
    assert run.preprocessing.labels.names == ("bad", "good") and "macro_f1" in run.metrics["test"]
    assert "Accuracy by length" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    exec(compile(script, "adapting.md", "exec"), {})
    assert "): a joy from start to end" in capsys.readouterr().out
