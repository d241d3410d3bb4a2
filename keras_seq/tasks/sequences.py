"""Answers about sequences of any length: features with their places; and their simple rivals.

The config has the options of `keras_seq.data.biology.options.LabelledSequences`, and `window`,
`overlap`, `stride`, `strands`, `head` and `switch_cost`; the preprocessing has `labels`.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from keras_seq import files
from keras_seq.baselines import sequences as rivals
from keras_seq.config import option
from keras_seq.contract import Result, Trained
from keras_seq.data.biology.alphabets import ALPHABETS, Alphabet
from keras_seq.data.biology.annotations import bed_lines, gff_lines
from keras_seq.data.biology.coordinates import OTHER_STRAND
from keras_seq.data.biology.records import UNJUDGED, CodedTags, Region, on_other_strand
from keras_seq.data.biology.sequence_files import (
    FASTA,
    FLAT,
    Piece,
    by_sequence,
    fasta_pieces,
    read_fasta,
    read_flat,
    suffix,
)
from keras_seq.data.labels import Labels, Tagged
from keras_seq.errors import InputError
from keras_seq.metrics import confusion_counts
from keras_seq.metrics.stretches import Stretch, letter_metrics, stretch_metrics, stretches
from keras_seq.options import PredictOptions
from keras_seq.progress import say, track

if TYPE_CHECKING:
    from keras_seq.data.splits import Splits
    from keras_seq.models.windowed import Labelled
    from keras_seq.tasks.tagging import Rival


EXAMPLE = 5_000  # letters


@dataclass(frozen=True)
class FeatureOptions(PredictOptions):
    """Features to be found."""

    min_length: int = option(1, "Leave shorter features out.", minimum=1)


def both_strands(config: Any) -> bool:
    """Whether a sequence has another strand that says the same."""
    return config.alphabet == "dna" and config.strands == "both"


def labelled(
    trained: Trained, sequences: Iterable[tuple[Any, Iterable[np.ndarray]]]
) -> Iterator[Labelled]:
    """Label sequences by windows, in order, in memory that doesn't grow with them.

    Args:
        trained: what was trained.
        sequences: a key and the letters in pieces of each.

    Yields:
        Some letters of a sequence and their labels at a time.
    """
    from keras_seq.models.windowed import window_labels, windows

    config = trained.config
    found = (
        window
        for key, pieces in sequences
        for window in windows(key, pieces, config.window, config.overlap, config.stride)
    )
    alphabet, names = ALPHABETS[config.alphabet], trained.preprocessing.labels.names
    both = both_strands(config)
    return window_labels(
        trained.model, found, config.head, switch_cost=config.switch_cost,
        other_strand=alphabet.reverse_complement if both else None,
        other_labels=on_other_strand(names) if both else None,
    )  # fmt: skip


def tag_regions(trained: Trained, records: Sequence[Region]) -> list[Tagged]:
    """Tag regions: `CodedTags`, and the probability of each."""
    names = trained.preprocessing.labels.names
    stream = labelled(trained, ((at, [record.letters]) for at, record in enumerate(records)))
    parts: list[list[tuple[np.ndarray, np.ndarray]]] = [[] for _ in records]
    for piece in track(stream, "labelling"):
        parts[piece.key].append((piece.labels, piece.score))
    return [
        Tagged(CodedTags(np.concatenate([tags for tags, _ in part]), names),
               np.concatenate([chances for _, chances in part]))
        for part in parts
    ]  # fmt: skip


def pieces_of(inputs: Iterable[str], alphabet: Alphabet) -> Iterator[Piece]:
    """Read inputs: paths of FASTA, GenBank or EMBL; lines of FASTA; or letters, a sequence each.

    Raises:
        InputError: for what is none of these.
    """
    stream = iter(inputs)
    for number, raw in enumerate(stream, start=1):
        if raw.startswith(">"):
            lines = (f"{line}\n".encode() for line in itertools.chain([raw], stream))
            yield from fasta_pieces(lines, alphabet, "the input")
        elif suffix(raw) in FLAT:
            for name, letters, _ in read_flat(raw, alphabet):
                yield Piece(name, letters, True, 0)
        elif suffix(raw) in FASTA or (len(raw) < 4096 and os.path.exists(raw)):
            yield from read_fasta(raw, alphabet)
        elif raw.strip():
            letters = alphabet.encode(raw.encode("utf-8", "replace"), f"input {number}")
            yield Piece(f"input_{number}", letters, True, 0)


def answer_features(
    trained: Trained, inputs: Iterable[str], options: FeatureOptions
) -> Iterator[dict[str, Any]]:
    """Find the features of raw sequences.

    Args:
        trained: what was trained.
        inputs: as for `pieces_of`.
        options: of `predict`.

    Yields:
        For each stretch of one label, the background left out: `sequence`, `start` and `end`
        (counted from 0, the end no part of it), `label`, `strand`, `score`, the mean probability,
        `phase` of what codes on a known strand (letters before its first codon, in the frame with
        the fewest stops), and `unknown`, the unsure letters in it.
    """
    config = trained.config
    alphabet, names = ALPHABETS[config.alphabet], trained.preprocessing.labels.names
    sequences = by_sequence(pieces_of(inputs, alphabet))
    found, count = 0, 0
    for (number, name), stretch, letters, chance in joined(labelled(trained, sequences)):
        label, count = names[stretch.label], number + 1
        if label == config.background or stretch.end - stretch.start < options.min_length:
            continue
        found += 1
        yield _feature(name, stretch, label, letters, chance, alphabet)
    say(f"{found:,} features in {count:,} sequences")


def _feature(
    name: str, stretch: Stretch, label: str, letters: np.ndarray, chance: float, alphabet: Alphabet
) -> dict[str, Any]:
    strand = label[-1] if label[:-1] and label[-1] in OTHER_STRAND else "."
    kind = label[:-1] if strand != "." else label
    phase = None
    if kind == "CDS" and strand != ".":
        phase = best_phase(letters if strand == "+" else alphabet.reverse_complement(letters))
    unsure = np.unique(letters[letters > len(alphabet.letters)])
    return {
        "sequence": name, "start": stretch.start, "end": stretch.end, "label": kind,
        "strand": strand, "score": chance, "phase": phase,
        "unknown": list(alphabet.decode(unsure)),
    }  # fmt: skip


def best_phase(letters: np.ndarray) -> int:
    """Say how many letters stand before the first codon, in the frame with the fewest stops.

    >>> from keras_seq.data.biology.alphabets import DNA
    >>> best_phase(DNA.encode(b"CATGTTAACTAA", ""))  # C ATG TTA ACT AA; CAT GTT AAC TAA
    0
    >>> best_phase(DNA.encode(b"TAACTGACCATGG", ""))  # TA ACT GAC CAT GG
    2
    """
    stops = rivals.stops_by_frame(letters)
    return int(np.argmin(stops))


def joined(
    pieces: Iterable[Labelled],
) -> Iterator[tuple[Any, Stretch, np.ndarray, float]]:
    """Join what `labelled` gives to stretches of one label, which may go on from piece to piece.

    Yields:
        Key, stretch, its letters and its mean probability.
    """
    key: Any = None
    begin = place = 0
    label, total = -1, 0.0
    held: list[np.ndarray] = []
    for piece in pieces:
        if piece.key != key:
            if held:
                yield _closed(key, begin, place, label, held, total)
            key, begin, place, label, held, total = piece.key, 0, 0, -1, [], 0.0
        score = piece.score
        for start, end, number in stretches(piece.labels):
            if number != label:
                if held:
                    yield _closed(key, begin, place, label, held, total)
                begin, label, held, total = place, number, [], 0.0
            held.append(piece.steps[start:end])
            total += float(score[start:end].sum(dtype=np.float64))
            place += end - start
    if held:
        yield _closed(key, begin, place, label, held, total)


def _closed(
    key: Any, start: int, end: int, label: int, held: Sequence[np.ndarray], total: float
) -> tuple[Any, Stretch, np.ndarray, float]:
    return key, Stretch(start, end, label), np.concatenate(held), total / (end - start)


def _placed(lines: Any) -> Any:
    """Refuse answers without a place."""

    def checked(answers: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for answer in answers:
            if "start" not in answer:
                raise InputError("--format gff3 and bed are for a model of --answer each: one "
                                 "label for a whole sequence has no place")  # fmt: skip
            yield answer

    return lambda answers: lines(checked(answers))


# What `Tagging` takes as formats where answers are features.
FEATURE_FORMATS: Mapping[str, Any] = {"gff3": _placed(gff_lines), "bed": _placed(bed_lines)}
line = "{sequence}\t{start}\t{end}\t{label}\t{strand}\t{score:.4f}".format_map


def example_regions(result: Result, folder: Path) -> list[str]:
    """Write the first letters of the test part to a file of FASTA, to be labelled."""
    alphabet, record = ALPHABETS[result.trained.config.alphabet], result.splits.test[0]
    letters = alphabet.decode(record.letters[:EXAMPLE])
    rows = [letters[at : at + 60] for at in range(0, len(letters), 60)]
    header = f">{record.name} from letter {record.start + 1}"
    files.write_text(folder / "a.fa", "\n".join([header, *rows]) + "\n")
    return [f"{folder.name}/a.fa"]


def region_rows(record: Region, ours: Tagged) -> Iterator[dict[str, Any]]:
    """List the stretches of a region that have one expected and one predicted label, a row each."""
    assert isinstance(ours.tags, CodedTags)
    both = record.tags.numbers.astype(int) * 256 + ours.tags.numbers
    for start, end, _ in stretches(both):
        yield {
            "sequence": record.name, "start": record.start + start, "end": record.start + end,
            "expected": record.tags[start], "predicted": ours.tags[start],
            "score": float(ours.chances[start:end].mean()),
        }  # fmt: skip


def counts_of(
    expected: Sequence[Any], predicted: Sequence[Any], names: Sequence[str]
) -> np.ndarray:
    """Count which label is taken for which, unjudged letters left out."""
    labels, counts = Labels(tuple(names)), np.zeros((len(names), len(names)), np.int64)
    for right, ours in zip(expected, predicted, strict=True):
        numbers = right.renumbered(labels)
        known = numbers != UNJUDGED
        counts += confusion_counts(numbers[known], ours.renumbered(labels)[known], len(names))
    return counts


def sequence_metrics(
    expected: Sequence[Any], predicted: Sequence[Any], config: Any
) -> dict[str, float]:
    """Judge `CodedTags`, letter by letter and as features; see `keras_seq.metrics.stretches`."""
    names = sorted({name for tags in (*expected, *predicted) for name in tags.names})
    labels = Labels(tuple(names))
    left_out = [names.index(config.background)] if config.background in names else []
    pairs = [(right.renumbered(labels), ours.renumbered(labels))
             for right, ours in zip(expected, predicted, strict=True)]  # fmt: skip
    # What nobody knows is no feature of the model's either.
    pairs = [(right, np.where(right == UNJUDGED, UNJUDGED, ours)) for right, ours in pairs]
    counts = counts_of(expected, predicted, names)
    return {**letter_metrics(counts), **stretch_metrics(pairs, [*left_out, UNJUDGED])}


def _parts(
    trained: Trained, splits: Splits[Region]
) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Letters and labels of training, and letters of test."""
    labels = trained.preprocessing.labels
    return (
        [record.letters for record in splits.train],
        [record.tags.renumbered(labels) for record in splits.train],
        [record.letters for record in splits.test],
    )


