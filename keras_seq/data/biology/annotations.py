"""Annotations: features of sequences from GFF3 and BED, and written as such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from keras_seq.data.biology.coordinates import OTHER_STRAND, Feature, from_closed, to_closed
from keras_seq.data.biology.sequence_files import opened, suffix
from keras_seq.errors import InputError

GFF, BED = (".gff3", ".gff", ".gtf"), (".bed",)
# What GFF3 lets stand as it is, beside letters and digits: in names of sequences, and in types.
_NAMES, _TYPES = ".:^*$@!+_?-|", " .:^*$@!+_?-|/()[]{}<>=,;&'\"#~`"


def read_annotation(path: str | Path, kinds: Iterable[str] = ()) -> list[Feature]:
    """Read features.

    Args:
        path: .gff3, .gff, .gtf or .bed, plain or packed.
        kinds: types that are wanted, of GFF; in its place, a feature that has exons of its own
            counts as these. Empty: all. Of BED all are taken, and their names are the kinds.

    Returns:
        The features, a feature of several parts as many.

    Raises:
        InputError: naming file, line and mend.
    """
    kind = suffix(path)
    if kind in BED:
        return list(_read_bed(path))
    if kind in GFF:
        return _read_gff(path, set(kinds))
    raise InputError(f"{path}: the name of an annotation must end with "
                     f"{', '.join((*GFF, *BED))}, or these with .gz")  # fmt: skip


def _rows(path: str | Path, least: int) -> Iterator[tuple[list[str], str]]:
    """Read the columns of each line that is no remark, and where it stands."""
    with opened(path) as stream:
        for number, raw in enumerate(stream, start=1):
            try:
                line = raw.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{path}, line {number}: not UTF-8 text ({error.reason})"
                ) from None
            if line.startswith("##FASTA"):
                return
            if not line.strip() or line.startswith(("#", "track ", "browser ")):
                continue
            cells, source = line.split("\t"), f"{path}, line {number}"
            if len(cells) < least:
                raise InputError(f"{source}: has {len(cells)} columns; there must be {least}, with "
                                 "tabs between")  # fmt: skip
            yield cells, source


def _numbers(cells: Iterable[str], source: str) -> list[int]:
    cells = list(cells)
    if not all(cell.isascii() and cell.isdigit() and len(cell) < 16 for cell in cells):
        raise InputError(f"{source}: {' and '.join(cells)[:80]} must be whole numbers: where a "
                         "feature begins and ends")  # fmt: skip
    return [int(cell) for cell in cells]


def _checked(feature: Feature) -> Feature:
    if not 0 <= feature.start < feature.end:
        raise InputError(f"{feature.source}: a feature must end behind its start, not go from "
                         f"{feature.start} to {feature.end} (counted from 0)")  # fmt: skip
    return feature


def _read_gff(path: str | Path, kinds: set[str]) -> list[Feature]:
    found: dict[str, list[Feature]] = {}
    exons: dict[str, list[Feature]] = {}
    for cells, source in _rows(path, 9):
        kind, strand = cells[2], cells[6] if cells[6] in OTHER_STRAND else "."
        if kinds and kind not in kinds and kind != "exon":
            continue
        start, end = from_closed(*_numbers(cells[3:5], source))
        feature = _checked(Feature(unquote(cells[0]), start, end, unquote(kind), strand, source))
        pairs = (pair.partition("=") for pair in cells[8].split(";"))
        said = {name.strip(): value.strip() for name, _, value in pairs}
        if kind == "exon":
            for parent in said.get("Parent", "").split(","):
                exons.setdefault(parent, []).append(feature)
        if not kinds or kind in kinds:
            found.setdefault(said.get("ID", source), []).append(feature)
    features: list[Feature] = []
    for name, parts in found.items():
        # A transcript, as of a tRNA, spans its introns; its exons don't.
        own = exons.get(name) if parts[0].kind != "exon" else None
        features += [exon._replace(kind=parts[0].kind) for exon in own] if own else parts
    return features


def _read_bed(path: str | Path) -> Iterator[Feature]:
    for cells, source in _rows(path, 3):
        start, end = _numbers(cells[1:3], source)
        kind = cells[3] if len(cells) > 3 and cells[3].strip() else "feature"
        strand = cells[5] if len(cells) > 5 and cells[5] in OTHER_STRAND else "."
        whole = _checked(Feature(cells[0], start, end, kind, strand, source))
        if len(cells) < 12:
            yield whole
            continue
        sizes, offsets = (
            _numbers((cell for cell in cells[place].split(",") if cell), source)
            for place in (10, 11)
        )
        if len(sizes) != len(offsets):
            raise InputError(f"{source}: columns 11 and 12 must have as many numbers")
        for size, offset in zip(sizes, offsets, strict=True):
            yield _checked(whole._replace(start=start + offset, end=start + offset + size))


def gff_lines(answers: Iterable[dict[str, Any]]) -> Iterator[str]:
    r"""Write features as GFF3, the probability as score.

    Args:
        answers: each with `sequence`, `start`, `end`, `label`, `strand`, `score`, and perhaps
            `phase`.

    Yields:
        Lines without their ends.

    >>> answer = {"sequence": "chr 1", "start": 0, "end": 9, "label": "CDS", "strand": "+",
    ...           "score": 0.5, "phase": 0}
    >>> list(gff_lines([answer]))[1].split("\t")
    ['chr%201', 'keras_seq', 'CDS', '1', '9', '0.5000', '+', '0', 'ID=CDS1']
    """
    yield "##gff-version 3"
    counts: dict[str, int] = {}
    for answer in answers:
        kind, (first, last) = answer["label"], to_closed(answer["start"], answer["end"])
        counts[kind] = counts.get(kind, 0) + 1
        phase = answer.get("phase")
        cells = [
            quote(answer["sequence"], safe=_NAMES), "keras_seq", quote(kind, safe=_TYPES),
            str(first), str(last), f"{answer['score']:.4f}", answer["strand"],
            "." if phase is None else str(phase), f"ID={quote(kind, safe=_NAMES)}{counts[kind]}",
        ]  # fmt: skip
        yield "\t".join(cells)


def bed_lines(answers: Iterable[dict[str, Any]]) -> Iterator[str]:
    r"""Write features as BED of six columns, a thousand times the probability as score.

    >>> answer = {"sequence": "chr1", "start": 0, "end": 9, "label": "CDS", "strand": "+",
    ...           "score": 0.5}
    >>> list(bed_lines([answer]))
    ['chr1\t0\t9\tCDS\t500\t+']
    """
    for answer in answers:
        score = round(1000 * answer["score"])
        cells = (*(answer[name] for name in ("sequence", "start", "end", "label")), score)
        yield "\t".join(map(str, (*cells, answer["strand"])))
