"""What the READMEs and `docs/` say must be so: each command parses, each example runs."""

import gzip
import importlib
import io
import re
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
GENERAL = [page for page in (PAGES[0], *DOCS) if list(commands(page))]  # about no app


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


def reviews(folder):
    rows = "".join(f"film {i} was {('bad', 'good')[i % 2]},{i % 2}\n" for i in range(60))
    for name in ("my_reviews.csv", "new_reviews.csv", "other.csv"):
        (folder / name).write_text("body,stars\n" + rows)


def videos_and_features(folder):
    import numpy as np

    package = vars(apps.load("frame_tagging"))["__package__"]
    clips = importlib.import_module(f"{package}.sample")
    for name, seed in (("my_videos", 0), ("other_videos", 1)):
        (folder / name).mkdir()
        clips.write_clips(folder / name, 12, seed)
    shutil.copy(next((folder / "my_videos").glob("*.mp4")), folder / "clip.mp4")
    (folder / "features").mkdir()
    draw = np.random.default_rng(0)
    for name in "abcdef":
        rows = [f"{i},{draw.normal():.3f},{draw.normal():.3f},{'rw'[i % 9 > 4]}" for i in range(30)]
        text = "timestamp,x,y,phase\n" + "\n".join(rows) + "\n"
        (folder / "features" / f"{name}.csv").write_text(text)
    (folder / "steps.jsonl").write_text("[0.1, 0.2]\n[0.3, -0.4]\n")


def books(folder):
    prose = "ROMEO: But soft, what light? To be or not to be. The quick brown fox.\n" * 40
    for name in ("book.txt", "other.txt", "input.txt"):
        (folder / name).write_text(prose)
    (folder / "books").mkdir()
    (folder / "books" / "one.txt").write_text(prose)
    (folder / "ptb").mkdir()
    for part in ("train", "valid", "test"):
        (folder / "ptb" / f"ptb.{part}.txt").write_text(" the cat <unk> on the mat \n" * 60)
    rows = "".join(f"a thing of beauty {i},{('Keats', 'Blake')[i % 2]}\n" for i in range(40))
    (folder / "poems.csv").write_text("text,author\n" + rows)


def series(folder):
    import numpy as np
    import pandas as pd

    draw = np.random.default_rng(0)

    def hours(count, **columns):
        times = pd.date_range("2020-01-01", periods=count, freq="h")
        wave = np.sin(np.arange(count) * 2 * np.pi / 24)
        return pd.DataFrame({"date": times, **{
            name: scale * wave + draw.normal(0, 0.1, count) for name, scale in columns.items()
        }})  # fmt: skip

    hours(1_440, HUFL=1, HULL=2, OT=3).to_csv(folder / "ETTh1.csv.gz", index=False)
    hours(1_440, HUFL=1, OT=3).to_csv(folder / "ETTh1.csv", index=False)
    days = pd.DataFrame({"ds": pd.date_range("2020-01-01", periods=300)})
    sales = days.assign(
        y=draw.random(300), price=draw.random(300), holiday=draw.integers(0, 2, 300)
    )
    for name in ("sales.csv", "sales_until_today.csv", "later.csv"):
        sales[["ds", "y"]].to_csv(folder / name, index=False)
    stores = pd.concat([sales.assign(store=name) for name in "ab"])
    stores.to_csv(folder / "stores.csv", index=False)
    weather = hours(1_500, TEMP=5, DEWP=2, PRES=1, Iws=1, Is=1, Ir=1)
    time = pd.DatetimeIndex(weather.pop("date"))
    weather.insert(0, "cbwd", draw.choice(["NW", "SE"], 1_500))
    weather["pm2.5"] = np.where(draw.random(1_500) < 0.02, np.nan, draw.random(1_500) * 90)
    for part in ("hour", "day", "month", "year"):
        weather.insert(0, part, getattr(time, part))
    for name in ("pm.csv", "pollution.csv.gz"):
        weather.to_csv(folder / name, index=False, na_rep="NA")


def pairs(folder):
    sides = [(f"ein Hund {i} läuft", f"a dog {i} runs") for i in range(80)]
    for name in ("pairs.tsv", "test.tsv", "fra.txt"):
        (folder / name).write_text("".join(f"{a}\t{b}\n" for a, b in sides), encoding="utf-8")
    (folder / "multi30k_de_en").mkdir()
    for part in ("train", "val", "test_2016_flickr"):
        for ending, side in (("de", 0), ("en", 1)):
            text = "".join(f"{one[side]}\n" for one in sides)
            (folder / "multi30k_de_en" / f"{part}.{ending}").write_text(text, encoding="utf-8")
    (folder / "test.de").write_text("ein Hund läuft\n\nein Hund\n", encoding="utf-8")


