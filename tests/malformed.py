"""Malformed inputs, made by seed: over 200 ways in which somebody's data can be broken.

python tests/malformed.py      runs the command line on each and prints what it says
"""

import gzip
import random
import sys
import tempfile
from pathlib import Path

ROWS = [(f"a film, number {number}, seen", ("bad", "good")[number % 2]) for number in range(30)]
SEPARATOR = {"csv": ",", "tsv": "\t"}


def field(text, kind):
    return f'"{text}"' if kind == "csv" and "," in text else text


def table(rows=ROWS, kind="csv", header=("text", "label")):
    """A clean table, as lines."""
    if kind == "jsonl":
        return [f'{{"text": "{text}", "label": "{label}"}}' for text, label in rows]
    between = SEPARATOR[kind]
    return [between.join(header), *(between.join(field(one, kind) for one in row) for row in rows)]


def write(path, lines, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def cases(room, seed=0):
    """Yield (what is wrong, words for the command line after `run imdb_sentiment`)."""
    draw = random.Random(seed)
    room = Path(room)
    count = 0

    def place(name):
        nonlocal count
        count += 1
        folder = room / f"{count:03}"
        folder.mkdir()
        return folder / name

    def data(path):
        return ["--data", str(path)]

    # Tables of which one line is broken.
    for kind in ("csv", "tsv"):
        for _ in range(12):
            lines, row = table(kind=kind), draw.randrange(1, 31)
            lines[row] += SEPARATOR[kind] + "more"
            yield f"a field too many, {kind}", data(write(place(f"a.{kind}"), lines))
            lines, row = table(kind=kind), draw.randrange(1, 31)
            lines[row] = "no label here"
            yield f"a field too few, {kind}", data(write(place(f"a.{kind}"), lines))
            lines, row = table(kind=kind), draw.randrange(1, 30)
            lines[row] = '"' + lines[row].replace('"', "")
            yield f"a quote never closed, {kind}", data(write(place(f"a.{kind}"), lines))
    for kind in ("csv", "tsv", "jsonl"):
        for _ in range(6):
            lines, row = table(kind=kind), draw.randrange(1, 30)
            at = draw.randrange(len(lines[row]))
            lines[row] = lines[row][:at] + "\0" + lines[row][at:]
            yield f"a NUL, {kind}", data(write(place(f"a.{kind}"), lines))
        for column in (0, 1):
            for blank in ("", "   "):
                rows = [list(row) for row in ROWS]
                draw.choice(rows)[column] = blank
                lines = table(rows, kind)
                yield (
                    f"an empty {('text', 'label')[column]}, {kind}",
                    data(write(place(f"a.{kind}"), lines)),
                )
        for text, encoding in (
            ("café", "latin-1"),
            ("naïve — “so”", "cp1252"),
            ("фильм", "cp1251"),
            ("映画", "shift-jis"),
            ("电影", "gb18030"),
            ("film", "utf-16"),
        ):
            rows = list(ROWS)
            rows[draw.randrange(30)] = (text, "good")
            lines = table(rows, kind)
            yield f"{encoding}, {kind}", data(write(place(f"a.{kind}"), lines, encoding))
    for _ in range(12):
        lines, row = table(kind="jsonl"), draw.randrange(30)
        lines[row] = lines[row][: draw.randrange(1, len(lines[row]) - 1)]
        yield "a line of JSON cut off", data(write(place("a.jsonl"), lines))
    for wrong in ("[1, 2]", '"text"', "7", "null", "{'text': 'a'}", '{"text": "a"}',
                  '{"text": "\\udc00", "label": "x"}', "text,label", "[" * 100_000):  # fmt: skip
        lines = table(kind="jsonl")
        lines[draw.randrange(30)] = wrong
        yield "a line that is no such object", data(write(place("a.jsonl"), lines))

    # Gzip that isn't, or was cut or damaged on the way.
    whole = gzip.compress("\n".join(table()).encode(), mtime=0)
    for _ in range(15):
        path = place("a.csv.gz")
        path.write_bytes(whole[: draw.randrange(1, len(whole))])
        yield "gzip cut off", data(path)
        path = place("a.csv.gz")
        at = draw.randrange(10, len(whole) - 4)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        yield "a byte of the gzip file damaged", data(path)
    path = place("a.csv.gz")
    path.write_bytes("\n".join(table()).encode())
    yield "no gzip at all", data(path)

    # No table at all.
    for head in (
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"SQLite format 3\0",
        b"%PDF-1.7\n",
        b"\xff\xd8",
    ):
        path = place("a.csv")
        path.write_bytes(head + draw.randbytes(500))
        yield "another kind of file under the name of a table", data(path)
    for content in (b"", b"\n\n\n", b"text,label", b"text,label\n\n", b"\xef\xbb\xbf", b"   \n"):
        path = place("a.csv")
        path.write_bytes(content)
        yield "nothing in it", data(path)
    for name in ("a.xlsx", "a.parquet", "a.txt", "a", "a.csv.zip", "a.json"):
        yield "an ending that can't be read", data(write(place(name), table()))
    path = place("a.csv")
    with path.open("w") as stream:
        stream.write("text,label\n")
        for _ in range(101):
            stream.write("a" * (1 << 20))
        stream.write(",good\n")
    yield "a huge field", data(path)

    # Columns.
    for header in (("Text", "label"), ("text", "Label"), ("review", "label"), ("text", "stars"),
                   ("text", "text"), ("", "label"), ("text", ""), ("text label", "x")):  # fmt: skip
        yield "wrong columns", data(write(place("a.csv"), table(header=header)))
    path = write(place("a.csv"), table())
    yield "a column that isn't there", [*data(path), "--text-column", "body"]
    yield "a column that isn't there", [*data(path), "--label-column", "stars"]

    # Labels and sizes.
    yield "one class", data(write(place("a.csv"), table([(text, "good") for text, _ in ROWS])))
    for rows in range(1, 4):
        yield "too few rows", data(write(place("a.csv"), table(ROWS[:rows])))
    for part in ("test", "validation", "dev"):
        path = write(place("train.csv"), table())
        write(path.parent / f"{part}.csv", table([*ROWS[:5], ("new", "odd")]))
        yield f"a label that only {part} has", data(path.parent)

    # Folders.
    yield "an empty folder", data(place("x").parent)
    yield "no such path", data(place("absent.csv"))
    path = place("a.csv")
    path.mkdir()
    yield "a folder under the name of a table", data(path)
    path = place("train.csv")
    path.mkdir()
    yield "a folder where the training file should be", data(path.parent)
    path = write(place("test.csv"), table())
    yield "a test part alone", data(path.parent)
    path = write(place("train.csv"), table())
    write(path.parent / "train.tsv", table(kind="tsv"))
    yield "two training files", data(path.parent)
    path = write(place("train.csv"), table())
    (path.parent / "test.csv").touch()
    yield "an empty test file", data(path.parent)
    path = place("train")
    path.mkdir()
    yield "a training folder without labels", data(path.parent)
    path = write(place("train") / "pos" / "1.txt", ["fine"])
    yield "a training folder with one label", data(path.parents[2])
    for content in (b"", b"caf\xe9", b"a\0b", b" \n"):
        folder = place("train")
        for label in ("pos", "neg"):
            for number in range(9):
                write(folder / label / f"{number}.txt", [f"{label} {number}"])
        (folder / "pos" / "5.txt").write_bytes(content)
        yield "a text file that is no text", data(folder.parent)
    loop = place("train.csv")
    loop.symlink_to(loop)
    yield "a link to itself", data(loop)
    gone = place("train.csv")
    gone.symlink_to("absent")
    yield "a link to nothing", data(gone.parent)

    # Options.
    for content in ("epocs: 3", "epochs: many", "epochs: [3]", "epochs: 3\nepochs: 4", "epochs 3",
                    "- epochs", "epochs: {", "\tepochs: 3", "cell: transformer", "dropout: 1",
                    "batch_size: 0", "learning_rate: -1", "seed: 1.5", "lowercase: maybe",
                    "data: 3\nunits: !!python/object:os.system x", "units: .nan"):  # fmt: skip
        yield "a wrong config", ["--config", str(write(place("c.yaml"), [content]))]
    path = place("c.yaml")
    path.write_bytes(b"epochs: \xe9")
    yield "a config that is no UTF-8", ["--config", str(path)]
    for words in (["--epochs", "0"], ["--units", "x"], ["--dropout", "1.5"], ["--level", "letter"],
                  ["--data", "tfds:"], ["--data", ""], ["--data", "tfds:no/such"]):  # fmt: skip
        yield "a wrong option", words


def main():
    import subprocess

    with tempfile.TemporaryDirectory() as room:
        for number, (wrong, words) in enumerate(cases(room), start=1):
            command = [sys.executable, "-m", "keras_seq", "run", "imdb_sentiment", *words]
            done = subprocess.run(
                [*command, "--output-dir", f"{room}/run"], capture_output=True, text=True
            )
            print(f"{number:3} {done.returncode} {wrong}: {done.stderr.replace(room, '')}", end="")
            assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
            assert not Path(room, "run").exists()


if __name__ == "__main__":
    main()
