"""What is exported of each app, format and cell, and how alike its runtime answers.

python benchmarks/exports.py [--apps APP ...] [--cells lstm gru simple_rnn] [--write PAGE]

Trains a small model of each app's sample with each cell, exports it in each format, and asks it in
the runtime of that format. Printed is a table: the largest difference of an output, or why there
is none; "+ step" where the model of one step is exported too. `--write` sets it between the two
marks of a page.
"""

import argparse
import re
import tempfile
from pathlib import Path

import keras_seq
from keras_seq import app as apps
from keras_seq import files
from keras_seq.errors import InputError
from keras_seq.exporting import export

BEGIN, END = "<!-- exports: benchmarks/exports.py -->", "<!-- end of exports -->"
SMALL = {"epochs": 1, "units": 8, "max_train_samples": 60}
OF_APPS = {
    "text_generation": {"max_train_samples": None, "window": 20, "max_length": 40},
    "dna_labelling": {"window": 600, "overlap": 60},
    "music_generation": {"transpose": 0},
}


def row(app: str, cell: str, folder: Path) -> list[str]:
    """Train, export in each format; a cell of the table for each."""
    values = SMALL | OF_APPS.get(app, {}) | {"cell": cell}
    run = keras_seq.run(app, values, folder / f"{app}_{cell}")
    found = []
    for form in export.FORMATS:
        try:
            parity = export.export(run, form, folder / f"{app}_{cell}_{form}")
        except InputError as error:
            found.append(str(error).split(": ", 1)[-1])
            continue
        step = " + step" if "step by step" in parity["differences"] else ""
        found.append(f"{parity['largest_difference']:.0e}{step}")
    return found


def main() -> None:
    """Read the command line, fill the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--apps", nargs="+", default=apps.names())
    parser.add_argument("--cells", nargs="+", default=["lstm", "gru", "simple_rnn"])
    parser.add_argument("--write", metavar="PAGE", type=Path)
    given = parser.parse_args()
    lines = [f"| app | cell | {' | '.join(export.FORMATS)} |", "| --- |" + " --- |" * 4]
    with tempfile.TemporaryDirectory() as folder:
        for app in given.apps:
            for cell in given.cells:
                lines.append(f"| {app} | {cell} | {' | '.join(row(app, cell, Path(folder)))} |")
    table = "\n".join(lines)
    if given.write:
        text = given.write.read_text(encoding="utf-8")
        inside = f"{BEGIN}\n{table}\n{END}"
        files.write_text(given.write, re.sub(f"{BEGIN}.*{END}", lambda _: inside, text, flags=re.S))
    else:
        print(table)


if __name__ == "__main__":
    main()
