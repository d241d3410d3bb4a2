"""Training, validation and test part: those given are kept, missing ones are cut by seed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from keras_seq.errors import InputError
from keras_seq.progress import say

R = TypeVar("R")


class Named(Protocol):
    """What has a file name."""

    @property
    def name(self) -> str:
        """Its name without what it stands in."""


P = TypeVar("P", bound=Named)

PART_NAMES = {
    "train": ("train",),
    "validation": ("validation", "val", "valid", "dev", "testa"),  # testa, testb: as CoNLL has them
    "test": ("test", "testb"),
}


def part_of(file_name: str) -> str | None:
    """Say which part a file or folder holds, by the words of its name; None where none does.

    Words end at anything but letters. A name with two parts in it says none.

    >>> part_of("ptb.train.txt"), part_of("TEST2_a.csv"), part_of("news-dev.txt")
    ('train', 'test', 'validation')
    >>> part_of("latest.txt"), part_of("train_test_split.csv")
    (None, None)
    """
    words = set(re.split(r"[\W\d_]+", file_name.lower()))
    parts = [part for part, names in PART_NAMES.items() if not words.isdisjoint(names)]
    return parts[0] if len(parts) == 1 else None


def listed(names: Iterable[str], most: int = 20) -> str:
    """Name things in a line; of many the first, and how many more there are.

    >>> listed("abcde", most=3)
    'a, b, c and 2 more'
    """
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


@dataclasses.dataclass(frozen=True)
class Splits(Generic[R]):
    """The records of the three parts, each in the order in which they were read."""

    train: Sequence[R]
    validation: Sequence[R]
    test: Sequence[R]

    def sizes(self) -> dict[str, int]:
        """Return the number of records by part."""
        return {field.name: len(getattr(self, field.name)) for field in dataclasses.fields(self)}

    def limited(self, count: int, seed: int) -> Splits[R]:
        """Keep `count` training records, drawn by `seed`, in their order."""
        if count >= len(self.train):
            return self
        chosen = np.random.default_rng(seed).choice(len(self.train), count, replace=False)
        return dataclasses.replace(self, train=[self.train[index] for index in np.sort(chosen)])


def cut(
    records: Sequence[R], classes: Sequence[Any], fraction: float, seed: int
) -> tuple[list[R], list[R]]:
    """Cut a part off, stratified: each class gives about the same share, all together `fraction`.

    Args:
        records: what to cut.
        classes: the class of each record; one class for all where there is nothing to stratify by.
        fraction: the share to cut off, between 0 and 1.
        seed: decides which.

    Returns:
        What is left and what was cut off, each in the order of `records`. No class is cut off
        whole. A class of two or more records stands on both sides, unless there are more such
        classes than records to cut off: then it is drawn which of them do.
    """
    draw = np.random.default_rng(seed)
    names, index_of = np.unique(np.asarray(classes), return_inverse=True)
    taken = np.zeros(len(records), dtype=bool)
    counts = _counts(np.bincount(index_of, minlength=len(names)), fraction, seed)
    for name, count in enumerate(counts):
        members = np.flatnonzero(index_of == name)
        taken[draw.permutation(members)[:count]] = True
    left = [record for record, away in zip(records, taken, strict=True) if not away]
    return left, [record for record, away in zip(records, taken, strict=True) if away]


def _counts(sizes: np.ndarray, fraction: float, seed: int) -> np.ndarray:
    """Say how many records each class gives: its share, rounded so that the sum is right too."""
    wanted, most = fraction * sizes, np.maximum(sizes - 1, 0)
    total = min(max(1, round(fraction * int(sizes.sum()))), int(most.sum()))
    least = (most > 0).astype(int) if np.count_nonzero(most) <= total else np.zeros_like(most)
    counts = np.clip(np.floor(wanted).astype(int), least, most)
    ties = np.random.default_rng([seed, len(sizes)]).random(len(sizes))
    while (missing := total - int(counts.sum())) != 0:
        step = 1 if missing > 0 else -1
        free = counts < most if missing > 0 else counts > least
        order = np.lexsort((ties, step * (counts - wanted)))  # furthest from its share first
        counts[order[free[order]][: abs(missing)]] += step
    return counts


def complete(
    train: list[R],
    validation: list[R] | None,
    test: list[R] | None,
    *,
    class_of: Callable[[R], Any],
    validation_fraction: float,
    test_fraction: float,
    seed: int,
    source: str = "the data",
) -> Splits[R]:
    """Cut the parts that were not given from the training part.

    Args:
        train: records to train on, and to cut from.
        validation: the given part, or None.
        test: the given part, or None.
        class_of: what to stratify by.
        validation_fraction: share of all of `train`.
        test_fraction: share of all of `train`.
        seed: decides the cuts.
        source: what to name in an error.

    Returns:
        The three parts.

    Raises:
        InputError: if there is too little to cut from.
    """
    share = validation_fraction
    if test is None:
        train, test = cut(train, [class_of(record) for record in train], test_fraction, seed)
        share = validation_fraction / (1 - test_fraction)
    if validation is None:
        train, validation = cut(train, [class_of(record) for record in train], share, seed + 1)
    for part, records in (("train", train), ("validation", validation), ("test", test)):
        if not records:
            raise InputError(f"{source}: too few examples; none is left for the {part} part")
    return Splits(train, validation, test)


def find_parts(folder: Path, suffixes: Sequence[str]) -> dict[str, Path]:
    """Find the files of a folder that hold a part each.

    Args:
        folder: holds `train.*`, and perhaps `validation.*` (or val, valid, dev) and `test.*`; or,
            where there is no such file, one whose name says the part, as `test_a.csv`.
        suffixes: the endings that can be read, such as `.csv`; `.gz` may follow.

    Returns:
        Path by part: always `train`, the others where they are given.

    Raises:
        InputError: if there is no training file, or two for one part.
    """
    endings = [ending + gz for ending in suffixes for gz in ("", ".gz")]
    found: dict[str, Path] = {}
    there = sorted(path for path in folder.iterdir() if path.name.lower().endswith(tuple(endings)))
    for part, names in PART_NAMES.items():
        paths = [folder / f"{name}{ending}" for name in names for ending in endings]
        paths = [path for path in paths if path.exists() or path.is_symlink()]
        paths = paths or [path for path in there if part_of(path.name) == part]
        if len(paths) > 1:
            both = " and ".join(path.name for path in paths)
            raise InputError(f"{folder}: {both} both claim to be the {part} part; keep one")
        if paths:
            found[part] = paths[0]
    if "train" not in found:
        names_there = listed(sorted(path.name for path in folder.iterdir()), most=5)
        raise InputError(
            f"{folder}: no train{suffixes[0]} (or {', '.join(suffixes[1:])}, or one of these with "
            f".gz) in it; there is {names_there or 'nothing'}"
        )
    read = listed(path.name for path in found.values())
    passed_over([path for path in there if path not in found.values()], f"the parts are {read}")
    return found


def passed_over(paths: Iterable[Path], reason: str) -> None:
    """Say on stderr which files of a folder are not read, and why."""
    paths = sorted(paths)
    if paths:
        names = listed((path.name for path in paths), most=5)
        say(f"{paths[0].parent}: not read: {names} ({reason})")


def by_part(entries: Iterable[P], source: str) -> dict[str, P]:
    """Sort files or folders by the part that their names say; others are passed over.

    Args:
        entries: paths, or what has a `name` as paths do.
        source: what they stand in, for the message.

    Returns:
        An entry by part, in the order train, validation, test.

    Raises:
        InputError: if two claim to be the same part.
    """
    found: dict[str, P] = {}
    for entry in entries:
        part = part_of(entry.name)
        if part in found:
            raise InputError(f"{source}: {found[part].name} and {entry.name} both claim to be the "
                             f"{part} part; keep one")  # fmt: skip
        if part:
            found[part] = entry
    return {part: found[part] for part in PART_NAMES if part in found}


def overlap(splits: Splits[R], key: Callable[[R], Any]) -> dict[str, int]:
    """Count the records of each later part whose key stands in an earlier part too.

    Returns:
        Counts under `validation in train`, `test in train` and `test in validation`.
    """
    keys = {part: {key(record) for record in getattr(splits, part)} for part in splits.sizes()}
    return {
        f"{later} in {earlier}": sum(key(one) in keys[earlier] for one in getattr(splits, later))
        for earlier, later in (
            ("train", "validation"), ("train", "test"), ("validation", "test"),
        )
    }  # fmt: skip


def without_overlap(splits: Splits[R], key: Callable[[R], Any]) -> Splits[R]:
    """Drop from training what stands in validation or test, and from validation what is in test."""
    test = {key(record) for record in splits.test}
    validation = [record for record in splits.validation if key(record) not in test]
    known = test | {key(record) for record in validation}
    train = [record for record in splits.train if key(record) not in known]
    return Splits(train, validation, splits.test)
