"""Pairs of texts, source and target, from parallel files, tables and tensorflow-datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

import numpy as np

from keras_seq.config import option
from keras_seq.data import tables
from keras_seq.data.splits import PART_NAMES, Splits, listed, part_of
from keras_seq.data.text.pair_tables import Pair, clean, is_plain, read_sources, read_table
from keras_seq.errors import InputError
from keras_seq.options import DataOptions
from keras_seq.progress import say

TABLES = (".tsv", ".txt", ".csv", ".jsonl")


class Sides(Protocol):
    """Which pairs are read, and from where; `PairFiles` is such."""

    @property
    def source(self) -> str:
        """Ending of the files, column or key of what is read."""

    @property
    def target(self) -> str:
        """The same of what is written."""

    @property
    def test_name(self) -> str | None:
        """Which test part of a folder that has several."""

    @property
    def flags(self) -> tuple[str, str]:
        """The options that name both sides."""

    def unfit(self, pair: Pair) -> str | None:
        """Say why a pair is not fit for training, if it isn't."""


class SidesOfData(Sides, Protocol):
    """The same, with the options of what is read from."""

    @property
    def data(self) -> str | None:
        """File, folder or tfds:NAME."""

    @property
    def data_dir(self) -> str | None:
        """Where tensorflow-datasets keeps its data."""

    @property
    def seed(self) -> int:
        """Decides the parts."""

    @property
    def validation_fraction(self) -> float:
        """Cut from the training part."""

    @property
    def test_fraction(self) -> float:
        """The same."""


@dataclass(frozen=True)
class PairFiles(DataOptions):
    """Pairs of texts: what is read, and what is written."""

    source: str = option(
        "source", "Ending of the files, column, its number or key of what is read."
    )
    target: str = option("target", "The same of what is written.")
    test_name: str | None = option(
        None, "Which test part of a folder that has several, as test_2016_flickr."
    )
    flags: ClassVar[tuple[str, str]] = ("--source", "--target")

    def unfit(self, pair: Pair) -> str | None:
        """Say why a pair is no translation to learn from, if it isn't."""
        return unfit(pair)


def load(files: SidesOfData) -> Splits[Pair]:
    """Read pairs as `read_parts` does, leave out of training what is not fit, and say so.

    Raises:
        InputError: naming file, line and mend.

    >>> load(PairFiles(data="multi30k", source="de", target="en"))  # doctest: +SKIP
    """
    splits = read_parts(files)
    train, left_out = fit_for_training(splits.train, files.unfit)
    for reason, pairs in left_out.items():
        say(f"left out of training: {len(pairs):,} of {len(splits.train):,} pairs, {reason}; "
            f"first {pairs[0].place}")  # fmt: skip
    if not train:
        raise InputError(f"{files.data}: no pair of the training part is fit to learn from")
    return Splits(train, splits.validation, splits.test)


def load_test(files: Sides, data: str) -> list[Pair]:
    """Read pairs to judge a trained model by: all of a file, the test part of a folder.

    Errors are those of `load`.
    """
    if Path(data).is_dir():
        parts = read_folder(files, Path(data), "test")
        pairs = parts.get("test") or parts["train"]
    else:
        pairs = list(read_file(files, data))
    if not any(pair.target for pair in pairs):
        raise InputError(f"{data}: no pair has a target to judge by")
    return pairs


def read_inputs(files: Sides, path: str) -> Iterator[str]:
    """Read sources: the column of a table, or the lines of a text file, empty ones too.

    Raises:
        InputError: naming file, line and mend; also for the targets of parallel files.
    """
    file = Path(path)
    stem = plain(file).removesuffix(f".{files.target}")
    if (
        stem != plain(file)
        and not is_plain(path)
        and has_file(file.parent, f"{stem}.{files.source}")
    ):
        raise InputError(f"{path}: ends as what the model writes; it reads {stem}.{files.source}, "
                         "which stands beside it")  # fmt: skip
    return read_sources(path, files.source, files.flags[0])


