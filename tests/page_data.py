"""Small data under the names that the pages of the apps use, for `test_readme.py`."""

import gzip
import importlib
import json
import shutil

import keras_seq
from keras_seq import app as apps


def reviews(folder):
    rows = "".join(f"film {i} was {('bad', 'good')[i % 2]},{i % 2}\n" for i in range(60))
    for name in ("my_reviews.csv", "new_reviews.csv", "other.csv"):
        (folder / name).write_text("body,stars\n" + rows)
    (folder / "many_texts.txt").write_text("a film that was good and bad and good\n" * 60)


def videos_and_features(folder):
    import numpy as np

    package = vars(apps.load("frame_tagging"))["__package__"]
    clips = importlib.import_module(f"{package}.sample")
    for name, seed in (("my_videos", 0), ("other_videos", 1)):
        (folder / name).mkdir()
        clips.write_clips(folder / name, 12, seed)
    shutil.copy(next((folder / "my_videos").glob("*.mp4")), folder / "clip.mp4")
    shutil.copytree(folder / "other_videos", folder / "clips")
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


def articles(folder):
    rows = [("text", "summary"), *((f"A fire in Town{i} today. Sam saw it.", f"Fire in Town{i}")
                                   for i in range(60))]  # fmt: skip
    for name, columns in {"articles.csv": ("body", "headline"), "other.csv": ("body", "headline"),
                          "news.csv": rows[0]}.items():  # fmt: skip
        lines = ["{},{}".format(*columns), *map(",".join, rows[1:])]
        (folder / name).write_text("\n".join(lines) + "\n")
    for name in ("article.txt", "second.txt"):
        (folder / name).write_text("A fire in Ulm.\nNobody was hurt.\n")
    (folder / "texts.txt").write_text("A fire in Ulm.\n\nA fire in Bonn.\n")


def entities(folder):

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


def pictures(folder):
    from PIL import Image

    for name in ("pictures", "other_pictures"):
        for number in range(24):
            path = folder / name / ("cat", "dog")[number % 2] / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (20, 20), number * 9).save(path)
    Image.new("L", (20, 20), 9).save(folder / "seven.png")
    Image.new("L", (20, 20), 9).save(folder / "cat.png")


def captions(folder):
    import keras
    from PIL import Image

    rows = ["image,caption"]
    for name in ("photos", "other_photos", "flickr8k_subset"):
        (folder / name).mkdir()
        for number in range(20):
            Image.new("RGB", (12, 9), (number * 9, 9, 9)).save(folder / name / f"{number}.png")
        rows = [f"{i % 20}.png,a dark picture number {i % 20}" for i in range(40)]
        (folder / name / "captions.csv").write_text("\n".join(["image,caption", *rows]) + "\n")
    shutil.copytree(folder / "photos", folder / "coco" / "val2014")
    (folder / "coco" / "val2014" / "captions.csv").unlink()
    images = [{"id": number, "file_name": f"{number}.png"} for number in range(20)]
    said = [{"image_id": number, "caption": "a picture"} for number in range(20)]
    (folder / "coco" / "captions_val2014.json").write_text(
        json.dumps({"images": images, "annotations": said})
    )
    for name in ("my_photo.jpg", "a.png"):
        shutil.copy(folder / "photos" / "1.png", folder / name)
    seen = keras.Input((4, 4, 3))
    keras.Model(seen, keras.layers.AveragePooling2D(2)(seen)).save(folder / "encoder.keras")


def music(folder):

    from keras_seq.data.music import Note, Piece
    from keras_seq.data.music.midi import write_midi

    notes = tuple(Note(at / 2, 0.5, 60 + at % 7) for at in range(24))
    for room in ("midi_folder", "other_midi"):
        for number in range(24):
            path = folder / room / ("jig", "reel")[number % 2] / f"{number}.mid"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_midi(path, Piece(notes, 12.0, metre="6/8", key="D major"))
    write_midi(folder / "mine.mid", Piece(notes, 12.0))
    tune = "T:t\nR:jig\nM:6/8\nK:D\n|:DED FAd|FGA d3:|\n"
    (folder / "tunes.abc").write_text("\n".join(f"X:{n}\n{tune}" for n in range(24)))
    piece = [[60, 64, 67], [62, 65], [60, 64, 67, 72]]
    (folder / "jsb_chorales").mkdir()
    (folder / "jsb_chorales" / "jsb-chorales-quarter.json").write_text(
        json.dumps({"train": [piece] * 9, "valid": [piece], "test": [piece]})
    )


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


def stories(folder):
    rows = [{"story": ["Mary left.", f"Tom took {i}."], "question": "Who left?",
             "answer": ("Mary", "Tom")[i % 2]} for i in range(40)]  # fmt: skip
    for name in ("stories", "questions", "other"):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    asked = [{"question": "Who?", "answers": [{"text": one}]} for one in ("Mary", "Tom")]
    articles = [{"paragraphs": [{"context": f"Mary left {i}.", "qas": asked}]} for i in range(20)]
    (folder / "squad.json").write_text(json.dumps({"data": articles}))
    (folder / "story.txt").write_text("Mary took the milk.\nMary went to the garden.\n")
    lines = "1 Mary left.\n2 Tom left.\n3 Who left? \tTom\t2\n4 Who stayed? \tnobody\t1\n"
    (folder / "babi").mkdir()
    for task in (1, 2):
        for part in ("train", "test"):
            (folder / "babi" / f"qa{task}_facts_{part}.txt").write_text(lines * 10)


#: By app, what writes the data that its page names into a folder.
FILES = {"imdb_sentiment": reviews, "frame_tagging": videos_and_features,
         "entity_tagging": entities, "sequence_classification": walks,
         "dna_labelling": sequences, "image_generation": pictures,
         "image_captioning": captions, "summarization": articles, "reading": stories,
         "music_generation": music, "speech_recognition": speech,
         "text_generation": books, "time_series": series, "translation": pairs}  # fmt: skip
