"""Files of sequences: FASTA in pieces, GenBank and EMBL whole with their features."""

from __future__ import annotations

import contextlib
import gzip
import io
import itertools
import operator
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import numpy as np

from keras_seq.data.biology.alphabets import Alphabet
from keras_seq.data.biology.coordinates import Feature
from keras_seq.errors import InputError

FASTA = (".fa", ".fasta", ".fna", ".faa", ".ffn", ".fas")
FLAT = {".gb": "genbank", ".gbk": "genbank", ".genbank": "genbank", ".embl": "embl"}
PIECE = 1 << 16  # letters, about
_HEADER = 1 << 16  # the longest, in bytes


class Piece(NamedTuple):
    """Some letters of a sequence.

    Attributes:
        header: the whole first line of its sequence, without ">".
        letters: uint8 `(letters,)`.
        begins: whether it is the first piece.
        line: on which the sequence begins.
    """

    header: str
    letters: np.ndarray
    begins: bool
    line: int

    @property
    def name(self) -> str:
        """The first word of the header."""
        return (self.header.split() or [""])[0]


def suffix(path: str | Path | zipfile.Path) -> str:
    """Return how the name of a file ends, without .gz, .bgz and .bgzf, in small letters."""
    name = Path(getattr(path, "name", None) or str(path)).name.lower()
    for packed in (".gz", ".bgz", ".bgzf"):
        name = name.removesuffix(packed)
    return Path(name).suffix


@contextlib.contextmanager
def opened(path: str | Path | zipfile.Path) -> Iterator[IO[bytes]]:
    """Open a file, plain or packed by gzip or bgzip, whatever its name.

    Raises:
        InputError: naming the file, if it is missing or damaged.
    """
    path = Path(path) if isinstance(path, str) else path
    if path.is_dir():
        raise InputError(f"{path}: a folder, where a file is expected")
    try:
        with path.open("rb") as raw:
            plain: Any = io.BufferedReader(cast(io.RawIOBase, raw))
            packed = plain.peek(2)[:2] == b"\x1f\x8b"
            yield cast(IO[bytes], gzip.GzipFile(fileobj=plain)) if packed else plain
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from None
    except (EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: damaged: {error}") from None


def read_fasta(path: str | Path | zipfile.Path, alphabet: Alphabet) -> Iterator[Piece]:
    """Read the sequences of a file in pieces, so that memory doesn't grow with their length.

    Raises:
        InputError: naming file, line and mend.
    """
    with opened(path) as stream:
        yield from fasta_pieces(iter(lambda: stream.readline(PIECE), b""), alphabet, str(path))


def fasta_pieces(lines: Iterable[bytes], alphabet: Alphabet, source: str) -> Iterator[Piece]:
    """Read sequences from lines; a long line may come in parts.

    Args:
        lines: with their ends.
        alphabet: of the letters.
        source: what to name in errors.

    Yields:
        At least one piece for each sequence, in order.

    Raises:
        InputError: for letters before the first header, sequences without a letter or a name, and
            letters that are none.
    """
    header, began, number, fresh = "", 0, 1, True  # fresh: a line begins here
    held: list[bytes] = []
    size, since, first, empty = 0, 1, True, True

    def piece() -> Piece:
        return Piece(header, alphabet.encode(b"".join(held), source, since), first, began)

    def checked() -> None:
        if began and empty:
            raise InputError(f"{source}, line {began}: no letter follows {header[:40]!r}; take the "
                             "header out")  # fmt: skip

    for line in lines:
        if fresh and line.startswith(b">"):
            if held:
                yield piece()
            checked()
            if len(line) >= _HEADER:
                raise InputError(f"{source}, line {number}: a header of more than {_HEADER} bytes")
            header = line[1:].decode("utf-8", "replace").strip()
            if not header:
                raise InputError(f"{source}, line {number}: a sequence has no name behind '>'")
            began, held, size, first, empty = number, [], 0, True, True
            since = number + 1
        elif not (fresh and line.startswith(b";")) and line.strip():
            if not began:
                raise InputError(f"{source}, line {number}: letters before a first line that "
                                 "begins with '>'; is this a FASTA file?")  # fmt: skip
            held.append(line)
            size, empty = size + len(line), False
            if size >= PIECE:
                yield piece()
                held, size, first = [], 0, False
                since = number + line.endswith(b"\n")
        elif held:
            held.append(b"\n")  # an empty line, for the count
        else:
            since = number + 1
        fresh = line.endswith(b"\n")
        number += fresh
    if held:
        yield piece()
    checked()
    if not began:
        raise InputError(f"{source}: there is no sequence in it")


def by_sequence(
    pieces: Iterable[Piece],
) -> Iterator[tuple[tuple[int, str], Iterator[np.ndarray]]]:
    """Group pieces by their sequence: number and name, and the letters in pieces.

    They come from one stream: take those of a sequence before you ask for the next one.
    """

    def numbered() -> Iterator[tuple[int, Piece]]:
        number = -1
        for piece in pieces:
            number += piece.begins
            yield number, piece

    for number, group in itertools.groupby(numbered(), operator.itemgetter(0)):
        each = (piece for _, piece in group)
        first = next(each)
        yield (number, first.name), (piece.letters for piece in itertools.chain([first], each))


def read_flat(
    path: str | Path | zipfile.Path, alphabet: Alphabet
) -> Iterator[tuple[str, np.ndarray, list[Feature]]]:
    """Read sequences with their features from a file of GenBank or EMBL, through Biopython.

    Yields:
        Name, letters and the parts of all features.

    Raises:
        InputError: if Biopython isn't installed, or can't read the file.
    """
    try:
        from Bio import BiopythonWarning, SeqIO
    except ImportError:
        raise InputError(f"{path}: needs Biopython; pip install 'keras_seq[bio]', or "
                         "name a FASTA file and --annotation") from None  # fmt: skip
    found = False
    with opened(path) as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore", BiopythonWarning)
        text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace")
        try:
            for record in SeqIO.parse(text, FLAT[suffix(path)]):
                found = True
                letters = alphabet.encode(bytes(record.seq), f"{path}, {record.id}")
                yield record.id, letters, list(_features(record, len(letters)))
        except (InputError, OSError, EOFError, zlib.error):
            raise
        except Exception as error:  # Biopython's faults are of many kinds
            raise InputError(f"{path}: Biopython can't read it: {error}") from None
        finally:
            text.detach()
    if not found:
        raise InputError(f"{path}: there is no sequence in it")


def _features(record, length: int) -> Iterator[Feature]:  # type: ignore[no-untyped-def]
    """List the parts of the features of a record; parts in other records are passed over."""
    strands = {1: "+", -1: "-"}
    for feature in record.features:
        for part in feature.location.parts if feature.location else ():
            start, end = int(part.start), int(part.end)
            if part.ref is None and 0 <= start < end <= length:
                strand = strands.get(part.strand, ".")
                yield Feature(record.id, start, end, feature.type, strand, record.id)