def describe(files: Sides, splits: Splits[Pair]) -> Iterator[str]:
    """Say in lines how many pairs there are, which are not fit, and what training knows already."""
    for part in splits.sizes():
        pairs = getattr(splits, part)
        sources = len({pair.source for pair in pairs})
        yield f"{part:10} {len(pairs):9,} pairs of {sources:,} sources"
    _, left_out = fit_for_training([*splits.validation, *splits.test], files.unfit)
    for reason, pairs in left_out.items():
        yield f"{len(pairs):,} pairs to judge by: {reason}; first {pairs[0].place}"
    known = {pair.source for pair in splits.train}
    again = sum(pair.source in known for pair in splits.test)
    if again:
        yield f"{again:,} sources of the test part stand in training too"


def read_parts(files: SidesOfData) -> Splits[Pair]:
    """Read pairs, and cut the parts that are not given: all pairs of a source on one side.

    Args:
        files: `data` is a folder of parallel files `train.SOURCE` and `train.TARGET` (also with
            .gz), perhaps `val` and `test` too; a folder of tables `train.*`; one of two parallel
            files; a table: .tsv or .txt with two columns and no header, .csv with a header,
            .jsonl; or `tfds:NAME[/CONFIG]`.
            Where `test_name` is None, the test part is the first whose name begins with test.

    Returns:
        Training, validation and test part, as they stand there.

    Raises:
        InputError: naming file, line and mend.
    """
    data = str(files.data)
    if data.startswith("tfds:"):
        from keras_seq.data import tfds

        parts = {
            part: [clean(source, target, place) for (source, target), place in rows]
            for part, rows in tfds.read(data, (files.source, files.target), files.data_dir).items()
        }
    elif Path(data).is_dir():
        parts = read_folder(files, Path(data))
    else:
        parts = {"train": list(read_file(files, data))}
    for part, pairs in parts.items():
        if not any(pair.source and pair.target for pair in pairs):
            raise InputError(f"{data}: no pair in the {part} part has text on both sides")
    train, rest = parts["train"], {}
    for number, (part, share) in enumerate(
        (("test", files.test_fraction), ("validation", files.validation_fraction))
    ):
        if part in parts:
            rest[part] = parts[part]
            continue
        train, rest[part] = cut_by_source(train, share, files.seed + number)
        if not rest[part] or not train:
            raise InputError(f"{data}: too few pairs; none is left for the {part} part")
    return Splits(train, rest["validation"], rest["test"])


def read_folder(files: Sides, folder: Path, needed: str = "train") -> dict[str, list[Pair]]:
    """Read the parts of a folder, parallel files or tables; the one needed, or train, is there."""
    source, target, test_name = files.source, files.target, files.test_name
    stems = sorted({plain(path).removesuffix(f".{source}") for path in folder.iterdir()
                    if plain(path).endswith(f".{source}")})  # fmt: skip
    parts: dict[str, list[Pair]] = {}
    for part, names in PART_NAMES.items():
        wanted = (test_name,) if part == "test" and test_name else names
        stem = next((name for name in wanted if name in stems), None)
        if stem is None and part == "test" and not test_name:
            stem = next((stem for stem in stems if stem.startswith("test")), None)
        if stem is not None:
            parts[part] = list(read_parallel(*sides_of(files, folder, stem)))
            continue
        there = [path for path in folder.iterdir() if plain(path).lower().endswith(TABLES)]
        claiming = [path for path in there if plain(path).rpartition(".")[0] in wanted]
        if not claiming and wanted == names:
            claiming = [path for path in there if part_of(path.name) == part]
        if len(claiming) > 1:
            both = " and ".join(sorted(path.name for path in claiming))
            raise InputError(f"{folder}: {both} both claim to be the {part} part; keep one")
        if claiming:
            parts[part] = list(read_table(claiming[0], source, target, files.flags))
        elif part == "test" and test_name:
            raise InputError(f"{folder}: no {test_name}.{source} in it")
    if not {needed, "train"} & parts.keys():
        names_there = listed(sorted(path.name for path in folder.iterdir()), most=5) or "nothing"
        raise InputError(f"{folder}: no train.{source} and train.{target}, and no table train.* in "
                         f"it; there is {names_there}; {endings(files)}")  # fmt: skip
    return parts


