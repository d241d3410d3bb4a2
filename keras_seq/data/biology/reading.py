"""From files of sequences and annotations to labelled regions, and to training and test part."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from keras_seq.data import splits, tables
from keras_seq.data.biology import pairs
from keras_seq.data.biology.alphabets import ALPHABETS
from keras_seq.data.biology.annotations import BED, GFF, read_annotation
from keras_seq.data.biology.blocks import blocks, copies, named_region, without
from keras_seq.data.biology.coordinates import Feature, around_origin
from keras_seq.data.biology.options import LabelledSequences
from keras_seq.data.biology.records import Region, painted
from keras_seq.data.biology.sequence_files import FASTA, FLAT, read_flat, suffix
from keras_seq.data.splits import Splits, listed
from keras_seq.data.text.labelled import LabelledText
from keras_seq.errors import InputError
from keras_seq.progress import say

Record = Region | LabelledText
ENOUGH = 10  # sequences that are split whole; fewer are cut
TRIES = 20  # places for what is held out


def load(options: LabelledSequences) -> Splits[Any]:
    """Read labelled sequences, and cut the parts that are not given.

    Args:
        options: `data` is a FASTA file with an `annotation`, a GenBank or EMBL file, a folder or
            zip as `keras_seq.data.biology.pairs` says; with `answer` "whole" a table, or a folder
            with `train.*`, of a sequence and its label a row.

    Returns:
        Training, validation and test part: of `Region`, or, with `answer` "whole", of
        `LabelledText`. Many sequences are split whole, those that are the same, on either strand,
        together; of few a contiguous block is held out with a gap around it. What of the training
        part stands in the others too is taken out.

    Raises:
        InputError: naming file, line and mend.
    """
    data = str(options.data)
    if options.answer == "whole":
        return _whole(options, _tables(data, options))
    parts = _regions(data, options.annotation, options)
    if set(parts) - {"train"}:
        return _given(options, parts)
    return arranged(parts["train"], options, data)


def load_test(options: LabelledSequences, data: str) -> list[Record]:
    """Read labelled sequences to judge a trained model by: all of them, or the given test part.

    A FASTA file needs its annotation beside it under the same name: `other.fa` and `other.gff3`.
    """
    if options.answer == "whole":
        tables_of = _tables(data, options)
        return list(tables_of.get("test") or tables_of["train"])
    parts = _regions(data, None, options)
    return list(parts.get("test") or parts["train"])


def describe(options: LabelledSequences, parts: Splits[Any]) -> Iterator[str]:
    """Say in lines how many sequences and letters there are, and the share of each label."""
    for name, count in parts.sizes().items():
        records = getattr(parts, name)
        if not isinstance(records[0], Region):
            labels = [record.label for record in records]
            shares = [f"{label} {labels.count(label):,}" for label in sorted(set(labels))]
            yield f"{name}: {count:,} sequences ({listed(shares)})"
            continue
        total = sum(len(record.letters) for record in records)
        counts: dict[str, int] = {}
        for record in records:
            for label, often in record.tags.counts().items():
                counts[label] = counts.get(label, 0) + often
        shares = [f"{label} {often / total:.1%}" for label, often in counts.items()]
        where = f" in {record_name(records[0])}" if count == 1 else ""
        yield f"{name}: {count:,} stretches of {total:,} letters{where} ({listed(shares)})"


def record_name(region: Region) -> str:
    """Say where a stretch lies, counted from 1: `chr2:1-1000`."""
    return f"{region.name}:{region.start + 1}-{region.start + len(region.letters)}"


def read_inputs(options: LabelledSequences, path: str) -> Iterator[str]:
    """Hand on a file to be labelled; of a table, its sequences."""
    if suffix(path) not in tables.SUFFIXES:
        yield path
        return
    for row in tables.read_rows(path):
        tables.require_columns(row, {"--sequence-column": options.sequence_column})
        yield row.values[options.sequence_column].strip()


def _regions(
    data: str, annotation: str | None, options: LabelledSequences
) -> dict[str, list[Region]]:
    """Read regions by part; all under "train" where the files say none."""
    alphabet = ALPHABETS[options.alphabet]
    if options.data_dir or data.startswith("tfds:"):
        raise InputError(f"{data}: no sequences are read from tensorflow-datasets")
    if suffix(data) in FLAT and annotation is None:
        rows = [(name, letters, features, data) for name, letters, features in
                read_flat(data, alphabet)]  # fmt: skip
        return {"train": _tagged(rows, options, options.features)}
    if (triple := pairs.triple_in(data)) is not None:
        return pairs.read_pairs(*triple, alphabet)
    if suffix(data) not in (*FASTA, *FLAT):
        endings = ", ".join((*FASTA, *FLAT))
        raise InputError(f"{data}: must end with {endings} (or these with .gz), or be a folder "
                         "with sequences.fasta, or a table with --answer whole")  # fmt: skip
    annotation = annotation or _beside(data)
    if suffix(annotation) in FASTA:
        return pairs.read_pairs(data, annotation, None, alphabet)
    kinds: Sequence[str] = options.features
    features = read_annotation(annotation, kinds)
    if suffix(annotation) in BED and not {feature.kind for feature in features} & set(kinds):
        kinds = sorted({feature.kind for feature in features})
        if len(kinds) > 40:
            raise InputError(f"{annotation}: {len(kinds)} names of features are too many labels; "
                             "choose some with --features")  # fmt: skip
    by_name: dict[str, list[Feature]] = {}
    for feature in features:
        by_name.setdefault(feature.sequence, []).append(feature)
    if suffix(data) in FLAT:
        wholes = [(name, letters, 0) for name, letters, _ in read_flat(data, alphabet)]
    else:
        wholes = list(pairs.wholes(data, alphabet))
    names = {name for name, _, _ in wholes}
    if not names & set(by_name):
        here, there = listed(sorted(names), 3), listed(by_name, 3) or "none"
        raise InputError(f"{annotation}: no feature of {listed(kinds)} lies on a sequence of "
                         f"{data} ({here}); its own are {there}")  # fmt: skip
    rows = [
        (name, letters, by_name.get(name, []), f"{data}, line {line}")
        for name, letters, line in wholes
    ]
    return {"train": _tagged(rows, options, kinds)}


def _beside(data: str) -> str:
    """Find the annotation that stands beside a file of sequences under the same name."""
    name = Path(data).name.split(".")[0]
    there = [path for path in sorted(Path(data).parent.glob(f"{glob.escape(name)}.*"))
             if suffix(path) in (*GFF, *BED)]  # fmt: skip
    if not there:
        raise InputError(f"{data}: has no labels; name them with --annotation genes.gff3, or put "
                         f"{name}.gff3 or {name}.bed beside it")  # fmt: skip
    return str(there[0])


def _tagged(
    rows: Sequence[tuple[str, np.ndarray, list[Feature], str]],
    options: LabelledSequences,
    kinds: Sequence[str],
) -> list[Region]:
    """Tag whole sequences with their features."""
    regions = []
    if not kinds or options.background in kinds:
        raise InputError("--features: name one at least, and none as --background")
    for name, letters, features, source in rows:
        parts = []
        for feature in features:
            if feature.end > 2 * len(letters) or feature.start >= len(letters):
                span = f"{feature.start + 1} to {feature.end}"
                raise InputError(f"{feature.source}: goes from {span}, but {name} has "
                                 f"{len(letters)} letters")  # fmt: skip
            spans = around_origin(feature.start, feature.end, len(letters))
            parts += [feature._replace(start=start, end=end) for start, end in spans]
        tags = painted(len(letters), parts, kinds, options.background, options.tell_strands)
        regions.append(Region(letters, tags, name, 0, source))
    if not any(region.tags.numbers.any() for region in regions):
        there = sorted({feature.kind for _, _, features, _ in rows for feature in features})
        raise InputError(f"{options.data}: there is no feature of {listed(kinds)}; there are "
                         f"{listed(there) or 'none'}; choose with --features")  # fmt: skip
    return regions


def arranged(regions: list[Region], options: LabelledSequences, source: str) -> Splits[Region]:
    """Split sequences, and keep apart what is the same.

    Where blocks are drawn, they lie so that training shows each label that they have, if it can be.
    """
    if not options.test_regions and len(regions) >= ENOUGH:
        return _by_record(regions, options, source)
    for draw in range(TRIES):
        parts, copied = _held_out(regions, options, 1000 * options.seed + draw)
        for part in parts.sizes():
            if not getattr(parts, part):
                raise InputError(f"{source}: too short to be cut into parts; none is left for the "
                                 f"{part} part; choose smaller fractions or --gap")  # fmt: skip
        if labels_of(parts.train) >= labels_of([*parts.validation, *parts.test]):
            break
    for part, letters in copied.items():
        if letters:
            say(f"left out of {part}: {letters:,} letters that stand in what is held out, too")
    return parts


def labels_of(regions: Sequence[Region]) -> set[str]:
    """Name the labels that stand anywhere in regions."""
    return {label for region in regions for label in region.tags.counts()}


def _held_out(
    regions: list[Region], options: LabelledSequences, seed: int
) -> tuple[Splits[Region], dict[str, int]]:
    """Hold contiguous blocks out; returns the parts, and how many letters were copies of others."""
    shares = (options.validation_fraction, options.test_fraction)
    if options.test_regions:
        places = [named_region(text, regions) for text in options.test_regions]
        test = [regions[index].part(start, end) for index, start, end in places]
        rest = without(regions, places, options.gap)
        train, validation = blocks(rest, shares[:1], options.gap, seed)
    else:
        train, validation, test = blocks(regions, shares, options.gap, seed)
    copied = {"training": 0, "validation": 0}
    if options.alphabet == "dna":
        repeats = copies([*validation, *test], train, ALPHABETS["dna"])
        copied["training"] = sum(end - start for _, start, end in repeats)
        train = without(train, repeats, 0)
        repeats = copies(test, validation, ALPHABETS["dna"])
        copied["validation"] = sum(end - start for _, start, end in repeats)
        validation = without(validation, repeats, 0)
    return Splits(train, validation, test), copied


def _by_record(regions: list[Region], options: LabelledSequences, source: str) -> Splits[Region]:
    """Split sequences whole; those that are the same stay together."""
    keys = [_content(region, options) for region in regions]
    firsts = {key: index for index, key in reversed(list(enumerate(keys)))}
    if len(firsts) < len(regions):
        say(f"{len(regions) - len(firsts):,} sequences are the same as others; they stay on one "
            "side")  # fmt: skip
    heads = complete(list(firsts), options, source)
    side = {key: part for part in heads.sizes() for key in getattr(heads, part)}
    found: dict[str, list[Region]] = {part: [] for part in heads.sizes()}
    for key, region in zip(keys, regions, strict=True):
        found[side[key]].append(region)
    return Splits(**found)


def complete(records: list[Any], options: LabelledSequences, source: str) -> Splits[Any]:
    """Cut all parts from records, by seed."""
    return splits.complete(
        records, None, None, class_of=lambda record: getattr(record, "label", ""),
        validation_fraction=options.validation_fraction, test_fraction=options.test_fraction,
        seed=options.seed, source=source,
    )  # fmt: skip


def _content(region: Region, options: LabelledSequences) -> bytes:
    """Digest a sequence; of bases, the same for both strands."""
    texts = [region.letters.tobytes()]
    if options.alphabet == "dna":
        texts.append(ALPHABETS["dna"].reverse_complement(region.letters).tobytes())
    return hashlib.sha256(min(texts)).digest()


def _given(options: LabelledSequences, parts: dict[str, list[Region]]) -> Splits[Region]:
    """Keep given parts, cut those that are missing, and name what stands in two of them."""
    found = splits.complete(
        parts["train"], parts.get("validation"), parts.get("test"), class_of=lambda region: "",
        validation_fraction=options.validation_fraction, test_fraction=options.test_fraction,
        seed=options.seed, source=str(options.data),
    )  # fmt: skip
    kept = splits.without_overlap(found, lambda region: _content(region, options))
    dropped = len(found.train) - len(kept.train) + len(found.validation) - len(kept.validation)
    if dropped:
        say(f"left out: {dropped:,} sequences of training or validation that stand in a later part")
    return Splits(kept.train, kept.validation, kept.test)


def tables_in(data: str) -> list[Path]:
    """List the tables that `data` is or has in it."""
    path = Path(data)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file for file in files if suffix(file) in tables.SUFFIXES]


def _tables(data: str, options: LabelledSequences) -> dict[str, list[LabelledText]]:
    """Read tables of sequences and labels by part."""
    path, inside = Path(data), tables_in(data)
    files = {"train": inside[0] if len(inside) == 1 else path}
    if len(inside) > 1 or (path.is_dir() and not inside):
        files = splits.find_parts(path, tables.SUFFIXES)
    alphabet = ALPHABETS[options.alphabet]
    found: dict[str, list[LabelledText]] = {}
    for part, file in files.items():
        for row in tables.read_rows(file):
            flags = {"--sequence-column": options.sequence_column,
                     "--label-column": options.label_column}  # fmt: skip
            tables.require_columns(row, flags)
            text, label = (row.values[name].strip() for name in flags.values())
            letters = alphabet.encode(text.encode("utf-8", "replace"), row.source)
            if not len(letters) or not label:
                raise InputError(f"{row.source}: a sequence and a label must stand there")
            record = LabelledText(alphabet.decode(letters), label, row.source)
            found.setdefault(part, []).append(record)
    return found


def _whole(
    options: LabelledSequences, parts: dict[str, list[LabelledText]]
) -> Splits[LabelledText]:
    """Leave repeated sequences out, and cut the parts that are not given."""
    seen: set[str] = set()
    kept: dict[str, list[LabelledText]] = {}
    for part in ("test", "validation", "train"):
        for record in parts.get(part, []):
            if record.text not in seen:
                seen.add(record.text)
                kept.setdefault(part, []).append(record)
    dropped = sum(map(len, parts.values())) - len(seen)
    if dropped:
        say(f"left out: {dropped:,} sequences that stand there twice")
    found = splits.complete(
        kept.get("train", []), kept.get("validation"), kept.get("test"),
        class_of=lambda record: record.label, seed=options.seed, source=str(options.data),
        validation_fraction=options.validation_fraction, test_fraction=options.test_fraction,
    )  # fmt: skip
    return Splits(found.train, found.validation, found.test)
