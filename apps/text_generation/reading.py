"""What is read: running text, or documents, each by the reader of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from keras_seq import InputError
from keras_seq.data import tables
from keras_seq.data.splits import Splits
from keras_seq.data.text import LabelledText, LabelledTexts, corpus, labelled
from keras_seq.data.text.labelled import read_inputs as read_inputs  # of prompts


def documents_in(data: str | None) -> bool:
    """Say whether `data` is a table of documents, or a folder with such tables."""
    return data is not None and (data.startswith("tfds:") or tables.stands_in(data))


def load(options: LabelledTexts) -> Splits[Any]:
    """Read the user's own text."""
    if documents_in(options.data):
        return labelled.load(options)
    for name in ("label_column", "drop_overlap"):
        if getattr(options, name):
            flag = "--" + name.replace("_", "-")
            raise InputError(f"{flag} is for tables of documents (.csv, .tsv, .jsonl)")
    return corpus.load(options)


def load_test(options: LabelledTexts, data: str) -> Sequence[Any]:
    """Read text to judge a trained model by."""
    if documents_in(data):
        return labelled.load_test(options, data)
    return corpus.load_test(options, data)


def describe(options: LabelledTexts, splits: Splits[Any]) -> Iterator[str]:
    """Say what was read."""
    reader = labelled if isinstance(splits.train[0], LabelledText) else corpus
    return reader.describe(options, splits)


def texts(records: Sequence[Any]) -> Iterator[str]:
    """Read records as text, in blocks."""
    if isinstance(records[0], LabelledText):
        return (document.text for document in records)
    return corpus.blocks(records)
