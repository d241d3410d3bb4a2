"""Small data of every form that the apps read, for `fuzz.py` to damage."""

import io
import json
import random
import shutil
import wave


def sound(draw, count):
    """A WAV file of noise."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(draw.randbytes(2 * count))
    return content.getvalue()


def valid_data(app, room):
    """Write small data of every form that an app reads; returns the paths for `--data`."""
    room.mkdir(parents=True)
    draw = random.Random(0)

    def write(name, lines):
        path = room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    words = [f"a {('bad', 'good')[i % 2]} film number {i}" for i in range(40)]
    labels = [("no", "yes")[i % 2] for i in range(40)]
    if app == "imdb_sentiment":
        rows = list(zip(words, labels, strict=True))
        write("polar/a.pos", words[1::2])
        return [
            write("a.csv", ["text,label", *map(",".join, rows)]),
            write("a.tsv", ["text\tlabel", *map("\t".join, rows)]),
            write("a.jsonl", [json.dumps({"text": a, "label": b}) for a, b in rows]),
            write("polar/a.neg", words[::2]).parent,
        ]
    if app == "summarization":
        rows = [(f"{text} on {label} street in town{i}", f"film in town{i}")
                for i, (text, label) in enumerate(zip(words, labels, strict=True))]  # fmt: skip
        write("both/train.text", [text for text, _ in rows])
        return [
            write("a.csv", ["text,summary", *map(",".join, rows)]),
            write("a.tsv", map("\t".join, rows)),
            write("a.jsonl", [json.dumps({"text": a, "summary": b}) for a, b in rows]),
            write("both/train.summary", [summary for _, summary in rows]).parent,
        ]
    if app == "text_generation":
        documents = [f"{text} on\t{label}" for text, label in zip(words, labels, strict=True)]
        return [
            write("a.txt", ["the cat sat on the mat and the rat sat on the cat"] * 40),
            write("documents.tsv", ["text\tlabel", *documents]),
        ]
    if app == "sequence_classification":
        rows = [f"u{i // 5},{i % 5},{i // 5},{'ab'[i // 5 % 2]}" for i in range(100)]
        for number in range(12):
            write(f"walks/rss_{number}.csv", ["#a, b", *["1.5, 2"] * (number + 2)])
        labels = write("walks/target.csv", ["#id, label", *(f"{i}, {i % 2}" for i in range(12))])
        return [write("a.csv", ["unit,x,left,label", *rows]), labels.parent]
    if app == "entity_tagging":
        marked = {"text": "Sam Li left Rome", "spans": [[0, 6, "PER"], [12, 16, "LOC"]]}
        rows = ["Sam B-PER", "Li I-PER", "left O", "Rome B-LOC", ""] * 30
        table = ["Sentence #,Word,Tag", *(f"{i // 2},{['Sam', 'left'][i % 2]},{'BO'[i % 2]}"
                                          for i in range(60))]  # fmt: skip
        for part in ("train", "valid", "test"):
            for name, line in (("in", "to rome"), ("out", "O B-city"), ("label", "go")):
                name = "label" if name == "label" else f"seq.{name}"
                write(f"atis/{part}/{name}", [line] * 20)
        return [
            write("a.jsonl", [json.dumps(marked)] * 30),
            write("a.conll", rows),
            write("a.csv", [line.replace(",B", ",B-PER") for line in table]),
            room / "atis",
        ]
    if app == "reading":
        babi = ["1 Mary took the milk.", "2 Tom left.", "3 Who left? \tTom\t2", "4 Mary left.",
                "5 Who took the milk? \tMary\t1"] * 12  # fmt: skip
        rows = [{"story": ["Mary left.", f"Tom took {i}."], "question": "Who left?",
                 "answer": ("Mary", "Tom")[i % 2]} for i in range(40)]  # fmt: skip
        asked = [{"question": "Who?", "answers": [{"text": one}]} for one in ("Mary", "Tom")]
        articles = [{"paragraphs": [{"context": f"Mary left {i}.", "qas": asked}]}
                    for i in range(20)]  # fmt: skip
        write("tasks/qa1_a_train.txt", babi)
        return [
            write("a.jsonl", map(json.dumps, rows)),
            write("a.txt", babi),
            write("tasks/qa1_a_test.txt", babi).parent,
            write("a.json", [json.dumps({"data": articles})]),
            write("a.csv", ["story,question,answer",
                            *(f"Mary left {i}.,Who left?,{'ab'[i % 2]}" for i in range(40))]),
        ]  # fmt: skip
    if app == "dna_labelling":
        texts = ["".join(draw.choices("ACGT", k=70)) for _ in range(30)]
        row = "chr1\t.\tCDS\t{}\t{}\t.\t{}\t0\tID=c{}"
        genes = [row.format(at, at + 89, "+-"[at // 200 % 2], at) for at in range(50, 2000, 200)]
        write("gff/a.gff3", ["##gff-version 3", *genes])
        write("bed/a.bed", [f"chr1\t{at}\t{at + 90}\tgene\t0\t+" for at in range(50, 2000, 200)])
        pairs = {"sequences": "ACGTAC", "sampled": "NNCCCN", "mask": "011111"}
        for name, text in pairs.items():
            write(f"pairs/{name}.fasta", [f">p{i}\n{text * (i + 2)}" for i in range(20)])
        rows = [f"{'ab'[i % 2]},{''.join(draw.choices('ACGT', k=20))}" for i in range(40)]
        return [write("gff/a.fa", [">chr1", *texts]).parent / "a.fa",
                write("bed/a.fa", [">chr1", *texts]), room / "pairs",
                write("a.csv", ["label,sequence", *rows])]  # fmt: skip
    if app == "speech_recognition":
        names = [f"{i % 4}_{'ab'[i % 2]}_{i}.wav" for i in range(12)]
        for folder in ("digits", "table", "lines", "kaldi"):
            for i, name in enumerate(names):
                (room / folder).mkdir(exist_ok=True)
                (room / folder / name).write_bytes(sound(draw, 900 + 100 * i))
        for i, name in enumerate(names):
            (room / "words" / "ab"[i % 2]).mkdir(parents=True, exist_ok=True)
            (room / "words" / "ab"[i % 2] / name).write_bytes(sound(draw, 900))
        rows = [f"{name},say {i % 3},{'xyz'[i % 3]}" for i, name in enumerate(names)]
        write("lines/metadata.csv", [f"{name[:-4]}|say {i % 3}" for i, name in enumerate(names)])
        write("kaldi/wav.scp", [f"u{i} {name}" for i, name in enumerate(names)])
        write("kaldi/text", [f"u{i} say {i % 3}" for i in range(12)])
        return [room / "digits", write("table/a.csv", ["path,text,speaker", *rows]).parent,
                room / "lines", room / "kaldi", room / "words"]  # fmt: skip
    if app == "frame_tagging":
        rows = [f"{i},{draw.random():.3f},{draw.random():.3f},{'rw'[i % 9 > 4]}" for i in range(20)]
        for name in "abcde":
            path = write(f"tables/{name}.csv", ["timestamp,x,y,label", *rows])
            steps = [{"features": [i, 1.5], "label": "rw"[i % 9 > 4]} for i in range(20)]
            write(f"jsonl/{name}.jsonl", map(json.dumps, steps))
        return [path.parent, room / "jsonl"]
    if app == "image_generation":
        from PIL import Image

        for number in range(24):
            path = room / "pictures" / "ab"[number % 2] / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.frombytes("L", (6, 5), draw.randbytes(30)).save(path)
        shutil.copytree(room / "pictures", room / "parts" / "train")
        shutil.copytree(room / "pictures", room / "parts" / "test")
        return [room / "pictures", room / "parts"]
    if app == "image_captioning":
        from PIL import Image

        for kind in ("table", "list", "coco", "lines"):
            (room / kind / "pictures").mkdir(parents=True)
            for number in range(20):
                path = room / kind / "pictures" / f"{number}.png"
                Image.frombytes("RGB", (6, 5), draw.randbytes(90)).save(path)
        said = [(f"{i % 20}.png", f"a picture number {i % 20}") for i in range(40)]
        images = [{"id": i, "file_name": f"{i}.png"} for i in range(20)]
        notes = [{"image_id": i % 20, "caption": said[i][1]} for i in range(40)]
        coco = json.dumps({"images": images, "annotations": notes})
        return [
            write("table/captions.csv", ["image,caption", *map(",".join, said)]).parent,
            write("list/captions.txt", [f"{a}#0\t{b}" for a, b in said]).parent,
            write("coco/captions.json", [coco]).parent,
            write("lines/metadata.jsonl",
                  [json.dumps({"file_name": a, "text": b}) for a, b in said]).parent,
        ]  # fmt: skip
    if app == "music_generation":
        from pathlib import Path

        from keras_seq.data.music import Note, Piece
        from keras_seq.data.music.midi import write_midi

        notes = tuple(Note(at / 2, 0.5, 60 + at % 7) for at in range(24))
        for number in range(24):
            path = Path(room, "midi", "ab"[number % 2], f"{number}.mid")
            path.parent.mkdir(parents=True, exist_ok=True)
            write_midi(path, Piece(notes, 12.0, metre="3/4", key="D major"))
        tune = ["T:a tune", "R:jig", "M:6/8", "L:1/8", "K:Edor", "|:E2B (3ABc ^d|[EG]3-[EG]>B c|1",
                "EFG z3:|2 E6|]", ""]  # fmt: skip
        piece = [[60, 64, 67], [62, 65, -1], [], [60, 64, 67, 72]]
        return [
            room / "midi",
            write("a.abc", [line for n in range(24) for line in (f"X:{n}", *tune)]),
            write(
                "a.json", [json.dumps({"train": [piece] * 9, "valid": [piece], "test": [piece]})]
            ),
        ]
    if app == "time_series":
        days = [f"2024-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(28)]
        rows = [f"{shop},{day},{i + 5},{i % 2}" for shop in "ns" for i, day in enumerate(days)]
        series = [{"start": "2024-01-01", "freq": "D", "target": [i % 7 for i in range(60)]}] * 2
        return [
            write("a.csv", ["unique_id,date,sold,open", *rows]),
            write("one.csv", ["date,sold", *(row[2:-2] for row in rows[:28])]),
            write("a.jsonl", map(json.dumps, series)),
        ]
    sides = [(f"ein Hund {i}", f"a dog {i}") for i in range(40)]
    for number, ending in enumerate(("de", "en")):
        path = write(f"parallel/train.{ending}", [pair[number] for pair in sides])
    return [
        write("a.tsv", map("\t".join, sides)),
        write("a.jsonl", [json.dumps({"source": a, "target": b}) for a, b in sides]),
        path.parent,
    ]
