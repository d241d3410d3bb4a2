"""Sequences and their labels as two files of FASTA, a label a letter, and perhaps a mask.

As FLIP has them (Dallago et al., "FLIP: Benchmark tasks in fitness landscape inference for
proteins", 2021): `sequences.fasta`, a file of labels whose headers may say `SET=train
VALIDATION=False`, and `mask.fasta` with 0 where nothing is known.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from keras_seq.data.biology.alphabets import Alphabet
from keras_seq.data.biology.records import UNJUDGED, CodedTags, Region
from keras_seq.data.biology.sequence_files import FASTA, opened, read_fasta, suffix
from keras_seq.errors import InputError

SEQUENCES, MASK = "sequences", "mask"
Path_ = Path | zipfile.Path


def triple_in(data: str | Path) -> tuple[Path_, Path_, Path_ | None] | None:
    """Find sequences, labels and perhaps a mask in a folder, or in a zip, or in a zip in a folder.

    Returns:
        Their paths; None where `data` is no such thing.

    Raises:
        InputError: if there are two files of labels.
    """
    path = Path(data)
    if path.is_dir():
        zips = sorted(path.glob("*.zip"))
        path = zips[0] if len(zips) == 1 else path
    files: list[Path_] = list(path.iterdir()) if path.is_dir() else []
    if path.is_file() and suffix(path) == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError) as error:
            raise InputError(f"{path}: damaged: {error}") from None
        files = [zipfile.Path(path, name) for name in names if not name.endswith("/")]
    found: dict[str, Path_] = {}
    for file in sorted((file for file in files if suffix(file) in FASTA), key=str):
        found[file.name.split(".")[0]] = file
    if SEQUENCES not in found:
        return None
    labels = [file for name, file in found.items() if name not in (SEQUENCES, MASK)]
    if len(labels) != 1:
        raise InputError(f"{data}: beside {SEQUENCES}.fasta and {MASK}.fasta there must be one "
                         f"file of labels, not {len(labels)}")  # fmt: skip
    return found[SEQUENCES], labels[0], found.get(MASK)


def read_pairs(
    sequences: str | Path_, labels: str | Path_, mask: str | Path_ | None, alphabet: Alphabet
) -> dict[str, list[Region]]:
    """Read sequences with a label for each letter.

    Args:
        sequences: a file of FASTA.
        labels: the same names with a label a letter.
        mask: the same with 0 for letters whose label isn't known; None: all are.
        alphabet: of the sequences.

    Returns:
        Regions by part; all under "train" where headers of labels say none.

    Raises:
        InputError: naming file, line and mend, for what doesn't belong together.
    """
    rows = {name: (header, text, line) for name, header, text, line in _texts(labels)}
    hidden = {name: text for name, _, text, _ in _texts(mask)} if mask else {}
    kinds = sorted({letter for _, text, _ in rows.values() for letter in set(text)})
    number = {ord(kind): index for index, kind in enumerate(kinds)}
    table = np.zeros(256, np.uint8)
    table[list(number)] = list(number.values())
    parts: dict[str, list[Region]] = {}
    for name, letters, line in wholes(sequences, alphabet):
        source = f"{sequences}, line {line}"
        if name not in rows:
            raise InputError(f"{source}: {name} has no labels in {labels}")
        header, text, at = rows[name]
        if len(text) != len(letters):
            raise InputError(f"{labels}, line {at}: {name} has {len(text)} labels, and "
                             f"{len(letters)} letters in {sequences}")  # fmt: skip
        numbers = table[np.frombuffer(text.encode("latin-1"), np.uint8)]
        if mask:
            if len(hidden.get(name, "")) != len(text):
                raise InputError(f"{mask}: {name} has not as many digits as letters")
            known = np.frombuffer(hidden[name].encode("latin-1"), np.uint8) != ord("0")
            numbers = np.where(known, numbers, UNJUDGED).astype(np.uint8)
        tags = CodedTags(numbers, kinds)
        parts.setdefault(_part(header), []).append(Region(letters, tags, name, 0, source))
    return parts


def _part(header: str) -> str:
    """Say which part a header names.

    >>> _part("1es5-A SET=train VALIDATION=True"), _part("a SET=test"), _part("a")
    ('validation', 'test', 'train')
    """
    said = dict(word.split("=", 1) for word in header.split() if "=" in word)
    part = said.get("SET", "train").lower()
    return "validation" if said.get("VALIDATION", "").lower() == "true" else part


def wholes(path: str | Path_, alphabet: Alphabet) -> Iterator[tuple[str, np.ndarray, int]]:
    """Read whole sequences: name, letters, and the line on which each begins."""
    held: list[np.ndarray] = []
    name, line = "", 0
    for piece in read_fasta(path, alphabet):
        if piece.begins and held:
            yield name, np.concatenate(held), line
            held = []
        name, line = piece.name, piece.line
        held.append(piece.letters)
    yield name, np.concatenate(held), line


def _texts(path: str | Path_ | None) -> Iterator[tuple[str, str, str, int]]:
    """Read what is written like FASTA with any letters: name, header, text, line."""
    header, held, line = "", [], 0
    assert path is not None
    with opened(path) as stream:
        for number, raw in enumerate(stream, start=1):
            text = raw.decode("latin-1").strip()
            if not text.startswith(">"):
                held.append(text)
                continue
            if header:
                yield header.split()[0], header, "".join(held), line
            header, held, line = text[1:].strip(), [], number
            if not header:
                raise InputError(f"{path}, line {number}: no name behind '>'")
    if not header:
        raise InputError(f"{path}: there is no sequence in it")
    yield header.split()[0], header, "".join(held), line