def read_file(files: Sides, data: str) -> Iterator[Pair]:
    """Read one file: a table, or one of two parallel files with the other one beside it."""
    table = files.source, files.target, files.flags
    path = Path(data)
    stem, _, ending = plain(path).rpartition(".")
    if not stem or not path.is_file() or path.name.removesuffix(".gz").lower().endswith(TABLES):
        return read_table(data, *table)
    if ending in table[:2]:
        return read_parallel(*sides_of(files, path.parent, stem))
    others = sorted(one.name for one in path.parent.iterdir()
                    if one != path and plain(one).rpartition(".")[0] == stem)  # fmt: skip
    if not others:
        return read_table(data, *table)
    raise InputError(f"{data}: no table; if {path.name} and {listed(others, most=3)} are parallel "
                     f"files, {endings(files)}")  # fmt: skip


def endings(files: Sides) -> str:
    """Say what helps where parallel files are called otherwise."""
    return ("name the endings with {} and {}, or rename the files for a model that is "
            "trained").format(*files.flags)  # fmt: skip


def sides_of(files: Sides, folder: Path, stem: str) -> list[Path]:
    """Find both of two parallel files, plain or gzip."""
    found = []
    for name in (f"{stem}.{files.source}", f"{stem}.{files.target}"):
        paths = [path for path in (folder / name, folder / f"{name}.gz") if path.is_file()]
        if not paths:
            raise InputError(f"{folder}: no {name} in it; {endings(files)}")
        found.append(paths[0])
    return found


def plain(path: Path) -> str:
    """Return a file's name without .gz."""
    return path.name.removesuffix(".gz")


def has_file(folder: Path, name: str) -> bool:
    """Say whether there is a file, plain or gzip."""
    return any((folder / one).is_file() for one in (name, f"{name}.gz"))


def read_parallel(source: Path, target: Path) -> Iterator[Pair]:
    """Read two files line by line.

    Raises:
        InputError: if one has more lines than the other.
    """
    sides = [list(tables.read_lines(path)) for path in (source, target)]
    if len(sides[0]) != len(sides[1]):
        raise InputError(f"{source} has {len(sides[0]):,} lines and {target} {len(sides[1]):,}; "
                         "line by line they must be translations of each other")  # fmt: skip
    for number, (read, written) in enumerate(zip(*sides, strict=True), start=1):
        yield clean(read, written, f"{source}, line {number}")


def cut_by_source(
    pairs: Sequence[Pair], fraction: float, seed: int
) -> tuple[list[Pair], list[Pair]]:
    """Cut a share of the sources off, each with all its targets.

    Returns:
        What is left and what was cut off, in their order.
    """
    sources = sorted({pair.source for pair in pairs})
    count = min(max(1, round(fraction * len(sources))), len(sources) - 1)
    chosen = np.random.default_rng(seed).permutation(len(sources))[:count]
    away = {sources[index] for index in chosen}
    left = [pair for pair in pairs if pair.source not in away]
    return left, [pair for pair in pairs if pair.source in away]


def unfit(pair: Pair) -> str | None:
    """Say why a pair is not fit for training: a side is empty, both are alike, or lengths differ.

    >>> unfit(Pair("ja", "yes", "")), unfit(Pair("", "yes", ""))
    (None, 'a side is empty')
    """
    if not pair.source or not pair.target:
        return "a side is empty"
    long, short = sorted((len(pair.source), len(pair.target)), reverse=True)
    if pair.source == pair.target and len(pair.source.split()) > 3:
        return "both sides are the same"
    return "one side is more than six times as long" if long > 6 * (short + 10) else None


def fit_for_training(
    pairs: Sequence[Pair], unfit: Callable[[Pair], str | None] = unfit
) -> tuple[list[Pair], dict[str, list[Pair]]]:
    """Leave out what is not fit; return what is, and the rest by the reason."""
    kept: list[Pair] = []
    left_out: dict[str, list[Pair]] = {}
    for pair in pairs:
        reason = unfit(pair)
        (kept if reason is None else left_out.setdefault(reason, [])).append(pair)
    return kept, left_out