def _coded(trained: Trained, answers: Iterable[np.ndarray]) -> list[CodedTags]:
    return [CodedTags(answer, trained.preprocessing.labels.names) for answer in answers]


def _majority(trained: Trained, splits: Splits[Region]) -> Any:
    labels = trained.preprocessing.labels
    commonest = int(np.argmax(labels.counts))
    return _coded(
        trained, (np.full(len(record.letters), commonest, np.uint8) for record in splits.test)
    )


def _open_frames(trained: Trained, splits: Splits[Region]) -> Any:
    config, names = trained.config, trained.preprocessing.labels.names
    coding = ("CDS+", "CDS-") if config.tell_strands else ("CDS", "CDS")
    if config.alphabet != "dna" or not {*coding, config.background} <= set(names):
        return None
    numbers = (names.index(coding[0]), names.index(coding[1]))
    answers = rivals.open_frames(*_parts(trained, splits), numbers, names.index(config.background))
    return _coded(trained, answers)


def _linear(trained: Trained, splits: Splits[Region]) -> Any:
    dna = trained.config.alphabet == "dna"
    rival = rivals.kmer_windows if dna else rivals.neighbours
    return _coded(trained, rival(*_parts(trained, splits), seed=trained.config.seed))


# What `Tagging` takes as rivals where records are `Region`s.
REGION_RIVALS: Mapping[str, Rival] = {
    "commonest_label": _majority,
    "linear_windows": _linear,
    "open_reading_frames": _open_frames,
}