def entities(folder):
    import json

    text, spans = "Sam Li left Rome", [[0, 6, "PER"], [12, 16, "LOC"]]
    line = json.dumps({"text": text, "spans": spans}) + "\n"
    for name in ("docs.jsonl", "other.jsonl", "everyday.jsonl"):
        (folder / name).write_text(line * 40)
    (folder / "new.txt").write_text("Tom left Paris\n\nit rains\n")
    columns = "Sam NNP B-PER\nleft VB O\nRome NNP B-LOC\n\n" * 20
    (folder / "conll2003").mkdir()
    for part in ("train", "testa", "testb"):
        (folder / "conll2003" / f"eng.{part}").write_text(columns)
    for part in ("train", "valid", "test"):
        (folder / "atis" / part).mkdir(parents=True)
        for name, content in {
            "seq.in": "fly to rome\nhow far\n", "seq.out": "O O B-city\nO O\n",
            "label": "flight\ndistance\n",
        }.items():  # fmt: skip
            (folder / "atis" / part / name).write_text(content * 10)
    rows = "Sentence: {0},Sam,B-PER\n,left,O\n"
    table = "".join(rows.format(number) for number in range(40))
    (folder / "ner.csv").write_text("Sentence #,Word,Tag\n" + table)
    (folder / "vectors.txt").write_text("sam 1 2\nleft 3 4\nx 5 6\n")


