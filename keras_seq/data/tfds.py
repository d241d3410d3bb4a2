"""Records from tensorflow-datasets: those on disk first, a download where there is a network."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keras_seq import backend
from keras_seq.data.splits import PART_NAMES
from keras_seq.errors import InputError

HOST = ("storage.googleapis.com", 443)  # where the catalogue and most of the data are


def read(
    spec: str, columns: tuple[str, str], data_dir: str | None = None
) -> dict[str, list[tuple[tuple[Any, Any], str]]]:
    """Read the two columns of a supervised data set.

    Args:
        spec: `tfds:NAME` or `tfds:NAME/CONFIG`.
        columns: the names of input and label, where the data set doesn't say which these are.
        data_dir: where the data sets are kept; None: tfds' own place.

    Returns:
        By part (train, and validation and test where given) pairs of two strings, or lists of them
        where a column is a sequence, each with its source. Class numbers are turned into the
        classes' names.

    Raises:
        InputError: for an unknown name, data that is neither on disk nor to be had, or features
            that are not text and label.
    """
    name = spec.removeprefix("tfds:")
    if not name:
        raise InputError(f"{spec} names no data set; write it as tfds:imdb_reviews")
    tfds = _import_tfds()
    builder = _builder(tfds, name, data_dir)
    if not builder.is_prepared():
        _require_network(spec, builder)
        with _one_line(spec, "can't be downloaded"):
            builder.download_and_prepare()
    features = builder.info.features
    keys = builder.info.supervised_keys or columns
    if not set(keys) <= set(features):
        raise InputError(f"{spec}: has {', '.join(sorted(features))}; name two of them as columns")
    read_key = [_as_text(features[key], tfds) for key in keys]
    parts = {}
    for part, names in PART_NAMES.items():
        split = next((one for one in names if one in builder.info.splits), None)
        if split is None:
            continue
        with _one_line(spec, "is damaged on disk"):
            rows = tfds.as_numpy(builder.as_dataset(split=split, shuffle_files=False))
            parts[part] = [
                ((read_key[0](row[keys[0]]), read_key[1](row[keys[1]])),
                 f"{spec}, {split} example {number}")
                for number, row in enumerate(rows, start=1)
            ]  # fmt: skip
    if "train" not in parts:
        raise InputError(f"{spec}: has no train split, only {', '.join(builder.info.splits)}")
    return parts


def _import_tfds() -> Any:
    backend.start()
    with backend.stderr_held_back():
        import tensorflow_datasets as tfds
    return tfds


def _builder(tfds: Any, name: str, data_dir: str | None) -> Any:
    options = {"data_dir": str(Path(data_dir).expanduser())} if data_dir else {}
    try:
        return tfds.builder(name, **options)
    except tfds.core.DatasetNotFoundError:
        from keras_seq.config import nearest

        known = tfds.list_builders(with_community_datasets=False)
        raise InputError(
            f"tfds:{name}: no data set of this name{nearest(name.split('/')[0], known)}"
        ) from None
    except ValueError as error:  # an unknown config of a known data set
        raise InputError(f"tfds:{name}: {' '.join(str(error).split())[:300]}") from None


def _require_network(spec: str, builder: Any) -> None:
    # tfds itself tries for minutes before it gives up.
    try:
        socket.create_connection(HOST, timeout=5).close()
    except OSError:
        raise InputError(
            f"{spec}: not in {builder.data_dir}, and there is no network to fetch it; "
            f"put it there, or name the place with --data-dir"
        ) from None


def _as_text(feature: Any, tfds: Any) -> Any:
    if isinstance(feature, tfds.features.Sequence):  # words of a text, tags of its words
        inner = _as_text(feature.feature, tfds)
        return lambda values: [inner(value) for value in values]
    if isinstance(feature, tfds.features.ClassLabel):
        return feature.int2str
    return lambda value: value.decode("utf-8") if isinstance(value, bytes) else str(value)


@contextlib.contextmanager
def _one_line(spec: str, what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise InputError(f"{spec}: {what}: {' '.join(str(error).split())[:300]}") from error