def sequences(folder):
    import numpy as np

    draw = np.random.default_rng(0)

    def bases(count):
        return "".join(draw.choice(list("ACGT"), count))

    text = f">chr1\n{bases(4000)}\n"
    genes = [("chr1", at, at + 150, "+-"[at // 200 % 2]) for at in range(50, 3800, 200)]
    rows = [f"{a}\t.\tCDS\t{b + 1}\t{c}\t.\t{d}\t0\tID=x{b}\n" for a, b, c, d in genes]
    for name in ("genome", "new_genome", "other"):
        (folder / f"{name}.fa").write_text(text)
        (folder / f"{name}.gff3").write_text("##gff-version 3\n" + "".join(rows))
    rows = [f"{a}\t{b}\t{c}\tCDS\t0\t{d}\n" for a, b, c, d in genes]
    (folder / "genes.bed").write_text("".join(rows))
    shutil.copy(folder / "genome.gff3", folder / "genes.gff3")
    lines_of = [f"{1 + i * 10:9} {bases(10)}" for i in range(400)]
    features = [f"     CDS             {at}..{at + 149}" for at in range(50, 3800, 200)]
    record = ["LOCUS       X  4000 bp    DNA     linear PLN 01-JAN-2000", "ACCESSION   X",
              "VERSION     X.1", "FEATURES             Location/Qualifiers", *features, "ORIGIN",
              *lines_of, "//"]  # fmt: skip
    (folder / "NC_000932.gb.gz").write_bytes(gzip.compress(("\n".join(record) + "\n").encode()))
    (folder / "splice_junction").mkdir()
    windows = [f"{'ab'[i % 2]},{bases(20)}" for i in range(60)]
    table = "label,sequence\n" + "\n".join(windows) + "\n"
    (folder / "splice_junction" / "splice.csv").write_text(table)
    (folder / "flip_secondary_structure").mkdir()
    for name, row in (("sequences", "MKVLAT"), ("sampled", "HHHEEC"), ("mask", "011111")):
        text = "".join(f">p{i}\n{row * (i + 2)}\n" for i in range(20))
        (folder / "flip_secondary_structure" / f"{name}.fasta").write_text(text)


def walks(folder):
    walked = [f"m{i // 6},{i % 7},{'ab'[i // 6 % 2]},{i // 60}" for i in range(300)]
    for name in ("walks.csv", "other.csv"):
        (folder / name).write_text("\n".join(["unit,load,label,person", *walked]) + "\n")
    machines = [f"m{i // 6},{i % 7},{i // 6}" for i in range(300)]
    (folder / "machines.csv").write_text("\n".join(["unit,load,hours_left", *machines]) + "\n")
    room = folder / "indoor_movement"
    room.mkdir()
    for number in range(1, 31):
        (room / f"rss_{number}.csv").write_text("#a, b\n" + "1, 2\n" * number)
    for name, value in {"target": "{0}, {2}", "group": "{0}, {1}"}.items():
        rows = [value.format(i, (i - 1) // 10 + 1, i % 2) for i in range(1, 31)]
        (room / f"{name}.csv").write_text("\n".join(["#id, value", *rows]) + "\n")
    (folder / "new.csv").write_text("load\n1\n2\n")


def speech(folder):
    import numpy as np

    from keras_seq.data.audio.sound import wav_bytes

    draw = np.random.default_rng(0)

    def clip(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        samples = draw.normal(0, 0.1, int(draw.integers(1600, 2400)))
        path.write_bytes(wav_bytes(samples, 8000))

    for number in range(15):
        clip(folder / "free_spoken_digits" / f"{number % 3}_{('theo', 'anna')[number % 2]}_"
             f"{number}.wav")  # fmt: skip
        for word in ("yes", "no"):
            clip(folder / "my_clips" / word / f"{number}.wav")
    rows = [f"my_clips/{'yes' if i % 2 else 'no'}/{i // 2}.wav,say {i % 3}" for i in range(24)]
    (folder / "clips.csv").write_text("\n".join(["path,text", *rows]) + "\n")
    for name in ("tones.wav", "call.wav", "meeting.flac"):
        clip(folder / name)
    (folder / "samples.raw").write_bytes(draw.integers(-3000, 3000, 9000).astype("<i2").tobytes())
    words = "yes no no yes " * 60
    (folder / "words.txt").write_text(words)
    made = {"data": "words.txt", "level": "word", "epochs": 1, "units": 4, "window": 10,
            "batch_size": 4}  # fmt: skip
    keras_seq.run("text_generation", made, folder / "runs" / "TEXT")


TINY = "--epochs 1 --units 4"
SMALL = {
    "imdb_sentiment": f"{TINY} --max-train-samples 40",
    "frame_tagging": f"{TINY} --max-train-samples 30",
    "sequence_classification": TINY,
    "entity_tagging": f"{TINY} --letter-units 4 --max-train-samples 60",
    "speech_recognition": f"{TINY} --filters 4 --longest 1 --stride 9",
    "dna_labelling": f"{TINY} --filters 4 --num-layers 1 --window 600 --overlap 60 --stride 60",
    "text_generation": f"{TINY} --window 20 --batch-size 4",
    "time_series": f"{TINY} --max-train-samples 40",
    "translation": f"{TINY} --max-train-samples 60 --num-beams 2",
}
FILES = {"imdb_sentiment": reviews, "frame_tagging": videos_and_features,
         "entity_tagging": entities, "sequence_classification": walks,
         "dna_labelling": sequences, "speech_recognition": speech,
         "text_generation": books, "time_series": series, "translation": pairs}  # fmt: skip
# What a line needs that its page says in words: which run is meant, and what else was said there.
RUN_OF = {"--stream": {"frame_tagging": "--data features/",
                       "speech_recognition": "--no-bidirectional"},
          "--label Keats": "--data poems.csv", "ROMEO": "--data book.txt",
          "other.txt": "--data book.txt",
          "backtest": "sales.csv --str",
          "later.csv": "sales.csv --str", "sales_until": "sales.csv --str", "clip.mp4": "--fps 5",
          "other_videos": "--fps 5", "ein Hund": "--data multi30k", "test.": "--data multi30k",
          "body": "my_reviews", "reviews.csv": "my_reviews", "new.csv": "walks.csv",
          "other.csv": {"sequence_classification": "walks.csv", "imdb_sentiment": "my_reviews"},
          "Angela": "run entity_tagging", "everyday": "run entity_tagging",
          "Sam Li": "docs.jsonl", "new.txt": "docs.jsonl", "other.jsonl": "docs.jsonl",
          "tones.wav": "run speech_recognition", "call.wav": "my_clips/",
          "meeting.flac": "my_clips/", "genome.fa": "genes.gff3", "other.fa": "genes.gff3",
          "a brilliant film": "run imdb_sentiment"}  # fmt: skip
IN_WORDS = {"--data features/": "--no-bidirectional", "pollution": "--lookback 24",
            "ETTh1": "--lookback 48 --horizon 24 --segment 24 --split 864,288,288"}  # fmt: skip


@pytest.mark.parametrize("page", PAGES[1:], ids=[page.parent.name for page in PAGES[1:]])
def test_each_command_of_an_app_runs(page, tmp_path, monkeypatch, capfdbinary, request):
    from keras_seq.data import tfds
    from keras_seq.runs import closing as report

    app = page.parent.name
    monkeypatch.chdir(tmp_path)
    FILES[app](tmp_path)
    if app != "text_generation":  # whose texts of 500 tokens are many steps
        request.getfixturevalue("fit_untraced" if app == "translation" else "step_by_step")
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
            words += shlex.split(f"{SMALL[app]} {more} --output-dir {runs[line]}")
        elif "runs/NAME" in words:
            sign = next((sign for sign in RUN_OF if sign in line), None)
            wanted = RUN_OF.get(sign, "--data")
            wanted = wanted.get(app, "--data book.txt") if isinstance(wanted, dict) else wanted
            words[words.index("runs/NAME")] = next(runs[one] for one in runs if wanted in one)
        content = (tmp_path / (piped_in[1] or piped_in[2])).read_bytes() if piped_in else b""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        with pytest.raises(SystemExit) as stopped:
            cli.main(words)
        said = capfdbinary.readouterr()
        assert stopped.value.code == 0, f"{line}: {said.err.decode()[-500:]}"
        if words[0] == "predict":
            heard = app != "speech_recognition" or "--stream" not in words  # else perhaps no word
            assert said.out or not heard, line
    assert len(runs) >= 2


@pytest.mark.usefixtures("step_by_step")
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
        if words[0] == "backtest":
            continue  # of time series; their page runs it
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


@pytest.mark.usefixtures("step_by_step")
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
